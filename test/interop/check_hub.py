"""A Parquet directory is a dataset repository as it is: what Hugging Face datasets loads of it, to the last bit."""

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
import pyarrow as pa

from harness import Arrays, Checks, Mismatch, compare, expected_arrays, flip_bit, generate, require, require_mismatch
from harness import split_of
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


def check_features(features: datasets.Features, table: Arrays) -> None:
    label = datasets.ClassLabel(names=[str(i) for i in range(10)])
    floats = datasets.Value(table["x"].dtype.name)
    expected = {"x": datasets.List(floats, length=table["x"].shape[1]), **{name: label for name in table if name != "x"}}
    require(dict(features) == expected, f"features {features}")


def check_loaded(folder: Path, name: str, arrays: Arrays) -> None:
    dataset = load(folder, name, verification_mode="all_checks")
    wanted = [split for split in ("train", "test") if len(split_of(arrays, split)["y"])]
    require([split for split in dataset if dataset[split].num_rows] == wanted, f"splits {list(dataset)}")
    for split in wanted:
        table = split_of(arrays, split)
        check_features(dataset[split].features, table)
        compare(of_arrow(dataset[split].with_format("arrow")[:]), table)
        require(dataset[split].features["y"].int2str(3) == "3", "class names")


def check_streamed(folder: Path, name: str, arrays: Arrays) -> None:
    dataset = load(folder, name, streaming=True)
    for split in ("train", "test"):
        table = split_of(arrays, split)
        if len(table["y"]) == 0:
            continue
        check_features(dataset[split].features, table)
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
    check_loaded(changed, name, arrays)
    flip_bit(next(changed.rglob("train-00000-*.parquet")), arrays["x"][100:102])
    for check in (check_loaded, check_streamed):
        require_mismatch(check, changed, name, arrays)
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
        require_mismatch(check_loaded, changed, name, arrays)


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
                    arguments = (repository.folder, name, arrays)
                    checks.run(f"{CLIENT}, load_dataset: {kind}, {name}", check_loaded, *arguments)
                    checks.run(f"{CLIENT}, load_dataset(streaming): {kind}, {name}", check_streamed, *arguments)
                if kind == "default":
                    checks.run(f"{CLIENT}, batches: {kind}", check_batches, *arguments)
                    changed = Path(temporary) / "changed"
                    checks.run(f"a changed bit is noticed: {CLIENT}", check_notices, repository, changed)
            checks.run(f"{CLIENT}, its cache: two seeds of the same size", check_cache, Path(temporary) / "cached")
    finally:
        shutil.rmtree(HOME, ignore_errors=True)
    checks.finish()


if __name__ == "__main__":
    main()
