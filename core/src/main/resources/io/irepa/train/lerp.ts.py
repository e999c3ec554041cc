# Moves averages towards the current values by share[0], in place.
def forward(averages: List[Tensor], current: List[Tensor], share: List[Tensor]) -> Tensor:
    torch._foreach_lerp_(averages, current, float(share[0]))
    return share[0]
