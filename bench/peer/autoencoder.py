"""Stable Diffusion's autoencoder in diffusers over random images; one JSON line.

    autoencoder.py --write FILE                    writes random weights of the published dimensions
    autoencoder.py --weights FILE [--precision P]  times encoding and decoding; bfloat16 is autocast
"""

import argparse
import json
import statistics
import time

import torch
from diffusers import AutoencoderKL
from safetensors.torch import load_file, save_file


def model():
    return AutoencoderKL(
        block_out_channels=(128, 256, 512, 512),
        down_block_types=("DownEncoderBlock2D",) * 4,
        up_block_types=("UpDecoderBlock2D",) * 4,
        layers_per_block=2,
        latent_channels=4,
    ).eval()


def median(steps, work):
    times = []
    for i in range(steps + 2):
        begun = time.perf_counter()
        work()
        times.append((time.perf_counter() - begun) * 1e3)
    return statistics.median(times[2:])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write")
    parser.add_argument("--weights")
    parser.add_argument("--precision", default="float32")
    parser.add_argument("--batch", type=int, default=1)
    parser.add_argument("--side", type=int, default=256)
    parser.add_argument("--steps", type=int, default=3)
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()
    torch.manual_seed(0)
    torch.set_num_threads(options.threads)
    vae = model()
    if options.write:
        save_file(vae.state_dict(), options.write)
        return
    vae.load_state_dict(load_file(options.weights))
    images = 2 * torch.rand(options.batch, 3, options.side, options.side) - 1
    latents = torch.randn(options.batch, 4, options.side // 8, options.side // 8)
    narrow = options.precision == "bfloat16"
    with torch.inference_mode(), torch.autocast("cpu", torch.bfloat16, enabled=narrow):
        found = {
            "encode_ms": median(options.steps, lambda: vae.encode(images).latent_dist.parameters),
            "decode_ms": median(options.steps, lambda: vae.decode(latents).sample),
        }
    print(json.dumps(found))


main()
