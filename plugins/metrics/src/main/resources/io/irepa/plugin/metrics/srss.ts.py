# For each token of the foreground that has both, the mean similarity [B,T,T] to its neighbours in the foreground less
# that to what is far off in the background; the mean over such tokens, [B]. mask [B,T]; near and far [T,T] are 0 or 1.
def forward(similarity: Tensor, mask: Tensor, near: Tensor, far: Tensor) -> Tensor:
    inside = torch.to(torch.ne(mask, 0), 7)
    alike = torch.mul(torch.unsqueeze(inside, 1), near)  # [B,T,T]
    others = torch.mul(torch.unsqueeze(torch.rsub(inside, 1.), 1), far)
    alike_count = torch.sum(alike, [-1], False, dtype=None)  # [B,T]
    others_count = torch.sum(others, [-1], False, dtype=None)
    valid = torch.mul(torch.mul(inside, torch.gt(alike_count, 0.)), torch.gt(others_count, 0.))
    alike_mean = torch.div(torch.sum(torch.mul(similarity, alike), [-1], False, dtype=None), torch.clamp_min(alike_count, 1.))
    others_mean = torch.div(torch.sum(torch.mul(similarity, others), [-1], False, dtype=None), torch.clamp_min(others_count, 1.))
    contrast = torch.sum(torch.mul(torch.sub(alike_mean, others_mean), valid), [1], False, dtype=None)
    return torch.div(contrast, torch.sum(valid, [1], False, dtype=None))
