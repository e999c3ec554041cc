# Tokens x [B,T,D], normalized and by one linear layer, as patches of an image [B,C,H,W].
def forward(x: Tensor, norm_w: Tensor, norm_b: Tensor, weight: Tensor, bias: Tensor) -> Tensor:
    h = torch.layer_norm(x, [torch.size(x, 2)], norm_w, norm_b, 1.0e-06)
    h = torch.to(linear_in(h, weight, bias, ${compute}), ${edge})  # [B,T,p*p*C]
    return unpatchify(h, ${side}, ${patch})
