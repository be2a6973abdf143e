"""How long Python waits for a dataset, in turn with the original package; medians, each of a new process.

python python/bench.py [ROUNDS]     in an environment that has this package, the original and PyTorch
"""

import statistics
import subprocess
import sys
import tempfile

FIRST = """
from mnist1d_builder import load
load(seed={round}, cache={folder!r})
"""
ORIGINAL = """
from mnist1d.data import get_dataset_args, make_dataset
args = get_dataset_args()
args.seed = {round}
make_dataset(args)
"""
# NumPy, and PyTorch, are there before; the clock is read around the rest.
TIMED = """
import time
{before}
start = time.perf_counter()
{program}
print(time.perf_counter() - start)
"""
EPOCH = """
import time, torch
from torch.utils.data import DataLoader, TensorDataset
from mnist1d_builder.torch import MNIST1D
ours = MNIST1D(cache_folder)
theirs = TensorDataset(ours.data.clone(), ours.targets.clone())
for turn in range(11):
    for dataset in (ours, theirs):
        start = time.perf_counter()
        for x, y in DataLoader(dataset, batch_size=100, shuffle=True):
            pass
        if turn > 0:
            print(time.perf_counter() - start)
"""


def run(program: str) -> list[float]:
    """The numbers that a program prints."""
    return [float(line) for line in subprocess.check_output([sys.executable, "-c", program], text=True).split()]


def main(rounds: int) -> None:
    """Prints a table."""
    times: dict[str, list[float]] = {}

    def add(name: str, seconds: float) -> None:
        times.setdefault(name, []).append(seconds)

    with tempfile.TemporaryDirectory() as folder:
        for turn in range(rounds):
            names = {"round": turn, "folder": folder}
            add(
                "the original: make_dataset",
                run(TIMED.format(before="import mnist1d.data", program=ORIGINAL.format(**names)))[0],
            )
            add(
                "load, the first of a config",
                run(TIMED.format(before="import numpy", program=FIRST.format(**names)))[0],
            )
            add("load, from the cache", run(TIMED.format(before="import numpy", program=FIRST.format(**names)))[0])
            epochs = run(EPOCH.replace("cache_folder", repr(folder)))
            for ours, theirs in zip(epochs[::2], epochs[1::2], strict=True):
                add("an epoch of MNIST1D", ours)
                add("an epoch of TensorDataset", theirs)
    for name, seconds in times.items():
        print(f"{name:30} {statistics.median(seconds) * 1000:8.1f} ms   least {min(seconds) * 1000:8.1f} ms")
    for one, other in (
        ("load, the first of a config", "the original: make_dataset"),
        ("an epoch of MNIST1D", "an epoch of TensorDataset"),
    ):
        ratio = statistics.median(a / b for a, b in zip(times[one], times[other], strict=True))
        print(f"{one} / {other}: {ratio:.2f}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 7)
