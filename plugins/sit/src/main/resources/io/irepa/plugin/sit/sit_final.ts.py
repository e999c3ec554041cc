# The last layer: tokens x [B,T,D] under the condition c [B,D] become patches of the prediction [B,C,H,W].
def forward(x: Tensor, c: Tensor, ada_w: Tensor, ada_b: Tensor, weight: Tensor, bias: Tensor) -> Tensor:
    m = torch.to(linear_in(torch.silu(c), ada_w, ada_b, ${compute}), ${edge})
    modulation = torch.chunk(m, 2, -1)  # shift, scale
    h = modulated_norm(x, modulation[0], modulation[1], 1.0e-06)
    h = torch.to(linear_in(h, weight, bias, ${compute}), ${edge})  # [B,T,p*p*C]
    return unpatchify(h, ${side}, ${patch})  # [B,C,H,W]
