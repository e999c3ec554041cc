"""Writes the models of TorchScriptTest, with PyTorch 2.7.1."""

import torch

class Pool(torch.nn.Module):
    """Means of 8x8 pixels, as a map, tokens, tokens behind others, or something else."""

    def __init__(self, gives):
        super().__init__()
        self.gives = gives
        self.factor = torch.nn.Parameter(torch.tensor(2.0))

    def forward(self, x):
        y = torch.nn.functional.avg_pool2d(x, 8) * self.factor
        tokens = y.flatten(2).transpose(1, 2)
        if self.gives == "map":
            return y
        if self.gives == "tokens":
            return tokens
        if self.gives == "class":
            return torch.cat([tokens.mean(1, keepdim=True), tokens], 1)
        if self.gives == "bfloat16":
            return tokens.bfloat16()
        if self.gives == "half":
            return y.half()
        if self.gives == "pair":
            return y, tokens
        if self.gives == "vector":
            return tokens.mean(1)
        if self.gives == "fixed":
            return tokens.reshape(1, 16, 3)
        raise ValueError(self.gives)

for gives in ("map", "tokens", "class", "bfloat16", "half", "pair", "vector", "fixed"):

    torch.jit.trace(Pool(gives).eval(), torch.rand(1, 3, 32, 32)).save(gives + ".ts")
torch.save(Pool("map").state_dict(), "weights.pt")
