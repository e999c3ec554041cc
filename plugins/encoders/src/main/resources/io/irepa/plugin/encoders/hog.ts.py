# Dense HOG (Dalal and Triggs 2005) of images [B,3,H,W] in [0,1] -> tokens [B,grid*grid,block*block*bins].
def forward(images: Tensor) -> Tensor:
    B = torch.size(images, 0)
    x = torch.upsample_bilinear2d(torch.to(images, 6), [${input}, ${input}], False, None, None)
    r, g, b = torch.unbind(x, 1)
    y = torch.clamp(torch.add(torch.add(torch.mul(r, 0.2126), torch.mul(g, 0.7152)), torch.mul(b, 0.0722)), 0., 1.)

    # Central differences, zero at the borders.
    n = ${input}
    dy = torch.constant_pad_nd(torch.sub(torch.slice(y, 1, 2, n, 1), torch.slice(y, 1, 0, n - 2, 1)), [0, 0, 1, 1], 0.)
    dx = torch.constant_pad_nd(torch.sub(torch.slice(y, 2, 2, n, 1), torch.slice(y, 2, 0, n - 2, 1)), [1, 1, 0, 0], 0.)
    magnitude = torch.hypot(dx, dy)
    angle = torch.remainder(torch.rad2deg(torch.atan2(dy, dx)), 180.)

    # A histogram of unsigned orientations for each cell: the mean magnitude in each bin.
    width = 180. / ${bins}
    bins = annotate(List[Tensor], [])
    for i in range(${bins}):
        inside = torch.logical_and(torch.ge(angle, width * i), torch.lt(angle, width * (i + 1)))
        bins = torch.append(bins, torch.mul(magnitude, torch.to(inside, 6)))
    histogram = torch.avg_pool2d(torch.stack(bins, 1), [${cell}, ${cell}])

    # Blocks of cells at every position, normalized by L2-Hys and then to unit length.
    cells = torch.size(histogram, 2)
    side = cells - ${block} + 1
    v = torch.im2col(histogram, [${block}, ${block}], [1, 1], [0, 0], [1, 1])
    n = torch.linalg_vector_norm(v, 2, [1], True, dtype=None)
    v = torch.clamp_max_(torch.div_(v, torch.sqrt(torch.add(torch.mul(n, n), 1e-10))), 0.2)
    # The second normalization of L2-Hys and the one to unit length, in one division.
    n = torch.linalg_vector_norm(v, 2, [1], True, dtype=None)
    hys = torch.sqrt(torch.add(torch.mul(n, n), 1e-10))
    v = torch.div_(v, torch.mul(hys, torch.clamp_min(torch.div(n, hys), 1e-12)))
    map = torch.reshape(v, [B, -1, side, side])
    map = torch.upsample_bilinear2d(map, [${grid}, ${grid}], False, None, None)

    # Numbers of a token: block row, block column, bin.
    tokens = torch.reshape(map, [B, ${bins}, ${block} * ${block}, ${grid} * ${grid}])
    return torch.reshape(torch.permute(tokens, [0, 3, 2, 1]), [B, ${grid} * ${grid}, -1])
