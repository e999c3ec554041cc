# The shape of an array of any format, which Java cannot ask for itself where the format is bfloat16.
def forward(given: Tensor) -> Tensor:
    return torch.tensor(torch.size(given), dtype=4)
