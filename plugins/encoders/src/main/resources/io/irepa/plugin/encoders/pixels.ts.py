# Weighted sums of neighbours along one axis, by a Gaussian; the image's edge goes on outside. x [N,1,H,W].
def blurred(x: Tensor, along: List[int], pad: List[int]) -> Tensor:
    offsets = torch.arange(-${radius}, ${radius} + 1, dtype=6, layout=None, device=ops.prim.device(x), pin_memory=None)
    weights = torch.softmax(torch.mul(torch.mul(offsets, offsets), -0.5 / (${blur} * ${blur})), 0)
    padded = torch.replication_pad2d(x, pad)
    return torch.conv2d(padded, torch.reshape(weights, along), None, [1, 1], [0, 0], [1, 1], 1)


# Patches of images [B,3,H,W] in [0,1] as they are, in [-1,1]: tokens [B,grid*grid,3*patch*patch], blurred first.
def forward(images: Tensor) -> Tensor:
    B = torch.size(images, 0)
    x = torch.to(images, 6)
    fits = torch.eq(torch.size(x, 2), ${input}) and torch.eq(torch.size(x, 3), ${input})
    if torch.__not__(fits):
        x = torch._upsample_bilinear2d_aa(x, [${input}, ${input}], False, None, None)
    if ${blurs}:
        x = torch.reshape(x, [B * 3, 1, ${input}, ${input}])
        x = blurred(x, [1, 1, 1, -1], [${radius}, ${radius}, 0, 0])
        x = blurred(x, [1, 1, -1, 1], [0, 0, ${radius}, ${radius}])
    x = torch.reshape(x, [B, 3, ${grid}, ${patch}, ${grid}, ${patch}])
    x = torch.reshape(torch.permute(x, [0, 2, 4, 1, 3, 5]), [B, ${grid} * ${grid}, -1])
    return torch.sub(torch.mul(x, 2.), 1.)
