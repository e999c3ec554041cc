# The squared differences of features, weighted a channel, averaged over places, summed over the five stages, and
# averaged over the batch. linear: each stage's weights of its channels, [1,C,1,1].
def forward(a: List[Tensor], b: List[Tensor], linear: List[Tensor]) -> Tensor:
    total = torch.zeros([], dtype=a[0].dtype, device=a[0].device)
    for i in range(torch.len(linear)):
        difference = torch.sub(a[i], b[i])
        weighted = torch.sum(torch.mul(torch.mul(difference, difference), linear[i]), [1], False, dtype=None)  # [B,h,w]
        total = torch.add(total, torch.mean(weighted, dtype=None))
    return total
