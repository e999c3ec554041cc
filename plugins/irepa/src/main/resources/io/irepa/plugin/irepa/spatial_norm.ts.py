# (x - gamma mean) / (std + epsilon) over the tokens of x [B,T,K]; the deviation is the unbiased one.
def forward(x: Tensor) -> Tensor:
    mean = torch.mean(x, [1], True, dtype=None)  # [B,1,K]
    deviation = torch.std(x, [1], True, True)
    return (x - mean * ${gamma}) / (deviation + ${epsilon})
