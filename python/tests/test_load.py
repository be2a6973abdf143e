"""`load`: the command's arrays, by the names that it has for them."""

import hashlib
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import mnist1d_builder
from mnist1d_builder import ArrayNameError, Dataset, Mnist1dWarning, ParameterError, load

Command = Callable[..., "subprocess.CompletedProcess[str]"]

EVERYTHING: dict[str, Any] = {
    "num_samples": 500,
    "val_size": 50,
    "shifts": {"far": {"max_translation": 72, "padding": [40, 60]}},
    "factors": True,
    "clean": True,
    "label_noise": 0.2,
    "seed": 3,
}


def digest(data: Dataset) -> str:
    """As docs/reproducibility.md has it."""
    text = "mnist1d-digest-v1\n"
    for name, end in (("train", ""), ("test", "_test")):
        x, y = data[f"x{end}"], data[f"y{end}"]
        blocks = (
            hashlib.sha256(x[i : i + 4096].astype("<f4").tobytes() + y[i : i + 4096].astype("<i8").tobytes()).digest()
            for i in range(0, len(x), 4096)
        )
        text += f"{name} {len(x)} {x.shape[1]} {hashlib.sha256(b''.join(blocks)).hexdigest()}\n"
    return "sha256:" + hashlib.sha256(text.encode()).hexdigest()


def test_the_default_is_the_published_dataset_in_float32() -> None:
    data = load()
    assert data.digest == "sha256:d0191acc860ea4214fd8bdfa9c8ac714fe643ed084fa6b8bc0d804df60b43dca" == digest(data)
    assert data.x.shape == (4000, 40)
    assert data.x.dtype == np.float32
    assert data.y_test.shape == (1000,)
    assert data.y_test.dtype == np.int64
    assert data.t.shape == (40,)
    assert data.t.dtype == np.float64
    assert data.templates["x"].shape == (10, 12)
    assert data.config["seed"] == 42
    assert data.splits == ("train", "test")


def test_the_preset_published_is_the_published_file_bit_for_bit(mnist1d: Command, tmp_path: Path) -> None:
    file = tmp_path / "mnist1d_data.pkl"
    assert mnist1d("generate", "--preset", "published", "-o", str(file), "-q").returncode == 0
    known = "e95257676e9fb04568e46dda007da22cc8664ccba1451456afde55d7f6dd6aa5"
    assert hashlib.sha256(file.read_bytes()).hexdigest() == known
    npz = tmp_path / "published.npz"
    assert mnist1d("convert", str(file), str(npz), "-q").returncode == 0
    data, stored = load("published"), np.load(npz)
    for name in ("x", "x_test", "y", "y_test", "t"):
        assert data[name].dtype == stored[name].dtype
        assert data[name].tobytes() == stored[name].tobytes(), name


@pytest.mark.parametrize("preset", [None, "shuffled", "double-descent", "udl-8.3"])
@pytest.mark.parametrize("parameters", [{}, {"seed": 7, "dtype": "float64"}, EVERYTHING], ids=["alone", "two", "all"])
def test_arrays_are_those_of_the_commands_npz(
    mnist1d: Command, tmp_path: Path, preset: str | None, parameters: dict[str, Any]
) -> None:
    npz = tmp_path / "data.npz"
    flags = ["--preset", preset] if preset else []
    made = mnist1d("generate", *flags, "--config", "-", "-o", str(npz), "-q", input=json.dumps(parameters))
    assert made.returncode == 0, made.stderr
    data, stored = load(preset, **parameters), np.load(npz)
    assert set(data) == set(stored) - {"config", "config_digest", "digest", "standardisation"}
    for name, array in data.items():
        assert (array.dtype, array.shape) == (stored[name].dtype, stored[name].shape), name
        assert array.tobytes() == stored[name].tobytes(), name
    assert data.digest == str(stored["digest"])
    assert data.config == json.loads(str(stored["config"]))


def test_splits_names_what_is_loaded() -> None:
    data = load(EVERYTHING, splits=["test_far", "validation"])
    assert data.splits == ("validation", "test_far")
    assert len(data.x_val) == 50
    assert np.array_equal(data["y_test_far"], load(EVERYTHING).y_test)
    assert "x" not in data
    assert "x_test" not in data
    with pytest.raises(ParameterError, match=r"tset: no split of this dataset has this name. Did you mean test\?"):
        load(splits=["tset"])


def test_a_split_may_have_no_rows() -> None:
    data = load(num_samples=100, train_split=0)
    assert data.x.shape == (0, 40)
    assert data.x_test.shape == (100, 40)


def test_a_config_may_be_in_a_file_or_the_originals_dict(tmp_path: Path) -> None:
    file = tmp_path / "my.json"
    file.write_text(json.dumps({"num_samples": 100, "seed": 7, "url": "https://example.org"}), encoding="utf-8")
    assert load(file, seed=8).config["seed"] == 8
    assert load(file).digest == load({"num_samples": 100, "seed": 7}).digest == load(num_samples=100, seed=7).digest
    with pytest.raises(ParameterError, match=r"none.json: No such file"):
        load(tmp_path / "none.json")
    file.write_text("{", encoding="utf-8")
    with pytest.raises(ParameterError, match="is not JSON"):
        load(file)


def test_values_may_be_numpys_and_tuples() -> None:
    plain = load(
        num_samples=100, padding=[30, 50], shear_scale=1, templates={"x": [[0, 1, 0]], "t": [0, 1, 2], "y": [4]}
    )
    templates = {"x": np.array([[0.0, 1, 0]]), "t": np.arange(3), "y": np.array([4])}
    numpys = load(num_samples=np.int64(100), padding=(30, 50), shear_scale=np.float32(1), templates=templates)
    assert numpys.path == plain.path


@pytest.mark.parametrize(
    ("parameters", "message"),
    [
        ({"shaer_scale": 1}, "shaer_scale: no parameter has this name. Did you mean shear_scale?"),
        ({"url": "x"}, "url: no parameter has this name. There are: num_samples, "),
        ({"seed": -1}, "seed: expected an integer from 0 to 4294967295, got -1"),
        ({"seed": None}, "seed: expected an integer from 0 to 4294967295, got null"),
        ({"shuffle_seq": 0}, "shuffle_seq: expected true or false, got 0"),
        ({"shear_scale": float("nan")}, "shear_scale: expected a finite number, got nan"),
        ({"classes": {1, 2}}, "classes: expected what JSON can have, got set"),
        ({"preset_or_config": "publised"}, "Did you mean published?"),
        ({"preset_or_config": {"sede": 1}}, "sede: no parameter has this name. Did you mean seed?"),
    ],
)
def test_what_is_wrong_is_an_error_that_says_it(parameters: dict[str, Any], message: str, cache: Path) -> None:
    with pytest.raises(ParameterError) as caught:
        load(**parameters)
    assert message in str(caught.value)
    assert caught.value.__cause__ is None
    assert not cache.exists() or not any(cache.iterdir())


def test_data_that_is_not_as_pinned_is_an_error(cache: Path) -> None:
    with pytest.raises(mnist1d_builder.CommandError, match="digest") as caught:
        load(num_samples=100, digest="sha256:" + "0" * 64)
    assert caught.value.exit_code == 1
    assert not any(cache.iterdir())


def test_what_is_unusual_is_warned_of() -> None:
    with pytest.warns(Mnist1dWarning, match=r"^shear_scale: 30 is far from the original's 0.75") as warned:
        load(num_samples=100, shear_scale=30)
    assert warned[0].filename == __file__


def test_an_array_that_is_not_there_is_an_error_by_either_way() -> None:
    data = load()
    with pytest.raises(ArrayNameError, match=r"^x_vla: no array of this dataset has this name. There are|Did you mean"):
        data["x_vla"]
    with pytest.raises(KeyError):
        data["x_val"]
    assert not hasattr(data, "x_val")


def test_what_is_written_into_an_array_stays_in_it() -> None:
    data = load()
    before = data.y[0]
    data.y[0] = 99
    assert load().y[0] == before


def test_it_says_what_it_is() -> None:
    assert repr(load()).startswith("<MNIST-1D: 4,000 train, 1,000 test; sha256:d0191acc")


def test_nothing_that_may_not_be_there_is_imported() -> None:
    load()
    code = "import sys, numpy; old = set(sys.modules); import mnist1d_builder as m; m.load(); "
    code += "print(*set(sys.modules) - old)"
    imported = subprocess.check_output([sys.executable, "-c", code], text=True).split()
    assert "mnist1d_builder.cache" in imported
    assert not {"torch", "pandas", "subprocess", "pathlib"} & set(imported)


def test_the_version_is_the_commands(mnist1d: Command) -> None:
    assert mnist1d_builder.__version__ == mnist1d("--version").stdout.strip()
