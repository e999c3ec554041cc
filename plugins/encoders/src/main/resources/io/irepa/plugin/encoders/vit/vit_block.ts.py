# A pre-norm transformer block (arXiv 2010.11929, equations 2 and 3) on tokens x [B,T,D]; x is float32, the products are
# taken in the run's format. x is overwritten: memory that is new costs as much as the sum. Layer scale is part of the weights already.
# tokens: x and, with rotary positions, cosines and sines [T,hd].
# weights: norm1, qkv, proj, norm2, fc1, fc2, each weight and bias.

# bfloat16 matrices come in arrays that pretend to be float16, since the engine cannot hold them otherwise.
def matrix(weight: Tensor) -> Tensor:
    if ${packed}:
        result = torch.set_(torch.empty([0], dtype=15, layout=None, device=ops.prim.device(weight)), weight)
    else:
        result = weight
    return result


def project(x: Tensor, weight: Tensor, bias: Tensor) -> Tensor:
    return torch.linear(x, matrix(weight), torch.to(bias, ${compute}))


# Each pair of numbers turned by its angle (arXiv 2104.09864): neighbours, or one from each half.
def turn(x: Tensor, cosine: Tensor, sine: Tensor) -> Tensor:
    y = torch.to(x, 6)
    if ${interleaved}:
        pairs = torch.reshape(y, [torch.size(y, 0), torch.size(y, 1), torch.size(y, 2), -1, 2])
        a, b = torch.unbind(pairs, -1)
        turned = torch.reshape(torch.stack([torch.neg(b), a], -1), [torch.size(y, 0), torch.size(y, 1), torch.size(y, 2), -1])
    else:
        a, b = torch.unbind(torch.reshape(y, [torch.size(y, 0), torch.size(y, 1), torch.size(y, 2), 2, -1]), -2)
        turned = torch.cat([torch.neg(b), a], -1)
    return torch.to(torch.addcmul(torch.mul(y, cosine), turned, sine), ${compute})


def activate(x: Tensor) -> Tensor:
    if ${gated}:
        gate, up = torch.unbind(torch.reshape(x, [torch.size(x, 0), torch.size(x, 1), 2, -1]), 2)
        y = torch.mul_(torch.silu(gate), up)
    else:
        if ${quick}:
            y = torch.mul_(torch.sigmoid_(torch.mul(x, 1.702)), x)
        else:
            if ${tanh}:
                y = torch.gelu_(x, approximate="tanh")
            else:
                y = torch.gelu_(x)
    return y


def forward(tokens: List[Tensor], weights: List[Tensor]) -> Tensor:
    x = tokens[0]
    B = torch.size(x, 0)
    T = torch.size(x, 1)
    D = torch.size(x, 2)

    h = torch.to(torch.layer_norm(x, [D], weights[0], weights[1], ${epsilon}), ${compute})
    qkv = torch.reshape(project(h, weights[2], weights[3]), [B, T, 3, ${heads}, -1])
    q, k, v = torch.unbind(torch.permute(qkv, [2, 0, 3, 1, 4]), 0)  # each [B,heads,T,hd]
    if ${rotary}:
        q = turn(q, tokens[1], tokens[2])
        k = turn(k, tokens[1], tokens[2])
    h = torch.scaled_dot_product_attention(q, k, v)
    h = torch.reshape(torch.transpose(h, 1, 2), [B, T, D])
    x = torch.add_(x, project(h, weights[4], weights[5]))

    h = torch.to(torch.layer_norm(x, [D], weights[6], weights[7], ${epsilon}), ${compute})
    h = activate(project(h, weights[8], weights[9]))
    return torch.add_(x, project(h, weights[10], weights[11]))
