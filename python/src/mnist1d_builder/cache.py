"""The cache: a folder with a dataset of NPY files for each request, made and published whole by the command.

`python -m mnist1d_builder.cache` says where it is and how much is in it; with `clear` it is emptied.
"""

from __future__ import annotations

import hashlib
import json
import mmap
import os
import re
import sys
from typing import TYPE_CHECKING, Any

import numpy as np

from ._shipped import version
from .errors import CacheError, Mnist1dError, Mnist1dWarning

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from ._parameters import Request

# An entry is named by the version that made it and the digest of what was asked for.
ENTRY_NAME = r"\d+\.\d+\.\d+[\w.-]*-[0-9a-f]{40}"


def cache_directory(directory: str | os.PathLike[str] | None = None) -> Path:
    """Where datasets are kept: what is given, else `MNIST1D_CACHE`, else a folder of the system's for caches."""
    from pathlib import Path  # like other imports below, it takes longer than to read a dataset

    return Path(_directory(directory))


def clear_cache(directory: str | os.PathLike[str] | None = None) -> int:
    """Removes the datasets of every version, and nothing else that may be in the folder. Returns their bytes.

    Arrays that are in use stay valid, but on Windows, which refuses.
    """
    import shutil

    freed = 0
    for entry in _entries(directory):
        freed += _size(entry)
        try:
            shutil.rmtree(entry)
        except OSError as error:
            raise CacheError(f"{entry}: can't be removed: {error.strerror}") from None
    return freed


class Entry:
    """A dataset in the cache. What is read of it is what was written, or a CacheError."""

    def __init__(self, path: str) -> None:
        self.path = path
        try:
            with open(os.path.join(path, "manifest.json"), encoding="utf-8") as file:
                text = file.read()
            self.manifest: dict[str, Any] = json.loads(text)
            self._check_manifest(text)
            self._files = {file["path"]: file["sha256"] for file in self.manifest["files"]}
            if not self._files.keys() <= set(os.listdir(path)):
                raise ValueError
        except (OSError, ValueError, KeyError, TypeError):
            raise self._damaged("manifest.json") from None

    def __contains__(self, name: str) -> bool:
        return f"{name}.npy" in self._files

    def array(self, name: str) -> NDArray[Any]:
        """An array, in the mapped file. What is written into it stays in this process, and out of the file."""
        file = f"{name}.npy"
        path = os.path.join(self.path, file)
        try:
            with open(path, "rb") as opened, mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ) as content:
                if hashlib.sha256(content).hexdigest() != self._files[file]:
                    raise self._damaged(file)
            mapped: NDArray[Any] = np.load(path, mmap_mode="c", allow_pickle=False)
        except (OSError, ValueError):
            raise self._damaged(file) from None
        return mapped.view(np.ndarray)

    def _check_manifest(self, text: str) -> None:
        """Its version, and what the digests in it are of: the config, and the splits. Files have theirs."""
        config = text[text.index('"config": ') + 10 : text.rindex('"config_digest"')].rstrip().removesuffix(",")
        # As it is digested: without white space between its strings and numbers, which stay as they are spelled.
        plain = re.sub(r'("(?:[^"\\]|\\.)*")|\s+', lambda part: part[1] or "", config)
        splits = "".join(
            f"{split['name']} {split['rows']} {self.manifest['length']} {split['sha256']}\n"
            for split in self.manifest["splits"]
        )
        if (
            self.manifest["generator"]["version"] != version()
            or self.manifest["config_digest"] != _digest(plain)
            or self.manifest["digest"] != _digest(f"mnist1d-digest-v1\n{splits}")
        ):
            raise ValueError

    def _damaged(self, file: str) -> CacheError:
        return CacheError(
            f"{os.path.join(self.path, file)} is not what was written there. Remove {self.path}, "
            "or all of the cache: python -m mnist1d_builder.cache clear"
        )


def entry_of(request: Request, directory: str | os.PathLike[str] | None = None) -> Entry:
    """The dataset that is asked for, made if it is not there. Several processes may ask at once.

    Raises ParameterError, CommandError, CacheError, BuildInterrupted or NodeNotFoundError.
    """
    path = os.path.join(_directory(directory), f"{version()}-{request.key()}")
    if not os.path.isdir(path):
        _make(request, path)
    return Entry(path)


def _make(request: Request, path: str) -> None:
    import warnings

    from ._command import run

    folder = os.path.dirname(path)
    try:
        os.makedirs(folder, exist_ok=True)
    except OSError as error:
        raise CacheError(
            f"the cache {folder} can't be made: {error.strerror}. "
            "Name another: cache=, or MNIST1D_CACHE in the environment"
        ) from None
    preset = ["--preset", request.preset] if request.preset else []
    config = json.dumps(request.parameters)
    # Without --quiet it says what is unusual; with --json nothing else on standard error.
    made = run(["generate", *preset, "--config", "-", "--format", "npy", "--out", path, "--json"], config)
    for warning in made.warnings:
        warnings.warn(warning.removeprefix("-: "), Mnist1dWarning, stacklevel=4)


def _directory(given: str | os.PathLike[str] | None) -> str:
    chosen = given or os.environ.get("MNIST1D_CACHE")
    if chosen:
        return os.path.abspath(os.path.expanduser(chosen))
    home = os.path.expanduser("~")
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA") or os.path.join(home, "AppData", "Local")
    elif sys.platform == "darwin":
        base = os.path.join(home, "Library", "Caches")
    else:
        base = os.environ.get("XDG_CACHE_HOME") or os.path.join(home, ".cache")
    return os.path.join(base, "mnist1d-builder")


def _entries(directory: str | os.PathLike[str] | None = None) -> list[str]:
    """The folders of the datasets that are there, of every version."""
    folder = _directory(directory)
    names = sorted(os.listdir(folder)) if os.path.isdir(folder) else []
    paths = [os.path.join(folder, name) for name in names if re.fullmatch(ENTRY_NAME, name)]
    return [path for path in paths if os.path.isfile(os.path.join(path, "manifest.json"))]


def _digest(text: str) -> str:
    return f"sha256:{hashlib.sha256(text.encode()).hexdigest()}"


def _size(entry: str) -> int:
    return sum(os.path.getsize(os.path.join(entry, file)) for file in os.listdir(entry))


def main(arguments: list[str]) -> int:
    """Says where the cache is, or clears it. Returns an exit code."""
    if arguments not in ([], ["clear"]):
        sys.stderr.write("usage: python -m mnist1d_builder.cache [clear]\n")
        return 2
    try:
        if arguments:
            print(f"{clear_cache():,} bytes removed from {_directory(None)}")
        else:
            found = _entries()
            count = "1 dataset" if len(found) == 1 else f"{len(found)} datasets"
            print(f"{_directory(None)}: {count}, {sum(map(_size, found)):,} bytes")
    except Mnist1dError as error:
        sys.stderr.write(f"error: {error}\n")
        return 3
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
