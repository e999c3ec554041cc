# A transformer's block with the norms first: tokens [B,N,D] to the same.
def forward(given: List[Tensor], weights: List[Tensor]) -> Tensor:
    x = given[0]
    norm1, bias1, qkv, proj, proj_bias, norm2, bias2, fc1, fc1_bias, fc2, fc2_bias = weights
    b = torch.size(x, 0)
    n = torch.size(x, 1)
    d = torch.size(x, 2)
    h = torch.linear(torch.layer_norm(x, [d], norm1, bias1, 1.0e-05), qkv)
    q, k, v = torch.unbind(torch.reshape(h, [b, n, 3, ${heads}, torch.floordiv(d, ${heads})]), 2)  # [B,N,H,hd]
    h = attention(torch.transpose(q, 1, 2), torch.transpose(k, 1, 2), torch.transpose(v, 1, 2))
    x = x + torch.linear(torch.reshape(torch.transpose(h, 1, 2), [b, n, d]), proj, proj_bias)
    h = torch.linear(torch.layer_norm(x, [d], norm2, bias2, 1.0e-05), fc1, fc1_bias)
    return x + torch.linear(torch.gelu(h), fc2, fc2_bias)
