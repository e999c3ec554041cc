# The cosines of the angles between all tokens of an image: [B,T,D] -> [B,T,T], in float64.
def forward(tokens: Tensor) -> Tensor:
    x = torch.to(tokens, 7)
    unit = torch.div(x, torch.clamp_min(torch.linalg_vector_norm(x, 2, [-1], True, dtype=None), 1e-12))
    return torch.bmm(unit, torch.transpose(unit, 1, 2))
