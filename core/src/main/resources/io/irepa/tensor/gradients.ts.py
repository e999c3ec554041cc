# Gradients of one scalar by a list of arrays; zeros for an array that the scalar does not depend on. Contiguous: a
# convolution's come in another order of memory, and fused optimizers go by memory.
def forward(loss: List[Tensor], inputs: List[Tensor]) -> List[Tensor]:
    found = torch.autograd.grad([loss[0]], inputs, None, ${keep}, False, True)
    result = annotate(List[Tensor], [])
    for i in range(len(inputs)):
        g = found[i]
        if torch.__is__(g, None):
            result = torch.append(result, torch.zeros_like(inputs[i]))
        else:
            result = torch.append(result, torch.contiguous(ops.prim.unchecked_unwrap_optional(g)))
    return result
