# From the last block's tokens [B,P+T,D] to those of the patches [B,T,D] and the class token [B,D] (the first patch's
# where there is none). weights: norm weight and bias, if there is one.
def forward(tokens: List[Tensor], weights: List[Tensor]) -> Tuple[Tensor, Tensor]:
    x = tokens[0]
    if ${norm}:
        x = torch.layer_norm(x, [torch.size(x, -1)], weights[0], weights[1], ${epsilon})
    first = torch.select(x, 1, 0)
    patches = torch.slice(x, 1, ${prefix})
    if ${mixed}:
        patches = torch.add(torch.mul(torch.unsqueeze(first, 1), ${alpha}), torch.mul(patches, 1. - ${alpha}))
    return torch.contiguous(patches), torch.clone(first)
