"""Runs the lines by which the notebooks of *Understanding Deep Learning* get their data, and compares it with the presets.

Labels and float32 values must be equal; float64 values but for what the C library here rounds otherwise in a logarithm.
"""

import random
import tempfile
from pathlib import Path

import mnist1d
import numpy as np
from harness import Arrays, Checks, expected_arrays, require


def notebook_8_1(folder: Path) -> Arrays:
    """Also the lines of 9.5, 10.2, 11.2, 11.3, 20.1 and 20.2."""
    args = mnist1d.data.get_dataset_args()
    return mnist1d.data.get_dataset(args, path=str(folder / "8_1.pkl"), download=False, regenerate=False)


def notebook_8_3(folder: Path) -> Arrays:
    random.seed(0)  # of no effect: get_dataset seeds it again, with args.seed
    args = mnist1d.data.get_dataset_args()
    args.num_samples = 8000
    args.train_split = 0.5
    args.corr_noise_scale = 0.25
    args.iid_noise_scale = 2e-2
    data = mnist1d.data.get_dataset(args, path=str(folder / "8_3.pkl"), download=False, regenerate=True)

    # Add 15% noise to training labels
    for c_y in range(len(data["y"])):
        random_number = random.random()
        if random_number < 0.15:
            random_int = int(random.random() * 10)
            data["y"][c_y] = random_int
    return data


def same_data(folder: Path, notebook, *flags: str) -> None:
    theirs = notebook(folder)
    ours = expected_arrays(folder / notebook.__name__, *flags, "--dtype", "float64")
    for name in ("y", "y_test"):
        require(np.array_equal(theirs[name], ours[name]), f"{name} differs")
    for name in ("x", "x_test"):
        apart = np.abs(theirs[name] - ours[name])
        require(theirs[name].shape == ours[name].shape, f"{name} has another shape")
        require(apart.max() < 1e-14, f"{name} is up to {apart.max()} apart")
        require(np.array_equal(theirs[name].astype("f4"), ours[name].astype("f4")), f"{name} differs as float32")


def main() -> None:
    checks = Checks()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        checks.run("notebook 8.1 has the defaults", same_data, folder, notebook_8_1)
        checks.run("notebook 8.3 has the preset udl-8.3", same_data, folder, notebook_8_3, "--preset", "udl-8.3")
    checks.finish()


main()
