# From images [B,3,H,W] to tokens [B,P+T,D]: patches, their positions, and before them the class and register tokens.
# weights: patch weight and bias, then as far as there are any positions [1,T,D], prefix [1,P,D], pre-norm weight and bias.
def forward(images: List[Tensor], weights: List[Tensor]) -> Tensor:
    x = torch.conv2d(images[0], weights[0], weights[1], [${patch}, ${patch}])
    x = torch.transpose(torch.flatten(x, 2), 1, 2)  # [B,T,D]
    i = 2
    if ${positions}:
        x = torch.add(x, weights[i])
        i = i + 1
    if ${prefix}:
        x = torch.cat([torch.expand(weights[i], [torch.size(x, 0), -1, -1]), x], 1)
        i = i + 1
    if ${pre-norm}:
        x = torch.layer_norm(x, [torch.size(x, -1)], weights[i], weights[i + 1], ${epsilon})
    return torch.contiguous(x)
