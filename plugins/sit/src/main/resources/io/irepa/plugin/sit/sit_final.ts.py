# The last layer: tokens x [B,T,D] under the condition c [B,D] become patches of the prediction [B,C,H,W].
def forward(x: Tensor, c: Tensor, ada_w: Tensor, ada_b: Tensor, weight: Tensor, bias: Tensor) -> Tensor:
    m = torch.to(linear_in(torch.silu(c), ada_w, ada_b, ${compute}), ${edge})
    modulation = torch.chunk(m, 2, -1)  # shift, scale
    h = modulated_norm(x, modulation[0], modulation[1], 1.0e-06)
    h = torch.to(linear_in(h, weight, bias, ${compute}), ${edge})  # [B,T,p*p*C]
    b = torch.size(x, 0)
    h = torch.reshape(h, [b, ${side}, ${side}, ${patch}, ${patch}, ${channels}])
    h = torch.permute(h, [0, 5, 1, 3, 2, 4])  # [B,C,h,p,w,p]
    return torch.reshape(h, [b, ${channels}, ${side} * ${patch}, ${side} * ${patch}])
