"""Parameters as people give them: checked by name, made plain, and named by a digest."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from ._shipped import schema
from .errors import ParameterError

# What a config file may have besides, and what means nothing, or not what it seems to, as an argument.
ONLY_IN_FILES = ("$schema", "url")


class Request(NamedTuple):
    """What a dataset is asked for by: a preset, and parameters as JSON has them that are laid over it."""

    preset: str | None
    parameters: dict[str, Any]

    def key(self) -> str:
        """The same for the same parameters, in any order and with their defaults or without: 40 hexadecimal digits."""
        defaults = {key: _text(entry.get("default")) for key, entry in schema().items()}
        # Over a preset, a default is a change.
        given = {k: v for k, v in self.parameters.items() if self.preset or _text(v) != defaults[k]}
        return hashlib.sha256(_text([self.preset, given]).encode()).hexdigest()[:40]


def request(
    preset_or_config: str | os.PathLike[str] | Mapping[str, Any] | None, parameters: Mapping[str, Any]
) -> Request:
    """What is asked for; names are checked here, values by the command.

    Raises ParameterError.
    """
    for name in parameters:
        if name not in schema() or name in ONLY_IN_FILES:
            raise ParameterError(unknown("parameter", name, [key for key in schema() if key not in ONLY_IN_FILES]))
    preset, config = None, {}
    if isinstance(preset_or_config, str):
        preset = preset_or_config if preset_or_config != "defaults" else None
    elif isinstance(preset_or_config, Mapping):
        config = dict(preset_or_config)
    elif preset_or_config is not None:
        config = _read(preset_or_config)
    for name in config:
        if name not in schema():
            raise ParameterError(unknown("parameter", name, list(schema())))
    merged = {**config, **parameters}
    return Request(preset, {name: plain(name, value) for name, value in merged.items() if name not in ONLY_IN_FILES})


def plain(name: str, value: Any) -> Any:
    """A value as JSON has it: lists of tuples and arrays, numbers of NumPy's, whole numbers without a point."""
    if isinstance(value, Mapping):
        return {str(key): plain(name, entry) for key, entry in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(name, entry) for entry in value]
    if hasattr(value, "tolist"):  # arrays and scalars of NumPy
        return plain(name, value.tolist())
    if isinstance(value, float):
        if value != value or value in (float("inf"), float("-inf")):
            raise ParameterError(f"{name}: expected a finite number, got {value}")
        return int(value) if value.is_integer() and str(value) != "-0.0" else value
    if value is None or isinstance(value, (bool, int, str)):
        return value
    raise ParameterError(f"{name}: expected what JSON can have, got {type(value).__name__}")


def unknown(kind: str, name: str, known: Iterable[str]) -> str:
    """The sentence about a name that there is not: with the nearest that there is, or all."""
    import difflib  # only who errs waits for it

    names = list(known)
    near = difflib.get_close_matches(name.lower(), names, n=1)
    return f"{name}: no {kind} has this name. " + (
        f"Did you mean {near[0]}?" if near else f"There are: {', '.join(names)}."
    )


def _read(path: os.PathLike[str]) -> dict[str, Any]:
    try:
        with open(path, encoding="utf-8") as file:
            config = json.load(file)
    except OSError as error:
        raise ParameterError(f"{os.fspath(path)}: {error.strerror}") from None
    except ValueError as error:
        raise ParameterError(f"{os.fspath(path)}: is not JSON: {error}") from None
    if not isinstance(config, dict):
        raise ParameterError(f"{os.fspath(path)}: expected an object with parameters")
    return config


def _text(value: Any) -> str:
    return json.dumps(value, sort_keys=True, separators=(",", ":"))
