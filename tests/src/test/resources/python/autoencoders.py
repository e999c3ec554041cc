"""Autoencoders of the diffusers library, small and random, and what they give.

  autoencoders.py probe           prints what is not installed
  autoencoders.py write FOLDER    one folder a case: autoencoder.yaml (FILE stands for the weights), the weights, tensors.safetensors
  autoencoders.py check FOLDER    reads each case's exported compvis.pt and diffusers.safetensors: prints case, file, how far off
"""
import importlib.util
import pathlib
import sys

MODULES = ["torch", "diffusers", "safetensors"]
missing = [name for name in MODULES if importlib.util.find_spec(name) is None]
if sys.argv[1] == "probe":
    print(" ".join(missing))
    sys.exit(0)

import torch
from diffusers import AutoencoderKL
from diffusers.loaders.single_file_utils import convert_ldm_vae_checkpoint
from safetensors.torch import load_file, save_file

torch.manual_seed(0)
ROOT = pathlib.Path(sys.argv[2])


def model(widths, latents, attention):
    last = len(widths) - 1
    down = ["DownEncoderBlock2D"] * len(widths)
    up = ["UpDecoderBlock2D"] * len(widths)
    if attention:
        down[last] = "AttnDownEncoderBlock2D"
        up[0] = "AttnUpDecoderBlock2D"
    made = AutoencoderKL(
        block_out_channels=widths, down_block_types=down, up_block_types=up, layers_per_block=1,
        norm_num_groups=4, latent_channels=latents, sample_size=64)
    with torch.no_grad():
        for parameter in made.parameters():
            parameter.add_(0.05 * torch.randn_like(parameter))
    return made.eval()


@torch.no_grad()
def tensors(made):
    images = 2 * torch.rand(2, 3, 48, 32) - 1
    latents = torch.randn(2, made.config.latent_channels, 12, 8)
    wide = torch.randn(1, made.config.latent_channels, 20, 28)
    found = {
        "images": images, "moments": made.encode(images).latent_dist.parameters,
        "latents": latents, "decoded": made.decode(latents).sample, "wide": wide}
    made.enable_tiling()
    found["tiled"] = made.decode(wide).sample
    made.disable_tiling()
    return {name: value.contiguous() for name, value in found.items()}


F4 = (8, 16, 16)
KEYS = "width: 8, multipliers: [1, 2, 2], blocks: 1, groups: 4, latent-channels: 3, tile: 64"
CASES = {
    "f4": (F4, 3, False, KEYS),
    "f4-attention": (F4, 3, True, KEYS + ", attention-levels: [2]"),
}


def write():
    for name, (widths, latents, attention, keys) in CASES.items():
        made = model(widths, latents, attention)
        weights = made.state_dict()
        numbers = tensors(made)
        former = {
            key.replace(".to_q.", ".query.").replace(".to_k.", ".key.").replace(".to_v.", ".value.")
            .replace(".to_out.0.", ".proj_attn."): value for key, value in weights.items()}
        files = {
            "model.safetensors": lambda path: save_file(weights, path),
            "former.safetensors": lambda path: save_file(former, path),
            "model.bin": lambda path: torch.save(weights, path),
            "nested.pt": lambda path: torch.save(
                {"state_dict": {"vae." + key: value for key, value in weights.items()}, "epoch": 3}, path),
        }
        for file, save in files.items():
            folder = ROOT / (name + "-" + file.replace(".", "-"))
            folder.mkdir()
            save(folder / file)
            save_file(numbers, folder / "tensors.safetensors")
            (folder / "autoencoder.yaml").write_text(
                f"{{type: sd-vae, {keys}, scale: 1, weights: '{folder / file}'}}")


@torch.no_grad()
def check(folder):
    numbers = load_file(folder / "tensors.safetensors")
    levels = "attention" in folder.name
    widths, latents, attention, _ = CASES["f4-attention" if levels else "f4"]
    # The converter of diffusers does not know attention on a level.
    for file in ["diffusers.safetensors"] + ([] if levels else ["compvis.pt"]):
        made = model(widths, latents, attention)
        weights = load_file(folder / file) if file.endswith("s") else torch.load(folder / file, weights_only=True)
        if file == "compvis.pt":
            weights = convert_ldm_vae_checkpoint(weights, dict(made.config))
        made.load_state_dict(weights)
        decoded = made.decode(numbers["latents"]).sample
        moments = made.encode(numbers["images"]).latent_dist.parameters
        off = max((decoded - numbers["decoded"]).abs().max().item(), (moments - numbers["moments"]).abs().max().item())
        print(folder.name, file, off)


if sys.argv[1] == "write":
    write()
else:
    for one in sorted(path for path in ROOT.iterdir() if path.is_dir()):
        check(one)
