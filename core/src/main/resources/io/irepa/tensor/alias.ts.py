# The same tensor under another handle.
def forward(x: Tensor) -> Tensor:
    return x
