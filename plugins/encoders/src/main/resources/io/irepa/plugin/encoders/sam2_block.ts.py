# The greatest of each 2x2 places, x [B,h,w,D].
def pool(x: Tensor) -> Tensor:
    y = torch.max_pool2d(torch.permute(x, [0, 3, 1, 2]), [2, 2], [2, 2], [0, 0], [1, 1], False)
    return torch.permute(y, [0, 2, 3, 1])


# Windows of n x n places, zeros beyond the border: [B,h,w,D] -> [B windows,n,n,D].
def split(x: Tensor, n: int) -> Tensor:
    b = torch.size(x, 0)
    down = (torch.size(x, 1) + n - 1) // n
    across = (torch.size(x, 2) + n - 1) // n
    y = torch.constant_pad_nd(x, [0, 0, 0, across * n - torch.size(x, 2), 0, down * n - torch.size(x, 1)], 0.)
    y = torch.reshape(y, [b, down, n, across, n, torch.size(x, 3)])
    return torch.reshape(torch.permute(y, [0, 1, 3, 2, 4, 5]), [-1, n, n, torch.size(x, 3)])


# The windows put together, what lies beyond h x w left out: [B windows,n,n,D] -> [B,h,w,D].
def join(x: Tensor, b: int, h: int, w: int) -> Tensor:
    n = torch.size(x, 1)
    down = (h + n - 1) // n
    across = (w + n - 1) // n
    y = torch.reshape(x, [b, down, across, n, n, torch.size(x, 3)])
    y = torch.reshape(torch.permute(y, [0, 1, 3, 2, 4, 5]), [b, down * n, across * n, torch.size(x, 3)])
    return torch.slice(torch.slice(y, 1, 0, h, 1), 2, 0, w, 1)


# One block of Hiera (arXiv 2306.00989) as SAM 2 has it (arXiv 2408.00714): x [B,h,w,C] -> [B,h,w,D], with pooled
# queries [B,h/2,w/2,D]. Attention stays within windows; window 0 is one over everything.
# weights, each weight, bias: norm1, qkv, proj, norm2, fc1, fc2; with pooling the one of the shortcut.
def forward(places: List[Tensor], weights: List[Tensor]) -> Tensor:
    x = places[0]
    b = torch.size(x, 0)
    h = torch.layer_norm(x, [torch.size(x, 3)], weights[0], weights[1], 1.0e-06)
    if ${pool}:
        x = pool(torch.to(linear_in(h, weights[12], weights[13], ${compute}), ${edge}))
    if ${window} > 0:
        h = split(h, ${window})
    n = torch.size(h, 0)
    rows = torch.size(h, 1)
    columns = torch.size(h, 2)
    d = torch.size(weights[4], 0)

    qkv = linear_in(h, weights[2], weights[3], ${compute})
    qkv = torch.reshape(qkv, [n, rows, columns, 3, d])
    q = torch.select(qkv, 3, 0)  # [n,rows,columns,d]
    k = torch.select(qkv, 3, 1)
    v = torch.select(qkv, 3, 2)
    k = torch.transpose(torch.reshape(k, [n, rows * columns, ${heads}, d // ${heads}]), 1, 2)  # [n,heads,T,hd]
    v = torch.transpose(torch.reshape(v, [n, rows * columns, ${heads}, d // ${heads}]), 1, 2)
    if ${pool}:
        q = pool(q)
    rows = torch.size(q, 1)
    columns = torch.size(q, 2)
    q = torch.transpose(torch.reshape(q, [n, rows * columns, ${heads}, d // ${heads}]), 1, 2)
    h = torch.reshape(torch.transpose(attention(q, k, v), 1, 2), [n, rows, columns, d])
    h = torch.to(linear_in(h, weights[4], weights[5], ${compute}), ${edge})
    if ${window} > 0:
        h = join(h, b, torch.size(x, 1), torch.size(x, 2))
    x = torch.add(x, h)

    h = torch.layer_norm(x, [d], weights[6], weights[7], 1.0e-06)
    h = torch.gelu(linear_in(h, weights[8], weights[9], ${compute}), approximate="none")
    return torch.add(x, torch.to(linear_in(h, weights[10], weights[11], ${compute}), ${edge}))
