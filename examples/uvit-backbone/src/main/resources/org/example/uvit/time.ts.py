# Times t [B] as tokens [B,D].
def forward(given: List[Tensor], weights: List[Tensor]) -> Tensor:
    return time_embedding(given[0], weights[0], weights[1], weights[2], weights[3], ${edge}, ${edge})
