# Features of equal scale with a column of ones beside them.
def scaled(x: Tensor, mean: Tensor, deviation: Tensor) -> Tensor:
    y = torch.div(torch.sub(x, mean), deviation)
    return torch.cat([y, torch.ones_like(torch.slice(y, 1, 0, 1, 1))], 1)


# Multinomial logistic regression of targets [N,C], one-hot, on train [N,D], with a small square penalty: Nesterov's
# accelerated gradient from zero, its step from the greatest curvature. The classes of train [N] and of test [M].
def forward(train: Tensor, targets: Tensor, test: Tensor) -> List[Tensor]:
    raw = torch.to(train, 7)
    mean = torch.mean(raw, [0], True, dtype=None)
    deviation = torch.clamp_min(torch.std(raw, [0], True, True), 1e-9)
    x = scaled(raw, mean, deviation)  # [N,D+1]
    n = torch.size(x, 0)
    curvature = torch.max(torch.linalg_eigvalsh(torch.div(torch.mm(torch.t(x), x), n), "L"))
    step = torch.reciprocal(torch.add(torch.mul(curvature, 0.5), ${penalty}))
    y = torch.to(targets, 7)
    w = torch.mm(torch.t(x), torch.zeros_like(y))  # [D+1,C]
    ahead = w
    for i in range(${iterations}):
        apart = torch.sub(torch.softmax(torch.mm(x, ahead), 1), y)
        gradient = torch.add(torch.div(torch.mm(torch.t(x), apart), n), torch.mul(ahead, ${penalty}))
        after = torch.sub(ahead, torch.mul(gradient, step))
        ahead = torch.add(after, torch.mul(torch.sub(after, w), float(i) / float(torch.add(i, 3))))
        w = after
    held = scaled(torch.to(test, 7), mean, deviation)
    return [torch.argmax(torch.mm(x, w), 1, False), torch.argmax(torch.mm(held, w), 1, False)]
