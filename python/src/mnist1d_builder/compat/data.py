"""What is in the original's module `mnist1d.data`."""

import os
import random
import tempfile
from collections.abc import Mapping
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .._command import run
from .._load import load
from .._parameters import unknown
from .._shipped import schema
from ..errors import CommandError, ParameterError, StalePickleError
from .pickles import read_pickle, same_dataset

URL = "https://github.com/greydanus/mnist1d/raw/master/mnist1d_data.pkl"
# The original's arguments are the first of the parameters, in its order.
NAMES = tuple(schema())[1:13]


def get_dataset_args(as_dict: bool = False) -> Any:
    """The original's default arguments, as attributes of an object or as a dict."""
    args = {name: schema()[name]["default"] for name in NAMES} | {"url": URL}
    args["padding"] = list(args["padding"])
    return args if as_dict else SimpleNamespace(**args)


def get_templates() -> dict[str, NDArray[Any]]:
    """The ten digits: `x` (10, 12) and `t` (12,), float64, and `y` (10,), int64."""
    return {name: array.copy() for name, array in load(splits=[]).templates.items()}


def make_dataset(args: Any = None, template: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """The dataset of the arguments: the original's dict of `x`, `x_test`, `y`, `y_test`, `t` and `templates`.

    Its float64 values are those of correctly rounded logarithms; the original's last bits depend on the platform. As
    the original does, it seeds Python's `random` and `numpy.random`. NumPy's stream is left at its beginning, where the
    original has drawn from it.

    Raises ParameterError for an argument that the original would ignore or miss, and what `mnist1d_builder.load` does.
    """
    made = _load(_config(args, template), template)
    _set_seed(args)
    return made


def get_dataset(
    args: Any,
    path: str | os.PathLike[str] | None = None,
    verbose: bool = True,
    download: bool = True,
    regenerate: bool = False,
    template: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """The dataset of the arguments, from the pickle at `path` (`./mnist1d_data.pkl`), or made and pickled there.

    With `download`, which is the original's default, and no file, it is the published dataset, made here and not
    downloaded: `path` is then the published file, byte for byte. With `regenerate` the file is replaced.

    Raises StalePickleError for a file at `path` that is not the dataset of these arguments: the original returns it, or
    replaces it without a word if it can't be read. Raises ParameterError for `download` with arguments that are not
    those of the published dataset, which the original would ignore, and what `make_dataset` does.
    """
    if download and regenerate:
        raise ParameterError("download and regenerate: the published dataset, or one of your own, but not both")
    path = Path("mnist1d_data.pkl" if path is None else path)
    config = _config(args, template)
    published = _config(None, None)
    if not regenerate and os.path.lexists(path):
        found = read_pickle(path)
        if not same_dataset(found, _load(config, template)):
            raise StalePickleError(
                f"{path} is not the dataset of these arguments. Name another path, or say regenerate=True (and "
                "download=False) to replace it"
            )
        if verbose:
            print(f"Successfully loaded data from {path}")
        return found
    if download:
        if config != published:
            changed = [name for name in config if config[name] != published.get(name)]
            raise ParameterError(
                f"download: the published dataset has not these arguments ({', '.join(changed)}), and the original "
                "would ignore them: say download=False"
            )
        if getattr(args, "url", URL) != URL:
            raise ParameterError(f"url: nothing is downloaded, and the published dataset is at {URL}")
        config |= {"rounding": "published"}
    if verbose:
        print(f"Making the {'published ' if download else ''}dataset, and saving it to {path}")
    data = _load(config, template)
    _write_pickle(config, path)
    if not download:
        _set_seed(args)
    return data


def _config(args: Any, template: Mapping[str, Any] | None) -> dict[str, Any]:
    """The config of the arguments, all of which must be the original's."""
    if isinstance(args, Mapping):
        raise ParameterError("args: expected an object with attributes, as get_dataset_args() gives, got a dict")
    given = dict(vars(get_dataset_args() if args is None else args))
    for name in given:
        if name not in NAMES and name != "url":
            raise ParameterError(unknown("argument", name, NAMES))
    for name in NAMES:
        if name not in given:
            raise ParameterError(f"{name}: args has no such attribute; begin with get_dataset_args()")
    given.pop("url", None)
    templates = {} if template is None else {"templates": {name: template[name] for name in "xty"}}
    return {**given, **templates, "dtype": "float64"}


def _load(config: dict[str, Any], template: Mapping[str, Any] | None) -> dict[str, Any]:
    """Arrays of its own, in memory: programs write into them."""
    loaded = load(config)
    data: dict[str, Any] = {name: loaded[name].copy() for name in ("x", "x_test", "y", "y_test", "t")}
    templates = {name: array.copy() for name, array in loaded.templates.items()}
    return data | {"templates": templates if template is None else template}


def _set_seed(args: Any) -> None:
    seed = get_dataset_args().seed if args is None else args.seed
    random.seed(seed)
    np.random.seed(seed)


def _write_pickle(config: dict[str, Any], path: Path) -> None:
    """The pickle of a dataset that is in the cache, put in its place when it is whole."""
    source = load(config, splits=[]).path
    try:
        with tempfile.TemporaryDirectory(prefix=".mnist1d-", dir=path.parent) as folder:
            made = Path(folder, "data.pkl")
            run(["convert", str(source), str(made), "--quiet"])
            made.replace(path)
    except OSError as error:
        raise CommandError(f"{path}: can't be written: {error.strerror}", 3) from None
