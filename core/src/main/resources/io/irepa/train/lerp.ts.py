# Moves averages towards the current values in place, the i-th of them by shares[0][i]. averages: for each array of
# current its averages in turn, so that the array is still in the processor's cache when the next is moved.
def forward(averages: List[Tensor], current: List[Tensor], shares: List[Tensor]) -> Tensor:
    towards = annotate(List[Tensor], [])
    weights = annotate(List[number], [])
    for j in range(len(current)):
        for i in range(torch.size(shares[0], 0)):
            towards = torch.append(towards, current[j])
            weights = torch.append(weights, float(torch.select(shares[0], 0, i)))
    torch._foreach_lerp_(averages, towards, weights)
    return shares[0]
