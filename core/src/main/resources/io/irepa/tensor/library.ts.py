# Functions that any kernel may call by name.

# Layer norm without an affine part, in the input's precision.
def layer_norm(x: Tensor, epsilon: float) -> Tensor:
    return torch.layer_norm(x, [torch.size(x, -1)], None, None, epsilon)


# Layer norm followed by adaLN's modulation: norm(x) * (1 + scale) + shift, scale and shift [B,D], x [B,T,D].
def modulated_norm(x: Tensor, shift: Tensor, scale: Tensor, epsilon: float) -> Tensor:
    return torch.add_(layer_norm(x, epsilon) * torch.unsqueeze(scale + 1., 1), torch.unsqueeze(shift, 1))


# 1 / the root of the mean square over the last axis: [...,D] -> [...,1].
def inverse_rms(x: Tensor, epsilon: float) -> Tensor:
    norm = torch.linalg_vector_norm(x, 2, [-1], True, dtype=None)
    return torch.rsqrt(norm * norm / torch.size(x, -1) + epsilon)


# RMSNorm followed by adaLN's modulation: x / rms(x) * weight * (1 + scale) + shift; weight [D], the rest as above.
def modulated_rms_norm(x: Tensor, weight: Tensor, shift: Tensor, scale: Tensor, epsilon: float) -> Tensor:
    factor = torch.unsqueeze(weight * (scale + 1.), 1)  # [B,1,D]
    return torch.add_((x * inverse_rms(x, epsilon)) * factor, torch.unsqueeze(shift, 1))


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
        few = torch.le(tokens, 576)
    if q.is_cuda or torch.__not__(few):
        result = torch.scaled_dot_product_attention(q, k, v)
    else:
        # One copy of each, in the order that batched products take.
        scaled = torch.contiguous(k) * pow(torch.size(q, -1), -0.5)
        scores = torch.matmul(torch.contiguous(q), torch.transpose(scaled, -2, -1))
        result = torch.matmul(torch.softmax(scores, -1), torch.contiguous(v))
    return result


# Embeds times t [B] as [B,D]: 128 cosines and 128 sines over periods up to 10000, then an MLP. The features are taken
# in the edge's precision whatever that of the products.
def time_embedding(t: Tensor, w0: Tensor, b0: Tensor, w2: Tensor, b2: Tensor, compute: int, edge: int) -> Tensor:
    steps = torch.arange(128, dtype=edge, layout=None, device=ops.prim.device(t), pin_memory=None)
    frequencies = torch.exp(torch.div(torch.mul(steps, -9.210340371976184), 128))  # -ln(10000) i / 128
    angles = torch.unsqueeze(torch.to(t, edge), 1) * torch.unsqueeze(frequencies, 0)  # [B,128]
    features = torch.cat([torch.cos(angles), torch.sin(angles)], 1)  # [B,256]
    h = torch.silu(linear_in(features, w0, b0, compute))
    return torch.to(linear_in(h, w2, b2, compute), edge)


# Tokens [B,side*side,patch*patch*C], each a patch row by row with its channels last, as images [B,C,side*patch,side*patch].
def unpatchify(h: Tensor, side: int, patch: int) -> Tensor:
    b = torch.size(h, 0)
    h = torch.permute(torch.reshape(h, [b, side, side, patch, patch, -1]), [0, 5, 1, 3, 2, 4])  # [B,C,h,p,w,p]
    return torch.reshape(h, [b, -1, side * patch, side * patch])
