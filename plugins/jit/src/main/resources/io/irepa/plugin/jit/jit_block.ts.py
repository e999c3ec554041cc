# One block of JiT (arXiv 2511.13720, section 4): tokens x [B,T,D] under the condition c [B,D], rotations [T,hd/2,2].
# weights, in order: norm1, q_norm, k_norm, qkv, proj, norm2, w12, w3, adaLN; norms have a weight, the others weight, bias.
def forward(tokens: List[Tensor], rotations: List[Tensor], weights: List[Tensor]) -> Tensor:
    x = tokens[0]
    c = tokens[1]
    b = torch.size(x, 0)
    n = torch.size(x, 1)
    d = torch.size(x, 2)
    hd = torch.floordiv(d, ${heads})
    m = torch.to(linear_in(torch.silu(c), weights[12], weights[13], ${compute}), ${edge})
    modulation = torch.chunk(m, 6, -1)  # shift, scale, gate of the attention, then of the MLP; each [B,D]

    h = modulated_rms_norm(x, weights[0], modulation[0], modulation[1], 1.0e-06)
    qkv = torch.reshape(linear_in(h, weights[3], weights[4], ${compute}), [b, n, 3, ${heads}, hd])
    # Queries and keys together: RMSNorm over each head, then rotated as complex numbers, both in the edge's precision.
    qk, v = torch.split_with_sizes(qkv, [2, 1], 2)
    qk = torch.to(qk, ${edge})  # [B,T,2,H,hd]
    norms = torch.reshape(torch.cat([weights[1], weights[2]], 0), [2, 1, hd])
    qk = (qk * inverse_rms(qk, 1.0e-06)) * norms
    pairs = torch.view_as_complex(torch.reshape(qk, [b, n, 2, ${heads}, -1, 2]))
    turns = torch.reshape(torch.view_as_complex(rotations[0]), [n, 1, 1, -1])
    qk = torch.to(torch.flatten(torch.view_as_real(pairs * turns), -2), ${compute})
    q, k = torch.unbind(qk, 2)
    q = torch.transpose(q, 1, 2)  # [B,H,T,hd]
    k = torch.transpose(k, 1, 2)
    v = torch.transpose(torch.squeeze(v, 2), 1, 2)
    h = torch.reshape(torch.transpose(attention(q, k, v), 1, 2), [b, n, d])
    h = torch.to(linear_in(h, weights[5], weights[6], ${compute}), ${edge})
    x = torch.addcmul(x, torch.unsqueeze(modulation[2], 1), h)

    h = modulated_rms_norm(x, weights[7], modulation[3], modulation[4], 1.0e-06)
    gate, up = torch.chunk(linear_in(h, weights[8], weights[9], ${compute}), 2, -1)
    h = torch.to(linear_in(torch.silu(gate) * up, weights[10], weights[11], ${compute}), ${edge})
    return torch.addcmul(x, torch.unsqueeze(modulation[5], 1), h)
