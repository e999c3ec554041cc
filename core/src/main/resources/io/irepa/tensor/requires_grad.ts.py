# Which arrays have a gradient, as int32 on the CPU.
def forward(arrays: List[Tensor]) -> Tensor:
    result = annotate(List[int], [])
    for i in range(len(arrays)):
        result = torch.append(result, int(ops.prim.requires_grad(arrays[i])))
    return torch.tensor(result, dtype=3, device=torch.device("cpu"))
