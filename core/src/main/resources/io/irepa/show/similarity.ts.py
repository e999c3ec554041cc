# The cosine of the angle between each of tokens [1,T,K] and the one at an index: [T]; zero where one is zero.
def forward(tokens: Tensor, index: Tensor) -> Tensor:
    x = torch.to(torch.select(tokens, 0, 0), 7)
    unit = torch.div(x, torch.clamp_min(torch.linalg_vector_norm(x, 2, [1], True, dtype=None), 1e-30))
    return torch.to(torch.mv(unit, torch.select(torch.index_select(unit, 0, index), 0, 0)), 6)
