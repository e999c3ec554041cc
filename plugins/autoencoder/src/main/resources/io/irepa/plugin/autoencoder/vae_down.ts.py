# Half the sides: x [B,C,H,W] -> [B,C,H/2,W/2]. The padding stands at the right and below alone, as published.
# weights: weight, bias.
def forward(x: List[Tensor], weights: List[Tensor]) -> Tensor:
    h = torch.constant_pad_nd(torch.to(x[0], ${compute}), [0, 1, 0, 1], 0)
    weight = torch.to(weights[0], ${compute})
    y = torch.conv2d(h, weight, torch.to(weights[1], ${compute}), [2, 2], [0, 0], [1, 1], 1)
    return torch.to(y, ${edge})
