# The last layer: tokens x [B,T,D] under the condition c [B,D] become patches of the prediction [B,C,H,W].
def forward(x: Tensor, c: Tensor, norm: Tensor, weight: Tensor, bias: Tensor, ada_w: Tensor, ada_b: Tensor) -> Tensor:
    m = torch.to(linear_in(torch.silu(c), ada_w, ada_b, ${compute}), ${edge})
    shift, scale = torch.chunk(m, 2, -1)
    h = modulated_rms_norm(x, norm, shift, scale, 1.0e-06)
    h = torch.to(linear_in(h, weight, bias, ${compute}), ${edge})  # [B,T,p*p*C]
    return unpatchify(h, ${side}, ${patch})
