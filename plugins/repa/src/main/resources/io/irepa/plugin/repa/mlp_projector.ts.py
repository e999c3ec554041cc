# Three linear layers with SiLU between: [B,T,D] to [B,T,K].
def forward(x: Tensor, w0: Tensor, b0: Tensor, w2: Tensor, b2: Tensor, w4: Tensor, b4: Tensor) -> Tensor:
    h = torch.silu(linear_in(x, w0, b0, ${compute}))
    h = torch.silu(linear_in(h, w2, b2, ${compute}))
    return torch.to(linear_in(h, w4, b4, ${compute}), ${edge})
