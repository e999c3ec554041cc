# Buffers take new values in place, each where all its numbers are finite.
def forward(buffers: List[Tensor], values: List[Tensor]) -> Tensor:
    for i in range(len(buffers)):
        value = torch.to(values[i], buffers[i].dtype)
        finite = torch.all(torch.isfinite(value))
        torch.copy_(buffers[i], torch.where(finite, value, buffers[i]))
    return buffers[0]
