"""Writes parity cases of the kind metric, with what NumPy and SciPy compute by the papers' formulas: reference.py FOLDER"""
import json
import pathlib
import struct
import sys

import numpy as np
import scipy.linalg
import scipy.spatial.distance
import scipy.special
import scipy.stats


def safetensors(path, arrays):
    header, blobs, at = {}, [], 0
    for name, array in arrays.items():
        array = np.ascontiguousarray(array) if np.ndim(array) else np.asarray(array)
        blob = array.tobytes()
        kind = {"float32": "F32", "float64": "F64", "int64": "I64"}[str(array.dtype)]
        header[name] = {"dtype": kind, "shape": list(array.shape), "data_offsets": [at, at + len(blob)]}
        at += len(blob)
        blobs.append(blob)
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    path.write_bytes(struct.pack("<Q", len(text)) + text + b"".join(blobs))


def case(root, name, options, inputs, expected):
    folder = root / name
    folder.mkdir(parents=True)
    (folder / "case.yaml").write_text(
        "run: metric\nsource: NumPy and SciPy\noptions: %s\ntolerance: {absolute: 1.0e-9, relative: 1.0e-6}\n"
        % json.dumps(options)
    )
    safetensors(folder / "inputs.safetensors", inputs)
    safetensors(folder / "expected.safetensors", {k: np.float64(v) for k, v in expected.items()})


def frechet(real, generated):
    a, b = np.cov(real, rowvar=False), np.cov(generated, rowvar=False)
    shift = real.mean(0) - generated.mean(0)
    root = scipy.linalg.sqrtm(a @ b)
    return shift @ shift + np.trace(a) + np.trace(b) - 2 * np.trace(root.real)


def mmd(x, y):
    kernel = lambda a, b: (a @ b.T / a.shape[1] + 1) ** 3
    unbiased = lambda k: (k.sum() - np.trace(k)) / (len(k) * (len(k) - 1))
    return unbiased(kernel(x, x)) + unbiased(kernel(y, y)) - 2 * kernel(x, y).mean()


def radii(x, k):
    return np.sort(scipy.spatial.distance.cdist(x, x), axis=1)[:, k]


def main(root):
    draw = np.random.default_rng(5)
    mix = draw.normal(size=(48, 48)) / 7
    # More rows than are read at once, so that the blocks' joints are part of it.
    real32 = (draw.normal(size=(2300, 48)) @ mix + 0.3).astype(np.float32)
    generated32 = (draw.normal(size=(1500, 48)) @ mix * 1.1 + 0.1).astype(np.float32)
    real, generated = real32.astype(np.float64), generated32.astype(np.float64)
    both = {"real": real32, "generated": generated32}
    case(root, "frechet-distance", {"metric": "frechet-distance"}, both, {"value": frechet(real, generated)})
    case(root, "kid", {"metric": "kid", "subset-size": 5000}, both, {"value": mmd(real, generated)})
    across = scipy.spatial.distance.cdist(real, generated)
    case(root, "precision-recall", {"metric": "precision-recall", "neighbours": 3}, both, {
        "precision": (across <= radii(real, 3)[:, None]).any(0).mean(),
        "recall": (across <= radii(generated, 3)[None, :]).any(1).mean(),
    })
    inside = across < radii(real, 5)[:, None]
    case(root, "density-coverage", {"metric": "density-coverage", "neighbours": 5}, both, {
        "density": inside.sum() / 5 / len(generated),
        "coverage": inside.any(1).mean(),
    })
    logits = (draw.normal(size=(2411, 30)) * 2).astype(np.float32)
    scores = []
    for i in range(7):
        part = logits[i * len(logits) // 7 : (i + 1) * len(logits) // 7].astype(np.float64)
        p = scipy.special.softmax(part, axis=1)
        scores.append(np.exp(scipy.special.rel_entr(p, p.mean(0)).sum(1).mean()))
    case(root, "inception-score", {"metric": "inception-score", "splits": 7}, {"logits": logits},
         {"mean": np.mean(scores), "deviation": np.std(scores)})
    x = np.round(draw.normal(size=500), 1).astype(np.float32)
    y = np.round(x + draw.normal(size=500), 1).astype(np.float32)
    case(root, "correlation", {"metric": "correlation"}, {"x": x, "y": y}, {
        "pearson": scipy.stats.pearsonr(x.astype(float), y.astype(float))[0],
        "spearman": scipy.stats.spearmanr(x, y)[0],
    })


main(pathlib.Path(sys.argv[1]))
