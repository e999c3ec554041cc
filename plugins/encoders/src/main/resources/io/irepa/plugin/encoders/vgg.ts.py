# Convolutions 3x3, each followed by ReLU, then a pooling of 2x2. weights: of all layers, each weight, bias.
def stage(x: Tensor, weights: List[Tensor], first: int, count: int) -> Tensor:
    y = x
    for i in range(count):
        at = 2 * (first + i)
        weight = torch.to(weights[at], ${compute})
        bias = torch.to(weights[at + 1], ${compute})
        y = torch.relu_(torch.conv2d(y, weight, bias, [1, 1], [1, 1], [1, 1], 1))
    return torch.max_pool2d(y, [2, 2], [2, 2], [0, 0], [1, 1], False)


# VGG-16 (arXiv 1409.1556, configuration D) up to its fourth pooling: images [B,3,H,W] in [0,1] -> tokens [B,T,8w].
# constants: mean and deviation of the channels, each [1,3,1,1].
def forward(images: List[Tensor], constants: List[Tensor], weights: List[Tensor]) -> Tensor:
    x = torch.to(images[0], 6)
    x = torch.upsample_bilinear2d(x, [${input}, ${input}], False, None, None)
    x = torch.to(torch.div(torch.sub(x, constants[0]), constants[1]), ${compute})
    x = stage(x, weights, 0, 2)
    x = stage(x, weights, 2, 2)
    x = stage(x, weights, 4, 3)
    x = stage(x, weights, 7, 3)  # [B,8w,h,w]
    return torch.to(torch.transpose(torch.flatten(x, 2), 1, 2), 6)
