"""Writes datasets with the Python clients that people use, and checks that mnist1d reads every bit of them.

Prints a line per check; exits with 1 if one fails. Each file is converted to NPY by the command, and its arrays are
compared with those that were written; `verify` must tell the published data, whoever wrote it, and refuse one changed bit.
"""

import json
import pickle
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Callable

import duckdb
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.feather
import pyarrow.parquet as pq

ROOT = Path(__file__).resolve().parents[2]
BIN = ["node", str(ROOT / "bin" / "mnist1d.js")]

Arrays = dict[str, np.ndarray]
Write = Callable[[Arrays, Path], None]


def mnist1d(*arguments: str) -> subprocess.CompletedProcess:
    return subprocess.run([*BIN, *arguments], capture_output=True, text=True)


def frame(data: Arrays) -> pd.DataFrame:
    """Both splits in one table, with a column that tells them apart."""
    x = np.concatenate([data["x"], data["x_test"]])
    y = np.concatenate([data["y"], data["y_test"]])
    split = ["train"] * len(data["x"]) + ["test"] * len(data["x_test"])
    return pd.DataFrame({"x": list(x), "y": y, "split": split})


def polars_frame(data: Arrays) -> pl.DataFrame:
    table = frame(data)
    return pl.DataFrame({"x": np.stack(table["x"]), "y": table["y"].to_numpy(), "split": table["split"].to_list()})


def arrow_table(data: Arrays) -> pa.Table:
    table = frame(data)
    x = np.stack(table["x"])
    lists = pa.FixedSizeListArray.from_arrays(pa.array(x.ravel()), x.shape[1])
    return pa.table({"x": lists, "y": table["y"].to_numpy(), "split": table["split"].to_list()})


def wide_frame(data: Arrays) -> pd.DataFrame:
    table = frame(data)
    x = np.stack(table["x"]).astype("f8")  # so that the text has all digits of a float32
    columns = {f"x{j}": x[:, j] for j in range(x.shape[1])}
    return pd.DataFrame({**columns, "y": table["y"], "split": table["split"]})


def by_duckdb(options: str) -> Write:
    def write(data: Arrays, path: Path) -> None:
        table = arrow_table(data)
        with duckdb.connect() as connection:
            connection.register("dataset", table)
            connection.execute(f"COPY (SELECT * FROM dataset) TO '{path}' ({options})")

    return write


def as_json(data: Arrays, path: Path) -> None:
    path.write_text(json.dumps({name: array.tolist() for name, array in data.items()}))


# File name, and what writes it.
WRITERS: list[tuple[str, str, Write]] = [
    ("pandas to_parquet", "pandas.parquet", lambda data, path: frame(data).to_parquet(path)),
    ("pandas to_feather", "pandas.feather", lambda data, path: frame(data).to_feather(path)),
    ("pandas to_csv", "pandas.csv", lambda data, path: wide_frame(data).to_csv(path)),
    ("polars write_parquet", "polars.parquet", lambda data, path: polars_frame(data).write_parquet(path)),
    ("polars write_parquet, snappy", "snappy.parquet", lambda data, path: polars_frame(data).write_parquet(path, compression="snappy")),
    ("polars write_ipc", "polars.arrow", lambda data, path: polars_frame(data).write_ipc(path)),
    ("pyarrow write_table", "pyarrow.parquet", lambda data, path: pq.write_table(arrow_table(data), path)),
    ("pyarrow write_table, data pages 2, zstd", "v2.parquet", lambda data, path: pq.write_table(arrow_table(data), path, data_page_version="2.0", compression="zstd")),
    ("pyarrow write_feather", "pyarrow.arrow", lambda data, path: pa.feather.write_feather(arrow_table(data), path)),
    ("duckdb COPY to Parquet", "duckdb.parquet", by_duckdb("FORMAT parquet")),
    ("duckdb COPY to JSON", "duckdb.jsonl", by_duckdb("FORMAT json")),
    ("numpy savez", "numpy.npz", lambda data, path: np.savez(path, **data)),
    ("numpy savez_compressed", "compressed.npz", lambda data, path: np.savez_compressed(path, **data)),
    ("pickle", "pickle.pkl", lambda data, path: path.write_bytes(pickle.dumps(data))),
    ("json", "json.json", as_json),
]

failed = 0
passed = 0


def check(name: str, holds: bool, otherwise: str = "") -> None:
    global failed, passed
    if holds:
        passed += 1
        print(f"ok   {name}")
    else:
        failed += 1
        print(f"FAIL {name}: {otherwise}")


def same(a: np.ndarray, b: np.ndarray) -> bool:
    """To the last bit, in the wider of the two types."""
    floats = np.promote_types(a.dtype, b.dtype)
    return a.shape == b.shape and a.astype(floats).tobytes() == b.astype(floats).tobytes()


def check_writer(name: str, file: str, write: Write, data: Arrays, folder: Path) -> None:
    path = folder / file
    write(data, path)
    out = folder / f"{file}-read"
    converted = mnist1d("convert", str(path), f"{out}/", "-f", "npy", "--quiet")
    if converted.returncode != 0:
        return check(name, False, converted.stderr.strip())
    read = {key: np.load(out / f"{key}.npy") for key in data}
    wrong = [key for key in data if not same(read[key], data[key])]
    check(f"{name}: every bit is read", not wrong, f"{', '.join(wrong)} differ")
    verified = mnist1d("verify", str(path), "--float32")
    check(f"{name}: verify knows the published data", verified.returncode == 0, verified.stdout + verified.stderr)


def check_corruption(file: str, write: Write, data: Arrays, folder: Path) -> None:
    changed = {**data, "x": data["x"].copy()}
    changed["x"][1234, 5] = np.nextafter(changed["x"][1234, 5], np.inf)
    path = folder / f"changed-{file}"
    write(changed, path)
    verified = mnist1d("verify", str(path), "--preset", "published", "--float32")
    found = "1 example of 5,000 differs" in verified.stdout
    check(f"{file}: verify tells one changed bit", verified.returncode == 1 and found, verified.stdout)


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for dtype in ("float32", "float64"):
            source = folder / f"source-{dtype}"
            made = mnist1d("generate", "--dtype", dtype, "-f", "npy", "-o", f"{source}/", "--quiet")
            assert made.returncode == 0, made.stderr
            data = {key: np.load(source / f"{key}.npy") for key in ("x", "y", "x_test", "y_test")}
            (folder / dtype).mkdir()
            for writer, file, write in WRITERS:
                check_writer(f"{writer}, {dtype}", file, write, data, folder / dtype)
                if dtype == "float32":
                    check_corruption(file, write, data, folder / dtype)
    print(f"\n{passed} passed, {failed} failed\n")
    sys.exit(failed > 0)


if __name__ == "__main__":
    main()
