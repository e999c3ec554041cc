# One block. given: tokens [B,T,D] and condition [B,D]; weights: modulation, two of the tokens' MLP, two of the channels'.
def forward(given: List[Tensor], weights: List[Tensor]) -> Tensor:
    x, c = given
    modulation, tokens0, tokens1, channels0, channels1 = weights
    shift1, scale1, gate1, shift2, scale2, gate2 = torch.chunk(torch.linear(torch.silu(c), modulation), 6, 1)
    h = torch.transpose(modulated_norm(x, shift1, scale1, 1.0e-06), 1, 2)  # [B,D,T]
    h = torch.transpose(torch.linear(torch.gelu(torch.linear(h, tokens0)), tokens1), 1, 2)  # [B,T,D]
    x = gated_sum(x, gate1, h)
    h = modulated_norm(x, shift2, scale2, 1.0e-06)
    h = torch.linear(torch.gelu(torch.linear(h, channels0)), channels1)
    return gated_sum(x, gate2, h)
