# Functions that any kernel may call by name.

# Layer norm without an affine part, in the input's precision.
def layer_norm(x: Tensor, epsilon: float) -> Tensor:
    return torch.layer_norm(x, [torch.size(x, -1)], None, None, epsilon)


# Layer norm followed by adaLN's modulation: norm(x) * (1 + scale) + shift, scale and shift [B,D], x [B,T,D].
def modulated_norm(x: Tensor, shift: Tensor, scale: Tensor, epsilon: float) -> Tensor:
    return torch.addcmul(torch.unsqueeze(shift, 1), layer_norm(x, epsilon), torch.unsqueeze(scale + 1., 1))


# A linear layer whose product is taken in the given scalar type.
def linear_in(x: Tensor, weight: Tensor, bias: Tensor, type: int) -> Tensor:
    return torch.linear(torch.to(x, type), torch.to(weight, type), torch.to(bias, type))


# Multi-head attention over [B,H,T,hd], scaled by 1/sqrt(hd). On a CPU the products take about half the time of
# the fused operator, backward included, as long as [B,H,T,T] is small; the fused one has no forward derivative.
def attention(q: Tensor, k: Tensor, v: Tensor) -> Tensor:
    if ${fused} and (q.is_cuda or torch.gt(torch.size(k, -2), 256)):
        result = torch.scaled_dot_product_attention(q, k, v)
    else:
        scale = pow(torch.size(q, -1), -0.25)
        scores = torch.matmul(q * scale, torch.transpose(k, -2, -1) * scale)
        result = torch.matmul(torch.softmax(scores, -1), v)
    return result
