# What stands in for operators and library functions in forward mode, of itself: values and tangents by fused operators.
# A function f_with_tangent takes the place of f. All dual numbers are of level 0, the only one there is.

# Whether x carries a tangent.
def has_tangent(x: Tensor) -> bool:
    value, tangent = torch._unpack_dual(x, 0)
    return torch.ne(torch.numel(tangent), 0)


# The value of x and its tangent, zero if it carries none.
def value_and_tangent(x: Tensor) -> Tuple[Tensor, Tensor]:
    value, tangent = torch._unpack_dual(x, 0)
    if torch.eq(torch.numel(tangent), 0):
        tangent = torch.zeros_like(value)
    return value, tangent


# A linear layer. libtorch's own rule takes a third product, with a zero for the tangent of the weight.
def linear_with_tangent(x: Tensor, weight: Tensor, bias: Optional[Tensor]=None) -> Tensor:
    fixed = torch.__not__(has_tangent(weight))
    if bias is not None:
        fixed = fixed and torch.__not__(has_tangent(bias))
    if fixed and has_tangent(x):
        value, dx = torch._unpack_dual(x, 0)
        result = torch._make_dual(torch.linear(value, weight, bias), torch.linear(dx, weight), 0)
    else:
        result = torch.linear(x, weight, bias)
    return result


# Normalizing has a symmetric Jacobian, so the operator of its backward pass is that of its forward one too.
def normalized_with_tangent(x: Tensor, shape: List[int], epsilon: float) -> Tuple[Tensor, Tensor]:
    value, dx = value_and_tangent(x)
    y, mean, scale = torch.native_layer_norm(value, shape, None, None, epsilon)
    dy, dw, db = torch.native_layer_norm_backward(dx, value, shape, mean, scale, None, None, [True, False, False])
    return y, dy


# Layer norm without an affine part.
def layer_norm_with_tangent(x: Tensor, epsilon: float) -> Tensor:
    y, dy = normalized_with_tangent(x, [torch.size(x, -1)], epsilon)
    return torch._make_dual(y, dy, 0)


# Layer norm followed by adaLN's modulation.
def modulated_norm_with_tangent(x: Tensor, shift: Tensor, scale: Tensor, epsilon: float) -> Tensor:
    y, dy = normalized_with_tangent(x, [torch.size(x, -1)], epsilon)
    b, db = value_and_tangent(torch.unsqueeze(shift, 1))
    s, ds = value_and_tangent(torch.unsqueeze(scale, 1))
    s = s + 1.
    tangent = torch.addcmul_(torch.addcmul(db, y, ds), dy, s)
    return torch._make_dual(torch.addcmul(b, y, s), tangent, 0)


# x + gate * h, gate [B,D].
def gated_sum_with_tangent(x: Tensor, gate: Tensor, h: Tensor) -> Tensor:
    x0, dx = value_and_tangent(x)
    g, dg = value_and_tangent(torch.unsqueeze(gate, 1))
    h0, dh = value_and_tangent(h)
    tangent = torch.addcmul_(torch.addcmul(dx, dg, h0), g, dh)
    return torch._make_dual(torch.addcmul(x0, g, h0), tangent, 0)


# Attention over [B,H,T,hd]: O = P v with P = softmax(S), S = q k' / sqrt(hd), so that dO = dP v + P dv; the Jacobian of
# softmax is symmetric too. Some heads at a time: on a CPU their scores then stay in its cache, and little is held.
def attention_with_tangent(q: Tensor, k: Tensor, v: Tensor) -> Tensor:
    b = torch.size(q, 0)
    h = torch.size(q, 1)
    n = torch.size(q, 2)
    m = torch.size(k, 2)
    d = torch.size(q, 3)
    e = torch.size(v, 3)
    q0, dq = value_and_tangent(q)
    k0, dk = value_and_tangent(k)
    v0, dv = value_and_tangent(v)
    queries = torch.reshape(torch.cat([q0, dq, q0], -1), [b * h, n, 3 * d])
    keys = torch.reshape(torch.cat([k0, k0, dk], -1) * pow(d, -0.5), [b * h, m, 3 * d])
    values = torch.reshape(torch.cat([v0, dv], -1), [b * h, m, 2 * e])
    out = torch.empty_like(torch.slice(queries, 2, 0, e))
    tangent = torch.empty_like(out)
    heads = b * h
    if torch.__not__(q.is_cuda):
        heads = torch.floordiv(262144, n * m) + 1
    start = 0
    while torch.lt(start, b * h):
        end = start + heads
        qs = torch.slice(queries, 0, start, end)
        ks = torch.transpose(torch.slice(keys, 0, start, end), 1, 2)
        vs = torch.slice(values, 0, start, end)
        scores = torch.bmm(torch.slice(qs, 2, 0, d), torch.slice(ks, 1, 0, d))
        p = torch.softmax(scores, -1)
        slope = torch.bmm(torch.slice(qs, 2, d), torch.slice(ks, 1, d))
        slope = torch._softmax_backward_data(slope, p, -1, p.dtype)
        both = torch.bmm(p, vs)  # O and P dv
        torch.copy_(torch.slice(out, 0, start, end), torch.slice(both, 2, 0, e))
        dp = torch.bmm(slope, torch.slice(vs, 2, 0, e))
        torch.add_(dp, torch.slice(both, 2, e))
        torch.copy_(torch.slice(tangent, 0, start, end), dp)
        start = end
    return torch._make_dual(torch.reshape(out, [b, h, n, e]), torch.reshape(tangent, [b, h, n, e]), 0)
