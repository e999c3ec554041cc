"""Writes files as PyTorch does, and beside each the bytes that reading must give.

    python files.py FOLDER     writes formats.pt, legacy.pt and what tensors of them hold as NAME.bin
"""
import argparse
import pathlib
import sys
from collections import OrderedDict

import torch

folder = pathlib.Path(sys.argv[1])
folder.mkdir(parents=True, exist_ok=True)
torch.manual_seed(0)

base = torch.randn(6, 4)
linear = torch.nn.Linear(3, 2)
tensors = {
    "float32": base,
    "float64": torch.randn(3, dtype=torch.float64),
    "float16": torch.tensor([1.0, -2.0, 6e-8, 65504.0, float("inf"), 1 / 3], dtype=torch.float16),
    "bfloat16": torch.randn(1000).to(torch.bfloat16),
    "int64": torch.tensor([-(2**62), 7]),
    "int32": torch.tensor([[1, -2]], dtype=torch.int32),
    "uint8": torch.arange(256, dtype=torch.uint8),
    "bool": torch.tensor([True, False, True]),
    "scalar": torch.tensor(2.5),
    "empty": torch.zeros(0, 3),
    "rows": base[1:3],
    "columns": base[:, 1:3],
    "transposed": base.t(),
    "repeated": torch.tensor([[1.0], [2.0]]).expand(2, 3),
    "channels-last": torch.randn(2, 3, 4, 5).to(memory_format=torch.channels_last),
    "half-transposed": torch.randn(3, 5).to(torch.float16).t(),
    "parameter": torch.nn.Parameter(torch.randn(4)),
}
tree = OrderedDict(tensors)
tree["module"] = linear.state_dict()
tree["args"] = argparse.Namespace(lr=1e-4, steps=400000, big=2**80, name="größe", flag=True, none=None, sizes=[1, 2])
tree["size"] = base.size()
tree["set"] = {1, 2}
tree["dtype"] = torch.float32
torch.save(tree, folder / "formats.pt")
del tree["bfloat16"]
torch.save(tree, folder / "legacy.pt", _use_new_zipfile_serialization=False)

for name, tensor in tensors.items():
    tensor = tensor.detach()
    if tensor.dtype in (torch.float16, torch.bfloat16):
        tensor = tensor.float()
    (folder / f"{name}.bin").write_bytes(tensor.contiguous().numpy().tobytes())
(folder / "module.weight.bin").write_bytes(linear.weight.detach().numpy().tobytes())
