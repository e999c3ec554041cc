# In-context tokens of the class before the image's: the embedded label y [B,D] under N learned positions [1,N,D], then
# x [B,T,D].
def forward(x: Tensor, y: Tensor, positions: Tensor) -> Tensor:
    return torch.cat([torch.unsqueeze(y, 1) + positions, x], 1)
