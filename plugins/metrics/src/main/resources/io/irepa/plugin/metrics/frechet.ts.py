# The root of a covariance [D,D] without the directions in which it is zero up to rounding: L with L L^T as its value.
def root(covariance: Tensor) -> Tensor:
    values, vectors = torch.linalg_eigh(covariance, "L")
    smallest = torch.mul(torch.max(values), 2.220446049250313e-16 * torch.size(values, 0))
    kept = torch.where(torch.gt(values, smallest), values, torch.zeros_like(values))
    return torch.mul(vectors, torch.sqrt(torch.clamp_min(kept, 0.)))


# The squared Frechet distance of two Gaussians. The trace of (A B)^(1/2) is the sum of the singular values of
# root(A)^T root(B), which is exact where A and B are singular.
def forward(mean_a: Tensor, covariance_a: Tensor, mean_b: Tensor, covariance_b: Tensor) -> Tensor:
    shift = torch.sub(mean_a, mean_b)
    cross = torch.linalg_svdvals(torch.mm(torch.t(root(covariance_a)), root(covariance_b)))
    traces = torch.add(torch.trace(covariance_a), torch.trace(covariance_b))
    return torch.sub(torch.add(torch.dot(shift, shift), traces), torch.mul(torch.sum(cross, dtype=None), 2.))
