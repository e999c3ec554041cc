"""An encoder of transformers or timm over random images, weights read from a file; one JSON line.

    encoder.py --model NAME --write FILE     writes random weights, as the library saves them
    encoder.py --model NAME --weights FILE   times loading and passes

The networks have the published dimensions. Images are resized and normalized as the published alignment code does it.
"""

import argparse
import json
import os
import resource
import statistics
import time

import torch
import torch.nn.functional as F

MEAN, DEVIATION = (0.485, 0.456, 0.406), (0.229, 0.224, 0.225)


def dinov2(hidden, depth, heads):
    import transformers as hf

    config = hf.Dinov2Config(
        hidden_size=hidden, num_hidden_layers=depth, num_attention_heads=heads, image_size=518, patch_size=14
    )
    return hf.Dinov2Model, config, 224, lambda model, x: model(x).last_hidden_state[:, 1:]


def siglip(hidden, depth, heads):
    import transformers as hf

    config = hf.SiglipVisionConfig(
        hidden_size=hidden,
        num_hidden_layers=depth,
        num_attention_heads=heads,
        intermediate_size=4 * hidden,
        image_size=256,
        patch_size=16,
        vision_use_head=False,
    )
    return hf.SiglipVisionModel, config, 256, lambda model, x: model(x).last_hidden_state


def dinov3(hidden, depth, heads):
    import transformers as hf

    config = hf.DINOv3ViTConfig(
        hidden_size=hidden,
        num_hidden_layers=depth,
        num_attention_heads=heads,
        intermediate_size=4 * hidden,
        num_register_tokens=4,
        key_bias=False,
    )
    return hf.DINOv3ViTModel, config, 256, lambda model, x: model(x).last_hidden_state[:, 5:]


class Mae:
    """timm's network, used as transformers' are here."""

    def __init__(self, hidden, depth, heads):
        self.dimensions = dict(embed_dim=hidden, depth=depth, num_heads=heads)

    def __call__(self, _):
        from timm.models.vision_transformer import VisionTransformer

        return VisionTransformer(img_size=256, patch_size=16, num_classes=0, global_pool="", **self.dimensions)


def mae(hidden, depth, heads):
    return Mae(hidden, depth, heads), None, 256, lambda model, x: model.forward_features(x)[:, 1:]


MODELS = {
    "dinov2-vit-b": dinov2(768, 12, 12),
    "dinov2-vit-l": dinov2(1024, 24, 16),
    "siglip-vit-b": siglip(768, 12, 12),
    "dinov3-vit-b16": dinov3(768, 12, 12),
    "mae-vit-l": mae(1024, 24, 16),
}


def loaded(make, config, file, dtype):
    """As a user loads it: without initializing first what is then overwritten."""
    if config is None:
        from safetensors.torch import load_file

        state = torch.load(file, map_location="cpu") if file.endswith(".pth") else load_file(file)
        with torch.device("meta"):
            model = make(None)
        model.load_state_dict(state, assign=True)
        return model.to(dtype).eval()
    return make.from_pretrained(os.path.dirname(os.path.abspath(file)), dtype=dtype).eval()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", choices=MODELS, required=True)
    parser.add_argument("--write", metavar="FILE")
    parser.add_argument("--weights", metavar="FILE")
    parser.add_argument("--precision", choices=["float32", "bfloat16"], default="bfloat16")
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    parser.add_argument("--batch", type=int, default=8)
    parser.add_argument("--resolution", type=int, default=256)
    parser.add_argument("--steps", type=int, default=10)
    parser.add_argument("--warmup", type=int, default=2)
    options = parser.parse_args()
    make, config, side, tokens = MODELS[options.model]
    if options.write:
        torch.manual_seed(0)
        model = make(config)
        if config is None:
            from safetensors.torch import save_file

            save_file(model.state_dict(), options.write)
        else:
            model.save_pretrained(os.path.dirname(os.path.abspath(options.write)))
        return

    torch.set_num_threads(options.threads)
    dtype = getattr(torch, options.precision)
    begun = time.perf_counter()
    model = loaded(make, config, options.weights, dtype)
    loading = time.perf_counter() - begun
    images = torch.rand(options.batch, 3, options.resolution, options.resolution)
    mean, deviation = (torch.tensor(c).view(1, 3, 1, 1) for c in (MEAN, DEVIATION))
    times = []
    with torch.inference_mode():
        for _ in range(options.warmup + options.steps):
            begun = time.perf_counter()
            x = (images - mean) / deviation
            if side != options.resolution:
                x = F.interpolate(x, side, mode="bicubic")
            tokens(model, x.to(dtype)).float()
            times.append(1e3 * (time.perf_counter() - begun))
    median = statistics.median(times[options.warmup :])
    print(
        json.dumps(
            {
                "encoder": options.model,
                "images_per_second": options.batch * 1e3 / median,
                "ms_per_batch": median,
                "loading_ms": 1e3 * loading,
                "peak_rss_gb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e9,
                "precision": options.precision,
                "threads": options.threads,
                "batch": options.batch,
            }
        )
    )


if __name__ == "__main__":
    main()
