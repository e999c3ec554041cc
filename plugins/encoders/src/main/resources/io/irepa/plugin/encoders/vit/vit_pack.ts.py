# A float32 array as bfloat16, in an array that pretends to be float16: the engine's Java side cannot hold bfloat16.
# The same memory under another type: set_ does not look at types, and TorchScript cannot call view(dtype).
def forward(x: Tensor) -> Tensor:
    return torch.set_(torch.empty([0], dtype=5, layout=None, device=ops.prim.device(x)), torch.to(x, 15))
