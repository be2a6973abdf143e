"""docs/formats.md, the cards of datasets and the pipes of README as a newcomer follows them: all is run as it stands.

A Python program must leave the train examples as x (and y), or the digest of the data as digest: they are compared with
what they must be, to the last bit. R and Julia run where they are installed.
"""

import ast
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

from harness import Arrays, Checks, Mismatch, compare, expected_arrays, flip_bit, generate, require, require_mismatch
from markdown import blocks_in, blocks_of, run_shell

FORMATS_PAGE = "docs/formats.md"
# The libraries that a program can do without, but it is not run.
OPTIONAL = ["torch"]
LANGUAGES = {"r": ("Rscript", ".R"), "julia": ("julia", ".jl")}


def title_of(text: str) -> str:
    return text.strip().splitlines()[0].lstrip("# ")


def missing_library(text: str) -> str | None:
    imported = [name for name in OPTIONAL if re.search(rf"^(?:import|from)\b.*\b{name}\b", text, re.MULTILINE)]
    return next((name for name in imported if importlib.util.find_spec(name) is None), None)


def run_python(text: str, folder: Path, seen) -> None:
    """Statement by statement. @param seen is called with name and value of a variable, each time one is assigned."""
    variables: dict = {}
    # Its cache knows a dataset by the text of its card, not by what is in its files.
    datasets.config.HF_DATASETS_CACHE = tempfile.mkdtemp(dir=HUB_HOME)
    here = Path.cwd()
    os.chdir(folder)
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            for statement in ast.parse(text).body:
                exec(compile(ast.Module([statement], []), title_of(text), "exec"), variables)
                # At the top level alone: in functions and comprehensions, x is something else.
                targets = statement.targets if isinstance(statement, ast.Assign) else []
                names = [node.id for target in targets for node in ast.walk(target) if isinstance(node, ast.Name)]
                for name in names:
                    seen(name, variables[name])
    finally:
        os.chdir(here)


def check_python(text: str, folder: Path, arrays: Arrays, manifest: Path, shown: int = 1) -> None:
    """@param shown how often at least the program must have the train examples, or the digest."""
    count = 0

    def seen(name: str, value) -> None:
        nonlocal count
        count += name in ("x", "digest")
        if name == "digest":
            require(value == json.loads((folder / manifest).read_text())["digest"], f"digest {value}")
        elif name == "x":
            compare({"x": np.asarray(value)}, {"x": arrays["x"]})
        elif name == "y":
            # JAX and pandas have labels of other widths; a value is a value.
            require(np.array_equal(np.asarray(value), arrays["y"]), "y differs")

    try:
        run_python(text, folder, seen)
    except (zipfile.BadZipFile, mlcroissant.GenerationError) as error:
        raise Mismatch(f"the checksum is wrong: {error}") from error
    require(count >= shown, f"shows x or digest {count} times, expected {shown} at least")


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
            arguments = lambda where: (text, where, arrays, Path("out/formats/manifest.json"))
            missing = missing_library(text)
            if missing is not None:
                print(f"skip {name}: {missing} is not installed")
                continue
            checks.run(name, check_python, *arguments(folder))
            changed = changed or changed_copy(folder, folder / "changed", arrays)
            checks.run(f"a changed value is noticed: {name}", require_mismatch, check_python, *arguments(changed))
        elif language in LANGUAGES:
            if shutil.which(LANGUAGES[language][0]) is None:
                print(f"skip {name}: {LANGUAGES[language][0]} is not installed")
            else:
                checks.run(name, check_program, text, language, folder)


# The card of a dataset, which shows how to load it in five libraries.


def check_card(checks: Checks, folder: Path) -> None:
    arrays = expected_arrays(folder / "of-card")
    for name, flags, of_train in (
        ("a directory", ["--out", f"{folder / 'alone'}/"], "alone"),
        ("a repository of several", ["--into", f"{folder / 'several'}/", "--name", "seed-42"], "several"),
    ):
        generate(*flags)
        where = folder / of_train
        programs = [text for language, text in blocks_in((where / "README.md").read_text()) if language == "python"]
        checks.run(f"the card of {name} has one program", require, len(programs) == 1, f"{len(programs)}")
        manifest = next(where.rglob("manifest.json")).relative_to(where)
        arguments = (programs[0], where, arrays, manifest, 4)
        checks.run(f"the card of {name}", check_python, *arguments)
        flip_bit(next(where.rglob("train-*.parquet")), arrays["x"][100:102])
        checks.run(f"a changed bit is noticed: the card of {name}", require_mismatch, check_python, *arguments)


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
            check_card(checks, Path(temporary))
            check_pipes(checks, Path(temporary))
    finally:
        shutil.rmtree(HUB_HOME, ignore_errors=True)
    checks.finish()


if __name__ == "__main__":
    main()
