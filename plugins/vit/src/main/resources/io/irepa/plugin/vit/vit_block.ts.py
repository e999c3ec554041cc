# A pre-norm transformer block (arXiv 2010.11929, equations 2 and 3) on tokens x [B,T,D].
# weights, in order: norm1, qkv, proj, norm2, fc1, fc2; each weight, bias.
def forward(tokens: List[Tensor], weights: List[Tensor]) -> Tensor:
    x = tokens[0]
    b = torch.size(x, 0)
    n = torch.size(x, 1)
    d = torch.size(x, 2)

    h = torch.layer_norm(x, [d], weights[0], weights[1], 1.0e-06)
    qkv = linear_in(h, weights[2], weights[3], ${compute})
    q, k, v = torch.unbind(torch.reshape(qkv, [b, n, 3, ${heads}, torch.floordiv(d, ${heads})]), 2)  # [B,T,H,hd]
    h = attention(torch.transpose(q, 1, 2), torch.transpose(k, 1, 2), torch.transpose(v, 1, 2))
    h = torch.reshape(torch.transpose(h, 1, 2), [b, n, d])
    x = x + torch.to(linear_in(h, weights[4], weights[5], ${compute}), ${edge})

    h = torch.layer_norm(x, [d], weights[6], weights[7], 1.0e-06)
    h = torch.gelu(linear_in(h, weights[8], weights[9], ${compute}))
    return x + torch.to(linear_in(h, weights[10], weights[11], ${compute}), ${edge})
