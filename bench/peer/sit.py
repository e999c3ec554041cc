"""SiT with an iREPA projector in plain PyTorch, as a user would write it from the papers.

SiT: arXiv 2401.08740, after DiT, arXiv 2212.09748. REPA: arXiv 2410.06940. iREPA: arXiv 2512.10794.
"""

import math

import torch
import torch.nn.functional as F
from torch import nn


def modulate(x, shift, scale):
    return x * (1 + scale.unsqueeze(1)) + shift.unsqueeze(1)


class Attention(nn.Module):
    def __init__(self, dim, heads):
        super().__init__()
        self.heads = heads
        self.qkv = nn.Linear(dim, 3 * dim)
        self.proj = nn.Linear(dim, dim)

    def forward(self, x):
        b, t, d = x.shape
        q, k, v = self.qkv(x).reshape(b, t, 3, self.heads, d // self.heads).permute(2, 0, 3, 1, 4).unbind(0)
        x = F.scaled_dot_product_attention(q, k, v)  # (B, H, T, hd)
        return self.proj(x.transpose(1, 2).reshape(b, t, d))


class Block(nn.Module):
    """A transformer block with adaLN-Zero."""

    def __init__(self, dim, heads, ratio=4):
        super().__init__()
        self.norm1 = nn.LayerNorm(dim, elementwise_affine=False, eps=1e-6)
        self.attn = Attention(dim, heads)
        self.norm2 = nn.LayerNorm(dim, elementwise_affine=False, eps=1e-6)
        self.mlp = nn.Sequential(
            nn.Linear(dim, ratio * dim), nn.GELU(approximate="tanh"), nn.Linear(ratio * dim, dim)
        )
        self.modulation = nn.Sequential(nn.SiLU(), nn.Linear(dim, 6 * dim))

    def forward(self, x, c):
        shift1, scale1, gate1, shift2, scale2, gate2 = self.modulation(c).chunk(6, dim=-1)
        x = x + gate1.unsqueeze(1) * self.attn(modulate(self.norm1(x), shift1, scale1))
        return x + gate2.unsqueeze(1) * self.mlp(modulate(self.norm2(x), shift2, scale2))


class TimeEmbedding(nn.Module):
    def __init__(self, dim, features=256):
        super().__init__()
        self.mlp = nn.Sequential(nn.Linear(features, dim), nn.SiLU(), nn.Linear(dim, dim))
        half = features // 2
        self.register_buffer("frequencies", torch.exp(-math.log(10000) * torch.arange(half) / half))

    def forward(self, t):
        angles = t[:, None] * self.frequencies[None]
        return self.mlp(torch.cat([angles.cos(), angles.sin()], -1))


class FinalLayer(nn.Module):
    def __init__(self, dim, patch, channels):
        super().__init__()
        self.norm = nn.LayerNorm(dim, elementwise_affine=False, eps=1e-6)
        self.linear = nn.Linear(dim, patch * patch * channels)
        self.modulation = nn.Sequential(nn.SiLU(), nn.Linear(dim, 2 * dim))

    def forward(self, x, c):
        shift, scale = self.modulation(c).chunk(2, dim=-1)
        return self.linear(modulate(self.norm(x), shift, scale))


class SiT(nn.Module):
    """Velocities, and the projected tokens of one depth."""

    def __init__(self, dim, depth, heads, patch, channels, side, classes, tap, target):
        super().__init__()
        self.patch, self.channels, self.grid, self.tap = patch, channels, side // patch, tap
        self.embed = nn.Conv2d(channels, dim, patch, patch)
        self.positions = nn.Parameter(torch.randn(1, self.grid**2, dim) * 0.02, requires_grad=False)
        self.time = TimeEmbedding(dim)
        self.label = nn.Embedding(classes + 1, dim)
        self.blocks = nn.ModuleList(Block(dim, heads) for _ in range(depth))
        self.last = FinalLayer(dim, patch, channels)
        self.projector = nn.Conv2d(dim, target, 3, padding=1)

    def forward(self, x, t, y):
        x = self.embed(x).flatten(2).transpose(1, 2) + self.positions  # (B, T, D)
        c = self.time(t) + self.label(y)
        z = None
        for i, block in enumerate(self.blocks):
            x = block(x, c)
            if i + 1 == self.tap:
                b, n, d = x.shape
                z = self.projector(x.transpose(1, 2).reshape(b, d, self.grid, self.grid))
                z = z.flatten(2).transpose(1, 2)
        x = self.last(x, c)
        b, g, p = x.shape[0], self.grid, self.patch
        x = x.reshape(b, g, g, p, p, self.channels).permute(0, 5, 1, 3, 2, 4)
        return x.reshape(b, self.channels, g * p, g * p), z


def spatial_norm(x, gamma=0.6, epsilon=1e-6):
    return (x - gamma * x.mean(1, keepdim=True)) / (x.std(1, keepdim=True) + epsilon)


def losses(model, x, y, target, label_drop=0.1):
    """Velocity matching on the linear path plus the alignment, x (B, C, H, W), target (B, T, K)."""
    t = torch.rand(x.shape[0], device=x.device)
    noise = torch.randn_like(x)
    y = torch.where(torch.rand(x.shape[0], device=x.device) < label_drop, model_classes(model), y)
    s = t.view(-1, 1, 1, 1)
    v, z = model((1 - s) * x + s * noise, t, y)
    denoise = F.mse_loss(v.float(), noise - x)
    align = -F.cosine_similarity(z.float(), spatial_norm(target), dim=-1).mean()
    return denoise + align


def model_classes(model):
    return getattr(model, "_orig_mod", model).label.num_embeddings - 1
