def products(rows: Tensor) -> Tensor:
    x = torch.to(rows, 7)
    unit = torch.div(x, torch.clamp_min(torch.linalg_vector_norm(x, 2, [1], True, dtype=None), 1e-12))
    return torch.mm(unit, torch.t(unit))


# 1 where the column is among a row's k nearest others.
def neighbours(k: Tensor) -> Tensor:
    others = torch.clone(k)
    torch.fill_diagonal_(others, -float("inf"))
    values, indices = torch.topk(others, ${neighbours}, 1, True, True)
    return torch.scatter(torch.zeros_like(k), 1, indices, 1.)


# The unbiased Hilbert-Schmidt independence criterion (Song et al. 2012, eq. 5).
def hsic(k: Tensor, l: Tensor) -> Tensor:
    n = torch.size(k, 0)
    a = torch.clone(k)
    b = torch.clone(l)
    torch.fill_diagonal_(a, 0.)
    torch.fill_diagonal_(b, 0.)
    same = torch.sum(torch.mul(a, torch.t(b)), dtype=None)
    totals = torch.div(torch.mul(torch.sum(a, dtype=None), torch.sum(b, dtype=None)), (n - 1) * (n - 2))
    rows = torch.dot(torch.sum(a, [0], False, dtype=None), torch.sum(b, [1], False, dtype=None))
    all = torch.sub(torch.add(same, totals), torch.div(torch.mul(rows, 2.), n - 2))
    return torch.div(all, n * (n - 3))


def forward(a: Tensor, b: Tensor) -> Tensor:
    k = products(a)
    l = products(b)
    near_a = neighbours(k)
    near_b = neighbours(l)
    both = torch.mul(near_a, near_b)
    own_a = torch.mul(near_a, k)
    own_b = torch.mul(near_b, l)
    across = hsic(torch.mul(both, k), torch.mul(both, l))
    scale = torch.sqrt(torch.mul(hsic(own_a, own_a), hsic(own_b, own_b)))
    return torch.div(across, torch.add(scale, 1e-6))
