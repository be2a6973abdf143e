"""How the clients reach the data: mapped into memory without a copy, and reading only what a condition asks for."""

import shutil
import tempfile
from pathlib import Path

import duckdb
import numpy as np
import polars as pl
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.dataset
import pyarrow.parquet as pq

from harness import SPLIT_NAMES, Arrays, Checks, compare, expected_arrays, flip_bit, generate, require
from harness import require_mismatch, split_of
from readers import ARROW, DUCKDB, POLARS, of_duckdb, of_typed_arrow, of_typed_polars, query, with_matrix

# Three row groups, only the last of which has test examples.
LARGE = ["--engine", "blocked", "--num-samples", "300000", "--test-size", "10000"]


def train_of(folder: Path, extension: str) -> Path:
    return folder / "data" / f"train-00000-of-00001.{extension}"


# Without a copy


def check_numpy_map(folder: Path, arrays: Arrays) -> None:
    for name, expected in arrays.items():
        array = np.load(folder / f"{name}.npy", mmap_mode="r")
        require(isinstance(array, np.memmap) and not array.flags.owndata, f"{name} is not mapped")
        compare({name: np.asarray(array)}, {name: expected})


def check_arrow_map(folder: Path, arrays: Arrays) -> None:
    """Every buffer of the table lies within the mapped file, and becomes a NumPy array where it is."""
    path = train_of(folder, "arrow")
    with pa.memory_map(str(path)) as source:
        file = source.read_buffer(path.stat().st_size)
        source.seek(0)
        before = pa.total_allocated_bytes()
        table = pa.ipc.open_file(source).read_all()
        require(pa.total_allocated_bytes() == before, "reading allocates memory")
        buffers = [b for column in table.columns for chunk in column.chunks for b in chunk.buffers() if b is not None]
        inside = [file.address <= b.address and b.address + b.size <= file.address + file.size for b in buffers]
        require(len(buffers) > 0 and all(inside), "a buffer is not in the mapped file")
        for chunk in table["x"].chunks:
            x = chunk.flatten().to_numpy(zero_copy_only=True)
            require(file.address <= x.ctypes.data < file.address + file.size, "x is a copy")
        compare(of_typed_arrow(table), split_of(arrays, "train"))


def check_parquet_to_numpy(folder: Path, arrays: Arrays) -> None:
    """Parquet is decoded, but once: the table's x becomes a NumPy array where it is."""
    x = pq.read_table(train_of(folder, "parquet"), memory_map=True)["x"].chunk(0).flatten().to_numpy(zero_copy_only=True)
    compare({"x": x.reshape(arrays["x"].shape)}, {"x": arrays["x"]})


def check_access_notices(folder: Path, arrays: Arrays, changed: Path) -> None:
    shutil.copytree(folder, changed)
    for path, check in (
        (changed / "x.npy", check_numpy_map),
        (train_of(changed, "arrow"), check_arrow_map),
        (train_of(changed, "parquet"), check_parquet_to_numpy),
    ):
        check(changed, arrays)
        flip_bit(path, arrays["x"][100:102])
        require_mismatch(check, changed, arrays)


# Only what is asked for


def rows_where(table: Arrays, rows: np.ndarray) -> Arrays:
    return {name: values[rows] for name, values in table.items()}


def both(arrays: Arrays) -> Arrays:
    parts = [split_of(arrays, split) for split in ("train", "test")]
    table = {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
    splits = np.array(["train", "test"], SPLIT_NAMES)
    return {**table, "split": np.repeat(splits, [len(part["y"]) for part in parts])}


def check_row_groups(path: Path, table: Arrays) -> None:
    """The statistics tell which row groups have no row of a condition, and which have nothing else."""
    metadata = pq.ParquetFile(path).metadata
    start = 0
    for i in range(metadata.num_row_groups):
        group = metadata.row_group(i)
        columns = {group.column(j).path_in_schema: group.column(j) for j in range(group.num_columns)}
        for name in ("y", "split"):
            values, found = table[name][start : start + group.num_rows], columns[name].statistics
            got = (found.min, found.max, found.null_count)
            require(got == (min(values), max(values), 0), f"{name} of row group {i}: {got}")
        start += group.num_rows
    require(start == len(table["y"]) and metadata.num_row_groups == 3, f"{metadata}")


def check_arrow_pushdown(path: Path, table: Arrays) -> None:
    dataset = pa.dataset.dataset(path)
    (fragment,) = dataset.get_fragments()
    groups = fragment.num_row_groups

    def row_groups(condition: pc.Expression) -> list[int]:
        return [group.id for group in fragment.subset(condition).row_groups]

    require(row_groups(pc.field("y") > 9) == [], "y > 9 reads a row group")
    require(row_groups(pc.field("split") == "test") == [groups - 1], "split = test reads another row group")
    require(row_groups(pc.field("y") == 3) == list(range(groups)), "y = 3 does not read all row groups")
    found = with_matrix(of_typed_arrow(dataset.to_table(filter=pc.field("y") == 3)), table["x"].shape[1], table["x"].dtype)
    compare(found, rows_where(table, table["y"] == 3))


def check_polars_pushdown(path: Path, table: Arrays) -> None:
    frame = pl.scan_parquet(path).filter((pl.col("y") == 3) & (pl.col("split") == "test"))
    plan = frame.explain()
    require("SELECTION" in plan and "FILTER" not in plan.split("Parquet SCAN")[0], f"the condition is not in the scan: {plan}")
    found = with_matrix(of_typed_polars(frame.collect()), table["x"].shape[1], table["x"].dtype)
    compare(found, rows_where(table, (table["y"] == 3) & (table["split"] == "test")))


def check_duckdb_pushdown(path: Path, table: Arrays) -> None:
    plan = duckdb.sql(f"EXPLAIN SELECT * FROM '{path}' WHERE y = 3").fetchall()[0][1]
    require("Filters" in plan and "y=3" in plan.replace(" ", "") and "FILTER" not in plan, f"the condition is not in the scan: {plan}")
    found = with_matrix(of_duckdb(query(str(path), "y = 3")), table["x"].shape[1], table["x"].dtype)
    compare(found, rows_where(table, table["y"] == 3))


def check_pushdown_notices(path: Path, table: Arrays) -> None:
    row = int(np.argwhere((table["y"] == 3) & (table["split"] == "test"))[-1, 0])
    flip_bit(path, table["x"][row])
    for check in (check_arrow_pushdown, check_polars_pushdown, check_duckdb_pushdown):
        require_mismatch(check, path, table)
    require_mismatch(check_row_groups, path, {**table, "y": table["y"] + 1})


def main() -> None:
    checks = Checks()
    arrow, polars, duck = (" ".join(client) for client in (ARROW, POLARS, DUCKDB))
    with tempfile.TemporaryDirectory(prefix="mnist1d-access-") as temporary:
        folder = Path(temporary)
        for name, flags in (("float32", []), ("float64", ["--dtype", "float64"])):
            arrays = expected_arrays(folder / name / "npy", *flags)
            generate("--format", "parquet,arrow,npy", "--out", f"{folder / name / 'all'}/", *flags)
            arguments = (folder / name / "all", arrays)
            checks.run(f"numpy {np.__version__}, load(mmap_mode), mapped: {name}", check_numpy_map, *arguments)
            checks.run(f"{arrow}, memory_map, no copy: {name}", check_arrow_map, *arguments)
            checks.run(f"{arrow}, Parquet to NumPy, no copy: {name}", check_parquet_to_numpy, *arguments)
            changed = folder / name / "changed"
            checks.run(f"a changed bit is noticed: mapped, {name}", check_access_notices, *arguments, changed)
        table = both(expected_arrays(folder / "large", *LARGE))
        path = folder / "large.parquet"
        generate("--out", str(path), *LARGE)
        checks.run(f"{arrow}, statistics of row groups", check_row_groups, path, table)
        checks.run(f"{arrow}, a condition leaves out row groups", check_arrow_pushdown, path, table)
        checks.run(f"{polars}, a condition is in the scan", check_polars_pushdown, path, table)
        checks.run(f"{duck}, WHERE y = 3 is in the scan", check_duckdb_pushdown, path, table)
        checks.run("a changed bit is noticed: conditions", check_pushdown_notices, path, table)
    checks.finish()


if __name__ == "__main__":
    main()
