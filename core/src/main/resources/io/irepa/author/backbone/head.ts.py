# Tokens [B,T,D] as the prediction [B,C,H,W].
def forward(h: Tensor, weight: Tensor) -> Tensor:
    return unpatchify(torch.linear(layer_norm(h, 1.0e-06), weight), ${side}, ${patch})
