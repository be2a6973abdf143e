"""docs/formats.md, the cards of datasets, and the programs and pipes of README as a newcomer follows them: as they stand.

A program must leave the train examples as x (and y), or the digest of the data as digest: they are compared with what they
must be, to the last bit. Those in R and Julia run where these, and the packages that they load, are installed.
"""

import ast
import contextlib
import io
import json
import os
import re
import shutil
import subprocess
import tempfile
import zipfile
from dataclasses import dataclass
from pathlib import Path

HUB_HOME = tempfile.mkdtemp(prefix="mnist1d-pages-hub-")
os.environ |= {"HF_HOME": HUB_HOME, "HF_HUB_OFFLINE": "1"}

import datasets
import mlcroissant
import numpy as np

from harness import PUBLISHED_ACCURACY, Arrays, Checks, Mismatch, compare, expected_arrays, flip_bit, generate, require, require_mismatch
from markdown import blocks_in, blocks_of, run_shell

FORMATS_PAGE = "docs/formats.md"


@dataclass(frozen=True)
class Language:
    """A language whose programs run in a process of their own, with lines after them that write x and y as float64."""

    program: str
    extension: str
    imports: str  # what a program loads, with commas
    can_load: str
    writes: str


LANGUAGES = {
    "r": Language(
        "Rscript",
        ".R",
        r"^library\((.*)\)$",
        'quit(status = !all(sapply(strsplit("{}", ", ")[[1]], requireNamespace, quietly = TRUE)))',
        'writeBin(as.double(t(x)), "x.f8"); writeBin(as.double(y), "y.f8")',
    ),
    "julia": Language(
        "julia",
        ".jl",
        r"^using (.*)$",
        "using {}",
        'write("x.f8", Float64.(permutedims(x))); write("y.f8", Float64.(y))',
    ),
}


def title_of(text: str) -> str:
    return text.strip().splitlines()[0].lstrip("# ")


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
        elif name == "accuracy":
            require(abs(value - PUBLISHED_ACCURACY) <= 0.02, f"accuracy {value}")

    try:
        run_python(text, folder, seen)
    except (zipfile.BadZipFile, mlcroissant.GenerationError) as error:
        raise Mismatch(f"the checksum is wrong: {error}") from error
    require(count >= shown, f"shows x or digest {count} times, expected {shown} at least")


def missing_in(text: str, language: Language) -> str | None:
    """What a program cannot run without, and is not installed."""
    if shutil.which(language.program) is None:
        return language.program
    packages = ", ".join(re.findall(language.imports, text, re.MULTILINE))
    if packages == "":
        return None
    run = subprocess.run([language.program, "-e", language.can_load.format(packages)], capture_output=True)
    return None if run.returncode == 0 else packages


def check_program(text: str, language: Language, folder: Path, arrays: Arrays) -> None:
    script = folder / f"program{language.extension}"
    script.write_text(f"{text}\n{language.writes}\n")
    run = subprocess.run([language.program, script], cwd=folder, capture_output=True, text=True)
    require(run.returncode == 0, run.stderr.strip())
    x, y = (np.fromfile(folder / f"{name}.f8", "f8") for name in "xy")
    narrow = x.astype("f4")
    # Text has the shortest digits of a float32, all other formats its value; R reads digits to the last bit but one.
    digits = narrow.astype("U32").astype("f8")
    is_text = np.all(np.abs(x - digits) <= np.spacing(np.abs(digits)))
    require(is_text or np.array_equal(x, narrow.astype("f8")), "x has other values than float32 has")
    require(x.size == arrays["x"].size, f"x has {x.size} values")
    compare({"x": narrow.reshape(arrays["x"].shape)}, {"x": arrays["x"]})
    require(np.array_equal(y, arrays["y"]), "y differs")


def change_value(path: Path, arrays: Arrays) -> None:
    """One bit of float32 values; the sign of a number in text and in the pickle, whose float64 has bits to spare."""
    value = arrays["x"][100, 0]
    if path.suffix in (".json", ".jsonl", ".csv"):
        text = path.read_text()
        path.write_text(text.replace(str(value), str(-value), 1))
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
            continue
        if language == "python":
            arguments = lambda where: (text, where, arrays, Path("out/formats/manifest.json"))
            check = check_python
        elif language in LANGUAGES:
            arguments = lambda where: (text, LANGUAGES[language], where, arrays)
            check = check_program
            missing = missing_in(text, LANGUAGES[language])
            if missing is not None:
                print(f"skip {name}: {missing} is not installed")
                continue
        else:
            continue
        checks.run(name, check, *arguments(folder))
        changed = changed or changed_copy(folder, folder / "changed", arrays)
        checks.run(f"a changed value is noticed: {name}", require_mismatch, check, *arguments(changed))


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


# The programs of README, after its commands.


def check_readme(checks: Checks, folder: Path) -> None:
    arrays = expected_arrays(folder / "of-readme")
    programs = [text for language, text in blocks_of("README.md") if language == "python"]
    lines = [line for language, text in blocks_of("README.md") if language == "sh" for line in text.splitlines()]
    lines = [re.sub(r"^npm ci && (npx mnist1d)", r"\1", line) for line in lines]
    makes = [line for line in lines if re.match(r"npx mnist1d (generate|convert|config) [^|]*$", line.split("#")[0] + " ")]
    # Large ones, which no program reads.
    small = [line for line in makes if "--engine" not in line]
    checks.run("README.md: the commands that make files", run_shell, "\n".join(small), folder)
    for text in programs:
        name = f"README.md, python: {title_of(text)}"
        arguments = (text, folder, arrays, Path("mnist1d/manifest.json"))
        checks.run(name, check_python, *arguments)
    flip_bit(folder / "mnist1d/data/train-00000-of-00001.parquet", arrays["x"][100:102])
    flip_bit(folder / "out/pickled.npz", arrays["x"][100:102])
    for text in programs:
        name = f"a changed value is noticed: README.md, python: {title_of(text)}"
        checks.run(name, require_mismatch, check_python, text, folder, arrays, Path("mnist1d/manifest.json"))


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
            check_readme(checks, Path(temporary))
            check_pipes(checks, Path(temporary))
    finally:
        shutil.rmtree(HUB_HOME, ignore_errors=True)
    checks.finish()


if __name__ == "__main__":
    main()
