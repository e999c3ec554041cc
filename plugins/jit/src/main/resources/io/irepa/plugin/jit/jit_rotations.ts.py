# Cosines and sines [N+T,hd/2,2] by which rotary positions (arXiv 2104.09864) turn pairs of a head's numbers: the first
# half of the pairs by the token's row, the second by its column, at hd/4 frequencies each. The N in-context tokens are
# not turned.
def forward(like: Tensor) -> Tensor:
    device = ops.prim.device(like)
    steps = torch.arange(${quarter}, dtype=${edge}, layout=None, device=device, pin_memory=None)
    frequencies = torch.exp(torch.div(torch.mul(steps, -9.210340371976184), ${quarter}))  # 10000^(-i / (hd/4))
    places = torch.arange(${side}, dtype=${edge}, layout=None, device=device, pin_memory=None)
    angles = torch.unsqueeze(places, 1) * torch.unsqueeze(frequencies, 0)  # [side,hd/4]
    rows = torch.expand(torch.unsqueeze(angles, 1), [${side}, ${side}, ${quarter}])
    columns = torch.expand(torch.unsqueeze(angles, 0), [${side}, ${side}, ${quarter}])
    image = torch.flatten(torch.cat([rows, columns], 2), 0, 1)  # [T,hd/2]
    still = torch.zeros([${context}, 2 * ${quarter}], dtype=${edge}, layout=None, device=device, pin_memory=None)
    angles = torch.cat([still, image], 0)
    return torch.stack([torch.cos(angles), torch.sin(angles)], -1)
