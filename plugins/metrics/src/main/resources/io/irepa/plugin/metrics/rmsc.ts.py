# The root of the mean squared distance of unit tokens from their mean: [B,T,D] -> [B], in float64.
def forward(tokens: Tensor) -> Tensor:
    x = torch.to(tokens, 7)
    unit = torch.div(x, torch.clamp_min(torch.linalg_vector_norm(x, 2, [-1], True, dtype=None), 1e-12))
    apart = torch.sub(unit, torch.mean(unit, [1], True, dtype=None))
    squares = torch.sum(torch.mul(apart, apart), [-1], False, dtype=None)  # [B,T]
    return torch.sqrt(torch.mean(squares, [1], False, dtype=None))
