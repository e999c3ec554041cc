# given: x [B,C,H,W], times and labels [B,D]; weights: of the patches, their bias, positions. Tokens [B,2+T,D].
def forward(given: List[Tensor], weights: List[Tensor]) -> Tensor:
    x, time, label = given
    b = torch.size(x, 0)
    p = torch.reshape(x, [b, torch.size(x, 1), ${side}, ${patch}, ${side}, ${patch}])
    p = torch.reshape(torch.permute(p, [0, 2, 4, 3, 5, 1]), [b, ${side} * ${side}, -1])
    tokens = torch.linear(p, weights[0], weights[1])
    return torch.cat([torch.unsqueeze(time, 1), torch.unsqueeze(label, 1), tokens], 1) + weights[2]
