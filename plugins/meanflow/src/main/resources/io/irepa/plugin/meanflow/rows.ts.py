# The rows of x [B,…] at index [N].
def forward(x: Tensor, index: Tensor) -> Tensor:
    return torch.index_select(x, 0, index)
