"""croissant.json as mlcroissant reads it: it validates without a word, and its records are the data to the last bit."""

import json
import logging
import shutil
import subprocess
import tempfile
from importlib.metadata import version
from pathlib import Path

import mlcroissant
import numpy as np
import pandas as pd

from harness import BIN, COLUMNS, LABELS, SIGNALS, Arrays, Checks, Mismatch, compare, flip_bit, generate, require
from harness import require_mismatch, sha256, split_of, splits_of, suffix_of, with_one_bit_changed
from repositories import REPOSITORIES, Repository, make_repository

CLIENT = f"mlcroissant {version('mlcroissant')}"


class Complaints(logging.Handler):
    """Everything that is logged as a warning or worse."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(record.getMessage())


def opened(path: Path) -> mlcroissant.Dataset:
    """@throws Mismatch if it has anything to say against the file."""
    complaints = Complaints()
    loggers = [logging.getLogger(), logging.getLogger("absl")]
    for logger in loggers:
        logger.addHandler(complaints)
    try:
        dataset = mlcroissant.Dataset(jsonld=str(path))
    except mlcroissant.ValidationError as error:
        raise Mismatch(f"does not validate: {error}") from error
    finally:
        for logger in loggers:
            logger.removeHandler(complaints)
    issues = dataset.metadata.ctx.issues
    said = [*issues.errors, *issues.warnings, *complaints.messages]
    require(not said, f"it says {said}")
    return dataset


def records_of(dataset: mlcroissant.Dataset, split: str, columns: list[str]) -> Arrays:
    try:
        records = list(dataset.records(split))
    except mlcroissant.GenerationError as error:
        raise Mismatch(f"does not load: {error.__cause__}") from error
    require(all(record[f"{split}/split"] in (split, split.encode()) for record in records), "another split")
    return {name: np.array([record[f"{split}/{name}"] for record in records]) for name in columns}


def check_croissant(path: Path, arrays: Arrays) -> None:
    dataset = opened(path)
    fields = {field.id: field for record_set in dataset.metadata.record_sets for field in record_set.fields}
    named = [record["splits/name"] for record in dataset.records("splits")]
    require([as_text(name) for name in named] == splits_of(arrays), f"splits {named}")
    for split in splits_of(arrays):
        table = split_of(arrays, split)
        found = records_of(dataset, split, list(table))
        if len(table["y"]) == 0:
            require(all(len(values) == 0 for values in found.values()), f"{split} has records")
            continue
        compare(found, table)
        for name in table:
            field = fields[f"{split}/{name}"]
            require(bool(field.is_array) == (name in SIGNALS), f"{name} is an array or not")
            if name in SIGNALS:
                require(field.array_shape_tuple == table[name].shape[1:], f"{name} has shape {field.array_shape_tuple}")
            require((CROISSANT_LABEL in map(str, field.data_types)) == (name in LABELS), f"{name} is {field.data_types}")


CROISSANT_LABEL = "http://mlcommons.org/croissant/Label"


def as_text(value: str | bytes) -> str:
    return value.decode() if isinstance(value, bytes) else value


def check_classes(path: Path) -> None:
    """The names of the classes, which the labels refer to; no record set where there are none."""
    dataset = opened(path)
    manifest = json.loads((path.parent / "manifest.json").read_text())
    names = manifest["config"].get("class_names")
    sets = {record_set.id: record_set for record_set in dataset.metadata.record_sets}
    require(("classes" in sets) == (names is not None), "classes without names, or names without classes")
    if names is None:
        return
    found = [(record["classes/label"], as_text(record["classes/name"])) for record in dataset.records("classes")]
    require(found == list(zip(sorted(manifest["classes"]), names)), f"classes {found}")
    references = {field["@id"]: field.get("references") for field in fields_of(path)}
    for split in manifest["splits"]:
        require(references[f"{split['name']}/y"] == {"field": {"@id": "classes/label"}}, "y refers to nothing")


def fields_of(path: Path) -> list[dict]:
    return [field for record_set in json.loads(path.read_text())["recordSet"] for field in record_set["field"]]


def check_description(path: Path) -> None:
    """Sizes and checksums are those of the files; digest and config are those of the manifest beside it."""
    text = json.loads(path.read_text())
    manifest = json.loads(next(path.parent.glob("manifest.json")).read_text())
    files = [entry for entry in text["distribution"] if entry["@type"] == "cr:FileObject"]
    require(len(files) > 0, "no files")
    for entry in files:
        data = (path.parent / entry["contentUrl"]).read_bytes()
        require(entry["contentSize"] == f"{len(data)} B" and entry["sha256"] == sha256(data), entry["contentUrl"])
    require(text["identifier"]["value"] == manifest["digest"], "another digest")
    used = text["prov:wasGeneratedBy"]["prov:used"]
    require(json.loads(used["prov:value"]) == manifest["config"], "another config")
    require(used["identifier"] == "sha256:" + sha256(used["prov:value"].encode()), "its digest is not the config's")


def check_unknown_config(folder: Path) -> None:
    """Data of others, of which the description claims nothing that nobody knows."""
    generate("--format", "npy", "--out", f"{folder / 'source'}/")
    x, y = np.load(folder / "source" / "x.npy"), np.load(folder / "source" / "y.npy")
    pd.DataFrame({"x": list(x), "y": y, "split": "train"}).to_parquet(folder / "other.parquet")
    subprocess.run([*BIN, "convert", "--quiet", folder / "other.parquet", f"{folder / 'converted'}/"], check=True)
    path = folder / "converted" / "croissant.json"
    arrays = {"x": x, "y": y, "x_test": x[:0], "y_test": y[:0]}
    check_croissant(path, arrays)
    require("rai:dataCollection" not in path.read_text(), "says how it was collected")


def check_notices(repository: Repository, folder: Path) -> None:
    """A changed bit is noticed by the checksum; if the checksum is changed too, by the comparison."""
    shutil.copytree(repository.folder, folder)
    name, arrays = next(iter(repository.arrays.items()))
    path = folder / repository.croissant_of(name).relative_to(repository.folder)
    check_croissant(path, arrays)
    text = json.loads(path.read_text())
    file = next(entry for entry in text["distribution"] if "train-00000" in entry["@id"])
    data = path.parent / file["contentUrl"]
    flip_bit(data, arrays["x"][100:102])
    require_mismatch(check_croissant, path, arrays)
    require_mismatch(check_description, path)
    file["sha256"] = sha256(data.read_bytes())
    path.write_text(json.dumps(text))
    require_mismatch(check_croissant, path, arrays)
    del text["citeAs"]  # which mlcroissant warns of
    path.write_text(json.dumps(text))
    require_mismatch(opened, path)


def check_additions_notice(repository: Repository) -> None:
    """A changed bit in each column of each split."""
    arrays, path = repository.arrays["default"], repository.croissant_of("default")
    check_croissant(path, arrays)
    for split in splits_of(arrays):
        for name in COLUMNS:
            stored = f"{name}{suffix_of(split)}"
            if stored in arrays:
                require_mismatch(check_croissant, path, with_one_bit_changed(arrays, stored))


def main() -> None:
    logging.getLogger("absl").propagate = False  # what it says is a failure, or wanted, and in neither case for the terminal
    checks = Checks()
    with tempfile.TemporaryDirectory(prefix="mnist1d-croissant-") as temporary:
        folder = Path(temporary)
        for kind in REPOSITORIES:
            repository = checks.run(f"made: {kind}", make_repository, kind, folder / kind)
            if repository is None:
                continue
            for name, arrays in repository.arrays.items():
                path = repository.croissant_of(name)
                checks.run(f"{CLIENT}, validate and load: {kind}, {name}", check_croissant, path, arrays)
                checks.run(f"{CLIENT}, names of classes: {kind}, {name}", check_classes, path)
                checks.run(f"{CLIENT}, what it says of files and config: {kind}, {name}", check_description, path)
            if kind == "additions":
                checks.run(f"a changed bit is noticed: {CLIENT}, {kind}", check_additions_notice, repository)
            if kind in ("default", "sharded"):
                checks.run(f"a changed bit is noticed: {CLIENT}, {kind}", check_notices, repository, folder / f"{kind}-changed")
        checks.run(f"{CLIENT}, data of others", check_unknown_config, folder / "others")
    checks.finish()


if __name__ == "__main__":
    main()
