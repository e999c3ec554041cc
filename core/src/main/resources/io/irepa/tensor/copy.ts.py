# Copies values over an array, in place.
def forward(into: Tensor, values: Tensor) -> Tensor:
    return torch.copy_(into, values)
