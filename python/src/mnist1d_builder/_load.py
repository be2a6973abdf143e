"""The dataset of a config, from the cache or made."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from typing import Any

from ._dataset import COLUMNS, TEMPLATES, Dataset, ending
from ._parameters import request, unknown
from .cache import entry_of
from .errors import ParameterError


def load(
    preset_or_config: str | os.PathLike[str] | Mapping[str, Any] | None = None,
    *,
    splits: Iterable[str] | None = None,
    cache: str | os.PathLike[str] | None = None,
    **parameters: Any,
) -> Dataset:
    """The dataset of a config: made by the command the first time, and from then on mapped from the cache and verified.

    - `preset_or_config`: the name of a preset (a `str`), a config (a mapping, such as the original's
      `get_dataset_args(as_dict=True)`), or the path of a config file (a `pathlib.Path`). Without: the published
      dataset in float32.
    - `splits`: the names of those to load, such as `["train", "test_far"]`. Without: all.
    - `cache`: the folder of the cache (`mnist1d_builder.cache_directory()` if not given).
    - `parameters`: of the command, by the names of a config file: `shear_scale=1.5`, `padding=(36, 60)`.
      They go before those of the config.

    Raises ParameterError for a name or a value that is none; CommandError if the command failed; CacheError for a cache
    that can't be made or is damaged; NodeNotFoundError; BuildInterrupted on Ctrl-C, with nothing written. Warns of
    unusual values (Mnist1dWarning) when it makes the dataset.
    """
    entry = entry_of(request(preset_or_config, parameters), cache)
    there = [split["name"] for split in entry.manifest["splits"]]
    wanted = there if splits is None else [splits] if isinstance(splits, str) else list(splits)
    for split in wanted:
        if split not in there:
            raise ParameterError(unknown("split of this dataset", split, there))
    loaded = tuple(split for split in there if split in wanted)
    names = [column + ending(split) for split in loaded for column in COLUMNS] + ["t", *TEMPLATES]
    return Dataset(
        {name: entry.array(name) for name in names if name in entry},
        splits=loaded,
        config=entry.manifest["config"],
        digest=entry.manifest["digest"],
        path=entry.path,
    )
