# A float32 array as bfloat16, in an array that pretends to be float16: the engine's Java side cannot hold bfloat16.
def forward(x: Tensor) -> Tensor:
    return torch.view(torch.to(x, 15), 5)
