# Latents [B,C,h,w] by running statistics [C], which stay as they are.
def forward(z: Tensor, mean: Tensor, variance: Tensor) -> Tensor:
    return torch.batch_norm(z, None, None, mean, variance, False, 0., ${epsilon}, False)
