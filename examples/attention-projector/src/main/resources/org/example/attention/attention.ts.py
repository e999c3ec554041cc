# Self-attention among tokens x [B,T,D], added to them, then a linear layer: [B,T,K].
# weights, in order: qkv, proj, out; each weight, bias.
def forward(given: List[Tensor], weights: List[Tensor]) -> Tensor:
    x = given[0]
    b = torch.size(x, 0)
    n = torch.size(x, 1)
    d = torch.size(x, 2)
    qkv = linear_in(layer_norm(x, 1.0e-06), weights[0], weights[1], ${compute})
    q, k, v = torch.unbind(torch.reshape(qkv, [b, n, 3, ${heads}, torch.floordiv(d, ${heads})]), 2)  # [B,T,H,hd]
    h = attention(torch.transpose(q, 1, 2), torch.transpose(k, 1, 2), torch.transpose(v, 1, 2))
    h = torch.reshape(torch.transpose(h, 1, 2), [b, n, d])
    x = x + torch.to(linear_in(h, weights[2], weights[3], ${compute}), ${edge})
    return torch.to(linear_in(x, weights[4], weights[5], ${compute}), ${edge})
