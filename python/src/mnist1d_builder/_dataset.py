"""A loaded dataset."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from ._parameters import unknown
from .errors import ArrayNameError, ParameterError

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd
    from numpy.typing import NDArray

# The columns that an example may have, in the order of the command's tables.
COLUMNS = ("x", "y", "y_clean", "x_clean", "padding", "scale", "translation", "shear")
TEMPLATES = ("templates_x", "templates_t", "templates_y")


def ending(split: str) -> str:
    """What the names of a split's arrays end with: `x` is train's, `x_val` validation's, `x_test_far` test_far's."""
    return {"train": "", "validation": "_val"}.get(split, f"_{split}")


class Dataset(Mapping[str, "NDArray[Any]"]):
    """The arrays of a dataset by their names, the usual ones as attributes too, and what they are.

    Arrays are C-contiguous and in memory-mapped files: what is written into them stays in this process.

    - `x`, `x_test`, …: (rows, length), float32, or float64 if the config says so; standardised.
    - `y`, `y_test`, …: (rows,), int64, labels.
    - `t`: (length,), float64, the time axis. `templates`: `x` (classes, points), `t` (points,), `y` (classes,).
    - `data["x_test_far"]`, `data["scale_test"]`, …: those of shifted splits and further columns.

    `config` is the full config, `digest` the data's identity (`sha256:…`, of all splits), `splits` the names of what
    is loaded.
    """

    def __init__(
        self,
        arrays: Mapping[str, NDArray[Any]],
        *,
        splits: tuple[str, ...],
        config: dict[str, Any],
        digest: str,
        path: str,
    ) -> None:
        self._arrays = dict(arrays)
        self.splits = splits
        self.config = config
        self.digest = digest
        self._path = path

    def __getitem__(self, name: str) -> NDArray[Any]:
        try:
            return self._arrays[name]
        except KeyError:
            raise ArrayNameError(unknown("array of this dataset", name, self._arrays)) from None

    def __iter__(self) -> Iterator[str]:
        return iter(self._arrays)

    def __len__(self) -> int:
        return len(self._arrays)

    def __repr__(self) -> str:
        rows = ", ".join(f"{len(self['y' + ending(split)]):,} {split}" for split in self.splits)
        return f"<MNIST-1D: {rows}; {self.digest}>"

    def __eq__(self, other: object) -> bool:
        return self is other

    __hash__ = object.__hash__

    @property
    def path(self) -> Path:
        """The folder in the cache, which the command can be given."""
        from pathlib import Path  # takes longer to import than a dataset to be read

        return Path(self._path)

    @property
    def x(self) -> NDArray[Any]:
        """Signals of train."""
        return self["x"]

    @property
    def y(self) -> NDArray[np.int64]:
        """Labels of train."""
        return self["y"]

    @property
    def x_val(self) -> NDArray[Any]:
        """Signals of validation, with `val_size`."""
        return self["x_val"]

    @property
    def y_val(self) -> NDArray[np.int64]:
        """Labels of validation, with `val_size`."""
        return self["y_val"]

    @property
    def x_test(self) -> NDArray[Any]:
        """Signals of test."""
        return self["x_test"]

    @property
    def y_test(self) -> NDArray[np.int64]:
        """Labels of test."""
        return self["y_test"]

    @property
    def y_clean(self) -> NDArray[np.int64]:
        """True labels of train, with `label_noise`."""
        return self["y_clean"]

    @property
    def t(self) -> NDArray[np.float64]:
        """The time axis."""
        return self["t"]

    @property
    def templates(self) -> dict[str, NDArray[Any]]:
        """The templates, as the original has them: `x`, `t` and `y`."""
        return {name[-1]: self[name] for name in TEMPLATES}

    def to_frame(self, split: str | None = None) -> pd.DataFrame:
        """A table as the command's CSV has it: `x0`, `x1`, …, `y`, further columns, and of several splits `split`.

        Without a split, all that are loaded. Copies. Needs pandas; ParameterError for a split that is not loaded.
        """
        import pandas as pd

        if split is not None and split not in self.splits:
            raise ParameterError(unknown("split of this dataset", split, self.splits))
        frames = []
        for name in self.splits if split is None else (split,):
            columns: dict[str, NDArray[Any]] = {}
            for column in COLUMNS:
                # Only train has other true labels than its labels.
                array = self.get(column + ending(name), self[f"y{ending(name)}"] if column == "y_clean" else None)
                if array is None or (column == "y_clean" and "label_noise" not in self.config):
                    continue
                if array.ndim == 1:
                    columns[column] = array
                else:
                    columns |= {f"{column}{i}": array[:, i] for i in range(array.shape[1])}
            if split is None:
                columns["split"] = np.full(len(self[f"y{ending(name)}"]), name, dtype=object)
            frames.append(pd.DataFrame(columns))
        return pd.concat(frames, ignore_index=True)
