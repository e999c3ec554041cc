# SiLU of the group norm, in the products' format: [B,C,H,W].
def normed(x: Tensor, weight: Tensor, bias: Tensor) -> Tensor:
    h = torch.group_norm(x, ${groups}, torch.to(weight, x.dtype), torch.to(bias, x.dtype), 1.0e-06, True)
    if torch.is_grad_enabled():
        h = torch.silu(h)
    else:
        h = torch.silu_(h)
    return torch.to(h, ${compute})


def conv(x: Tensor, weight: Tensor, bias: Tensor, padding: int) -> Tensor:
    weight = torch.to(weight, ${compute})
    return torch.conv2d(x, weight, torch.to(bias, ${compute}), [1, 1], [padding, padding], [1, 1], 1)


# A residual block (arXiv 2112.10752, appendix): x [B,C,H,W] -> [B,D,H,W].
# weights, in order: norm1, conv1, norm2, conv2, and the shortcut's where D is not C; each weight, bias.
def forward(x: List[Tensor], weights: List[Tensor]) -> Tensor:
    h = conv(normed(x[0], weights[0], weights[1]), weights[2], weights[3], 1)
    h = conv(normed(h, weights[4], weights[5]), weights[6], weights[7], 1)
    y = x[0]
    if ${shortcut}:
        y = torch.to(conv(torch.to(y, ${compute}), weights[8], weights[9], 0), ${edge})
    return torch.add(y, torch.to(h, ${edge}))
