# The norm of all gradients together; scales them in place where it is finite and exceeds greatest[0] > 0.
def forward(grads: List[Tensor], greatest: List[Tensor]) -> Tensor:
    norm = torch.linalg_vector_norm(torch.stack(torch._foreach_norm(grads, 2), 0), 2)
    most = float(greatest[0])
    if most > 0.:
        scale = torch.clamp(torch.mul(torch.reciprocal(torch.add(norm, 1e-6)), most), None, 1.)
        torch._foreach_mul_(grads, torch.where(torch.isfinite(norm), scale, torch.ones_like(norm)))
    return norm
