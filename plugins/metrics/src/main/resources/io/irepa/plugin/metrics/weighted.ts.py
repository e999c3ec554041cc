# The sum of similarities [B,T,T] times the weights [T,T] of pairs: [B].
def forward(similarity: Tensor, weights: Tensor) -> Tensor:
    return torch.sum(torch.mul(similarity, weights), [1, 2], False, dtype=None)
