# Which squares of images x [B,C,H,W] are hidden, 1 for hidden, as [B,1,H,W]: of each image's those with the ${hidden} least
# draws [B,side*side].
def forward(x: Tensor, draws: Tensor) -> Tensor:
    rank = torch.argsort(torch.argsort(draws, 1), 1)
    mask = torch.reshape(torch.to(torch.lt(rank, ${hidden}), ${edge}), [torch.size(x, 0), 1, ${side}, ${side}])
    return torch.upsample_nearest2d(mask, [torch.size(x, 2), torch.size(x, 3)], None, None)
