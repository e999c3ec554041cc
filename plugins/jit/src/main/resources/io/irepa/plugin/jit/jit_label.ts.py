# Rows [B,D] of the table for labels y [B]; the last row stands for no class.
def forward(y: Tensor, table: Tensor) -> Tensor:
    return torch.embedding(table, y, -1, False, False)
