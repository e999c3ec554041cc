# A convolution of x [B,C,H,W], which keeps the sides. weights: weight, bias.
def forward(x: List[Tensor], weights: List[Tensor]) -> Tensor:
    h = torch.to(x[0], ${compute})
    if torch.is_grad_enabled():
        h = torch.contiguous(h)  # the gradient of a group norm takes ten times as long with the channels last
    else:
        h = torch.contiguous(h, memory_format=2)  # channels last, and so it stays
    weight = torch.to(weights[0], ${compute})
    y = torch.conv2d(h, weight, torch.to(weights[1], ${compute}), [1, 1], [${padding}, ${padding}], [1, 1], 1)
    return torch.to(y, ${edge})
