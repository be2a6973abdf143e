"""What the interop checks share: running the command, comparing arrays to the last bit, and checking the checks."""

import hashlib
import subprocess
import sys
from pathlib import Path

import numpy as np

Arrays = dict[str, np.ndarray]

ROOT = Path(__file__).resolve().parents[2]
BIN = ["node", str(ROOT / "bin" / "mnist1d.js")]

# What the paper reports of logistic regression on the test split.
PUBLISHED_ACCURACY = 0.32


class Mismatch(Exception):
    """What a client read is not what was written."""


def require(condition: bool, message: str) -> None:
    if not condition:
        raise Mismatch(message)


def generate(*arguments: str | Path) -> bytes:
    """Runs the built command. @return its standard output."""
    return subprocess.run([*BIN, "generate", "--quiet", *arguments], check=True, stdout=subprocess.PIPE).stdout


def expected_arrays(folder: Path, *flags: str) -> Arrays:
    """What a config's arrays must be: as NumPy finds them in .npy files, which check_formats.py compares with the fixtures."""
    generate("--format", "npy", "--out", f"{folder}/", *flags)
    return {path.stem: np.load(path) for path in folder.glob("*.npy")}


# Of tables, in their order.
COLUMNS = ["x", "y", "y_clean", "x_clean", "padding", "scale", "translation", "shear"]
SIGNALS = ["x", "x_clean"]
LABELS = ["y", "y_clean"]
SPLIT_NAMES = "U45"  # of the column `split`: test_, and 40 characters


def suffix_of(split: str) -> str:
    """What the names of a split's arrays end with."""
    return {"train": "", "validation": "_val"}.get(split, f"_{split}")


def splits_of(arrays: Arrays) -> list[str]:
    """The splits of a dataset, in the order that every dataset has them in."""
    shifted = sorted(name.removeprefix("y_") for name in arrays if name.startswith("y_test_"))
    return [split for split in ["train", "validation", "test", *shifted] if f"y{suffix_of(split)}" in arrays]


def split_of(arrays: Arrays, split: str) -> Arrays:
    """The columns of the table of a split."""
    suffix = suffix_of(split)
    table = {name: arrays[name + suffix] for name in COLUMNS if name != "y_clean" and name + suffix in arrays}
    if "y_clean" in arrays:
        # All labels but those of train are true.
        table["y_clean"] = arrays["y_clean" if split == "train" else f"y{suffix}"]
    return {name: table[name] for name in COLUMNS if name in table}


class Checks:
    passed = 0
    failed = 0

    def finish(self) -> None:
        print(f"\n{self.passed} passed, {self.failed} failed\n")
        sys.exit(1 if self.failed or not self.passed else 0)

    def run(self, name: str, check, *arguments):
        """@return what the check returns; None if it fails."""
        try:
            result = check(*arguments)
        except Exception as error:
            self.failed += 1
            print(f"FAIL {name}: {type(error).__name__}: {error}")
        else:
            self.passed += 1
            print(f"ok   {name}")
            return result


def compare(actual: Arrays, expected: Arrays) -> None:
    require(sorted(actual) == sorted(expected), f"has {sorted(actual)}, expected {sorted(expected)}")
    for name, wanted in expected.items():
        found = actual[name]
        require(found.dtype == wanted.dtype, f"{name} is {found.dtype}, expected {wanted.dtype}")
        require(found.shape == wanted.shape, f"{name} has shape {found.shape}, expected {wanted.shape}")
        # Bytes, so that -0.0 is not 0.0.
        if found.tobytes() != wanted.tobytes():
            raise Mismatch(f"{name} differs, first at {np.argwhere(found != wanted)[:1].tolist()}")


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def with_one_bit_changed(arrays: Arrays, name: str) -> Arrays:
    changed = arrays[name].copy(order="C")
    bits = changed.view(np.uint8).reshape(-1)
    bits[len(bits) // changed.size * (changed.size - 1)] ^= 1
    return {**arrays, name: changed}


def require_mismatch(check, *arguments) -> None:
    try:
        check(*arguments)
    except Mismatch:
        return
    raise AssertionError("a changed bit was not noticed")


def flip_bit(path: Path, values: np.ndarray) -> None:
    """Changes the lowest bit of the last of some values in the file, which must have them as they are in memory."""
    data = bytearray(path.read_bytes())
    start = data.find(values.tobytes())
    require(start >= 0, f"{path.name} does not have these values")
    data[start + values.nbytes - values.itemsize] ^= 1
    path.write_bytes(data)
