# Patches of images x [B,C,H,W] as tokens [B,T,D], with their positions [1,T,D] added.
def forward(x: Tensor, weight: Tensor, bias: Tensor, positions: Tensor) -> Tensor:
    b = torch.size(x, 0)
    # The convolution whose step is its side, as one product.
    h = torch.reshape(x, [b, -1, ${side}, ${patch}, ${side}, ${patch}])
    h = torch.reshape(torch.permute(h, [0, 2, 4, 1, 3, 5]), [b, ${side} * ${side}, -1])
    h = linear_in(h, torch.flatten(weight, 1), bias, ${compute})
    return torch.to(h, ${edge}) + positions
