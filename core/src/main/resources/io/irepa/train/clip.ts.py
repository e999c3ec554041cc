# The norm of all gradients together, which are scaled in place where it is finite and exceeds greatest[0] > 0; and, as
# float32 [1] on their device, 1 if the norm or one of the losses is not finite, else 0.
def forward(grads: List[Tensor], greatest: List[Tensor], losses: List[Tensor]) -> Tuple[Tensor, Tensor]:
    norm = torch.linalg_vector_norm(torch.stack(torch._foreach_norm(grads, 2), 0), 2)
    most = float(greatest[0])
    if most > 0.:
        scale = torch.clamp(torch.mul(torch.reciprocal(torch.add(norm, 1e-6)), most), None, 1.)
        torch._foreach_mul_(grads, torch.where(torch.isfinite(norm), scale, torch.ones_like(norm)))
    finite = torch.isfinite(torch.cat([torch.reshape(norm, [1]), torch.cat(losses, 0)], 0))
    skip = torch.to(torch.logical_not(torch.all(finite)), 6)
    return norm, torch.reshape(skip, [1])
