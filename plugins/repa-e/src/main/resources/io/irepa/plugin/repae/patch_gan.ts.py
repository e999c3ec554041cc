# A convolution 4x4 with a padding of 1, its product in the given scalar type, without a bias.
def convolution(x: Tensor, weight: Tensor, stride: int) -> Tensor:
    y = torch.conv2d(torch.to(x, ${compute}), torch.to(weight, ${compute}), None, [stride, stride], [1, 1], [1, 1], 1)
    return torch.to(y, ${edge})


# Adds a bias [C] to maps [B,C,h,w].
def with_bias(x: Tensor, bias: Tensor) -> Tensor:
    return torch.add(x, torch.reshape(bias, [1, -1, 1, 1]))


# The discriminator of patches (arXiv 1611.07004, section 3.2.2), as latent diffusion uses it: images [B,3,H,W] ->
# logits [B,1,h,w]. Batch norms take the batch's own statistics, which come back after the logits: each layer's mean
# and unbiased variance, [C]. weights: first weight, bias; each layer's weight, norm weight, norm bias; last weight, bias.
def forward(images: List[Tensor], weights: List[Tensor]) -> List[Tensor]:
    statistics = annotate(List[Tensor], [])
    x = torch.leaky_relu_(with_bias(convolution(images[0], weights[0], 2), weights[1]), 0.20000000000000001)
    for i in range(${layers}):
        at = 2 + 3 * i
        stride = 2
        if torch.eq(i, ${layers} - 1):
            stride = 1
        y = convolution(x, weights[at], stride)
        mean = torch.zeros_like(torch.detach(weights[at + 2]))
        variance = torch.zeros_like(mean)
        # With a momentum of 1 the running statistics become those of the batch.
        normalized = torch.batch_norm(y, weights[at + 1], weights[at + 2], mean, variance, True, 1., 1.0000000000000001e-05, True)
        x = torch.leaky_relu_(normalized, 0.20000000000000001)
        statistics = torch.append(statistics, mean)
        statistics = torch.append(statistics, variance)
    last = 2 + 3 * ${layers}
    logits = with_bias(convolution(x, weights[last], 1), weights[last + 1])
    return torch.add([logits], statistics)
