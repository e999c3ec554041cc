# Some large products in the given scalar type; what comes back is one number of the last.
def forward(a: Tensor, b: Tensor) -> Tensor:
    a = torch.to(a, ${compute})
    b = torch.to(b, ${compute})
    product = torch.matmul(a, b)
    for i in range(${repeats} - 1):
        product = torch.matmul(a, b)
    return torch.to(torch.select(torch.select(product, 0, 0), 0, 0), ${edge})
