"""A PyTorch Dataset, as torchvision's are."""

import os
from collections.abc import Callable, Mapping
from typing import Any

import torch
from torch.utils.data import Dataset

from ._dataset import ending
from ._load import load


class MNIST1D(Dataset[tuple[Any, Any]]):
    """One split as signals with their labels: `dataset[i]` is `(x, y)`.

    - `root`: the folder of the cache (`mnist1d_builder.cache_directory()` if not given).
    - `split`: `train`, `test`, `validation` with `val_size`, `test_<name>` with `shifts`.
    - `channels_first`: x is (1, length), as `Conv1d` takes it; else (length, 1), as `GRU` with `batch_first` does.
    - `transform`, `target_transform`: called with each x and each y.
    - `preset_or_config`, `parameters`: as in `mnist1d_builder.load`, and so are the errors.

    x is float32 (float64 with `dtype="float64"`), y an int64 without dimensions. `data`, (rows, 1, length), and
    `targets`, (rows,), are all of them, in the mapped file: what is written into them stays in this process. `classes`:
    their names, or their labels as text.
    """

    def __init__(
        self,
        root: str | os.PathLike[str] | None = None,
        split: str = "train",
        *,
        channels_first: bool = True,
        transform: Callable[[torch.Tensor], Any] | None = None,
        target_transform: Callable[[torch.Tensor], Any] | None = None,
        preset_or_config: str | os.PathLike[str] | Mapping[str, Any] | None = None,
        **parameters: Any,
    ) -> None:
        loaded = load(preset_or_config, splits=[split], cache=root, **parameters)
        self.split = split
        self.transform = transform
        self.target_transform = target_transform
        self.data = torch.from_numpy(loaded[f"x{ending(split)}"]).unsqueeze(1 if channels_first else 2)
        self.targets = torch.from_numpy(loaded[f"y{ending(split)}"])
        self.classes: list[str] = loaded.config.get("class_names") or [str(y) for y in loaded["templates_y"]]
        self.config = loaded.config
        self.digest = loaded.digest

    def __getitem__(self, index: int) -> tuple[Any, Any]:
        x, y = self.data[index], self.targets[index]
        if self.transform is not None:
            x = self.transform(x)
        if self.target_transform is not None:
            y = self.target_transform(y)
        return x, y

    def __len__(self) -> int:
        return len(self.targets)

    def __repr__(self) -> str:
        return f"<MNIST1D: {len(self):,} {self.split} of {self.digest}>"
