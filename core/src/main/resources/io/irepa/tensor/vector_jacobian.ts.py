# Gradients by inputs of the sum of outputs times weights, outputs without a gradient left out: those that the outputs
# depend on, contiguous, and then, as int32 on the CPU, which inputs they belong to.
def forward(outputs: List[Tensor], weights: List[Tensor], inputs: List[Tensor]) -> List[Tensor]:
    roots = annotate(List[Tensor], [])
    given = annotate(List[Optional[Tensor]], [])
    for i in range(len(weights)):
        if ops.prim.requires_grad(outputs[i]):
            roots = torch.append(roots, outputs[i])
            given = torch.append(given, weights[i])
    result = annotate(List[Tensor], [])
    places = annotate(List[int], [])
    if torch.gt(torch.len(roots), 0):
        found = torch.autograd.grad(roots, inputs, given, ${keep}, False, True)
        for i in range(len(inputs)):
            g = found[i]
            if torch.__is__(g, None):
                pass
            else:
                result = torch.append(result, torch.contiguous(ops.prim.unchecked_unwrap_optional(g)))
                places = torch.append(places, i)
    result = torch.append(result, torch.tensor(places, dtype=3, device=torch.device("cpu")))
    return result
