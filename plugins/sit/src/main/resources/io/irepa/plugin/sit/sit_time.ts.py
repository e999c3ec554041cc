# Embeds times t [B]: 128 cosines and 128 sines over periods up to 10000, then an MLP. The features are taken in
# the edge's precision whatever that of the products.
def forward(t: Tensor, w0: Tensor, b0: Tensor, w2: Tensor, b2: Tensor) -> Tensor:
    steps = torch.arange(128, dtype=${edge}, layout=None, device=ops.prim.device(t), pin_memory=None)
    frequencies = torch.exp(torch.div(torch.mul(steps, -9.210340371976184), 128))  # -ln(10000) i / 128
    angles = torch.unsqueeze(torch.to(t, ${edge}), 1) * torch.unsqueeze(frequencies, 0)  # [B,128]
    features = torch.cat([torch.cos(angles), torch.sin(angles)], 1)  # [B,256]
    h = torch.silu(linear_in(features, w0, b0, ${compute}))
    return torch.to(linear_in(h, w2, b2, ${compute}), ${edge})  # [B,D]
