"""A step of REPA-E in plain PyTorch, as a user would write it from the papers.

REPA-E: arXiv 2504.10483. Autoencoder: arXiv 2112.10752. Discriminator: arXiv 1611.07004. LPIPS: arXiv 1801.03924.
"""

import contextlib

import torch
import torch.nn.functional as F
from torch import nn

from sit import SiT, spatial_norm


def norm(channels):
    return nn.GroupNorm(32, channels, eps=1e-6)


class Residual(nn.Module):
    def __init__(self, before, after):
        super().__init__()
        self.norm1, self.conv1 = norm(before), nn.Conv2d(before, after, 3, padding=1)
        self.norm2, self.conv2 = norm(after), nn.Conv2d(after, after, 3, padding=1)
        self.skip = nn.Conv2d(before, after, 1) if before != after else nn.Identity()

    def forward(self, x):
        h = self.conv1(F.silu(self.norm1(x)))
        return self.skip(x) + self.conv2(F.silu(self.norm2(h)))


class Attention(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.norm = norm(channels)
        self.qkv, self.out = nn.Conv2d(channels, 3 * channels, 1), nn.Conv2d(channels, channels, 1)

    def forward(self, x):
        b, c, h, w = x.shape
        q, k, v = self.qkv(self.norm(x)).reshape(b, 3, c, h * w).transpose(2, 3).unbind(1)
        y = F.scaled_dot_product_attention(q[:, None], k[:, None], v[:, None])[:, 0]
        return x + self.out(y.transpose(1, 2).reshape(b, c, h, w))


class Down(nn.Conv2d):
    def forward(self, x):
        return super().forward(F.pad(x, (0, 1, 0, 1)))


class Autoencoder(nn.Module):
    def __init__(self, width=64, multipliers=(1, 2, 4), blocks=2, latent=4):
        super().__init__()
        sizes = [width * m for m in multipliers]
        down, at = [nn.Conv2d(3, width, 3, padding=1)], width
        for level, size in enumerate(sizes):
            for _ in range(blocks):
                down.append(Residual(at, size))
                at = size
            if level + 1 < len(sizes):
                down.append(Down(at, at, 3, stride=2))
        down += [Residual(at, at), Attention(at), Residual(at, at), norm(at), nn.SiLU()]
        down += [nn.Conv2d(at, 2 * latent, 3, padding=1), nn.Conv2d(2 * latent, 2 * latent, 1)]
        up = [nn.Conv2d(latent, latent, 1), nn.Conv2d(latent, at, 3, padding=1)]
        up += [Residual(at, at), Attention(at), Residual(at, at)]
        for level, size in reversed(list(enumerate(sizes))):
            for _ in range(blocks + 1):
                up.append(Residual(at, size))
                at = size
            if level > 0:
                up += [nn.Upsample(scale_factor=2), nn.Conv2d(at, at, 3, padding=1)]
        up += [norm(at), nn.SiLU(), nn.Conv2d(at, 3, 3, padding=1)]
        self.encoder, self.decoder = nn.Sequential(*down), nn.Sequential(*up)

    def forward(self, images):
        mean, log_variance = self.encoder(images).chunk(2, 1)
        log_variance = log_variance.clamp(-30, 20)
        z = mean + (0.5 * log_variance).exp() * torch.randn_like(mean)
        return mean, log_variance, z, self.decoder(z)


def discriminator(width=64, layers=3):
    parts, at = [nn.Conv2d(3, width, 4, 2, 1), nn.LeakyReLU(0.2, True)], width
    for i in range(1, layers + 1):
        size = width * min(2**i, 8)
        parts += [nn.Conv2d(at, size, 4, 1 if i == layers else 2, 1, bias=False), nn.BatchNorm2d(size)]
        parts, at = parts + [nn.LeakyReLU(0.2, True)], size
    return nn.Sequential(*parts, nn.Conv2d(at, 1, 4, 1, 1))


PLACES = (0, 2, 5, 7, 10, 12, 14, 17, 19, 21, 24, 26, 28)
STAGES = (0, 0, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4)


class Lpips(nn.Module):
    def __init__(self):
        super().__init__()
        widths = [64 * (1, 2, 4, 8, 8)[stage] for stage in STAGES]
        self.convolutions = nn.ModuleList(nn.Conv2d(a, b, 3, padding=1) for a, b in zip([3] + widths, widths))
        self.linear = nn.ParameterList(torch.rand(1, w, 1, 1) for w in (64, 128, 256, 512, 512))
        self.register_buffer("shift", torch.tensor([-0.030, -0.088, -0.188])[None, :, None, None])
        self.register_buffer("scale", torch.tensor([0.458, 0.448, 0.450])[None, :, None, None])
        self.requires_grad_(False)

    def features(self, x):
        x, result = (2 * x - 1 - self.shift) / self.scale, []
        for i, convolution in enumerate(self.convolutions):
            if i > 0 and STAGES[i] > STAGES[i - 1]:
                x = F.max_pool2d(x, 2)
            x = F.relu(convolution(x), inplace=True)
            if i + 1 == len(STAGES) or STAGES[i + 1] > STAGES[i]:
                y = x.float()
                result.append(y / (y.norm(dim=1, keepdim=True) + 1e-10))
        return result

    def forward(self, a, b):
        pairs = zip(self.features(a), self.features(b), self.linear)
        return sum(((x - y) ** 2 * w).sum(1).mean() for x, y, w in pairs)

    def named(self):
        """The weights by the names of torchvision and lpips."""
        arrays = {}
        for place, convolution in zip(PLACES, self.convolutions):
            arrays[f"features.{place}.weight"] = convolution.weight.data
            arrays[f"features.{place}.bias"] = convolution.bias.data
        arrays.update({f"lin{i}.model.1.weight": w.data for i, w in enumerate(self.linear)})
        return arrays


def through(model, x, t, y):
    """The projected tokens of the tapped depth; the blocks after it do not run."""
    x = model.embed(x).flatten(2).transpose(1, 2) + model.positions
    c = model.time(t) + model.label(y)
    for block in model.blocks[: model.tap]:
        x = block(x, c)
    b, _, d = x.shape
    z = model.projector(x.transpose(1, 2).reshape(b, d, model.grid, model.grid))
    return z.flatten(2).transpose(1, 2)


def build_step(options, device):
    """The function that does one step, and the number of trained parameters."""
    vae, judge, lpips = Autoencoder().to(device), discriminator().to(device), Lpips().to(device)
    model = SiT(384, 6, 6, 2, 4, 16, 1000, 2, 768).to(device)
    bn = nn.BatchNorm2d(4, eps=1e-4, affine=False).to(device)
    groups = [list(vae.parameters()), list(judge.parameters()), [p for p in model.parameters() if p.requires_grad]]
    optimizers = [torch.optim.AdamW(group, lr=1e-4, weight_decay=0, fused=True) for group in groups]
    average = [p.detach().clone() for p in groups[2]]
    images = torch.rand(options.batch, 3, 64, 64, device=device) * 2 - 1
    y = torch.randint(1000, (options.batch,), device=device)
    target = torch.randn(options.batch, 64, 768, device=device)
    low = options.precision == "bfloat16"

    def context():
        return torch.autocast(device.type, torch.bfloat16) if low else contextlib.nullcontext()

    def align(z):
        return -F.cosine_similarity(z.float(), spatial_norm(target), dim=-1).mean()

    def update(loss, group, optimizer):
        loss.backward()
        torch.nn.utils.clip_grad_norm_(group, 1.0)
        optimizer.step()
        optimizer.zero_grad(set_to_none=True)
        return loss.item()

    def step():
        for p in groups[1] + groups[2]:
            p.requires_grad_(False)
        t, noise = torch.rand(options.batch, device=device), torch.randn(options.batch, 4, 16, 16, device=device)
        s = t.view(-1, 1, 1, 1)
        with context():
            mean, log_variance, z, made = vae(images)
            kl = 0.5 * (mean**2 + log_variance.exp() - 1 - log_variance).sum() / options.batch
            bn.eval()
            tokens = through(model, (1 - s) * bn(z) + s * noise, t, y)
            loss = F.l1_loss(made, images) + lpips(images, made) + 1e-6 * kl
            loss = loss - 0.1 * judge(made).mean() + 1.5 * align(tokens)
        losses = [update(loss, groups[0], optimizers[0])]
        for p in groups[1] + groups[2]:
            p.requires_grad_(True)
        with context():
            real, fake = judge(images), judge(made.detach())
            loss = 0.5 * (F.relu(1 - real).mean() + F.relu(1 + fake).mean())
        losses.append(update(loss, groups[1], optimizers[1]))
        with context():
            bn.train()
            x = bn(z.detach())
            dropped = torch.where(torch.rand(options.batch, device=device) < 0.1, 1000, y)
            v, tokens = model((1 - s) * x + s * noise, t, dropped)
            loss = F.mse_loss(v.float(), noise - x) + align(tokens)
        losses.append(update(loss, groups[2], optimizers[2]))
        with torch.no_grad():
            torch._foreach_lerp_(average, groups[2], 1e-4)
        return losses

    return step, sum(p.numel() for group in groups for p in group)


if __name__ == "__main__":
    import sys

    torch.save(Lpips().named(), sys.argv[1])
