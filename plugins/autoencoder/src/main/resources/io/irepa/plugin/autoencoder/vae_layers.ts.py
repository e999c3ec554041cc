# Several layers of the autoencoder (arXiv 2112.10752, appendix) in one call: x [B,C,H,W] in the edge's format becomes
# [B,D,h,w]. What lies between them stays in the products' format.

def normed(x: Tensor, weight: Tensor, bias: Tensor) -> Tensor:
    return torch.group_norm(x, ${groups}, torch.to(weight, x.dtype), torch.to(bias, x.dtype), 1.0e-06, True)


# SiLU of the group norm.
def activated(x: Tensor, weight: Tensor, bias: Tensor) -> Tensor:
    h = normed(x, weight, bias)
    if torch.is_grad_enabled():
        h = torch.silu(h)
    else:
        h = torch.silu_(h)
    return h


def conv(x: Tensor, weight: Tensor, bias: Tensor, stride: int, padding: int) -> Tensor:
    weight = torch.to(weight, ${compute})
    return torch.conv2d(x, weight, torch.to(bias, ${compute}), [stride, stride], [padding, padding], [1, 1], 1)


# A convolution of 1x1 over tokens [B,T,C].
def mixed(x: Tensor, weight: Tensor, bias: Tensor) -> Tensor:
    return linear_in(x, torch.flatten(weight, 1), bias, ${compute})


# A residual block. weights: norm1, conv1, norm2, conv2, and the shortcut's where D is not C; each weight, bias.
def block(x: Tensor, weights: List[Tensor]) -> Tensor:
    h = conv(activated(x, weights[0], weights[1]), weights[2], weights[3], 1, 1)
    h = conv(activated(h, weights[4], weights[5]), weights[6], weights[7], 1, 1)
    y = x
    if torch.gt(torch.len(weights), 8):
        y = conv(x, weights[8], weights[9], 1, 0)
    return torch.add(y, h)


# Attention of one head over all places, added. weights: norm, q, k, v, proj_out; each weight, bias.
def attended(x: Tensor, weights: List[Tensor]) -> Tensor:
    h = torch.transpose(torch.flatten(normed(x, weights[0], weights[1]), 2), 1, 2)  # [B,T,C]
    q = torch.unsqueeze(mixed(h, weights[2], weights[3]), 1)  # [B,1,T,C]
    k = torch.unsqueeze(mixed(h, weights[4], weights[5]), 1)
    v = torch.unsqueeze(mixed(h, weights[6], weights[7]), 1)
    h = torch.squeeze(attention(q, k, v), 1)
    h = torch.transpose(mixed(h, weights[8], weights[9]), 1, 2)  # [B,C,T]
    return torch.add(x, torch.reshape(h, [torch.size(x, 0), torch.size(x, 1), torch.size(x, 2), torch.size(x, 3)]))


def forward(x: List[Tensor], weights: List[Tensor]) -> Tensor:
    h = torch.to(x[0], ${compute})
    if torch.is_grad_enabled():
        h = torch.contiguous(h)  # the gradient of a group norm takes ten times as long with the channels last
    else:
        h = torch.contiguous(h, memory_format=2)  # channels last, and so it stays
    kinds = ${kinds}
    counts = ${counts}
    at = 0
    for i in range(torch.len(kinds)):
        kind = kinds[i]
        own = torch.slice(weights, at, at + counts[i], 1)
        at = at + counts[i]
        if kind == "conv":
            h = conv(h, own[0], own[1], 1, 1)
        if kind == "point":
            h = conv(h, own[0], own[1], 1, 0)
        if kind == "block":
            h = block(h, own)
        if kind == "attention":
            h = attended(h, own)
        if kind == "down":  # padded at the right and below alone, as published
            h = conv(torch.constant_pad_nd(h, [0, 1, 0, 1], 0), own[0], own[1], 2, 0)
        if kind == "up":
            h = torch.upsample_nearest2d(h, [2 * torch.size(h, 2), 2 * torch.size(h, 3)], None, None)
            h = conv(h, own[0], own[1], 1, 1)
        if kind == "out":  # norm_out, conv_out
            h = conv(activated(h, own[0], own[1]), own[2], own[3], 1, 1)
    return torch.to(h, ${edge})
