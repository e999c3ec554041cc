# Position embeddings of a grid [from*from,D] for another [1,to*to,D], in float32.
def forward(positions: Tensor) -> Tensor:
    D = torch.size(positions, -1)
    x = torch.permute(torch.reshape(positions, [1, ${from}, ${from}, D]), [0, 3, 1, 2])
    if ${bicubic}:
        x = torch._upsample_bicubic2d_aa(x, [${to}, ${to}], False, None, None)
    else:
        x = torch.upsample_bilinear2d(x, [${to}, ${to}], False, None, None)
    return torch.contiguous(torch.reshape(torch.permute(x, [0, 2, 3, 1]), [1, ${to} * ${to}, D]))
