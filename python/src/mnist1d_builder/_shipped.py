"""What the package ships beside its own modules: the command, its version and its parameters."""

import json
import os
from functools import cache
from typing import Any

BUNDLE = os.path.join(os.path.dirname(__file__), "_bundle")


@cache
def version() -> str:
    """Of the command, and so of this package."""
    said: str = _read("package.json")["version"]
    return said


@cache
def schema() -> dict[str, dict[str, Any]]:
    """The command's parameters by their names, each as JSON Schema has it."""
    properties: dict[str, dict[str, Any]] = _read("config.schema.json")["properties"]
    return properties


def _read(name: str) -> Any:
    with open(os.path.join(BUNDLE, name), encoding="utf-8") as file:
        return json.load(file)
