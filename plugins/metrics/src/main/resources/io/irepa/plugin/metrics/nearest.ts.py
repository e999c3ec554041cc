# The smallest squared distances so far [n,k] of rows a [n,D], and those to rows b [m,D], of which the smallest k are
# kept. same [1] is 1 where a and b are the same rows, and a row is then not its own neighbour.
def squared_distances(a: Tensor, b: Tensor) -> Tensor:
    x = torch.to(a, 7)
    y = torch.to(b, 7)
    lengths = torch.add(torch.sum(torch.mul(x, x), [1], True, dtype=None), torch.sum(torch.mul(y, y), [1], False, dtype=None))
    return torch.clamp_min(torch.sub(lengths, torch.mul(torch.mm(x, torch.t(y)), 2.)), 0.)


def forward(smallest: Tensor, a: Tensor, b: Tensor, same: Tensor) -> Tensor:
    distances = squared_distances(a, b)
    if torch.gt(int(same), 0):
        torch.fill_diagonal_(distances, float("inf"))
    both = torch.cat([smallest, distances], 1)
    values, indices = torch.topk(both, torch.size(smallest, 1), 1, False, True)
    return values
