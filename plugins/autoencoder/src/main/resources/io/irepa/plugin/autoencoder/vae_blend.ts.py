# A tile [B,3,h,w] whose first rows or columns pass over from the last ones of the tile before it.
def forward(before: Tensor, tile: Tensor) -> Tensor:
    shared = min(min(torch.size(before, ${axis}), torch.size(tile, ${axis})), ${overlap})
    size = torch.size(tile, ${axis})
    share = torch.arange(shared, dtype=tile.dtype, layout=None, device=ops.prim.device(tile), pin_memory=None) / shared
    if ${axis} == 2:
        share = torch.unsqueeze(share, 1)  # of rows
    last = torch.narrow(before, ${axis}, torch.size(before, ${axis}) - shared, shared)
    mixed = torch.lerp(last, torch.narrow(tile, ${axis}, 0, shared), share)
    return torch.cat([mixed, torch.narrow(tile, ${axis}, shared, size - shared)], ${axis})
