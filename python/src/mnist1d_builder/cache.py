"""The cache: a folder with a dataset of NPY files for each request, made and published whole by the command.

`python -m mnist1d_builder.cache` says where it is and how much is in it; with `clear` it is emptied.
"""

import hashlib
import json
import mmap
import os
import re
import shutil
import sys
import warnings
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ._command import run
from ._parameters import Request, version
from .errors import CacheError, Mnist1dError, Mnist1dWarning

# An entry is named by the version that made it and the digest of what was asked for.
ENTRY_NAME = re.compile(r"\d+\.\d+\.\d+[\w.-]*-[0-9a-f]{40}")


def cache_directory(directory: str | os.PathLike[str] | None = None) -> Path:
    """Where datasets are kept: what is given, else `MNIST1D_CACHE`, else a folder of the system's for caches."""
    given = directory or os.environ.get("MNIST1D_CACHE")
    if given:
        return Path(given).expanduser().absolute()
    if sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    elif sys.platform == "darwin":
        base = Path.home() / "Library" / "Caches"
    else:
        base = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return base / "mnist1d-builder"


def clear_cache(directory: str | os.PathLike[str] | None = None) -> int:
    """Removes the datasets of every version, and nothing else that may be in the folder. Returns their bytes.

    Arrays that are in use stay valid, but on Windows, which refuses.
    """
    freed = 0
    for entry in entries(directory):
        freed += _size(entry)
        try:
            shutil.rmtree(entry)
        except OSError as error:
            raise CacheError(f"{entry}: can't be removed: {error.strerror}") from None
    return freed


def entries(directory: str | os.PathLike[str] | None = None) -> list[Path]:
    """The datasets that are there, of every version."""
    folder = cache_directory(directory)
    if not folder.is_dir():
        return []
    return sorted(e for e in folder.iterdir() if ENTRY_NAME.fullmatch(e.name) and (e / "manifest.json").is_file())


class Entry:
    """A dataset in the cache. What is read of it is what was written, or a CacheError."""

    def __init__(self, path: Path) -> None:
        self.path = path
        text = self._read_manifest()
        try:
            self.manifest: dict[str, Any] = json.loads(text)
            self._check_manifest(text)
            self._files = {file["path"]: file for file in self.manifest["files"]}
        except (ValueError, KeyError, TypeError):
            raise self._damaged("manifest.json") from None

    @property
    def names(self) -> list[str]:
        """Its arrays."""
        return [file.removesuffix(".npy") for file in self._files]

    def array(self, name: str) -> NDArray[Any]:
        """An array, in the mapped file. What is written into it stays in this process, and out of the file."""
        file = f"{name}.npy"
        path = self.path / file
        try:
            with path.open("rb") as opened, mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ) as content:
                if hashlib.sha256(content).hexdigest() != self._files[file]["sha256"]:
                    raise self._damaged(file)
            mapped: NDArray[Any] = np.load(path, mmap_mode="c", allow_pickle=False)
        except (OSError, ValueError):
            raise self._damaged(file) from None
        return mapped.view(np.ndarray)

    def _read_manifest(self) -> str:
        try:
            return (self.path / "manifest.json").read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            raise self._damaged("manifest.json") from None

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
            f"{self.path / file} is not what was written there. Remove {self.path}, "
            "or all of the cache: python -m mnist1d_builder.cache clear"
        )


def entry_of(request: Request, directory: str | os.PathLike[str] | None = None) -> Entry:
    """The dataset that is asked for, made if it is not there. Several processes may ask at once.

    Raises ParameterError, CommandError, CacheError, BuildInterrupted or NodeNotFoundError.
    """
    folder = cache_directory(directory)
    path = folder / f"{version()}-{request.key()}"
    if not path.is_dir():
        _make(request, path)
    return Entry(path)


def _make(request: Request, path: Path) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CacheError(_not_writable(path.parent, error.strerror or str(error))) from None
    preset = ["--preset", request.preset] if request.preset else []
    config = json.dumps(request.parameters)
    # Without --quiet it says what is unusual; with --json nothing else on standard error.
    made = run(["generate", *preset, "--config", "-", "--format", "npy", "--out", str(path), "--json"], config)
    for warning in made.warnings:
        warnings.warn(warning.removeprefix("-: "), Mnist1dWarning, stacklevel=4)


def _not_writable(folder: Path, reason: str) -> str:
    return f"the cache {folder} can't be made: {reason}. Name another: cache=, or MNIST1D_CACHE in the environment"


def _digest(text: str) -> str:
    return f"sha256:{hashlib.sha256(text.encode()).hexdigest()}"


def _size(entry: Path) -> int:
    return sum(file.stat().st_size for file in entry.rglob("*") if file.is_file())


def main(arguments: list[str]) -> int:
    """Says where the cache is, or clears it. Returns an exit code."""
    if arguments not in ([], ["clear"]):
        sys.stderr.write("usage: python -m mnist1d_builder.cache [clear]\n")
        return 2
    try:
        if arguments:
            print(f"{clear_cache():,} bytes removed from {cache_directory()}")
        else:
            found = entries()
            print(f"{cache_directory()}: {len(found)} datasets, {sum(map(_size, found)):,} bytes")
    except Mnist1dError as error:
        sys.stderr.write(f"error: {error}\n")
        return 3
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
