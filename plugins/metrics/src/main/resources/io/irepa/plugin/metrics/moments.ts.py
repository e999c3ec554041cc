# Joins a block of rows [n,D] to the count [1], the mean [D] and the sum of centred products [D,D] of those before
# (Chan, Golub, LeVeque 1979), in float64.
def forward(count: Tensor, mean: Tensor, products: Tensor, rows: Tensor) -> List[Tensor]:
    x = torch.to(rows, 7)
    new = torch.size(x, 0)
    own = torch.mean(x, [0], False, dtype=None)
    apart = torch.sub(x, own)
    total = torch.add(count, new)
    shift = torch.sub(own, mean)
    between = torch.mul(torch.outer(shift, shift), torch.div(torch.mul(count, new), total))
    joined = torch.add(torch.add(products, torch.mm(torch.t(apart), apart)), between)
    return [total, torch.add(mean, torch.mul(shift, torch.div(new, total))), joined]
