# Layer norm over each head's numbers, x [B,H,T,hd].
def head_norm(x: Tensor, weight: Tensor, bias: Tensor) -> Tensor:
    y = torch.layer_norm(torch.to(x, ${edge}), [torch.size(x, -1)], weight, bias, 1.0e-05)
    return torch.to(y, ${compute})


# One block of SiT with adaLN-Zero (arXiv 2212.09748, figure 3): tokens x [B,T,D] under the condition c [B,D].
# weights, in order: adaLN, qkv, proj, fc1, fc2; with qk-norm those of the norms of q and k; each weight, bias.
def forward(tokens: List[Tensor], weights: List[Tensor]) -> Tensor:
    x = tokens[0]
    c = tokens[1]
    b = torch.size(x, 0)
    n = torch.size(x, 1)
    d = torch.size(x, 2)
    m = torch.to(linear_in(torch.silu(c), weights[0], weights[1], ${compute}), ${edge})
    modulation = torch.chunk(m, 6, -1)  # shift, scale, gate of the attention, then of the MLP; each [B,D]

    h = modulated_norm(x, modulation[0], modulation[1], 1.0e-06)
    qkv = linear_in(h, weights[2], weights[3], ${compute})
    q, k, v = torch.unbind(torch.reshape(qkv, [b, n, 3, ${heads}, torch.floordiv(d, ${heads})]), 2)  # [B,T,H,hd]
    q = torch.transpose(q, 1, 2)  # [B,H,T,hd]
    k = torch.transpose(k, 1, 2)
    v = torch.transpose(v, 1, 2)
    if ${qk-norm}:
        q = head_norm(q, weights[10], weights[11])
        k = head_norm(k, weights[12], weights[13])
    h = torch.reshape(torch.transpose(attention(q, k, v), 1, 2), [b, n, d])
    h = torch.to(linear_in(h, weights[4], weights[5], ${compute}), ${edge})
    x = gated_sum(x, modulation[2], h)

    h = modulated_norm(x, modulation[3], modulation[4], 1.0e-06)
    h = torch.gelu(linear_in(h, weights[6], weights[7], ${compute}), approximate="tanh")
    h = torch.to(linear_in(h, weights[8], weights[9], ${compute}), ${edge})
    return gated_sum(x, modulation[5], h)
