"""The cells in which notebooks get their data: as they stand with the original, and with the import line changed.

Of *Understanding Deep Learning* and of the original's repository, without what they print and plot. Logarithms are
rounded correctly, as in fixtures/; where a cell downloads the published file, the original finds it there.
"""

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from make_fixtures import exact_rounding

from mnist1d_builder import StalePickleError

CELLS = {
    # Also 9.5, 10.2, 11.2, 11.3, 20.1 and 20.2.
    "udl 8.1": """
import mnist1d
args = mnist1d.data.get_dataset_args()
data = mnist1d.data.get_dataset(args, path='./mnist1d_data.pkl', download=False, regenerate=False)
""",
    "udl 8.3": """
import mnist1d
import random
random.seed(0)

args = mnist1d.data.get_dataset_args()
args.num_samples = 8000
args.train_split = 0.5
args.corr_noise_scale = 0.25
args.iid_noise_scale=2e-2
data = mnist1d.data.get_dataset(args, path='./mnist1d_data.pkl', download=False, regenerate=True)

# Add 15% noise to training labels
for c_y in range(len(data['y'])):
    random_number = random.random()
    if random_number < 0.15 :
        random_int = int(random.random() * 10)
        data['y'][c_y] = random_int
""",
    "udl 20.3": """
import mnist1d
from mnist1d.data import get_dataset, get_dataset_args
args = mnist1d.get_dataset_args()
data = mnist1d.get_dataset(args=args)  # by default, this will download a pre-made dataset from the GitHub repo
""",
    "benchmark-pooling": """
import mnist1d
dataset_sizes = [2000, 3000]  # and larger ones
train_splits = [1-(1000./ds) for ds in dataset_sizes]  # split so that there are always 1000 test examples
made = []
for i, num_samples in enumerate(dataset_sizes):

  # make dataset
  data_args = mnist1d.get_dataset_args()
  data_args.num_samples = num_samples
  data_args.train_split = train_splits[i]
  dataset = mnist1d.get_dataset(args=data_args, download=False, regenerate=True)
  made.append(dataset)
data, other = made
""",
    "building-mnist1d": """
import mnist1d

args = mnist1d.get_dataset_args()
data = mnist1d.get_dataset(args, path='./mnist1d_data.pkl', download=True) # This is the default setting
""",
    "deep-double-descent": """
from mnist1d.data import make_dataset, get_dataset_args

args = get_dataset_args()
args.num_samples = 16_000
args.train_split = 0.25

data = make_dataset(args)
""",
    "lottery-tickets": """
from mnist1d.data import get_dataset, get_dataset_args
args = get_dataset_args()
other = get_dataset(args=args)  # by default, this will download a pre-made dataset from the GitHub repo

args = get_dataset_args()
args.seed = args.seed + 1  # new manual seed -> new dataset from same dataset
data = get_dataset(args=args, download=False, regenerate=True)
""",
    "metalearn-activation-function": """
import mnist1d
args = mnist1d.get_dataset_args()
args.num_samples = 10000
data = mnist1d.get_dataset(args=args, download=False, regenerate=True)
""",
    "mnist1d-pip": """
from mnist1d.data import make_dataset, get_dataset_args

default_args = get_dataset_args()
data = make_dataset(default_args)
x,y,t = data['x'], data['y'], data['t']
""",
    "quickstart": """
from mnist1d.data import get_templates, get_dataset_args, get_dataset
templates = get_templates()
args = get_dataset_args()
data = get_dataset(args, path='./mnist1d_data_custom.pkl', download=False, regenerate=True)

args = get_dataset_args()
other = get_dataset(args, path='./mnist1d_data_custom.pkl', download=False, regenerate=False)
""",
}


def changed(cell: str) -> str:
    """The import line changed, and nothing else."""
    cell = re.sub(r"^import mnist1d$", "import mnist1d_builder.compat as mnist1d", cell, flags=re.MULTILINE)
    return re.sub(r"^from mnist1d\.data", "from mnist1d_builder.compat.data", cell, flags=re.MULTILINE)


def run(cell: str) -> dict[str, Any]:
    names: dict[str, Any] = {}
    exec(cell, names)
    return names


def same(one: Any, other: Any) -> None:
    assert list(one) == list(other)
    for name, value in one.items():
        if isinstance(value, dict):
            same(value, other[name])
        else:
            assert (value.dtype, value.shape) == (other[name].dtype, other[name].shape), name
            assert value.tobytes() == other[name].tobytes(), name


@pytest.mark.parametrize("name", CELLS)
def test_a_cell_has_the_same_arrays(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    theirs, ours = tmp_path / "theirs", tmp_path / "ours"
    theirs.mkdir()
    ours.mkdir()
    monkeypatch.chdir(theirs)
    if "download=True" in CELLS[name] or "will download" in CELLS[name]:
        script = Path(sys.executable).with_name("mnist1d")
        subprocess.run([script, "generate", "--preset", "published", "-o", "mnist1d_data.pkl", "-q"], check=True)
    with exact_rounding():
        expected = run(CELLS[name])
    monkeypatch.chdir(ours)
    found = run(changed(CELLS[name]))
    for variable in ("data", "other", "templates"):
        if variable in expected:
            same(found[variable], expected[variable])
    for variable in ("x", "y", "t"):
        if variable in expected:
            assert np.array_equal(found[variable], expected[variable])


def test_a_cell_that_is_run_again_after_another_does_not_get_its_pickle(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    cell = changed(CELLS["lottery-tickets"])
    run(cell)
    with pytest.raises(StalePickleError, match=r"mnist1d_data\.pkl is not the dataset of these arguments"):
        run(cell)
