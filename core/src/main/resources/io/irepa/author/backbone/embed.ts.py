# Patches of x [B,C,H,W] as tokens [B,T,D], row by row, with their positions.
def forward(x: Tensor, weight: Tensor, positions: Tensor) -> Tensor:
    b = torch.size(x, 0)
    c = torch.size(x, 1)
    p = torch.reshape(x, [b, c, ${side}, ${patch}, ${side}, ${patch}])
    p = torch.reshape(torch.permute(p, [0, 2, 4, 3, 5, 1]), [b, ${side} * ${side}, -1])
    return torch.linear(p, weight) + positions
