# Each token's vector at length 1; a zero vector stays zero.
def unit(x: Tensor) -> Tensor:
    length = torch.linalg_vector_norm(x, 2, [-1], True, dtype=None)
    return x / torch.clamp_min(length, 1.0e-12)


# The negative mean over tokens and batch of the cosine of p and z, both [B,T,K].
def forward(p: Tensor, z: Tensor) -> Tensor:
    return torch.neg(torch.mean(torch.sum(unit(p) * unit(z), [-1], False, dtype=None), dtype=None))
