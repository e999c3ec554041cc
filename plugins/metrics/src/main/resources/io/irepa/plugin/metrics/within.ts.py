# Of rows b [m,D]: in how many balls around rows a [n,D], of squared radius [n], each lies, [m]; strict [1] is 1 where
# the ball's surface does not count.
def squared_distances(a: Tensor, b: Tensor) -> Tensor:
    x = torch.to(a, 7)
    y = torch.to(b, 7)
    lengths = torch.add(torch.sum(torch.mul(x, x), [1], True, dtype=None), torch.sum(torch.mul(y, y), [1], False, dtype=None))
    return torch.clamp_min(torch.sub(lengths, torch.mul(torch.mm(x, torch.t(y)), 2.)), 0.)


def forward(a: Tensor, radii: Tensor, b: Tensor, strict: Tensor) -> Tensor:
    distances = squared_distances(a, b)
    bounds = torch.unsqueeze(radii, 1)
    if torch.gt(int(strict), 0):
        inside = torch.lt(distances, bounds)
    else:
        inside = torch.le(distances, bounds)
    return torch.sum(torch.to(inside, 7), [0], False, dtype=None)
