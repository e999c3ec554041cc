# Adds factor[0] times the values to sums of a wider type, in place.
def forward(sums: List[Tensor], values: List[Tensor], factor: List[Tensor]) -> Tensor:
    scale = float(factor[0])
    for i in range(len(sums)):
        torch.add_(sums[i], values[i], alpha=scale)
    return factor[0]
