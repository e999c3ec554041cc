"""One directional derivative of SiT along (v, 0, 1) through torch.func.jvp, as MeanFlow takes it; one JSON line."""

import argparse
import contextlib
import json
import os
import statistics
import time

import torch
from torch.func import jvp
from torch.nn.attention import SDPBackend, sdpa_kernel

import sit


def composed(q, k, v):
    """Attention as two products, as timm has it without its fused operator."""
    return (q * q.shape[-1] ** -0.5 @ k.transpose(-2, -1)).softmax(-1) @ v


class IntervalSiT(sit.SiT):
    """SiT that also embeds t - r, without the projector."""

    def __init__(self, dim, depth, heads, patch, channels, side, classes):
        super().__init__(dim, depth, heads, patch, channels, side, classes, 0, 1)
        self.interval = sit.TimeEmbedding(dim)

    def forward(self, x, r, t, y):
        x = self.embed(x).flatten(2).transpose(1, 2) + self.positions  # (B, T, D)
        c = self.time(t) + self.interval(t - r) + self.label(y)
        for block in self.blocks:
            x = block(x, c)
        x = self.last(x, c)
        b, g, p = x.shape[0], self.grid, self.patch
        return x.reshape(b, g, g, p, p, self.channels).permute(0, 5, 1, 3, 2, 4).reshape(b, self.channels, g * p, g * p)


def memory(key):
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) * 1024 for line in status if line.startswith(key))


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--precision", choices=["float32", "bfloat16"], default="float32")
    parser.add_argument("--attention", choices=["math", "composed"], default="composed")
    parser.add_argument("--record", action="store_true", help="keep a graph, as published training code does")
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    parser.add_argument("--steps", type=int, default=10)
    parser.add_argument("--batch", type=int, default=8)
    parser.add_argument("--hidden", type=int, default=384)
    parser.add_argument("--depth", type=int, default=12)
    parser.add_argument("--heads", type=int, default=6)
    options = parser.parse_args()

    torch.set_num_threads(options.threads)
    torch.manual_seed(0)
    model = IntervalSiT(options.hidden, options.depth, options.heads, 2, 4, 32, 1000)
    if options.attention == "composed":
        sit.F.scaled_dot_product_attention = composed

    def inputs(batch):
        return torch.randn(batch, 4, 32, 32), torch.rand(batch), torch.randint(1000, (batch,)), torch.randn(batch, 4, 32, 32)

    def context():
        stack = contextlib.ExitStack()
        if not options.record:
            stack.enter_context(torch.no_grad())
        if options.precision == "bfloat16":
            stack.enter_context(torch.autocast("cpu", torch.bfloat16))
        if options.attention == "math":
            stack.enter_context(sdpa_kernel(SDPBackend.MATH))
        return stack

    def derivative(x, t, y, v):
        with context():
            function = lambda z, r, s: model(z, r, s, y)
            return jvp(function, (x, t / 2, t), (v, torch.zeros_like(t), torch.ones_like(t)))[1]

    def forward(x, t, y, v):
        with torch.no_grad(), torch.autocast("cpu", torch.bfloat16, enabled=options.precision == "bfloat16"):
            return model(x, t / 2, t, y)

    derivative(*inputs(1))  # what is loaded at first use
    given = inputs(options.batch)
    before = memory("VmRSS")
    with open("/proc/self/clear_refs", "w") as refs:
        refs.write("5")  # the greatest memory counts anew
    derivative(*given)
    grown = memory("VmHWM") - before
    times = []
    plain = []
    for _ in range(options.steps):
        begun = time.perf_counter()
        derivative(*given)
        times.append(time.perf_counter() - begun)
        begun = time.perf_counter()
        forward(*given)
        plain.append(time.perf_counter() - begun)
    print(
        json.dumps(
            {
                "ms_per_jvp": statistics.median(times) * 1e3,
                "ms_per_forward": statistics.median(plain) * 1e3,
                "peak_growth_mb": grown / 1e6,
                "precision": options.precision,
                "attention": options.attention,
                "recorded": options.record,
                "threads": options.threads,
                "torch": torch.__version__,
            }
        )
    )


if __name__ == "__main__":
    main()
