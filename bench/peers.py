"""Writes the arrays of a folder of NPY in a format with what people use for it in Python, and prints the seconds of each as JSON:
from reading the files to the closed one, without the imports.

    python bench/peers.py csv FOLDER FILE

Of polars, pyarrow, numpy, orjson and duckdb those are taken that are installed and write the format.
"""

import json
import os
import sys
import time


def table(x, y):
    import pyarrow as pa

    return pa.table({"x": pa.FixedSizeListArray.from_arrays(pa.array(x.ravel()), x.shape[1]), "y": y})


def wide_table(x, y):
    import pyarrow as pa

    return pa.table({f"x{i}": pa.array(x[:, i].copy()) for i in range(x.shape[1])} | {"y": y})


def frame(x, y):
    import polars as pl

    return pl.DataFrame({"x": x, "y": y})


def wide_frame(x, y):
    import polars as pl

    return pl.DataFrame({f"x{i}": x[:, i].copy() for i in range(x.shape[1])} | {"y": y})


def numpy_npy(x, y, path):
    import numpy as np

    np.save(path, x)
    np.save(path.replace(".npy", "-y.npy"), y)


def numpy_npz(x, y, path):
    import numpy as np

    np.savez(path, x=x, y=y)


def pyarrow_parquet(x, y, path):
    import pyarrow.parquet as pq

    pq.write_table(table(x, y), path, compression="none", use_dictionary=False)


def pyarrow_arrow(x, y, path):
    import pyarrow as pa

    made = table(x, y)
    with pa.OSFile(path, "wb") as sink, pa.ipc.new_file(sink, made.schema) as writer:
        writer.write_table(made)


def pyarrow_csv(x, y, path):
    import pyarrow.csv as csv

    csv.write_csv(wide_table(x, y), path)


def polars_parquet(x, y, path):
    frame(x, y).write_parquet(path, compression="uncompressed")


def polars_arrow(x, y, path):
    frame(x, y).write_ipc(path)


def polars_csv(x, y, path):
    wide_frame(x, y).write_csv(path)


def polars_jsonl(x, y, path):
    frame(x, y).write_ndjson(path)


def orjson_json(x, y, path):
    import orjson

    with open(path, "wb") as file:
        file.write(orjson.dumps({"x": x, "y": y}, option=orjson.OPT_SERIALIZE_NUMPY))


def duckdb_copy(made, path, options):
    import duckdb

    connection = duckdb.connect()
    connection.register("made", made)
    connection.execute(f"COPY made TO '{path}' ({options})")


def duckdb_parquet(x, y, path):
    duckdb_copy(table(x, y), path, "FORMAT parquet, COMPRESSION uncompressed")


def duckdb_csv(x, y, path):
    duckdb_copy(wide_table(x, y), path, "FORMAT csv")


def duckdb_jsonl(x, y, path):
    duckdb_copy(table(x, y), path, "FORMAT json")


def main(name, folder, path):
    seconds = {}
    for function, write in globals().copy().items():
        library, _, format_name = function.partition("_")
        if format_name != name:
            continue
        try:
            __import__(library)
            import numpy as np
        except ImportError:
            continue
        start = time.perf_counter()
        x, y = (np.concatenate([np.load(f"{folder}/{k}.npy"), np.load(f"{folder}/{k}_test.npy")]) for k in ("x", "y"))
        write(x, y, path)
        seconds[library] = time.perf_counter() - start
        os.remove(path)
    print(json.dumps(seconds))


if __name__ == "__main__":
    main(*sys.argv[1:])
