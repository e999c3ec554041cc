# Images [B,3,H,W] in [0,1] as a traced model takes them. constants: mean and deviation, each [1,3,1,1].
def forward(images: Tensor, mean: Tensor, deviation: Tensor) -> Tensor:
    x = torch.upsample_bicubic2d(torch.to(images, 6), [${input}, ${input}], False, None, None)
    return torch.div(torch.sub(x, mean), deviation)
