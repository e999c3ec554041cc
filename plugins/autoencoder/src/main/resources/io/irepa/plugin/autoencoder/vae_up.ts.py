# Twice the sides: x [B,C,H,W] -> [B,C,2H,2W]. weights: weight, bias.
def forward(x: List[Tensor], weights: List[Tensor]) -> Tensor:
    h = torch.to(x[0], ${compute})
    h = torch.upsample_nearest2d(h, [2 * torch.size(h, 2), 2 * torch.size(h, 3)], None, None)
    weight = torch.to(weights[0], ${compute})
    y = torch.conv2d(h, weight, torch.to(weights[1], ${compute}), [1, 1], [1, 1], [1, 1], 1)
    return torch.to(y, ${edge})
