# Embeds times t [B].
def forward(t: Tensor, w0: Tensor, b0: Tensor, w2: Tensor, b2: Tensor) -> Tensor:
    return time_embedding(t, w0, b0, w2, b2, ${compute}, ${edge})
