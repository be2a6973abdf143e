"""A Parquet directory is a dataset repository as it is: what Hugging Face datasets loads of it, to the last bit."""

import json
import os
import shutil
import tempfile
from pathlib import Path

HOME = tempfile.mkdtemp(prefix="mnist1d-hub-home-")
os.environ["HF_HOME"] = HOME  # nothing of another run, and nothing left behind
os.environ["HF_HUB_OFFLINE"] = "1"

import datasets
import jax.numpy as jnp
import numpy as np
import pandas as pd
import pyarrow as pa

from harness import COLUMNS, LABELS, SIGNALS, Arrays, Checks, Mismatch, compare, expected_arrays, flip_bit, generate
from harness import require, require_mismatch, split_of, splits_of, with_one_bit_changed
from readers import of_arrow
from repositories import REPOSITORIES, Repository, make_repository

CLIENT = f"datasets {datasets.__version__}"


def load(folder: Path, name: str, **options):
    """@throws Mismatch if the library's own verification of split sizes, checksums and features fails."""
    # A cache of its own for each load, which would otherwise be that of another state of the folder.
    cache = tempfile.mkdtemp(dir=HOME)
    try:
        return datasets.load_dataset(str(folder), name, cache_dir=cache, **options)
    except (datasets.exceptions.DatasetGenerationError, datasets.exceptions.DatasetsError, ValueError) as error:
        raise Mismatch(f"does not load: {error}") from error


def check_features(features: datasets.Features, table: Arrays, classes: list[str] | None) -> None:
    """@param classes names of the classes; None of labels that are not 0, 1, 2, …"""
    label = datasets.Value("int64") if classes is None else datasets.ClassLabel(names=classes)
    expected = {name: datasets.Value(values.dtype.name) for name, values in table.items()}
    expected |= {name: label for name in LABELS if name in table}
    floats, length = datasets.Value(table["x"].dtype.name), table["x"].shape[1]
    expected |= {name: datasets.List(floats, length=length) for name in SIGNALS if name in table}
    require(dict(features) == expected, f"features {features}")


def classes_of(place: Path) -> list[str] | None:
    """The names of the classes of a dataset, or their labels as text."""
    manifest = json.loads((place / "manifest.json").read_text())
    labels = sorted(manifest["classes"])
    if labels != list(range(len(labels))):
        return None
    return manifest["config"].get("class_names", [str(label) for label in labels])


def check_loaded(folder: Path, name: str, arrays: Arrays, classes: list[str] | None) -> None:
    dataset = load(folder, name, verification_mode="all_checks")
    wanted = [split for split in splits_of(arrays) if len(split_of(arrays, split)["y"])]
    require([split for split in dataset if dataset[split].num_rows] == wanted, f"splits {list(dataset)}")
    for split in wanted:
        table = split_of(arrays, split)
        check_features(dataset[split].features, table, classes)
        compare(of_arrow(dataset[split].with_format("arrow")[:]), table)
        require(classes is None or dataset[split].features["y"].int2str(3) == classes[3], "class names")


def check_streamed(folder: Path, name: str, arrays: Arrays, classes: list[str] | None) -> None:
    dataset = load(folder, name, streaming=True)
    for split in splits_of(arrays):
        table = split_of(arrays, split)
        if len(table["y"]) == 0:
            continue
        check_features(dataset[split].features, table, classes)
        batches = [batch for batch in dataset[split].with_format("arrow").iter(batch_size=1000)]
        compare(of_arrow(pa.concat_tables(batches)), table)


def check_batches(folder: Path, name: str, arrays: Arrays) -> None:
    """What a training loop gets: arrays of the libraries that people train with."""
    train = load(folder, name, split="train")
    batch = train.with_format("numpy")[:256]
    compare(dict(batch), {key: values[:256] for key, values in split_of(arrays, "train").items()})
    batch = train.with_format("jax")[:256]
    require(isinstance(batch["x"], jnp.ndarray) and batch["x"].dtype == jnp.float32, f"x is {type(batch['x'])}")
    compare({"x": np.asarray(batch["x"])}, {"x": arrays["x"][:256]})
    require(np.array_equal(np.asarray(batch["y"]), arrays["y"][:256]), "y differs")


def check_sweep(repository: Repository) -> None:
    """The index and the table of a sweep, beside which every config is still one of the library's."""
    names = list(repository.arrays)
    require(datasets.get_dataset_config_names(str(repository.folder)) == sorted(names), "names of configs")
    index = json.loads((repository.folder / "sweep.json").read_text())
    require([entry["name"] for entry in index["datasets"]] == names, f"index of {index['datasets']}")
    table = pd.read_csv(repository.folder / "sweep.csv", index_col="name")
    require(list(table.index) == names, f"table of {list(table.index)}")
    require(list(table.columns) == [*index["parameters"], "config_digest", "digest", "rows"], f"columns {table.columns}")
    for name in names:
        arrays, row = repository.arrays[name], table.loc[name]
        require(name == f"shear-{row['shear_scale']:g}-seed-{row['seed']}", f"{name}: {dict(row)}")
        require(row["rows"] == len(arrays["y"]) + len(arrays["y_test"]), f"{name}: {row['rows']} rows")
        manifest = json.loads((repository.place_of(name) / "manifest.json").read_text())
        require([row["digest"], row["config_digest"]] == [manifest["digest"], manifest["config_digest"]], "digests")


def check_cache(folder: Path) -> None:
    """Two seeds in directories of one name, with as many bytes: the cache of the library must not mistake one for the other."""
    cache, sizes = folder / "cache", set()
    for seed in ("43", "46"):
        place = folder / seed / "mnist1d"
        generate("--out", f"{place}/", "--seed", seed)
        sizes |= {line for line in (place / "README.md").read_text().splitlines() if "download_size" in line}
        train = datasets.load_dataset(str(place), split="train", cache_dir=str(cache))
        arrays = expected_arrays(folder / f"{seed}-npy", "--seed", seed)
        compare(of_arrow(train.with_format("arrow")[:]), split_of(arrays, "train"))
    require(len(sizes) == 1, f"choose seeds whose files have the same size: {sizes}")


def check_notices(repository: Repository, folder: Path) -> None:
    """A changed bit in the data; another count, name of class or length in the card."""
    name, arrays = "default", repository.arrays["default"]
    changed = folder / "bit"
    shutil.copytree(repository.folder, changed)
    classes = classes_of(changed)
    check_loaded(changed, name, arrays, classes)
    flip_bit(next(changed.rglob("train-00000-*.parquet")), arrays["x"][100:102])
    for check in (check_loaded, check_streamed):
        require_mismatch(check, changed, name, arrays, classes)
    for before, after in [
        ("num_examples: 4000", "num_examples: 4001"),
        ("'3': '3'", "'3': three"),
        ("length: 40", "length: 41"),
    ]:
        changed = folder / after
        shutil.copytree(repository.folder, changed)
        card = changed / "README.md"
        require(before in card.read_text(), f"the card has no {before!r}")
        card.write_text(card.read_text().replace(before, after))
        require_mismatch(check_loaded, changed, name, arrays, classes)


def check_additions_notice(repository: Repository, folder: Path) -> None:
    """A changed bit in each further column of a shifted split; another name of a class in the card."""
    arrays, classes = repository.arrays["default"], classes_of(repository.folder)
    for column in COLUMNS[COLUMNS.index("x_clean") :]:
        changed = {**arrays, **with_one_bit_changed(arrays, f"{column}_test_noisy")}
        require_mismatch(check_loaded, repository.folder, "default", changed, classes)
    shutil.copytree(repository.folder, folder)
    card = folder / "README.md"
    card.write_text(card.read_text().replace("'3': three", "'3': drei"))
    require_mismatch(check_loaded, folder, "default", arrays, classes)


def main() -> None:
    datasets.disable_progress_bars()
    checks = Checks()
    try:
        with tempfile.TemporaryDirectory(prefix="mnist1d-hub-") as temporary:
            for kind in REPOSITORIES:
                repository = checks.run(f"made: {kind}", make_repository, kind, Path(temporary) / kind)
                if repository is None:
                    continue
                for name, arrays in repository.arrays.items():
                    arguments = (repository.folder, name, arrays, classes_of(repository.place_of(name)))
                    checks.run(f"{CLIENT}, load_dataset: {kind}, {name}", check_loaded, *arguments)
                    checks.run(f"{CLIENT}, load_dataset(streaming): {kind}, {name}", check_streamed, *arguments)
                if kind == "swept":
                    checks.run(f"{CLIENT}, index: {kind}", check_sweep, repository)
                if kind == "default":
                    checks.run(f"{CLIENT}, batches: {kind}", check_batches, *arguments[:3])
                    changed = Path(temporary) / "changed"
                    checks.run(f"a changed bit is noticed: {CLIENT}", check_notices, repository, changed)
                if kind == "additions":
                    changed = Path(temporary) / "additions-changed"
                    checks.run(f"a changed bit is noticed: {CLIENT}, {kind}", check_additions_notice, repository, changed)
            checks.run(f"{CLIENT}, its cache: two seeds of the same size", check_cache, Path(temporary) / "cached")
    finally:
        shutil.rmtree(HOME, ignore_errors=True)
    checks.finish()


if __name__ == "__main__":
    main()
