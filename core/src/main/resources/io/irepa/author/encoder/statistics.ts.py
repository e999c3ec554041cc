# Images [B,3,H,W] in [0,1] as tokens [B,grid*grid,8].
def forward(images: Tensor) -> Tensor:
    n = ${input}
    x = torch.upsample_bilinear2d(images, [n, n], False, None, None)
    mean = torch.avg_pool2d(x, [${patch}, ${patch}])  # [B,3,grid,grid]
    square = torch.avg_pool2d(x * x, [${patch}, ${patch}])
    deviation = torch.sqrt(torch.clamp_min(square - mean * mean, 1.0e-12))
    grey = torch.mean(x, [1], True)  # [B,1,n,n]
    # Differences of neighbours, zero at the last row and column.
    down = torch.constant_pad_nd(torch.abs(torch.slice(grey, 2, 1, n, 1) - torch.slice(grey, 2, 0, n - 1, 1)), [0, 0, 0, 1], 0.)
    across = torch.constant_pad_nd(torch.abs(torch.slice(grey, 3, 1, n, 1) - torch.slice(grey, 3, 0, n - 1, 1)), [0, 1, 0, 0], 0.)
    steepness = torch.avg_pool2d(torch.cat([down, across], 1), [${patch}, ${patch}])  # [B,2,grid,grid]
    map = torch.cat([mean, deviation, steepness], 1)  # [B,8,grid,grid]
    return torch.transpose(torch.flatten(map, 2, -1), 1, 2)
