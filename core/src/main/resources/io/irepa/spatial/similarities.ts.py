# The cosines between all tokens [B,T,K] of an image, as whole numbers from -127 to 127: [B,T,T] int8.
def forward(tokens: Tensor) -> Tensor:
    x = torch.to(tokens, 6)
    unit = torch.div(x, torch.clamp_min(torch.linalg_vector_norm(x, 2, [-1], True, dtype=None), 1e-12))
    cosines = torch.bmm(unit, torch.transpose(unit, 1, 2))
    return torch.to(torch.round(torch.mul(torch.clamp(cosines, -1., 1.), 127.)), 1)
