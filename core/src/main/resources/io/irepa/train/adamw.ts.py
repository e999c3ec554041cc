# AdamW over all parameters in place, by the fused operator. scalars: learning rate, update number.
def forward(params: List[Tensor], grads: List[Tensor], exp_avgs: List[Tensor], exp_avg_sqs: List[Tensor], scalars: List[Tensor]) -> Tensor:
    rate = float(torch.select(scalars[0], 0, 0))
    number = float(torch.select(scalars[0], 0, 1))
    steps = annotate(List[Tensor], [])
    for i in range(len(params)):
        step = torch.full([], number, dtype=6, device=params[i].device)
        steps = torch.append(steps, step)
    torch._fused_adamw_(params, grads, exp_avgs, exp_avg_sqs, annotate(List[Tensor], []), steps, lr=rate, beta1=float(${beta1}), beta2=float(${beta2}), weight_decay=float(${decay}), eps=float(${epsilon}), amsgrad=False, maximize=False)
    return scalars[0]
