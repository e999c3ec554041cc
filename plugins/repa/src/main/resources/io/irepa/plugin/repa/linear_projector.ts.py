# One linear layer: [B,T,D] to [B,T,K].
def forward(x: Tensor, weight: Tensor, bias: Tensor) -> Tensor:
    return torch.to(linear_in(x, weight, bias, ${compute}), ${edge})
