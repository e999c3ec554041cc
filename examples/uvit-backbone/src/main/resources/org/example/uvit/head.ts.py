# Tokens [B,2+T,D] as the prediction [B,C,H,W]: norm, linear, unpatchify, and a 3x3 convolution.
def forward(given: List[Tensor], weights: List[Tensor]) -> Tensor:
    h = torch.narrow(given[0], 1, 2, ${side} * ${side})
    h = torch.layer_norm(h, [torch.size(h, 2)], weights[0], weights[1], 1.0e-05)
    h = unpatchify(torch.linear(h, weights[2], weights[3]), ${side}, ${patch})
    return torch.conv2d(h, weights[4], weights[5], [1, 1], [1, 1], [1, 1], 1)
