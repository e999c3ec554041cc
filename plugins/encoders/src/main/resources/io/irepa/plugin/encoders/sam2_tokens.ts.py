# Places [B,h,w,D] as tokens [B,T,D], float32.
def forward(x: Tensor) -> Tensor:
    return torch.to(torch.flatten(x, 1, 2), 6)
