# Standard normals from uniforms: the first half of u in (0,1], the second in [0,1). Box and Muller 1958.
def forward(u: Tensor) -> Tensor:
    n = torch.floordiv(torch.size(u, 0), 2)
    radius = torch.sqrt(torch.log(torch.slice(u, 0, 0, n, 1)) * -2.)
    angle = torch.slice(u, 0, n, 2 * n, 1) * 6.283185307179586
    return torch.cat([radius * torch.cos(angle), radius * torch.sin(angle)], 0)
