# Patches of x [B,C,H,W] as tokens [B,T,D] through a bottleneck of few numbers (arXiv 2511.13720, section 4), with
# their fixed positions added. weight1 [P,C,p,p], weight2 [D,P,1,1].
def forward(x: Tensor, weight1: Tensor, weight2: Tensor, bias2: Tensor, positions: Tensor) -> Tensor:
    b = torch.size(x, 0)
    h = torch.reshape(torch.to(x, ${compute}), [b, -1, ${side}, ${patch}, ${side}, ${patch}])
    h = torch.permute(h, [0, 2, 4, 1, 3, 5])  # [B,h,w,C,p,p]
    h = torch.reshape(h, [b, ${side} * ${side}, -1])
    h = torch.linear(h, torch.to(torch.flatten(weight1, 1), ${compute}))  # [B,T,P]
    return torch.to(linear_in(h, torch.flatten(weight2, 1), bias2, ${compute}), ${edge}) + positions
