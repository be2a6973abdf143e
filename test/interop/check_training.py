"""What trains in mnist1d, held against PyTorch: losses and gradients of the same parameters, and the optimisers' settings."""

import json
import subprocess
from pathlib import Path

import torch
from torch import nn
from torch.nn import functional as F

from harness import Checks, require, require_mismatch

HERE = Path(__file__).resolve().parent
TORCH = f"torch {torch.__version__}"
LENGTH, CLASSES = 40, 10


class Parameters:
    """Tensors of ours, one after the other, as PyTorch shapes them: ours are (inputs, outputs), windows time before channel."""

    def __init__(self, values: list[float], tensors: list[dict]):
        self.values = torch.tensor(values, dtype=torch.float64, requires_grad=True)
        self.tensors = iter(tensors)
        self.at = 0

    def next(self) -> torch.Tensor:
        shape = next(self.tensors)["shape"]
        size = torch.Size(shape).numel()
        self.at += size
        return self.values[self.at - size : self.at].reshape(shape)

    def linear(self, x: torch.Tensor) -> torch.Tensor:
        """@param x (rows, time, channels), or flat."""
        weight, bias = self.next(), self.next()
        return F.linear(x.flatten(1), weight.T, bias)

    def conv(self, x: torch.Tensor, kernel: int, **settings: int) -> torch.Tensor:
        weight, bias = self.next(), self.next()
        weight = weight.reshape(kernel, x.shape[2], -1).permute(2, 1, 0)
        return F.conv1d(x.transpose(1, 2), weight, bias, **settings).transpose(1, 2)

    def gru(self, x: torch.Tensor, units: int) -> torch.Tensor:
        layer = nn.GRU(x.shape[2], units, batch_first=True, bidirectional=True).double()
        weights = {name: self.next() for name, _ in layer.named_parameters()}
        return torch.func.functional_call(layer, weights, (x,))[0]


def pooled(x: torch.Tensor, kind: str) -> torch.Tensor:
    x = x.transpose(1, 2)
    y = {"max": F.max_pool1d, "average": F.avg_pool1d}[kind](x, 2) if kind != "l2" else F.lp_pool1d(x, 2, 2)
    return y.transpose(1, 2)


def outputs(name: str, p: Parameters, x: torch.Tensor) -> torch.Tensor:
    if name == "linear":
        return p.linear(x)
    if name == "mlp":
        h = p.linear(x).relu()
        h = h + p.linear(h).relu()
        return p.linear(h)
    if name == "cnn":
        h = p.conv(x, 5, stride=2, padding=1).relu()
        h = p.conv(h, 3, stride=2, padding=1).relu()
        return p.linear(p.conv(h, 3, stride=2, padding=1).relu())
    if name == "gru":
        return p.linear(p.gru(x, 6))
    if name == "deep":
        h = p.gru(p.conv(x, 4, stride=3).tanh(), 3)
        return p.linear(h + p.conv(h, 1).tanh())
    h = pooled(p.conv(x, 3, padding=1).relu(), name.split()[0])
    return p.linear(p.conv(h, 3, padding=1))


def check_gradients(case: dict) -> None:
    p = Parameters(case["parameters"], case["tensors"])
    x = torch.tensor(case["x"], dtype=torch.float64).reshape(-1, LENGTH, 1)
    labels = torch.tensor(case["labels"])
    y = outputs(case["name"], p, x)
    require(p.at == len(case["parameters"]), f"PyTorch's model has {p.at} parameters")
    loss = F.cross_entropy(y, labels) if case["loss"] == "crossEntropy" else F.mse_loss(y, F.one_hot(labels, CLASSES).double())
    loss.backward()
    tolerance = 1e-12 if case["dtype"] == "float64" else 3e-6
    require(abs(loss.item() - case["mean"]) < tolerance, f"the loss is {case['mean']}, PyTorch's {loss.item()}")
    furthest = (p.values.grad - torch.tensor(case["gradients"], dtype=torch.float64)).abs().max().item()
    require(furthest < tolerance, f"a gradient is {furthest} from PyTorch's")
    require(p.values.grad.abs().max().item() > 1e-3, "there is no gradient")


def check_notices(case: dict) -> None:
    """A gradient that is a thousandth off is noticed."""
    for i in (0, len(case["gradients"]) - 1):
        changed = [value + (1e-3 if i == j else 0) for j, value in enumerate(case["gradients"])]
        require_mismatch(check_gradients, {**case, "gradients": changed})


def main() -> None:
    checks = Checks()
    cases = json.loads(subprocess.run(["node", str(HERE / "trained.mjs")], check=True, stdout=subprocess.PIPE).stdout)
    for case in cases:
        checks.run(f"{TORCH}, gradients: {case['name']}, {case['loss']}, {case['dtype']}", check_gradients, case)
    checks.run(f"a changed gradient is noticed: {TORCH}", check_notices, cases[0])
    checks.finish()


if __name__ == "__main__":
    main()
