"""JiT with an iREPA projector in plain PyTorch, as a user would write it from the papers.

JiT: arXiv 2511.13720. iREPA: arXiv 2512.10794.
"""

import torch
import torch.nn.functional as F
from torch import nn

from sit import TimeEmbedding, modulate, spatial_norm


class Rotary(nn.Module):
    """Rotary positions on a square grid behind `extra` tokens that stay as they are."""

    def __init__(self, head, side, extra):
        super().__init__()
        frequencies = 10000.0 ** -(torch.arange(0, head // 2, 2) / (head // 2))
        angles = torch.arange(side)[:, None] * frequencies
        rows = angles[:, None, :].expand(side, side, -1)
        columns = angles[None, :, :].expand(side, side, -1)
        angles = torch.cat([rows, columns], -1).reshape(side * side, -1).repeat_interleave(2, -1)
        angles = torch.cat([torch.zeros(extra, head), angles])
        self.register_buffer("cos", angles.cos())
        self.register_buffer("sin", angles.sin())

    def forward(self, x):  # (B, H, T, hd)
        a, b = x.unflatten(-1, (-1, 2)).unbind(-1)
        return x * self.cos + torch.stack((-b, a), -1).flatten(-2) * self.sin


class Attention(nn.Module):
    def __init__(self, dim, heads):
        super().__init__()
        self.heads = heads
        self.qkv = nn.Linear(dim, 3 * dim)
        self.proj = nn.Linear(dim, dim)
        self.q_norm = nn.RMSNorm(dim // heads, eps=1e-6)
        self.k_norm = nn.RMSNorm(dim // heads, eps=1e-6)

    def forward(self, x, rotary):
        b, t, d = x.shape
        q, k, v = self.qkv(x).reshape(b, t, 3, self.heads, d // self.heads).permute(2, 0, 3, 1, 4).unbind(0)
        q, k = rotary(self.q_norm(q)), rotary(self.k_norm(k))
        x = F.scaled_dot_product_attention(q.to(v.dtype), k.to(v.dtype), v)  # (B, H, T, hd)
        return self.proj(x.transpose(1, 2).reshape(b, t, d))


class SwiGLU(nn.Module):
    def __init__(self, dim, width):
        super().__init__()
        self.w12 = nn.Linear(dim, 2 * width)
        self.w3 = nn.Linear(width, dim)

    def forward(self, x):
        a, b = self.w12(x).chunk(2, -1)
        return self.w3(F.silu(a) * b)


class Block(nn.Module):
    def __init__(self, dim, heads, ratio=4):
        super().__init__()
        self.norm1 = nn.RMSNorm(dim, eps=1e-6)
        self.attn = Attention(dim, heads)
        self.norm2 = nn.RMSNorm(dim, eps=1e-6)
        self.mlp = SwiGLU(dim, ratio * dim * 2 // 3)
        self.modulation = nn.Sequential(nn.SiLU(), nn.Linear(dim, 6 * dim))

    def forward(self, x, c, rotary):
        shift1, scale1, gate1, shift2, scale2, gate2 = self.modulation(c).chunk(6, dim=-1)
        x = x + gate1.unsqueeze(1) * self.attn(modulate(self.norm1(x), shift1, scale1), rotary)
        return x + gate2.unsqueeze(1) * self.mlp(modulate(self.norm2(x), shift2, scale2))


class JiT(nn.Module):
    """The image, and the projected image tokens of one depth."""

    def __init__(self, dim, depth, heads, patch, channels, side, classes, tap, target, bottleneck, context):
        super().__init__()
        self.patch, self.channels, self.grid, self.tap = patch, channels, side // patch, tap
        self.context, self.start = context, depth // 3
        self.embed = nn.Sequential(
            nn.Conv2d(channels, bottleneck, patch, patch, bias=False), nn.Conv2d(bottleneck, dim, 1)
        )
        self.positions = nn.Parameter(torch.randn(1, self.grid**2, dim) * 0.02, requires_grad=False)
        self.context_positions = nn.Parameter(torch.randn(1, context, dim) * 0.02)
        self.time = TimeEmbedding(dim)
        self.label = nn.Embedding(classes + 1, dim)
        self.blocks = nn.ModuleList(Block(dim, heads) for _ in range(depth))
        self.rotary = Rotary(dim // heads, self.grid, 0)
        self.rotary_context = Rotary(dim // heads, self.grid, context)
        self.norm = nn.RMSNorm(dim, eps=1e-6)
        self.linear = nn.Linear(dim, patch * patch * channels)
        self.modulation = nn.Sequential(nn.SiLU(), nn.Linear(dim, 2 * dim))
        self.projector = nn.Conv2d(dim, target, 3, padding=1)

    def forward(self, x, t, y):
        x = self.embed(x).flatten(2).transpose(1, 2) + self.positions  # (B, T, D)
        label = self.label(y)
        c = self.time(t) + label
        z = None
        for i, block in enumerate(self.blocks):
            if i == self.start:
                x = torch.cat([label.unsqueeze(1) + self.context_positions, x], 1)
            x = block(x, c, self.rotary if i < self.start else self.rotary_context)
            if i + 1 == self.tap:
                image = x if i < self.start else x[:, self.context :]
                b, n, d = image.shape
                z = self.projector(image.transpose(1, 2).reshape(b, d, self.grid, self.grid))
                z = z.flatten(2).transpose(1, 2)
        shift, scale = self.modulation(c).chunk(2, dim=-1)
        x = self.linear(modulate(self.norm(x[:, self.context :]), shift, scale))
        b, g, p = x.shape[0], self.grid, self.patch
        x = x.reshape(b, g, g, p, p, self.channels).permute(0, 5, 1, 3, 2, 4)
        return x.reshape(b, self.channels, g * p, g * p), z


def losses(model, x, y, target, label_drop=0.1, floor=0.05):
    """The v-loss of a predicted image plus the alignment, x (B, C, H, W), target (B, T, K)."""
    t = torch.sigmoid(torch.randn(x.shape[0], device=x.device) * 0.8 - 0.8)
    noise = torch.randn_like(x)
    null = getattr(model, "_orig_mod", model).label.num_embeddings - 1
    y = torch.where(torch.rand(x.shape[0], device=x.device) < label_drop, null, y)
    s = t.view(-1, 1, 1, 1)
    state = s * x + (1 - s) * noise
    prediction, z = model(state, t, y)
    left = (1 - s).clamp_min(floor)
    denoise = (((x - state) / left - (prediction.float() - state) / left) ** 2).mean()
    align = -F.cosine_similarity(z.float(), spatial_norm(target, 0.8), dim=-1).mean()
    return denoise + 0.5 * align
