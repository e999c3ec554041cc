"""The names, shapes and order of the published modules, and nothing of what they compute.

    python published.py write FILE STYLE   a checkpoint as published training code saves it after some updates,
                                           and the digests of its arrays as FILE.json
    python published.py check FILE STYLE   loads FILE into module and optimizer, prints what it holds, updates once

STYLE: repa (projectors.0.0), irepa (projectors.0.projection_layer), sit (no projector, twice the channels), or
compiled (as repa, with the prefixes of torch.compile and DistributedDataParallel).
"""
import argparse
import copy
import hashlib
import json
import sys

import torch
from torch import nn

HIDDEN, DEPTH, PATCH, CHANNELS, SIDE, CLASSES, TOKEN, PROJECTOR = 8, 2, 4, 3, 16, 8, 32, 8


class Named(nn.Module):
    def __init__(self, **children):
        super().__init__()
        for name, child in children.items():
            self.add_module(name, child)


def condition(factor):
    return nn.Sequential(nn.SiLU(), nn.Linear(HIDDEN, factor * HIDDEN))


class Published(nn.Module):
    def __init__(self, style):
        super().__init__()
        channels = 2 * CHANNELS if style == "sit" else CHANNELS
        self.x_embedder = Named(proj=nn.Conv2d(CHANNELS, HIDDEN, PATCH, PATCH))
        self.t_embedder = Named(mlp=nn.Sequential(nn.Linear(256, HIDDEN), nn.SiLU(), nn.Linear(HIDDEN, HIDDEN)))
        self.y_embedder = Named(embedding_table=nn.Embedding(CLASSES + 1, HIDDEN))
        self.pos_embed = nn.Parameter(torch.randn(1, (SIDE // PATCH) ** 2, HIDDEN), requires_grad=False)
        self.blocks = nn.ModuleList(
            Named(
                attn=Named(qkv=nn.Linear(HIDDEN, 3 * HIDDEN), proj=nn.Linear(HIDDEN, HIDDEN)),
                mlp=Named(fc1=nn.Linear(HIDDEN, 4 * HIDDEN), fc2=nn.Linear(4 * HIDDEN, HIDDEN)),
                adaLN_modulation=condition(6),
            )
            for _ in range(DEPTH)
        )
        if style in ("repa", "compiled"):
            layers = [nn.Linear(HIDDEN, PROJECTOR), nn.SiLU(), nn.Linear(PROJECTOR, PROJECTOR), nn.SiLU()]
            self.projectors = nn.ModuleList([nn.Sequential(*layers, nn.Linear(PROJECTOR, TOKEN))])
        if style == "irepa":
            self.projectors = nn.ModuleList([Named(projection_layer=nn.Conv2d(HIDDEN, TOKEN, 3, padding=1))])
        self.final_layer = Named(linear=nn.Linear(HIDDEN, PATCH * PATCH * channels), adaLN_modulation=condition(2))


def update(model, optimizer):
    for parameter in model.parameters():
        if parameter.requires_grad:
            parameter.grad = torch.randn_like(parameter)
    optimizer.step()


def write(file, style):
    torch.manual_seed(1)
    model = Published(style)
    ema = copy.deepcopy(model)
    optimizer = torch.optim.AdamW(model.parameters(), lr=1e-4, weight_decay=0.0)
    for _ in range(3):
        update(model, optimizer)
        with torch.no_grad():
            for average, parameter in zip(ema.parameters(), model.parameters()):
                average.lerp_(parameter, 0.1)
    state = model.state_dict()
    if style == "compiled":
        state = {"module._orig_mod." + name: tensor for name, tensor in state.items()}
    args = argparse.Namespace(model="SiT-toy", learning_rate=1e-4, enc_type=None, cfg_prob=0.1)
    with open(file + ".json", "w") as digests:
        json.dump(holds(model, ema, optimizer), digests, indent=1)
    torch.save({"model": state, "ema": ema.state_dict(), "opt": optimizer.state_dict(), "args": args, "steps": 3}, file)


def digest(name, tensor):
    if name.startswith("final_layer.linear") and len(tensor) == 2 * PATCH * PATCH * CHANNELS:  # without variances
        tensor = tensor.reshape(PATCH * PATCH, 2, CHANNELS, *tensor.shape[1:])[:, 0].flatten(0, 1)
    return hashlib.sha256(tensor.detach().contiguous().numpy().tobytes()).hexdigest()


def holds(model, ema, optimizer):
    """A digest of every array."""
    held = {}
    for name, parameter in model.named_parameters():
        held["model." + name] = digest(name, parameter)
        for moment in ("exp_avg", "exp_avg_sq"):
            if parameter in optimizer.state:
                held[f"{moment}.{name}"] = digest(name, optimizer.state[parameter][moment])
    for name, parameter in ema.named_parameters():
        held["ema." + name] = digest(name, parameter)
    return held


def check(file, style):
    read = torch.load(file, weights_only=True)
    model, ema = Published(style), Published(style)
    model.load_state_dict(read["model"])
    ema.load_state_dict(read["ema"])
    optimizer = torch.optim.AdamW(model.parameters(), lr=1.0)
    optimizer.load_state_dict(read["opt"])
    held = holds(model, ema, optimizer)
    update(model, optimizer)
    updates = int(max(state["step"] for state in optimizer.state.values()))
    facts = {"steps": read["steps"], "updates": updates, "lr": optimizer.param_groups[0]["lr"]}
    print(json.dumps({"facts": facts, "holds": held}))


{"write": write, "check": check}[sys.argv[1]](sys.argv[2], sys.argv[3])
