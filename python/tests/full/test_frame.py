"""`to_frame`, against the table that the command writes."""

import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

from mnist1d_builder import ParameterError, load

PARAMETERS = {"num_samples": 200, "val_size": 20, "factors": True, "clean": True, "label_noise": 0.5}


def test_it_is_the_table_of_the_commands_csv(tmp_path: Path) -> None:
    data = load(PARAMETERS)
    file = tmp_path / "data.csv"
    script = Path(sys.executable).with_name("mnist1d")
    subprocess.run([script, "convert", data.path, file, "-q"], check=True)
    stored = pd.read_csv(file)
    frame = data.to_frame()
    assert list(frame.columns) == list(stored.columns)
    assert len(frame) == 200
    pd.testing.assert_frame_equal(
        frame, stored.astype({name: frame[name].dtype for name in frame.columns}), check_dtype=False, rtol=0, atol=0
    )


def test_of_one_split() -> None:
    data = load(PARAMETERS)
    frame = data.to_frame("test")
    assert len(frame) == 40
    assert "split" not in frame
    assert (frame["y_clean"] == frame["y"]).all()
    with pytest.raises(ParameterError, match=r"Did you mean validation\?"):
        data.to_frame("validtion")
