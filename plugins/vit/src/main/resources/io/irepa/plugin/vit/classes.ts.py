# Cross entropy of classes told from tokens x [B,T,D]: their mean, a norm, and one linear layer; and the share of
# images whose class is told rightly. Each class but the right one is wanted a little, by smoothing.
def forward(x: Tensor, labels: Tensor, norm_w: Tensor, norm_b: Tensor, weight: Tensor, bias: Tensor) -> Tuple[Tensor, Tensor]:
    h = torch.layer_norm(torch.mean(x, [1]), [torch.size(x, 2)], norm_w, norm_b, 1.0e-06)  # [B,D]
    logits = torch.to(linear_in(h, weight, bias, ${compute}), ${edge})
    loss = torch.cross_entropy_loss(logits, labels, None, 1, -100, ${smoothing})
    right = torch.mean(torch.to(torch.eq(torch.argmax(logits, 1), labels), ${edge}))
    return loss, right
