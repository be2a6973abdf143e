"""Pickles of datasets: read without running anything that they say, and compared."""

import pickle
from pathlib import Path
from typing import Any

import numpy as np

from ..errors import StalePickleError

# All that a dict of arrays needs, under the names of NumPy 1 and 2. Any other name could be a program.
ALLOWED = {
    ("numpy", "ndarray"),
    ("numpy", "dtype"),
    ("numpy.core.multiarray", "_reconstruct"),
    ("numpy._core.multiarray", "_reconstruct"),
    ("_codecs", "encode"),
}
ARRAYS = ("x", "x_test", "y", "y_test", "t")
# The original's float64 values differ from one platform's logarithm to the next by 9e-16 of some units.
ROUNDING = 1e-12


class _ArraysOnly(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        if (module, name) not in ALLOWED:
            raise pickle.UnpicklingError(f"it would load {module}.{name}")
        return super().find_class(module, name)


def read_pickle(path: Path) -> dict[str, Any]:
    """The original's dict in a file. Raises StalePickleError for anything else."""
    try:
        with path.open("rb") as file:
            data = _ArraysOnly(file).load()
        arrays = [data[name] for name in ARRAYS] + [data["templates"][name] for name in "xty"]
    except Exception as error:  # a damaged pickle can raise any
        reason = error.strerror if isinstance(error, OSError) else error
        raise StalePickleError(
            f"{path} is no pickle of a dataset: {reason}. Name another path, or say regenerate=True (and "
            "download=False) to replace it"
        ) from None
    if not all(isinstance(array, np.ndarray) and array.dtype.kind in "fi" for array in arrays):
        raise StalePickleError(f"{path} is a pickle of something else than the arrays of a dataset")
    found: dict[str, Any] = data
    return found


def same_dataset(one: dict[str, Any], other: dict[str, Any]) -> bool:
    """Whether two have the same arrays, but for how logarithms were rounded."""
    pairs = [(one[name], other[name]) for name in ARRAYS]
    pairs += [(one["templates"][name], np.asarray(other["templates"][name])) for name in "xty"]
    return all(
        a.shape == b.shape and a.dtype.kind == b.dtype.kind and np.allclose(a, b, rtol=ROUNDING, atol=ROUNDING)
        for a, b in pairs
    )
