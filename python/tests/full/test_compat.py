"""The original's functions against the original package, with logarithms rounded correctly as fixtures/ does it."""

import hashlib
import json
import pickle
import random
from pathlib import Path
from typing import Any

import mnist1d.data
import numpy as np
import pytest
from make_fixtures import args_from_config, exact_rounding

import mnist1d_builder.compat as ours
from mnist1d_builder import CommandError, Mnist1dWarning, ParameterError, StalePickleError, load

FIXTURES = Path(__file__).parents[3] / "fixtures"
CASES = {case["name"]: case for case in json.loads((FIXTURES / "reference-cases.json").read_text(encoding="utf-8"))}
DIGESTS = json.loads((FIXTURES / "reference-configs.json").read_text(encoding="utf-8"))
TEN = ["default", "shear-only", "long-plot", *(f"random-{n:03}" for n in (1, 3, 4, 7, 12, 14, 21))]

pytestmark = pytest.mark.filterwarnings(f"ignore::{Mnist1dWarning.__module__}.Mnist1dWarning")


def arguments(case: dict[str, Any]) -> tuple[Any, Any]:
    templates = case.get("templates")
    return args_from_config(case["config"]), templates and {key: np.array(rows) for key, rows in templates.items()}


def same(one: dict[str, Any], other: dict[str, Any]) -> None:
    assert list(one) == list(other)
    for name in one:
        if name == "templates":
            same(one[name], other[name])
            continue
        assert type(one[name]) is type(other[name]), name
        assert (one[name].dtype, one[name].shape) == (other[name].dtype, other[name].shape), name
        assert one[name].tobytes() == other[name].tobytes(), name
        assert one[name].flags.writeable


@pytest.mark.parametrize("name", TEN)
def test_make_dataset_is_the_originals_bit_for_bit(name: str) -> None:
    args, template = arguments(CASES[name])
    with exact_rounding():
        theirs = mnist1d.data.make_dataset(args, template)
    after = random.getstate()
    random.seed(99)
    made = ours.make_dataset(args, template)
    same(made, theirs)
    assert random.getstate() == after
    if template is not None:
        assert made["templates"] is template


@pytest.mark.parametrize("case", DIGESTS, ids=[case["name"] for case in DIGESTS])
def test_load_has_the_digests_of_all_fixtures(case: dict[str, Any]) -> None:
    extra = {"templates": case["templates"]} if "templates" in case else {}
    data = load({**case["config"], **extra}, dtype="float64")
    for name, digest in case["sha256"].items():
        array, dtype = name.rsplit("_", 1)
        assert hashlib.sha256(data[array].astype(dtype).tobytes()).hexdigest() == digest, name


def test_the_arguments_and_templates_are_the_originals() -> None:
    assert ours.get_dataset_args(as_dict=True) == mnist1d.data.get_dataset_args(as_dict=True)
    assert list(vars(ours.get_dataset_args())) == list(vars(mnist1d.data.get_dataset_args()))
    assert ours.get_dataset_args().padding is not ours.get_dataset_args().padding
    same(ours.get_templates(), mnist1d.data.get_templates())


def test_an_argument_that_the_original_would_ignore_is_an_error() -> None:
    args = ours.get_dataset_args()
    args.num_sample = 100
    with pytest.raises(ParameterError, match=r"num_sample: no argument has this name. Did you mean num_samples\?"):
        ours.make_dataset(args)
    del args.num_sample, args.seed
    with pytest.raises(ParameterError, match="seed: args has no such attribute"):
        ours.make_dataset(args)
    with pytest.raises(ParameterError, match="got a dict"):
        ours.make_dataset(ours.get_dataset_args(as_dict=True))
    args = ours.get_dataset_args()
    args.train_split = 2
    with pytest.raises(ParameterError, match="train_split: expected a number from 0 to 1, got 2"):
        ours.make_dataset(args)
    with pytest.raises(TypeError):
        ours.get_dataset(ours.get_dataset_args(), shuffle=True)  # type: ignore[call-arg]


def small(**changes: Any) -> Any:
    args = ours.get_dataset_args()
    args.num_samples = 100
    vars(args).update(changes)
    return args


def test_get_dataset_pickles_and_reads_the_pickle(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "data.pkl"
    made = ours.get_dataset(small(), path=str(path), download=False)
    assert str(path) in capsys.readouterr().out
    again = ours.get_dataset(small(), path=str(path), download=False, verbose=False)
    same(again, made)
    assert capsys.readouterr().out == ""
    same(pickle.loads(path.read_bytes()), made)
    assert [entry.name for entry in tmp_path.iterdir()] == ["data.pkl"]


def test_a_pickle_of_other_arguments_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "data.pkl"
    ours.get_dataset(small(), path=path, download=False)
    before = path.read_bytes()
    for changes in ({"seed": 7}, {"num_samples": 200}, {"shuffle_seq": True}, {"iid_noise_scale": 0.0200001}):
        with pytest.raises(StalePickleError, match="is not the dataset of these arguments"):
            ours.get_dataset(small(**changes), path=path, download=False)
        assert path.read_bytes() == before
    seven = ours.get_dataset(small(seed=7), path=path, download=False, regenerate=True)
    same(ours.get_dataset(small(seed=7), path=path, download=False), seven)
    with pytest.raises(ParameterError, match="but not both"):
        ours.get_dataset(small(), path=path, regenerate=True)


def test_the_originals_own_pickle_is_read_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "data.pkl"
    # Without exact rounding: as it is on this platform.
    theirs = mnist1d.data.get_dataset(small(), path=str(path), download=False, verbose=False)
    same(ours.get_dataset(small(), path=path, download=False), theirs)
    with pytest.raises(StalePickleError):
        ours.get_dataset(small(seed=7), path=path, download=False)


class Harmful:
    def __reduce__(self) -> Any:
        return (print, ("run!",))


@pytest.mark.parametrize("content", [b"", b"no pickle", pickle.dumps([1]), pickle.dumps({"x": Harmful()})])
def test_what_is_no_pickle_of_a_dataset_is_left_alone(
    content: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "data.pkl"
    path.write_bytes(content)
    with pytest.raises(StalePickleError, match="is no pickle of a dataset"):
        ours.get_dataset(small(), path=path, download=False)
    assert path.read_bytes() == content
    assert capsys.readouterr().out == ""


def test_download_is_the_published_file_and_nothing_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    data = ours.get_dataset(ours.get_dataset_args())
    path = tmp_path / "mnist1d_data.pkl"
    known = "e95257676e9fb04568e46dda007da22cc8664ccba1451456afde55d7f6dd6aa5"
    assert hashlib.sha256(path.read_bytes()).hexdigest() == known
    same(data, pickle.loads(path.read_bytes()))
    same(ours.get_dataset(ours.get_dataset_args()), data)
    args = ours.get_dataset_args()
    args.seed = 7
    with pytest.raises(StalePickleError):
        ours.get_dataset(args)
    path.unlink()
    with pytest.raises(ParameterError, match=r"download: .*\(seed\), and the original would ignore them"):
        ours.get_dataset(args)
    args = ours.get_dataset_args()
    args.url = "https://example.org/other.pkl"
    with pytest.raises(ParameterError, match="url: nothing is downloaded"):
        ours.get_dataset(args)
    assert not any(tmp_path.iterdir())


def test_a_path_that_can_not_be_written_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"none/data\.pkl: can't be written: No such file or directory"):
        ours.get_dataset(small(), path=tmp_path / "none" / "data.pkl", download=False)
