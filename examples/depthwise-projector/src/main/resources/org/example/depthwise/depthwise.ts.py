# A depthwise convolution over the tokens' grid, then a linear layer: [B,T,D] to [B,T,K].
def forward(x: Tensor, depthwise: Tensor, depthwise_bias: Tensor, pointwise: Tensor, pointwise_bias: Tensor) -> Tensor:
    b = torch.size(x, 0)
    h = torch.reshape(torch.to(x, ${compute}), [b, ${height}, ${width}, ${groups}])
    h = torch.permute(h, [0, 3, 1, 2])  # [B,D,h,w]
    h = torch.conv2d(h, torch.to(depthwise, ${compute}), torch.to(depthwise_bias, ${compute}), [1, 1], [${padding}, ${padding}], [1, 1], ${groups})
    h = torch.reshape(torch.permute(h, [0, 2, 3, 1]), [b, ${height} * ${width}, ${groups}])  # [B,T,D]
    return torch.to(linear_in(h, pointwise, pointwise_bias, ${compute}), ${edge})
