# A convolution of 1x1 over tokens [B,T,C].
def mixed(x: Tensor, weight: Tensor, bias: Tensor) -> Tensor:
    return linear_in(x, torch.flatten(weight, 1), bias, ${compute})


# Attention of one head over all places of x [B,C,H,W], added to it.
# weights, in order: norm, q, k, v, proj_out; each weight, bias.
def forward(x: List[Tensor], weights: List[Tensor]) -> Tensor:
    h = torch.group_norm(x[0], ${groups}, weights[0], weights[1], 1.0e-06, True)
    rows = torch.size(h, 2)
    columns = torch.size(h, 3)
    h = torch.transpose(torch.flatten(h, 2), 1, 2)  # [B,T,C]
    q = torch.unsqueeze(mixed(h, weights[2], weights[3]), 1)  # [B,1,T,C]
    k = torch.unsqueeze(mixed(h, weights[4], weights[5]), 1)
    v = torch.unsqueeze(mixed(h, weights[6], weights[7]), 1)
    h = torch.squeeze(attention(q, k, v), 1)
    h = torch.transpose(mixed(h, weights[8], weights[9]), 1, 2)  # [B,C,T]
    h = torch.reshape(torch.to(h, ${edge}), [torch.size(h, 0), torch.size(h, 1), rows, columns])
    return torch.add(x[0], h)
