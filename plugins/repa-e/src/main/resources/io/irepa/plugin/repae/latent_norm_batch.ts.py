# Latents [B,C,h,w] by their own statistics, which come back too: mean and unbiased variance [C].
def forward(z: Tensor, like: Tensor) -> Tuple[Tensor, Tensor, Tensor]:
    mean = torch.zeros_like(like)
    variance = torch.zeros_like(like)
    # With a momentum of 1 the running statistics become those of the batch.
    y = torch.batch_norm(z, None, None, mean, variance, True, 1., ${epsilon}, False)
    return y, mean, variance
