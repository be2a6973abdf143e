"""What people do with the dataset: the original package's own loader, the calls of notebooks, JAX, scikit-learn."""

import contextlib
import io
import tempfile
from importlib.metadata import version
from pathlib import Path

import jax
import jax.numpy as jnp
import mnist1d.data
import numpy as np
import pyarrow.parquet as pq
import sklearn
from sklearn.linear_model import LogisticRegression

from harness import PUBLISHED_ACCURACY, Arrays, Checks, compare, expected_arrays, flip_bit, generate, require, require_mismatch, split_of

ORIGINAL = f"mnist1d (the original) {version('mnist1d')}"
JAX = f"jax {jax.__version__}"
SKLEARN = f"scikit-learn {sklearn.__version__}"

# The original's own config as its object, with what our flags change.
ORIGINAL_CASES = [
    ("defaults", [], {}),
    ("shuffled", ["--shuffle-seq"], {"shuffle_seq": True}),
    ("changed", ["--num-samples", "500", "--seed", "7", "--final-seq-length", "60"], {"num_samples": 500, "seed": 7, "final_seq_length": 60}),
]


def load_by_original(path: Path, changes: dict) -> dict:
    """@throws Mismatch if it does not load the file: it then silently builds a dataset, and writes that over the file."""
    args = mnist1d.data.get_dataset_args()
    for name, value in changes.items():
        setattr(args, name, value)
    before = path.read_bytes()
    with contextlib.redirect_stdout(io.StringIO()) as said:
        data = mnist1d.data.get_dataset(args, path=str(path), download=False)
    require(f"Successfully loaded data from {path}" in said.getvalue(), f"it says: {said.getvalue().strip()}")
    require(path.read_bytes() == before, "the file was changed")
    return data


def check_original(path: Path, changes: dict, arrays: Arrays) -> None:
    """All arrays to the last bit, and those that the package itself makes of these arguments, up to its platform's logarithm."""
    data = load_by_original(path, changes)
    require(list(data) == ["x", "x_test", "y", "y_test", "t", "templates"], f"{list(data)}")
    compare({name: data[name] for name in ("x", "x_test", "y", "y_test", "t")}, {name: arrays[name] for name in ("x", "x_test", "y", "y_test", "t")})
    compare({f"templates_{name}": data["templates"][name] for name in "xty"}, {name: arrays[name] for name in arrays if name.startswith("templates")})
    args = mnist1d.data.get_dataset_args()
    for name, value in changes.items():
        setattr(args, name, value)
    made = mnist1d.data.make_dataset(args)
    for name in ("x", "x_test", "y", "y_test"):
        require(np.allclose(data[name], made[name], rtol=0, atol=1e-12), f"{name} is not what the package makes")


def check_notebook_calls(path: Path, wide: Arrays, narrow: Arrays) -> None:
    """The calls of "Understanding Deep Learning" and of the original's notebooks."""
    data = load_by_original(path, {})
    x_train, y_train = data["x"].astype("float32"), data["y"].astype("int64")
    compare({"x": x_train, "y": y_train}, split_of(narrow, "train"))
    compare({"x": data["x"].transpose()}, {"x": wide["x"].transpose()})
    require(data["x"].transpose().shape == (40, 4000) and data["y"].astype("long").dtype == np.int64, "types")
    with_channel = data["x"][:, None, :].astype("float32")  # for a convolution
    require(with_channel.shape == (4000, 1, 40), f"{with_channel.shape}")
    require(data["x"].flags.writeable, "x cannot be changed in place")
    require(np.bincount(data["y"], minlength=10).sum() == 4000 and len(data["templates"]["x"]) == 10, "classes")


def check_original_notices(folder: Path, wide: Arrays) -> None:
    path = folder / "one-bit.pkl"
    generate("--out", str(path))
    check_original(path, {}, wide)
    flip_bit(path, wide["x"][100:102])
    require_mismatch(check_original, path, {}, wide)
    path.write_bytes(path.read_bytes()[:1000])
    require_mismatch(check_original, path, {}, wide)


def check_jax(folder: Path, narrow: Arrays) -> None:
    """From NumPy files to device arrays, bit for bit; its integers have 32 bits by default."""
    x, y = jnp.asarray(np.load(folder / "x.npy")), jnp.asarray(np.load(folder / "y.npy"))
    require(x.dtype == jnp.float32 and y.dtype == jnp.int32, f"{x.dtype}, {y.dtype}")
    compare({"x": np.asarray(x)}, {"x": narrow["x"]})
    require(np.array_equal(np.asarray(y), narrow["y"]), "y differs")
    batch = jax.jit(lambda values: values[:256].sum(axis=1))(x)
    require(np.allclose(np.asarray(batch), narrow["x"][:256].sum(axis=1), atol=1e-4), "a compiled function has other values")


def check_jax_notices(folder: Path, narrow: Arrays) -> None:
    flip_bit(folder / "x.npy", narrow["x"][100:102])
    require_mismatch(check_jax, folder, narrow)


def columns_of(folder: Path, split: str) -> Arrays:
    table = pq.read_table(folder / "data" / f"{split}-00000-of-00001.parquet")
    x = table["x"].combine_chunks().flatten().to_numpy()
    return {"x": x.reshape(-1, table["x"].type.list_size), "y": table["y"].to_numpy()}


def check_regression(folder: Path, narrow: Arrays, change=lambda table: table) -> None:
    """Trained on our files it is as good as published. @param change of the data that it learns from."""
    train, test = columns_of(folder, "train"), columns_of(folder, "test")
    compare(train, split_of(narrow, "train"))
    compare(test, split_of(narrow, "test"))
    train = change(train)
    model = LogisticRegression(max_iter=1000).fit(train["x"], train["y"])
    accuracy = model.score(test["x"], test["y"])
    require(abs(accuracy - PUBLISHED_ACCURACY) <= 0.02, f"accuracy {accuracy:.3f}")


def check_regression_notices(folder: Path, narrow: Arrays) -> None:
    """One changed bit, and rows whose x is that of another row's y."""
    require_mismatch(check_regression, folder, narrow, lambda table: {**table, "y": np.roll(table["y"], 1)})
    flip_bit(folder / "data" / "train-00000-of-00001.parquet", narrow["x"][100:102])
    require_mismatch(check_regression, folder, narrow)


def main() -> None:
    checks = Checks()
    with tempfile.TemporaryDirectory(prefix="mnist1d-learning-") as temporary:
        folder = Path(temporary)
        narrow = expected_arrays(folder / "float32")
        wide = expected_arrays(folder / "float64", "--dtype", "float64")
        for name, flags, changes in ORIGINAL_CASES:
            path = folder / f"{name}.pkl"
            generate("--out", str(path), *flags)
            arrays = expected_arrays(folder / name, "--dtype", "float64", *flags)
            checks.run(f"{ORIGINAL}, get_dataset: {name}", check_original, path, changes, arrays)
        checks.run(f"{ORIGINAL}, calls of notebooks", check_notebook_calls, folder / "defaults.pkl", wide, narrow)
        checks.run(f"a changed bit is noticed: {ORIGINAL}", check_original_notices, folder, wide)

        generate("--format", "parquet,npy", "--out", f"{folder / 'all'}/")
        checks.run(f"{JAX}, arrays of .npy files", check_jax, folder / "all", narrow)
        checks.run(f"a changed bit is noticed: {JAX}", check_jax_notices, folder / "all", narrow)
        checks.run(f"{SKLEARN}, logistic regression is as good as published", check_regression, folder / "all", narrow)
        checks.run(f"a changed bit is noticed: {SKLEARN}", check_regression_notices, folder / "all", narrow)
    checks.finish()


if __name__ == "__main__":
    main()
