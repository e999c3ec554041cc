# Each place's channels at length 1; a zero vector stays zero.
def unit(x: Tensor) -> Tensor:
    length = torch.linalg_vector_norm(x, 2, [1], True, dtype=None)
    return torch.div(x, torch.add(length, 1e-10))


# The weight that lpips_pack.ts.py made.
def unpacked(weight: Tensor) -> Tensor:
    result = weight
    if ${packed}:
        result = torch.set_(torch.empty([0], dtype=15, layout=None, device=ops.prim.device(weight)), weight)
    return result


# VGG-16's features before its poolings, at length 1: images [B,3,H,W] in [-1,1] -> five maps [B,C,h,w], as LPIPS
# (arXiv 1801.03924, section 3.1) compares them. Published training gives it 2x - 1, and its own shift and scale follow.
# weights: of the 13 convolutions, each weight as packed, and bias; constants: shift and scale, [1,3,1,1].
def forward(images: List[Tensor], constants: List[Tensor], weights: List[Tensor]) -> List[Tensor]:
    x = torch.sub(torch.mul(images[0], 2.), 1.)
    x = torch.to(torch.div(torch.sub(x, constants[0]), constants[1]), ${compute})
    x = torch.contiguous(x, memory_format=2)  # channels last, and so it stays
    result = annotate(List[Tensor], [])
    counts = [2, 2, 3, 3, 3]
    at = 0
    for stage in range(5):
        if torch.gt(stage, 0):
            x = torch.max_pool2d(x, [2, 2], [2, 2], [0, 0], [1, 1], False)
        for i in range(counts[stage]):
            weight = unpacked(weights[at])
            bias = torch.to(weights[at + 1], ${compute})
            x = torch.relu_(torch.conv2d(x, weight, bias, [1, 1], [1, 1], [1, 1], 1))
            at = at + 2
        result = torch.append(result, unit(torch.to(x, ${edge})))
    return result
