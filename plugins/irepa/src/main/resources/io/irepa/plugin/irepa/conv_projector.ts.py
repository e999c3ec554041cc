# A convolution over the tokens' grid, stride 1: [B,T,D] to [B,T,K].
def forward(x: Tensor, weight: Tensor, bias: Tensor) -> Tensor:
    b = torch.size(x, 0)
    h = torch.reshape(torch.to(x, ${compute}), [b, ${height}, ${width}, torch.size(x, 2)])
    h = torch.permute(h, [0, 3, 1, 2])  # [B,D,h,w]
    h = torch.conv2d(h, torch.to(weight, ${compute}), torch.to(bias, ${compute}), [1, 1], [${padding}, ${padding}], [1, 1], 1)
    h = torch.permute(h, [0, 2, 3, 1])  # [B,h,w,K]
    return torch.to(torch.reshape(h, [b, ${height} * ${width}, torch.size(weight, 0)]), ${edge})
