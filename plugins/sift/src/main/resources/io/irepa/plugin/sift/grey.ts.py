# Images [B,3,H,W] in [0,1], resized and rounded to 8 bits, as grey levels [B,S,S] of 8 bits: OpenCV's luminance, whose
# factors are fractions of 2^15. All numbers are whole and below 2^24, hence exact.
def forward(images: Tensor) -> Tensor:
    x = torch.upsample_bilinear2d(torch.to(images, 6), [${input}, ${input}], False, None, None)
    r, g, b = torch.unbind(torch.round(torch.mul(torch.clamp(x, 0., 1.), 255.)), 1)
    grey = torch.add(torch.add(torch.mul(r, 9798.), torch.mul(g, 19235.)), torch.mul(b, 3735.))
    return torch.to(torch.floor(torch.div(torch.add(grey, 16384.), 32768.)), 0)
