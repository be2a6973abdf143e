"""A cache of the tests' own, and what they ask for most."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[2]


@pytest.fixture(scope="session", autouse=True)
def shared_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """One for all tests that only read, so that each dataset is made once."""
    folder = tmp_path_factory.mktemp("cache")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MNIST1D_CACHE", str(folder))
        yield folder


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty one."""
    folder = tmp_path / "cache"
    monkeypatch.setenv("MNIST1D_CACHE", str(folder))
    return folder


@pytest.fixture
def mnist1d() -> Callable[..., "subprocess.CompletedProcess[str]"]:
    """The script that pip installed, run as people run it."""

    def run(*arguments: str, **options: object) -> "subprocess.CompletedProcess[str]":
        script = Path(sys.executable).with_name("mnist1d.exe" if os.name == "nt" else "mnist1d")
        return subprocess.run(  # type: ignore[call-overload, no-any-return]
            [script, *arguments], **{"capture_output": True, "text": True, "timeout": 120, **options}
        )

    return run
