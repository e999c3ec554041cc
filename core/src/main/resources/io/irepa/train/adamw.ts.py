# AdamW over all parameters in place, by the fused operator. scalars: learning rate, update number, weight decay.
# skip[0], on the parameters' device: 1 leaves everything as it is.
def forward(params: List[Tensor], grads: List[Tensor], exp_avgs: List[Tensor], exp_avg_sqs: List[Tensor], scalars: List[Tensor], skip: List[Tensor]) -> Tensor:
    rate = float(torch.select(scalars[0], 0, 0))
    number = float(torch.select(scalars[0], 0, 1))
    decay = float(torch.select(scalars[0], 0, 2))
    steps = annotate(List[Tensor], [])
    for i in range(len(params)):
        step = torch.full([], number, dtype=6, device=params[i].device)
        steps = torch.append(steps, step)
    torch._fused_adamw_(params, grads, exp_avgs, exp_avg_sqs, annotate(List[Tensor], []), steps, lr=rate, beta1=float(${beta1}), beta2=float(${beta2}), weight_decay=decay, eps=float(${epsilon}), amsgrad=False, maximize=False, found_inf=skip[0])
    return scalars[0]
