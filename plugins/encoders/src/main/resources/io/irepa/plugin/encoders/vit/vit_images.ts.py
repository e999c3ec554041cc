# Images [B,3,H,W] in [0,1] as the network takes them [B,3,input,input]. Half-pixel centres; bicubic with a = -0.75.
def forward(images: Tensor, mean: Tensor, deviation: Tensor) -> Tensor:
    x = torch.to(images, 6)
    if ${normalize-first}:
        x = torch.div(torch.sub(x, mean), deviation)
    fits = torch.eq(torch.size(x, 2), ${input}) and torch.eq(torch.size(x, 3), ${input})
    if torch.__not__(fits):
        if ${bicubic}:
            x = torch.upsample_bicubic2d(x, [${input}, ${input}], False, None, None)
        else:
            if ${antialias}:
                x = torch._upsample_bilinear2d_aa(x, [${input}, ${input}], False, None, None)
            else:
                x = torch.upsample_bilinear2d(x, [${input}, ${input}], False, None, None)
    if torch.__not__(${normalize-first}):
        x = torch.div(torch.sub(x, mean), deviation)
    return x
