# Scalars as one array.
def forward(scalars: List[Tensor]) -> Tensor:
    return torch.stack(scalars, 0)
