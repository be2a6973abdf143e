"""docs/formats.md as a newcomer follows it, and the pipes of README: every command and program in them is run as it stands.

A Python program must leave the train examples as x (and y), or the digest of the data as digest: they are compared with
what they must be, to the last bit. R and Julia run where they are installed.
"""

import contextlib
import importlib.util
import io
import json
import os
import re
import shutil
import subprocess
import tempfile
import zipfile
from pathlib import Path

HUB_HOME = tempfile.mkdtemp(prefix="mnist1d-pages-hub-")
os.environ |= {"HF_HOME": HUB_HOME, "HF_HUB_OFFLINE": "1"}

import datasets
import mlcroissant
import numpy as np

from harness import Arrays, Checks, Mismatch, compare, expected_arrays, flip_bit, require, require_mismatch
from markdown import blocks_of, run_shell

FORMATS_PAGE = "docs/formats.md"
# The libraries that a program can do without, but it is not run.
OPTIONAL = ["torch"]
LANGUAGES = {"r": ("Rscript", ".R"), "julia": ("julia", ".jl")}


def title_of(text: str) -> str:
    return text.strip().splitlines()[0].lstrip("# ")


def missing_library(text: str) -> str | None:
    imported = [name for name in OPTIONAL if re.search(rf"^(?:import|from)\b.*\b{name}\b", text, re.MULTILINE)]
    return next((name for name in imported if importlib.util.find_spec(name) is None), None)


def run_python(text: str, folder: Path) -> dict:
    """@return the program's variables."""
    variables: dict = {}
    # Its cache knows a dataset by the text of its card, not by what is in its files.
    datasets.config.HF_DATASETS_CACHE = tempfile.mkdtemp(dir=os.environ["HF_HOME"])
    here = Path.cwd()
    os.chdir(folder)
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            exec(compile(text, title_of(text), "exec"), variables)
    finally:
        os.chdir(here)
    return variables


def check_python(text: str, folder: Path, arrays: Arrays) -> None:
    try:
        found = run_python(text, folder)
    except (zipfile.BadZipFile, mlcroissant.GenerationError) as error:
        raise Mismatch(f"the checksum is wrong: {error}") from error
    shown = [name for name in ("x", "y", "digest") if name in found]
    require("x" in shown or "digest" in shown, "leaves neither x nor digest")
    for name in shown:
        if name == "digest":
            manifest = json.loads((folder / "out/formats/manifest.json").read_text())
            require(found["digest"] == manifest["digest"], f"digest {found['digest']}")
        elif name == "x":
            compare({"x": np.asarray(found["x"])}, {"x": arrays["x"]})
        else:
            # JAX and pandas have labels of other widths; a value is a value.
            require(np.array_equal(np.asarray(found["y"]), arrays["y"]), "y differs")


def check_program(text: str, language: str, folder: Path) -> None:
    program, extension = LANGUAGES[language]
    script = folder / f"program{extension}"
    script.write_text(text)
    run = subprocess.run([program, script], cwd=folder, capture_output=True, text=True)
    require(run.returncode == 0, run.stderr.strip())


def change_value(path: Path, arrays: Arrays) -> None:
    """One bit of float32 values; the sign of a number in text and in the pickle, whose float64 has bits to spare."""
    value = arrays["x"][100, 0]
    if path.suffix in (".json", ".jsonl", ".csv"):
        text = path.read_text()
        path.write_text(text.replace(repr(float(value)), repr(float(-value)), 1))
    elif path.suffix == ".pkl":
        wide = expected_arrays(path.parent / "wide", "--dtype", "float64")["x"][100, :2]
        shutil.rmtree(path.parent / "wide")
        path.write_bytes(path.read_bytes().replace(wide.tobytes(), (-wide).tobytes()))
    else:
        flip_bit(path, arrays["x"][100:102])


def changed_copy(folder: Path, changed: Path, arrays: Arrays) -> Path:
    """The same files in another folder, each with another value in a train example."""
    shutil.copytree(folder / "out", changed / "out")
    formats = changed / "out" / "formats"
    for path in [formats / name for name in ("x.npy", "mnist1d.npz", "mnist1d.json", "mnist1d_data.pkl")] + [
        *formats.glob("data/train-*")
    ]:
        before = path.read_bytes()
        change_value(path, arrays)
        require(path.read_bytes() != before, f"{path.name} is not changed")
    return changed


def check_formats_page(checks: Checks, folder: Path) -> None:
    arrays = expected_arrays(folder / "expected")
    changed = None
    for language, text in blocks_of(FORMATS_PAGE):
        name = f"{FORMATS_PAGE}, {language}: {title_of(text)}"
        if language == "sh" and text.startswith("npx mnist1d"):
            checks.run(name, run_shell, text, folder)
        elif language == "python":
            missing = missing_library(text)
            if missing is not None:
                print(f"skip {name}: {missing} is not installed")
                continue
            checks.run(name, check_python, text, folder, arrays)
            changed = changed or changed_copy(folder, folder / "changed", arrays)
            checks.run(f"a changed value is noticed: {name}", require_mismatch, check_python, text, changed, arrays)
        elif language in LANGUAGES:
            if shutil.which(LANGUAGES[language][0]) is None:
                print(f"skip {name}: {LANGUAGES[language][0]} is not installed")
            else:
                checks.run(name, check_program, text, language, folder)


# The pipes of README, and what each must print.


def expected_counts(arrays: Arrays) -> list[tuple[int, int]]:
    counts = np.bincount(np.concatenate([arrays["y"], arrays["y_test"]]), minlength=10)
    return list(enumerate(counts.tolist()))


def check_pipe(line: str, folder: Path, arrays: Arrays) -> None:
    printed = run_shell(line, folder)
    if "jq" in line:
        first = arrays["x"][arrays["y"] == 3][0]
        compare({"x": np.array(json.loads(printed)).astype("f4")}, {"x": first})
        return
    # A table of classes and how many examples each has, whatever is drawn around it.
    found = [tuple(map(int, pair)) for pair in re.findall(r"(?<!\S)[│|]?\s*(\d+)\s*[│|,]\s*(\d+)", printed)]
    require(found == expected_counts(arrays), f"prints {printed}")


def check_pipes_notice(line: str, folder: Path, arrays: Arrays) -> None:
    x, y = arrays["x"].copy(), arrays["y"].copy()
    x[np.argwhere(y == 3)[0, 0], 5] += 1
    y[0] = (y[0] + 1) % 10
    require_mismatch(check_pipe, line, folder, {**arrays, "x": x, "y": arrays["y"] if "jq" in line else y})


def check_pipes(checks: Checks, folder: Path) -> None:
    arrays = expected_arrays(folder / "piped")
    lines = [line for language, text in blocks_of("README.md") if language == "sh" for line in text.splitlines()]
    pipes = [line for line in lines if re.search(r"\| (duckdb|jq|python3)\b", line)]
    checks.run("README.md has pipes to duckdb, jq and python3", require, len(pipes) >= 3, f"{pipes}")
    for line in pipes:
        program = re.search(r"\| (\w+)", line).group(1)
        if shutil.which(program) is None:
            print(f"skip README.md: {line}: {program} is not installed")
            continue
        checks.run(f"README.md: {line}", check_pipe, line, folder, arrays)
        checks.run(f"a changed value is noticed: {line}", check_pipes_notice, line, folder, arrays)


def main() -> None:
    datasets.disable_progress_bars()
    checks = Checks()
    try:
        with tempfile.TemporaryDirectory(prefix="mnist1d-pages-") as temporary:
            check_formats_page(checks, Path(temporary))
            check_pipes(checks, Path(temporary))
    finally:
        shutil.rmtree(HUB_HOME, ignore_errors=True)
    checks.finish()


if __name__ == "__main__":
    main()
