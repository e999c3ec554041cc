"""Writes weight files as transformers and timm write them, small and random, with the tokens that these give.

  encoders.py probe           prints what is not installed
  encoders.py write FOLDER    one folder a case: encoder.yaml (FILE stands for the weights), the weights, tensors.safetensors
"""
import importlib.util
import pathlib
import sys

MODULES = ["torch", "transformers", "timm", "safetensors"]
missing = [name for name in MODULES if importlib.util.find_spec(name) is None]
if sys.argv[1] == "probe":
    print(" ".join(missing))
    sys.exit(0)

import timm
import torch
import torch.nn.functional as F
import transformers as hf
from functools import partial
from safetensors.torch import save_file
from timm.layers import SwiGLUPacked, resample_abs_pos_embed
from timm.models.vision_transformer import VisionTransformer

torch.manual_seed(0)
ROOT = pathlib.Path(sys.argv[2])
SIDE, PATCH, WIDTH, DEPTH, HEADS = 40, 8, 32, 2, 4
KEYS = f"input: {SIDE}, patch: {PATCH}, hidden: {WIDTH}, depth: {DEPTH}, heads: {HEADS}"
IMAGES = torch.rand(2, 3, 56, 56)
IMAGENET = ([0.485, 0.456, 0.406], [0.229, 0.224, 0.225])
CLIP = ([0.48145466, 0.4578275, 0.40821073], [0.26862954, 0.26130258, 0.27577711])


def normalize(x, constants):
    mean, deviation = (torch.tensor(c).view(1, 3, 1, 1) for c in constants)
    return (x - mean) / deviation


def bicubic(x):
    return F.interpolate(x, SIDE, mode="bicubic")


NORMALIZED_FIRST = bicubic(normalize(IMAGES, IMAGENET))
CLIP_IMAGES = normalize(bicubic(IMAGES), CLIP)
DINOV3_IMAGES = normalize(F.interpolate(IMAGES, SIDE, mode="bilinear", antialias=True), IMAGENET)
SIZED = torch.rand(2, 3, SIDE, SIDE)


def case(name, encoder, file, tokens, images=IMAGES):
    folder = ROOT / name
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "encoder.yaml").write_text(encoder.replace("FILE", str(folder / file)))
    tensors = {"images": images, "tokens": tokens.float()}
    save_file({k: v.detach().contiguous() for k, v in tensors.items()}, folder / "tensors.safetensors")
    return folder


def shake(model):
    """Every parameter off its initial value: scales of one and biases of zero hide mistakes."""
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.add_(torch.randn_like(parameter) * 0.2)
    return model.eval()


class Module(torch.nn.Module):
    def forward(self, x):
        return x


def program(state):
    """Modules that hold these arrays, traced: as the authors of CLIP publish theirs."""
    root = Module()
    for name, value in state.items():
        *path, last = name.split(".")
        module = root
        for part in path:
            if part not in module._modules:
                module.add_module(part, Module())
            module = module._modules[part]
        module.register_parameter(last, torch.nn.Parameter(value))
    return torch.jit.trace(root, torch.zeros(1))


def clip_of_the_authors(vision):
    """The image tower's arrays, by the names that CLIP's authors gave them."""
    names = {"embeddings.patch_embedding": "conv1", "embeddings.class_embedding": "class_embedding",
             "embeddings.position_embedding.weight": "positional_embedding", "pre_layrnorm": "ln_pre",
             "post_layernorm": "ln_post", "encoder.layers": "transformer.resblocks", "self_attn.out_proj": "attn.out_proj",
             "layer_norm1": "ln_1", "layer_norm2": "ln_2", "mlp.fc1": "mlp.c_fc", "mlp.fc2": "mlp.c_proj"}
    state = {}
    for name, value in vision.state_dict().items():
        if "q_proj" in name:
            parts = [vision.state_dict()[name.replace("q_proj", part)] for part in ["q_proj", "k_proj", "v_proj"]]
            name, value = name.replace("self_attn.q_proj.", "attn.in_proj_"), torch.cat(parts)
        if "k_proj" in name or "v_proj" in name or "position_ids" in name:
            continue
        for theirs, authors in names.items():
            name = name.replace(theirs, authors)
        state["visual." + name] = value.clone()
    return {**state, "visual.proj": torch.zeros(WIDTH, 16), "token_embedding.weight": torch.zeros(4, 4)}


@torch.no_grad()
def transformers_cases():
    size = dict(hidden_size=WIDTH, num_hidden_layers=DEPTH, num_attention_heads=HEADS, patch_size=PATCH)
    size["image_size"] = SIDE
    mlp = dict(size, intermediate_size=128)

    def saved(name, model, encoder, tokens, images=IMAGES, file="model.safetensors", **options):
        folder = case("transformers-" + name, encoder, file, tokens, images)
        model.save_pretrained(folder, **options)

    dinov2 = shake(hf.Dinov2Model(hf.Dinov2Config(**size, mlp_ratio=4)))
    tokens = dinov2(NORMALIZED_FIRST).last_hidden_state[:, 1:]
    saved("dinov2", dinov2, f"{{type: dinov2, {KEYS}, weights: FILE}}", tokens)
    saved("dinov2-shards", dinov2, f"{{type: dinov2, {KEYS}, weights: FILE}}", tokens,
          file="model.safetensors.index.json", max_shard_size="40KB")
    saved("dinov2-folder", dinov2, f"{{type: dinov2, {KEYS}, weights: FILE}}", tokens, file="", max_shard_size="40KB")

    half = hf.Dinov2Model(dinov2.config).eval()
    half.load_state_dict(dinov2.state_dict())
    half.half()
    rounded = hf.Dinov2Model(dinov2.config).eval()
    rounded.load_state_dict({k: v.float() for k, v in half.state_dict().items()})
    saved("dinov2-half", half, f"{{type: dinov2, {KEYS}, weights: FILE}}",
          rounded(NORMALIZED_FIRST).last_hidden_state[:, 1:])

    classifier = shake(hf.Dinov2ForImageClassification(hf.Dinov2Config(**size, mlp_ratio=4)))
    saved("dinov2-classifier", classifier, f"{{type: dinov2, {KEYS}, weights: FILE}}",
          classifier.dinov2(NORMALIZED_FIRST).last_hidden_state[:, 1:])

    registers = shake(hf.Dinov2WithRegistersModel(hf.Dinov2WithRegistersConfig(**size, mlp_ratio=4)))
    saved("dinov2-registers", registers, f"{{type: dinov2, {KEYS}, registers: 4, weights: FILE}}",
          registers(NORMALIZED_FIRST).last_hidden_state[:, 5:])
    mixed = registers(NORMALIZED_FIRST).last_hidden_state
    saved("dinov2-mixed", registers, f"{{type: dinov2mixed, {KEYS}, registers: 4, alpha: 0.3, weights: FILE}}",
          0.3 * mixed[:, :1] + 0.7 * mixed[:, 5:])

    gated = shake(hf.Dinov2Model(hf.Dinov2Config(**size, mlp_ratio=4, use_swiglu_ffn=True)))
    saved("webssl-gated", gated, f"{{type: webssl, {KEYS}, feed-forward: swiglu, weights: FILE}}",
          gated(NORMALIZED_FIRST).last_hidden_state[:, 1:])

    vit = shake(hf.ViTModel(hf.ViTConfig(**mlp, layer_norm_eps=1e-12)))
    saved("dino", vit, f"{{type: dino, {KEYS}, weights: FILE}}", vit(NORMALIZED_FIRST).last_hidden_state[:, 1:])

    ijepa = shake(hf.IJepaModel(hf.IJepaConfig(**mlp, layer_norm_eps=1e-6)))
    saved("ijepa", ijepa, f"{{type: ijepa, {KEYS}, weights: FILE}}", ijepa(NORMALIZED_FIRST).last_hidden_state)

    for name, options, keys in [("dinov3", {}, ""), ("dinov3-gated", {"use_gated_mlp": True, "hidden_act": "silu"},
                                                     "feed-forward: swiglu, ")]:
        dinov3 = shake(hf.DINOv3ViTModel(hf.DINOv3ViTConfig(**mlp, num_register_tokens=4, **options)))
        saved(name, dinov3, f"{{type: dinov3, {KEYS}, mlp: 128, registers: 4, {keys}weights: FILE}}",
              dinov3(DINOV3_IMAGES).last_hidden_state[:, 5:])

    text = dict(hidden_size=WIDTH, num_hidden_layers=1, num_attention_heads=HEADS, intermediate_size=64, vocab_size=50)
    clip = shake(hf.CLIPModel(hf.CLIPConfig(text_config=text, vision_config=mlp, projection_dim=16)))
    saved("clip-with-text", clip, f"{{type: clip, {KEYS}, weights: FILE}}",
          clip.vision_model(CLIP_IMAGES).last_hidden_state[:, 1:])
    folder = case("torchscript-clip", f"{{type: clip, {KEYS}, weights: FILE}}", "clip.pt",
                  clip.vision_model(CLIP_IMAGES).last_hidden_state[:, 1:])
    program(clip_of_the_authors(clip.vision_model)).save(str(folder / "clip.pt"))
    siglip = shake(hf.SiglipModel(hf.SiglipConfig(text_config=text, vision_config=mlp)))
    for kind in ["siglip", "siglip2"]:
        saved(kind + "-with-text", siglip, f"{{type: {kind}, {KEYS}, mlp: 128, weights: FILE}}",
              siglip.vision_model(NORMALIZED_FIRST).last_hidden_state)


def resampled(model):
    """The published alignment code resamples positions before it uses a model of timm's kind."""
    grid = SIDE // PATCH
    model.pos_embed.data = resample_abs_pos_embed(
        model.pos_embed.data, [grid, grid], num_prefix_tokens=0 if model.no_embed_class else model.num_prefix_tokens)
    model.patch_embed.img_size = (SIDE, SIDE)
    model.patch_embed.grid_size = (grid, grid)
    return model


@torch.no_grad()
def timm_cases():
    size = dict(patch_size=PATCH, embed_dim=WIDTH, num_heads=HEADS, num_classes=0, img_size=72)
    norm = partial(torch.nn.LayerNorm, eps=1e-6)

    def vit(depth=DEPTH, **options):
        return shake(VisionTransformer(**{**size, "depth": depth, "norm_layer": norm, **options}))

    def saved(name, model, encoder, tokens, wrap=lambda state: state, images=IMAGES, file="weights.pth"):
        state = {k: v.clone() for k, v in model.state_dict().items()}
        expected = tokens(resampled(model))
        folder = case("timm-" + name, encoder, file, expected, images)
        torch.save(wrap(state), folder / file)

    def features(first, images=NORMALIZED_FIRST):
        return lambda model: model.forward_features(images)[:, first:]

    def last_block(first, images):
        def run(model):
            model.norm = torch.nn.Identity()
            return model.forward_features(images)[:, first:]
        return run

    saved("dino", vit(), f"{{type: dino, {KEYS}, weights: FILE}}", features(1))
    saved("dinov2", vit(init_values=0.5), f"{{type: dinov2, {KEYS}, weights: FILE}}", features(1))
    saved("dinov2-registers", vit(init_values=0.5, reg_tokens=4, no_embed_class=True),
          f"{{type: dinov2, {KEYS}, registers: 4, weights: FILE}}", features(5))
    saved("dinov2-gated", vit(init_values=0.5, mlp_layer=SwiGLUPacked, act_layer=torch.nn.SiLU, mlp_ratio=2 * 88 / WIDTH),
          f"{{type: dinov2, {KEYS}, feed-forward: swiglu, weights: FILE}}", features(1))
    saved("mae", vit(), f"{{type: mae, {KEYS}, weights: FILE}}",
          last_block(1, normalize(SIZED, IMAGENET)), images=SIZED,
          wrap=lambda state: {"model": {**state, "mask_token": torch.zeros(1, 1, 8), "decoder_embed.weight": torch.zeros(8, 8)}})

    def moco(state):
        names = {}
        for name, value in state.items():
            name = name.replace("blocks.13.norm1.", "blocks.13.norm13.").replace("blocks.13.mlp.fc1.", "blocks.13.mlp.fc13.")
            name = name.replace("blocks.14.norm2.", "blocks.14.norm14.").replace("blocks.14.mlp.fc2.", "blocks.14.mlp.fc14.")
            names["module.base_encoder." + name] = value
            names["module.momentum_encoder." + name] = value
        return {"epoch": 300, "arch": "vit", "state_dict": {**names, "module.base_encoder.head.0.weight": torch.zeros(4, 4)}}

    saved("mocov3", vit(depth=15), f"{{type: mocov3, {KEYS}, depth: 15, weights: FILE}}".replace(f"depth: {DEPTH}, ", ""),
          features(1, normalize(SIZED, IMAGENET)), images=SIZED, wrap=moco)
    saved("ijepa", vit(class_token=False, global_pool="avg", fc_norm=False),
          f"{{type: ijepa, {KEYS}, weights: FILE}}", features(0), file="weights.pth.tar",
          wrap=lambda state: {"encoder": {"module." + k: v for k, v in state.items()},
                              "target_encoder": {"module." + k: v for k, v in state.items()},
                              "predictor": {"module.mask_token": torch.zeros(4)}, "epoch": 3, "lr": 0.1})
    saved("siglip", vit(class_token=False, global_pool="map", act_layer=partial(torch.nn.GELU, approximate="tanh")),
          f"{{type: siglip, {KEYS}, weights: FILE}}", features(0))


transformers_cases()
timm_cases()
