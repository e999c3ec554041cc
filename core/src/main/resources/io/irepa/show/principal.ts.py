# The first three principal components of tokens [1,T,K] as levels [T,3] in [0,1], each around 0.5. A component's sign
# is that of its product with the one of reference [T,3]; where that is zero, its number of greatest size is positive.
def forward(tokens: Tensor, reference: Tensor) -> Tensor:
    x = torch.to(torch.select(tokens, 0, 0), 7)
    x = torch.sub(x, torch.mean(x, [0], True, dtype=None))
    u, s, v = torch.linalg_svd(x, False)
    scores = torch.slice(torch.mul(u, s), 1, 0, 3, 1)
    scores = torch.constant_pad_nd(scores, [0, 3 - torch.size(scores, 1)], 0.)  # [T,3]
    greatest = torch.argmax(torch.abs(scores), 0, True)
    own = torch.sign(torch.gather(scores, 0, greatest))
    sign = torch.sign(torch.sum(torch.mul(scores, torch.to(reference, 7)), [0], True, dtype=None))
    scores = torch.mul(scores, torch.where(torch.eq(sign, 0.), own, sign))
    # All but the outermost fiftieth lie within the range.
    bound = torch.quantile(torch.abs(scores), 0.98, 0, True, interpolation="linear")
    levels = torch.add(torch.div(scores, torch.mul(torch.clamp_min(bound, 1e-9), 2.)), 0.5)
    return torch.to(torch.clamp(levels, 0., 1.), 6)
