"""MNIST-1D, the published dataset bit for bit and every variation of it, for Python.

`load()` gives NumPy arrays, `mnist1d_builder.torch.MNIST1D` is a PyTorch Dataset, and `mnist1d_builder.compat` has the
functions of the original package.
"""

from typing import TYPE_CHECKING, Any

from .errors import (
    ArrayNameError,
    BuildInterrupted,
    CacheError,
    CommandError,
    Mnist1dError,
    Mnist1dWarning,
    NodeNotFoundError,
    ParameterError,
    StalePickleError,
)

if TYPE_CHECKING:
    from ._dataset import Dataset
    from ._load import load
    from .cache import cache_directory, clear_cache

__all__ = [
    "ArrayNameError",
    "BuildInterrupted",
    "CacheError",
    "CommandError",
    "Dataset",
    "Mnist1dError",
    "Mnist1dWarning",
    "NodeNotFoundError",
    "ParameterError",
    "StalePickleError",
    "cache_directory",
    "clear_cache",
    "load",
]


def __getattr__(name: str) -> Any:
    # What needs NumPy comes when it is asked for: the script `mnist1d` starts without.
    if name == "__version__":
        from ._shipped import version

        return version()
    if name == "load":
        from ._load import load

        return load
    if name == "Dataset":
        from ._dataset import Dataset

        return Dataset
    if name in ("cache_directory", "clear_cache"):
        from . import cache

        return getattr(cache, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
