"""Milliseconds of a training step of a baseline in PyTorch on one core, as the notebooks train it: `learn.py cnn`."""

import sys
import time

import torch
from torch import nn
from torch.nn import functional as F


class Residual(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.inner = nn.Linear(100, 100)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return x + self.inner(x).relu()


class Recurrent(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.gru = nn.GRU(1, 6, batch_first=True, bidirectional=True)
        self.linear = nn.Linear(480, 10)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.linear(self.gru(x.unsqueeze(2))[0].flatten(1))


def conv(inputs: int, kernel: int) -> list[nn.Module]:
    return [nn.Conv1d(inputs, 25, kernel, stride=2, padding=1), nn.ReLU()]


MODELS = {
    "linear": lambda: nn.Linear(40, 10),
    "mlp": lambda: nn.Sequential(nn.Linear(40, 100), nn.ReLU(), Residual(), nn.Linear(100, 10)),
    "cnn": lambda: nn.Sequential(nn.Unflatten(1, (1, 40)), *conv(1, 5), *conv(25, 3), *conv(25, 3), nn.Flatten(), nn.Linear(125, 10)),
    "gru": Recurrent,
}

torch.set_num_threads(1)
model = MODELS[sys.argv[1]]()
optimiser = torch.optim.Adam(model.parameters(), 1e-2)
x, y = torch.randn(4000, 40), torch.randint(10, (4000,))
steps = 100
for _ in range(2):  # the first time is a warm-up
    start = time.perf_counter()
    for step in range(steps):
        batch = slice(step % 40 * 100, step % 40 * 100 + 100)
        loss = F.cross_entropy(model(x[batch]), y[batch])
        loss.backward()
        optimiser.step()
        optimiser.zero_grad()
print((time.perf_counter() - start) / steps * 1000)
