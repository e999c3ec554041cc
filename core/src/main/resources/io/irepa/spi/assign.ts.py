# Copies values over an array, in place, unless skip is 1.
def forward(into: Tensor, values: Tensor, skip: Tensor) -> Tensor:
    return torch.copy_(into, torch.where(torch.eq(skip, 1.), into, values))
