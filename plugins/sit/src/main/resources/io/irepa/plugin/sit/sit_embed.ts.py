# Patches of x [B,C,H,W] as tokens [B,T,D], with their positions added.
def forward(x: Tensor, weight: Tensor, bias: Tensor, positions: Tensor) -> Tensor:
    stride = [${patch}, ${patch}]
    y = torch.conv2d(torch.to(x, ${compute}), torch.to(weight, ${compute}), torch.to(bias, ${compute}), stride, [0, 0], [1, 1], 1)
    y = torch.transpose(torch.flatten(y, 2), 1, 2)  # [B,D,h,w] -> [B,T,D]
    # Each token's numbers side by side: all that follows keeps the order in memory, and normalizes tokens.
    return torch.contiguous(torch.to(y, ${edge})) + positions
