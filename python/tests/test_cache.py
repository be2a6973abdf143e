"""The cache: keyed, verified, safe for several processes, and cleared of nothing but what is its own."""

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import mnist1d_builder
from mnist1d_builder import BuildInterrupted, CacheError, CommandError, cache_directory, clear_cache, load

LOAD = "import mnist1d_builder; print(mnist1d_builder.load(num_samples=1000, seed={seed}).digest)"


def test_the_same_parameters_are_one_entry_however_they_are_given(cache: Path) -> None:
    one = load(num_samples=100, seed=42, shear_scale=1.0, padding=(36, 60))
    other = load({"shear_scale": 1, "num_samples": 100})
    assert one.path == other.path == load("defaults", num_samples=100, shear_scale=1).path
    assert [entry.name for entry in cache.iterdir()] == [one.path.name]
    assert load(num_samples=100, shear_scale=1.5).path != one.path
    # Over a preset, a default is a change.
    assert load("shuffled", num_samples=100, shuffle_seq=False).path != load("shuffled", num_samples=100).path


def test_a_hit_starts_no_program(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    load(num_samples=100)
    monkeypatch.setattr(subprocess, "Popen", None)
    load(num_samples=100)


def test_the_command_verifies_an_entry(cache: Path) -> None:
    path = load(num_samples=100, label_noise=0.1).path
    script = Path(sys.executable).with_name("mnist1d")
    assert subprocess.run([script, "verify", path, "-q"], check=False).returncode == 0


def test_a_changed_byte_is_an_error_or_has_no_part_in_what_is_read(cache: Path) -> None:
    data = load(num_samples=100, seed=5)
    entry, kept = data.path, cache / "kept"
    before = {name: array.tobytes() for name, array in data.items()}
    shutil.copytree(entry, kept)
    draw = random.Random(0)
    places = [(file.name, at) for file in kept.glob("*.npy") for at in (0, 60, 130, file.stat().st_size - 1)]
    size = (kept / "manifest.json").stat().st_size
    places += [("manifest.json", draw.randrange(size)) for _ in range(200)]
    errors = 0
    for name, at in places:
        content = bytearray((kept / name).read_bytes())
        content[at] ^= 1 << draw.randrange(7)
        (entry / name).write_bytes(content)
        try:
            again = load(num_samples=100, seed=5)
        except CacheError as error:
            errors += 1
            assert str(entry / name) in str(error) or name == "manifest.json"
            assert "python -m mnist1d_builder.cache clear" in str(error)
        else:
            assert name == "manifest.json"
            assert {key: array.tobytes() for key, array in again.items()} == before
            assert (again.config, again.digest) == (data.config, data.digest)
        shutil.copyfile(kept / name, entry / name)
    assert errors > len(places) // 2
    load(num_samples=100, seed=5)


def test_a_file_that_is_missing_or_cut_off_is_an_error(cache: Path) -> None:
    path = load(num_samples=100).path
    (path / "x.npy").write_bytes((path / "x.npy").read_bytes()[:-1])
    with pytest.raises(CacheError, match=r"x\.npy is not what was written there"):
        load(num_samples=100)
    (path / "x.npy").write_bytes(b"")
    with pytest.raises(CacheError):
        load(num_samples=100)
    (path / "x.npy").unlink()
    with pytest.raises(CacheError):
        load(num_samples=100)
    clear_cache()
    load(num_samples=100)


def test_several_processes_may_make_the_same(cache: Path) -> None:
    line = [sys.executable, "-c", LOAD.format(seed=9)]
    running = [subprocess.Popen(line, stdout=subprocess.PIPE, text=True) for _ in range(5)]
    said = {process.communicate(timeout=300)[0] for process in running}
    assert [process.returncode for process in running] == [0] * 5
    assert len(said) == 1
    assert [entry.name for entry in cache.iterdir()] == [load(num_samples=1000, seed=9).path.name]


@pytest.mark.skipif(os.name == "nt", reason="Windows has no signals to send")
@pytest.mark.parametrize("group", [True, False], ids=["from a terminal", "alone"])
def test_ctrl_c_leaves_nothing(cache: Path, group: bool) -> None:
    code = "import mnist1d_builder; mnist1d_builder.load(num_samples=3_000_000, engine='blocked')"
    process = subprocess.Popen([sys.executable, "-c", code], stderr=subprocess.PIPE, text=True, start_new_session=True)
    deadline = time.monotonic() + 120
    while not list(cache.glob(".mnist1d-*/*")) and time.monotonic() < deadline:
        time.sleep(0.01)
    (os.killpg if group else os.kill)(process.pid, signal.SIGINT)
    said = process.communicate(timeout=120)[1]
    assert "BuildInterrupted: interrupted" in said.splitlines()[-1]
    assert "During handling" not in said
    assert "subprocess.py" not in said
    assert not any(cache.iterdir())


def test_an_interruption_is_not_taken_for_an_error() -> None:
    assert issubclass(BuildInterrupted, KeyboardInterrupt)
    assert not issubclass(BuildInterrupted, Exception)


READ_ONLY = """
import os, mnist1d_builder
from mnist1d_builder import _command
digest = mnist1d_builder.load(num_samples=1000, seed=1).digest
if os.geteuid() == 0:  # root may write anywhere
    os.setegid(65534)
    os.seteuid(65534)
assert mnist1d_builder.load(num_samples=1000, seed=1).digest == digest
mnist1d_builder.load(num_samples=1000, seed=2)
"""


@pytest.mark.skipif(os.name == "nt", reason="folders of Windows have no such mode")
def test_a_cache_that_is_read_only_is_read_and_what_is_not_in_it_an_error(cache: Path) -> None:
    load(num_samples=1000, seed=1)
    for parent in cache.parents[:3]:
        parent.chmod(0o755)
    cache.chmod(0o555)
    said = subprocess.run([sys.executable, "-c", READ_ONLY], capture_output=True, text=True, check=False)
    cache.chmod(0o755)
    assert said.returncode == 1
    last = said.stderr.splitlines()[-1]
    assert last.startswith("mnist1d_builder.errors.CommandError: "), said.stderr
    assert "permission denied" in last.lower()
    assert str(cache) in last
    assert "During handling" not in said.stderr
    assert len(list(cache.iterdir())) == 1


def test_a_cache_in_the_place_of_a_file_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine", encoding="utf-8")
    with pytest.raises(CacheError, match="Name another: cache=, or MNIST1D_CACHE"):
        load(num_samples=100, cache=tmp_path / "file" / "cache")
    with pytest.raises((CacheError, CommandError)):
        load(num_samples=100, cache=tmp_path / "file")
    assert (tmp_path / "file").read_text(encoding="utf-8") == "mine"


def test_clearing_removes_datasets_and_nothing_else(cache: Path) -> None:
    data = load(num_samples=100)
    (cache / "mine").mkdir()
    (cache / "mine" / "manifest.json").write_text("{}", encoding="utf-8")
    (cache / "notes.txt").write_text("mine", encoding="utf-8")
    total = sum(file.stat().st_size for file in data.path.iterdir())
    assert clear_cache() == total
    assert sorted(entry.name for entry in cache.iterdir()) == ["mine", "notes.txt"]
    assert data.x.shape == (80, 40)
    assert float(data.x[0, 0]) == float(load(num_samples=100).x[0, 0])


def test_the_command_of_the_cache(cache: Path) -> None:
    def run(*arguments: str) -> "subprocess.CompletedProcess[str]":
        line = [sys.executable, "-m", "mnist1d_builder.cache", *arguments]
        return subprocess.run(line, capture_output=True, text=True, check=False)

    assert run().stdout == f"{cache}: 0 datasets, 0 bytes\n"
    load(num_samples=100)
    assert run().stdout.startswith(f"{cache}: 1 dataset, ")
    assert run("clear").stdout.endswith(f" bytes removed from {cache}\n")
    assert run().stdout == f"{cache}: 0 datasets, 0 bytes\n"
    assert run("claer").returncode == 2


def test_where_it_is(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert cache_directory(tmp_path) == tmp_path
    monkeypatch.setenv("MNIST1D_CACHE", str(tmp_path / "other"))
    assert cache_directory() == tmp_path / "other"
    monkeypatch.delenv("MNIST1D_CACHE")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    if sys.platform == "linux":
        assert mnist1d_builder.cache_directory() == tmp_path / "mnist1d-builder"
