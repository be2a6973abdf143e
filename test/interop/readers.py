"""Tables as the clients read them: each gives the columns as NumPy arrays, x of shape (rows, length)."""

import csv
import json
import re
import sys
import warnings
from dataclasses import dataclass
from typing import Callable

import duckdb
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.csv
import pyarrow.dataset
import pyarrow.feather
import pyarrow.json
import pyarrow.parquet as pq

from harness import SIGNALS, SPLIT_NAMES, Arrays


@dataclass(frozen=True)
class Client:
    """One way in which a client reads one format."""

    name: str
    version: str
    call: str
    extension: str
    """Raw columns of the file: x as one column of lists, or as x0, x1, …"""
    read: Callable[[str], Arrays]

    def columns(self, path: str, length: int, floats: np.dtype) -> Arrays:
        return with_matrix(self.read(path + self.extension), length, floats)

    def __str__(self) -> str:
        return f"{self.name} {self.version}, {self.call}"


def with_matrix(raw: Arrays, length: int, floats: np.dtype) -> Arrays:
    """Columns whose signals are matrices. @param floats the type of x where a client says no more than that it has no rows."""
    others = {name: values for name, values in raw.items() if not re.fullmatch(r"(x|x_clean)\d*", name)}
    if "split" in others:
        others["split"] = others["split"].astype(SPLIT_NAMES)
    return {**{name: matrix_of(raw, name, length, floats) for name in SIGNALS if has_signal(raw, name)}, **others}


def has_signal(raw: Arrays, name: str) -> bool:
    return name in raw or f"{name}0" in raw


def matrix_of(raw: Arrays, name: str, length: int, floats: np.dtype) -> np.ndarray:
    parts = [part for part in raw if re.fullmatch(rf"{name}\d*", part)]
    if parts != [name]:
        if parts != [f"{name}{i}" for i in range(length)]:
            raise ValueError(f"columns {parts}")
        return np.column_stack([raw[part] for part in parts])
    if raw[name].dtype == object:
        return np.array([np.asarray(row) for row in raw[name]]) if len(raw[name]) else np.empty((0, length), floats)
    return raw[name]


def of_arrow(table: pa.Table) -> Arrays:
    return {name: of_arrow_column(table[name]) for name in table.column_names}


def of_arrow_column(column: pa.ChunkedArray) -> np.ndarray:
    if pa.types.is_fixed_size_list(column.type):
        values = column.combine_chunks().flatten() if column.num_chunks != 1 else column.chunk(0).flatten()
        return values.to_numpy(zero_copy_only=False).reshape(-1, column.type.list_size)
    return column.to_numpy()


def of_typed_arrow(table: pa.Table) -> Arrays:
    """From formats that keep types: x must be a fixed-size list, and nothing may be null."""
    for field in table.schema:
        if field.name in SIGNALS and not pa.types.is_fixed_size_list(field.type):
            raise TypeError(f"{field.name} is {field.type}")
    if any(field.nullable for field in table.schema):
        raise TypeError(f"a column of {table.schema} may be null")
    return of_arrow(table)


def of_pandas(frame: pd.DataFrame) -> Arrays:
    return {name: frame[name].to_numpy() for name in frame.columns}


def of_polars(frame: pl.DataFrame) -> Arrays:
    return {name: frame[name].to_numpy() for name in frame.columns}


def of_typed_polars(frame: pl.DataFrame) -> Arrays:
    """From formats that keep types: x must be a fixed-size array."""
    for name, kind in frame.schema.items():
        if name in SIGNALS and not isinstance(kind, pl.Array):
            raise TypeError(f"{name} is {kind}")
    return of_polars(frame)


def of_duckdb(relation: duckdb.DuckDBPyRelation) -> Arrays:
    return {name: np.asarray(values) for name, values in relation.fetchnumpy().items()}


def of_rows(rows: list[dict]) -> Arrays:
    return {name: np.array([row[name] for row in rows]) for name in rows[0]}


def read_mapped_parquet(path: str) -> Arrays:
    return of_typed_arrow(pq.read_table(path, memory_map=True))


def read_json_by_pandas(path: str) -> Arrays:
    return of_pandas(pd.read_json(path, lines=True, precise_float=True))


def read_ipc_file(path: str) -> Arrays:
    with pa.memory_map(path) as source:
        return of_typed_arrow(pa.ipc.open_file(source).read_all())


def read_csv_by_python(path: str) -> Arrays:
    with open(path, newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    integers = {"y", "y_clean", "padding", "translation"}
    kinds = {name: str if name == "split" else int if name in integers else float for name in rows[0]}
    return {name: np.array([kind(row[name]) for row in rows]) for name, kind in kinds.items()}


def read_json_lines_by_python(path: str) -> Arrays:
    with open(path, encoding="utf-8") as file:
        return of_rows([json.loads(line) for line in file])


def read_csv_round_trip(path: str) -> Arrays:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # pandas 3.1: its default has become as exact
        return of_pandas(pd.read_csv(path, float_precision="round_trip"))


def query(path: str, where: str = "true") -> duckdb.DuckDBPyRelation:
    return duckdb.sql(f"SELECT * FROM '{path}' WHERE {where}")


ARROW, PANDAS, POLARS, DUCKDB = ((module.__name__, module.__version__) for module in (pa, pd, pl, duckdb))
PYTHON = ("Python", ".".join(map(str, sys.version_info[:3])))

TYPED_CLIENTS = [
    Client(*ARROW, "parquet.read_table", ".parquet", lambda path: of_typed_arrow(pq.read_table(path))),
    Client(*ARROW, "parquet.read_table(memory_map)", ".parquet", read_mapped_parquet),
    Client(*ARROW, "dataset, Parquet", ".parquet", lambda path: of_typed_arrow(pa.dataset.dataset(path).to_table())),
    Client(*ARROW, "ipc.open_file(memory_map)", ".arrow", read_ipc_file),
    Client(*ARROW, "feather.read_table", ".arrow", lambda path: of_typed_arrow(pa.feather.read_table(path))),
    Client(*PANDAS, "read_parquet", ".parquet", lambda path: of_pandas(pd.read_parquet(path))),
    Client(*PANDAS, "read_feather", ".arrow", lambda path: of_pandas(pd.read_feather(path))),
    Client(*POLARS, "read_parquet", ".parquet", lambda path: of_typed_polars(pl.read_parquet(path))),
    Client(*POLARS, "scan_parquet", ".parquet", lambda path: of_typed_polars(pl.scan_parquet(path).collect())),
    Client(*POLARS, "read_ipc", ".arrow", lambda path: of_typed_polars(pl.read_ipc(path))),
    Client(*DUCKDB, "Parquet", ".parquet", lambda path: of_duckdb(query(path))),
]

# These read every number as a double, and cannot tell the types of a file without rows.
TEXT_CLIENTS = [
    Client(*PANDAS, "read_csv", ".csv", lambda path: of_pandas(pd.read_csv(path))),
    Client(*PANDAS, "read_csv(round_trip)", ".csv", read_csv_round_trip),
    Client(*PANDAS, "read_json(lines, precise_float)", ".jsonl", read_json_by_pandas),
    Client(*POLARS, "read_csv", ".csv", lambda path: of_polars(pl.read_csv(path))),
    Client(*POLARS, "read_ndjson", ".jsonl", lambda path: of_polars(pl.read_ndjson(path))),
    Client(*DUCKDB, "CSV", ".csv", lambda path: of_duckdb(query(path))),
    Client(*DUCKDB, "JSON", ".jsonl", lambda path: of_duckdb(query(path))),
    Client(*ARROW, "csv.read_csv", ".csv", lambda path: of_arrow(pa.csv.read_csv(path))),
    Client(*ARROW, "json.read_json", ".jsonl", lambda path: of_arrow(pa.json.read_json(path))),
    Client(*PYTHON, "csv", ".csv", read_csv_by_python),
    Client(*PYTHON, "json", ".jsonl", read_json_lines_by_python),
]
