# Structural similarity (Wang et al. 2004) of images [B,3,H,W] in [-1,1], over windows of 11 pixels weighted by a
# Gaussian of deviation 1.5, each channel by itself: the mean over all. Windows lie within the image.
def blurred(x: Tensor, window: Tensor) -> Tensor:
    kernel = torch.reshape(window, [1, 1, 1, -1])
    y = torch.conv2d(x, kernel, None, [1, 1], [0, 0], [1, 1], 1)
    return torch.conv2d(y, torch.transpose(kernel, 2, 3), None, [1, 1], [0, 0], [1, 1], 1)


def forward(a: Tensor, b: Tensor, window: Tensor) -> Tensor:
    sides = torch.size(a)
    x = torch.reshape(a, [-1, 1, sides[2], sides[3]])
    y = torch.reshape(b, [-1, 1, sides[2], sides[3]])
    mean_x = blurred(x, window)
    mean_y = blurred(y, window)
    var_x = torch.sub(blurred(torch.mul(x, x), window), torch.mul(mean_x, mean_x))
    var_y = torch.sub(blurred(torch.mul(y, y), window), torch.mul(mean_y, mean_y))
    covariance = torch.sub(blurred(torch.mul(x, y), window), torch.mul(mean_x, mean_y))
    # (0.01 L)^2 and (0.03 L)^2 for the range L = 2.
    means = torch.div(torch.add(torch.mul(torch.mul(mean_x, mean_y), 2.), 0.00040000000000000002), torch.add(torch.add(torch.mul(mean_x, mean_x), torch.mul(mean_y, mean_y)), 0.00040000000000000002))
    variances = torch.div(torch.add(torch.mul(covariance, 2.), 0.0035999999999999999), torch.add(torch.add(var_x, var_y), 0.0035999999999999999))
    return torch.mean(torch.mul(means, variances), dtype=None)
