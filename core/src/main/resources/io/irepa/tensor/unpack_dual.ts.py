# A dual's value and its tangent, which is zero where the value does not depend on the inputs.
def forward(dual: Tensor) -> Tuple[Tensor, Tensor]:
    value, _ = torch._unpack_dual(dual, ${level})
    zeros = torch.zeros_like(value)
    _, tangent = torch._unpack_dual(dual + torch._make_dual(zeros, zeros, ${level}), ${level})
    return value, tangent
