"""Whole training steps of the PyTorch peer; one JSON line."""

import time

BEGUN = time.time()  # before the imports: they count in the first step

import argparse
import contextlib
import json
import os
import resource
import statistics


def started():
    """When this process started, in seconds since the epoch."""
    try:
        with open("/proc/self/stat") as stat, open("/proc/stat") as system:
            ticks = int(stat.read().rsplit(")", 1)[1].split()[19])
            boot = next(int(line.split()[1]) for line in system if line.startswith("btime"))
        exact = boot + ticks / os.sysconf("SC_CLK_TCK")
        return exact if 0 <= BEGUN - exact < 60 else BEGUN
    except OSError:
        return BEGUN


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", choices=["sit", "jit", "repae"], default="sit")
    parser.add_argument("--precision", choices=["float32", "bfloat16"], default="float32")
    parser.add_argument("--compile", action="store_true")
    parser.add_argument("--update", choices=["fused", "foreach"], default="fused")
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    parser.add_argument("--device", default="cpu")
    parser.add_argument("--steps", type=int, default=10)
    parser.add_argument("--warmup", type=int, default=3)
    parser.add_argument("--batch", type=int, default=8)
    parser.add_argument("--hidden", type=int, default=384)
    parser.add_argument("--depth", type=int, default=12)
    parser.add_argument("--heads", type=int, default=6)
    parser.add_argument("--target", type=int, default=768)
    parser.add_argument("--tap", type=int, default=4)
    parser.add_argument("--classes", type=int, default=1000)
    parser.add_argument("--profile", action="store_true", help="print where a step's time goes")
    options = parser.parse_args()

    import torch

    torch.set_num_threads(options.threads)
    torch.manual_seed(0)
    device = torch.device(options.device)
    if options.model == "repae":
        from repae import build_step

        step, parameters = build_step(options, device)
        measure(step, parameters, options, device)
        return
    if options.model == "sit":
        from sit import SiT, losses

        channels, side, build = 4, 32, SiT
        sizes = {"patch": 2}
    else:
        from jit import JiT, losses

        channels, side, build = 3, 64, JiT
        sizes = {"patch": 4, "bottleneck": 32, "context": 32}

    model = build(
        dim=options.hidden,
        depth=options.depth,
        heads=options.heads,
        channels=channels,
        side=side,
        classes=options.classes,
        tap=options.tap,
        target=options.target,
        **sizes,
    ).to(device)
    parameters = [p for p in model.parameters() if p.requires_grad]
    average = [p.detach().clone() for p in parameters]
    optimizer = torch.optim.AdamW(parameters, lr=1e-4, weight_decay=0, **{options.update: True})
    run = torch.compile(model) if options.compile else model
    x = torch.randn(options.batch, channels, side, side, device=device)
    y = torch.randint(options.classes, (options.batch,), device=device)
    target = torch.randn(options.batch, 256, options.target, device=device)
    low = options.precision == "bfloat16"

    def step():
        context = torch.autocast(device.type, torch.bfloat16) if low else contextlib.nullcontext()
        with context:
            loss = losses(run, x, y, target)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(parameters, 1.0)
        optimizer.step()
        optimizer.zero_grad(set_to_none=True)
        with torch.no_grad():
            torch._foreach_lerp_(average, parameters, 1e-4)
        return loss.item()

    measure(step, sum(p.numel() for p in parameters), options, device)


def measure(step, parameters, options, device):
    """Takes the steps' times and prints them."""
    import torch

    step()
    first = time.time() - started()
    for _ in range(options.warmup - 1):
        step()
    times = []
    for _ in range(options.steps):
        begun = time.perf_counter()
        step()
        times.append(time.perf_counter() - begun)
    median = statistics.median(times)
    figures = {
        "images_per_second": options.batch / median,
        "ms_per_step": median * 1e3,
        "first_step_seconds": first,
        "peak_rss_gb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e9,
        "precision": options.precision,
        "mode": "compile" if options.compile else "eager",
        "threads": options.threads,
        "device": options.device if device.type == "cpu" else torch.cuda.get_device_name(device),
        "batch": options.batch,
        "parameters": parameters,
        "torch": torch.__version__,
    }
    if device.type == "cuda":
        figures["peak_device_gb"] = torch.cuda.max_memory_allocated(device) / 1e9
    print(json.dumps(figures))
    if options.profile:
        with torch.profiler.profile(record_shapes=False) as profiler:
            step()
        print(profiler.key_averages().table(sort_by="self_cpu_time_total", row_limit=40, max_name_column_width=60))


if __name__ == "__main__":
    main()
