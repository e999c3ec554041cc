# Functions that any kernel may call by name.

# Layer norm without an affine part, in the input's precision.
def layer_norm(x: Tensor, epsilon: float) -> Tensor:
    return torch.layer_norm(x, [torch.size(x, -1)], None, None, epsilon)


# Layer norm followed by adaLN's modulation: norm(x) * (1 + scale) + shift, scale and shift [B,D], x [B,T,D].
def modulated_norm(x: Tensor, shift: Tensor, scale: Tensor, epsilon: float) -> Tensor:
    return torch.add_(layer_norm(x, epsilon) * torch.unsqueeze(scale + 1., 1), torch.unsqueeze(shift, 1))


# x + gate * h, gate [B,D], x and h [B,T,D]: adaLN-Zero's residual.
def gated_sum(x: Tensor, gate: Tensor, h: Tensor) -> Tensor:
    return torch.addcmul(x, torch.unsqueeze(gate, 1), h)


# A linear layer whose product is taken in the given scalar type.
def linear_in(x: Tensor, weight: Tensor, bias: Tensor, type: int) -> Tensor:
    return torch.linear(torch.to(x, type), torch.to(weight, type), torch.to(bias, type))


# Multi-head attention over [B,H,T,hd], scaled by 1/sqrt(hd). On a CPU the composed products are faster than the
# fused operator for few tokens, in bfloat16 for more (docs/performance.md).
def attention(q: Tensor, k: Tensor, v: Tensor) -> Tensor:
    tokens = torch.size(k, -2)
    few = torch.le(tokens, 64)
    if torch.eq(q.dtype, 15):  # bfloat16
        few = torch.le(tokens, 256)
    if q.is_cuda or torch.__not__(few):
        result = torch.scaled_dot_product_attention(q, k, v)
    else:
        # One copy of each, in the order that batched products take.
        scaled = torch.contiguous(k) * pow(torch.size(q, -1), -0.5)
        scores = torch.matmul(torch.contiguous(q), torch.transpose(scaled, -2, -1))
        result = torch.matmul(torch.softmax(scores, -1), torch.contiguous(v))
    return result
