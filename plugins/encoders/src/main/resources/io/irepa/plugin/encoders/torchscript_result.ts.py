# What a traced model gave, in float32: [B,T,K], [B,K,h,w] or [B,K], without its first tokens -> [B,T,K].
def forward(given: Tensor) -> Tensor:
    x = torch.to(given, 6)
    if torch.dim(x) == 4:
        x = torch.transpose(torch.flatten(x, 2), 1, 2)
    elif torch.dim(x) == 3:
        x = torch.slice(x, 1, ${skip}, 9223372036854775807, 1)
    elif torch.dim(x) == 2:
        x = torch.unsqueeze(x, 1)
    return torch.contiguous(x)
