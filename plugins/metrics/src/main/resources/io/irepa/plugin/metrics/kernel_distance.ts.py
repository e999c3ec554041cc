# The unbiased squared maximum mean discrepancy of rows a [n,D] and b [m,D] under the kernel (x.y / D + 1)^3, float64.
def kernel(a: Tensor, b: Tensor) -> Tensor:
    return torch.pow(torch.add(torch.div(torch.mm(a, torch.t(b)), torch.size(a, 1)), 1.), 3)


def within(x: Tensor) -> Tensor:
    k = kernel(x, x)
    n = torch.size(x, 0)
    return torch.div(torch.sub(torch.sum(k, dtype=None), torch.trace(k)), n * (n - 1))


def forward(a: Tensor, b: Tensor) -> Tensor:
    x = torch.to(a, 7)
    y = torch.to(b, 7)
    across = torch.mean(kernel(x, y), dtype=None)
    return torch.sub(torch.add(within(x), within(y)), torch.mul(across, 2.))
