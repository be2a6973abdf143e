"""Reads what mnist1d writes, in every format, with Python clients, and compares every value to the last bit.

Prints a line per check; exits with 1 if one fails. What the arrays must be comes from fixtures/ where it has them, made
by the original package; the other clients are compared with what NumPy finds in the .npy files.
"""

import copy
import hashlib
import io
import json
import pickle
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from harness import COLUMNS, ROOT, SIGNALS, SPLIT_NAMES, Arrays, Checks, Mismatch, compare, generate, require
from harness import require_mismatch, sha256, split_of, splits_of, suffix_of, with_one_bit_changed
from readers import ARROW, DUCKDB, PANDAS, POLARS, PYTHON, TEXT_CLIENTS, TYPED_CLIENTS, Client, of_duckdb, of_pandas
from readers import of_polars, of_rows, of_typed_arrow, of_typed_polars, query, with_matrix
from repositories import ADDITIONS

FORMATS = ["parquet", "arrow", "npy", "npz", "json", "jsonl", "csv", "pkl"]
NUMPY = f"numpy {np.__version__}"
PUBLISHED_SHA256 = "e95257676e9fb04568e46dda007da22cc8664ccba1451456afde55d7f6dd6aa5"

# What is generated: name, flags, and the case of fixtures/ that has the same x and true labels.
CASES = [
    ("default", [], "default"),
    ("float64", ["--dtype", "float64"], "default"),
    ("label noise", ["--label-noise", "0.15"], "default"),
    ("double descent", ["--preset", "double-descent"], "double-descent"),
    ("7 points", ["--num-samples", "503", "--final-seq-length", "7", "--label-noise", "0.15"], None),
    ("1 point", ["--num-samples", "500", "--final-seq-length", "1", "--dtype", "float64"], None),
    ("additions", [*ADDITIONS, "--final-seq-length", "7"], None),
    ("additions, other", ["--engine", "blocked", "--dtype", "float64", "--num-samples", "9000", "--final-seq-length", "3",
                          "--val-size", "4200", "--shift", "weak:scale_coeff=0.1", "--factors", "--clean",
                          "--classes", "0-4,7"], None),
    ("no train", ["--num-samples", "500", "--train-split", "0"], None),
    ("no test", ["--num-samples", "500", "--train-split", "1", "--label-noise", "0.5", "--dtype", "float64"], None),
]
# The case on which the checks themselves are checked.
PROBE = "additions"


# What was written


class Dataset:
    """A case, written in every format; its arrays as NumPy finds them in the .npy files."""

    def __init__(self, name: str, flags: list[str], fixture: str | None, folder: Path) -> None:
        self.name = name
        self.flags = flags
        self.fixture = fixture
        self.folder = folder / "directory"
        self.single = folder / "single"
        generate("--out", f"{self.folder}/", *flags, *(word for name in FORMATS for word in ("--format", name)))
        for name in FORMATS:
            if name != "npy":
                generate("--out", f"{self.single}.{name}", *flags)
        self.manifest = json.loads((self.folder / "manifest.json").read_text())
        names = [file["path"] for file in self.manifest["files"] if file["path"].endswith(".npy")]
        self.arrays: Arrays = {name.removesuffix(".npy"): np.load(self.folder / name) for name in names}

    def table(self, split: str) -> Arrays:
        """The columns of the table of a split, or of "all" in a single file."""
        if split == "all":
            parts = [{**self.table(s), "split": np.full(len(self.table(s)["y"]), s, SPLIT_NAMES)} for s in self.splits]
            return {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
        return split_of(self.arrays, split)

    @property
    def splits(self) -> list[str]:
        return splits_of(self.arrays)

    def path(self, split: str) -> str:
        """Of the file of a table, without extension."""
        return str(self.single if split == "all" else self.folder / "data" / f"{split}-00000-of-00001")


# Comparing


def as_text(values: np.ndarray) -> np.ndarray:
    """What a reader of text gives: the float64 nearest to the shortest digits of each value, as NumPy finds them."""
    wide = values.astype("U32").astype(np.float64)
    require(wide.astype(values.dtype).tobytes() == values.tobytes(), "the shortest digits are another value's")
    return wide


def with_wide_signals(table: Arrays) -> Arrays:
    return {**table, **{name: as_text(table[name]) for name in SIGNALS if name in table}}


def check_table(client: Client, dataset: Dataset, change=lambda table: table) -> None:
    """Each split and the single file. @param change of what is expected, to see that it would be found."""
    for split in (*dataset.splits, "all"):
        expected = dataset.table(split)
        length = expected["x"].shape[1]
        if client in TEXT_CLIENTS:
            if len(expected["y"]) == 0:
                lines = Path(dataset.path(split) + client.extension).read_text().splitlines()
                require(len(lines) == (1 if client.extension == ".csv" else 0), "has lines, but no examples")
                continue
            expected = with_wide_signals(expected)
        compare(client.columns(dataset.path(split), length, expected["x"].dtype), change(expected))


# Checks of arrays


def check_fixture(dataset: Dataset) -> None:
    """The arrays are those that the original package made."""
    cases = json.loads((ROOT / "fixtures" / "reference-configs.json").read_text())
    expected = next(case for case in cases if case["name"] == dataset.fixture)["sha256"]
    arrays = dict(dataset.arrays)
    # Label noise changes y only.
    arrays["y"] = arrays.pop("y_clean", arrays["y"])
    for name in ("x", "x_test", "y", "y_test", "t"):
        digest = sha256(arrays[name].tobytes())
        require(digest == expected[f"{name}_{arrays[name].dtype.name}"], f"{name} is not that of the original package")


def check_label_noise(dataset: Dataset) -> None:
    """The noisy labels are those of a stream of their own, drawn here by NumPy."""
    noise = dataset.manifest["config"]["label_noise"]
    random = np.random.RandomState([dataset.manifest["config"]["seed"], 1])
    y = dataset.arrays["y_clean"].copy()
    for row in range(len(y)):
        if random.random_sample() < noise["fraction"]:
            y[row] = random.choice(10)
    compare({"y": dataset.arrays["y"]}, {"y": y})
    require((y != dataset.arrays["y_clean"]).any(), "no label is wrong")


def load_mapped(dataset: Dataset) -> Arrays:
    return {name: np.asarray(np.load(dataset.folder / f"{name}.npy", mmap_mode="r")) for name in dataset.arrays}


def load_npz(path: Path) -> Arrays:
    with np.load(path) as archive:
        return {name: archive[name] for name in archive.files}


def check_npz(path: Path, dataset: Dataset) -> None:
    arrays = load_npz(path)
    config, digest = arrays.pop("config"), arrays.pop("digest")
    require(config.shape == digest.shape == (), "config and digest are not scalars")
    require(json.loads(config.item()) == dataset.manifest["config"], f"config {config}")
    require(digest.item() == dataset.manifest["digest"], f"digest {digest}")
    check_config_digest(arrays.pop("config_digest").item(), config.item().encode(), dataset)
    check_standardisation(arrays.pop("standardisation").item(), dataset)
    compare(arrays, dataset.arrays)
    with zipfile.ZipFile(path) as archive:
        require(archive.testzip() is None, "a checksum is wrong")


def check_config_digest(stored: str, config: bytes, dataset: Dataset) -> None:
    """SHA-256 of the config's text without white space, which binary formats have as it is."""
    require(stored == "sha256:" + hashlib.sha256(config).hexdigest(), "config_digest is not the config's")
    require(stored == dataset.manifest["config_digest"], "another config_digest than in the manifest")


def check_standardisation(text: str, dataset: Dataset) -> None:
    """The moments that x was standardised by, by which its float64 values are those before."""
    require(json.loads(text) == dataset.manifest["standardisation"], f"standardisation {text}")


def check_npy_bytes(dataset: Dataset) -> None:
    """Each file is what NumPy itself writes of its array."""
    for name, array in dataset.arrays.items():
        written = io.BytesIO()
        np.save(written, array)
        require(written.getvalue() == (dataset.folder / f"{name}.npy").read_bytes(), f"{name}.npy differs")


def flattened(data: dict) -> Arrays:
    """The original's dict with the templates' arrays beside the others."""
    templates = {f"templates_{name}": np.asarray(values) for name, values in data["templates"].items()}
    return {**{name: np.asarray(values) for name, values in data.items() if name != "templates"}, **templates}


def check_json(path: Path, dataset: Dataset) -> None:
    data = json.loads(path.read_text())
    require(data.pop("config") == dataset.manifest["config"], "another config")
    require(data.pop("config_digest") == dataset.manifest["config_digest"], "another config_digest")
    require(data.pop("digest") == dataset.manifest["digest"], "another digest")
    require(data.pop("standardisation") == dataset.manifest["standardisation"], "another standardisation")
    compare(typed_as(flattened(data), dataset.arrays), with_all_wide(dataset.arrays))


def typed_as(arrays: Arrays, expected: Arrays) -> Arrays:
    """An empty list has no type, nor a second dimension."""
    return {
        name: array if array.size else array.astype(with_all_wide(expected)[name].dtype).reshape(expected[name].shape)
        for name, array in arrays.items()
    }


def with_all_wide(arrays: Arrays) -> Arrays:
    wide = {name: array.astype(np.float64) for name, array in arrays.items() if array.dtype == np.float32}
    signals = [name for name in arrays if name.startswith("x") and arrays[name].size]
    return {**arrays, **wide, **{name: as_text(arrays[name]) for name in signals}}


def check_pickle(path: Path, dataset: Dataset) -> None:
    """float64 always: rounded to the type of the config it is what the other formats have."""
    data = flattened(pickle.loads(path.read_bytes()))
    require(all(array.dtype in (np.float64, np.int64) for array in data.values()), "is not float64 and int64")
    compare({name: array.astype(dataset.arrays[name].dtype) for name, array in data.items()}, dataset.arrays)


def check_pickle_bytes(path: Path) -> None:
    """The file is what Python itself writes of its dict; since NumPy 2 a module has another name."""
    data = path.read_bytes()
    require(pickle.dumps(pickle.loads(data), 3).replace(b"numpy._core.", b"numpy.core.") == data, "differs")


# Checks of what files say of themselves


def check_digest(dataset: Dataset, arrays: Arrays) -> None:
    """The digest of the manifest, computed anew from the arrays."""
    sha = hashlib.sha256
    lines, wide = "", {}
    for split in splits_of(arrays):
        suffix = suffix_of(split)
        x, y = arrays["x" + suffix], arrays["y" + suffix]
        blocks = block_hashes([(x, "<f4"), (y, "<i8")])
        in_manifest = next(entry for entry in dataset.manifest["splits"] if entry["name"] == split)
        require([block.hex() for block in blocks] == in_manifest["blocks"], f"blocks of {split}")
        lines += f"{split} {len(x)} {x.shape[1]} {sha(b''.join(blocks)).hexdigest()}\n"
        wide[split] = sha(b"".join(block_hashes([(x, "<f8"), (y, "<i8")]))).hexdigest()
    digest = sha(f"mnist1d-digest-v1\n{lines}".encode()).hexdigest()
    require(f"sha256:{digest}" == dataset.manifest["digest"], f"sha256:{digest}")
    if arrays["x"].dtype == np.float64:
        require(wide == dataset.manifest["x_float64"], f"x_float64 {wide}")


def block_hashes(parts: list[tuple[np.ndarray, str]]) -> list[bytes]:
    """Of each 4096 rows. @param parts what is hashed together, and as which type."""
    rows = range(0, len(parts[0][0]), 4096)
    blocks = [b"".join(values[row : row + 4096].astype(kind).tobytes() for values, kind in parts) for row in rows]
    return [hashlib.sha256(block).digest() for block in blocks]


def check_column_digests(dataset: Dataset, arrays: Arrays) -> None:
    """The digests of the further columns, which the manifest has, computed anew from the arrays."""
    kinds = {"y_clean": "<i8", "x_clean": "<f4", "padding": "<i8", "scale": "<f8", "translation": "<i8", "shear": "<f8"}
    columns = {name: (name, kind) for name, kind in kinds.items() if name in arrays}
    if "x_clean" in arrays and arrays["x_clean"].dtype == np.float64:
        columns["x_clean_float64"] = ("x_clean", "<f8")

    def values(name: str, split: str) -> np.ndarray:
        # Labels before label noise are stored where there is noise.
        return arrays[("y" if name == "y_clean" and split != "train" else name) + suffix_of(split)]

    found = {
        key: {split: sha256(b"".join(block_hashes([(values(name, split), kind)]))) for split in splits_of(arrays)}
        for key, (name, kind) in columns.items()
    }
    require(found == dataset.manifest.get("columns", {}), f"columns {found}")


def check_manifest(dataset: Dataset) -> None:
    for file in dataset.manifest["files"]:
        data = (dataset.folder / file["path"]).read_bytes()
        require((len(data), sha256(data)) == (file["bytes"], file["sha256"]), file["path"])
    paths = {str(path.relative_to(dataset.folder)) for path in dataset.folder.rglob("*") if path.is_file()}
    # README.md is the card, in which people write, so that the manifest can't have its checksum.
    require(paths == {"manifest.json", "README.md", *(file["path"] for file in dataset.manifest["files"])}, f"{paths}")


def check_metadata(metadata: dict[bytes, bytes] | None, dataset: Dataset, has_digest: bool = True) -> None:
    require(metadata is not None, "no metadata")
    always = {b"mnist1d.version", b"mnist1d.config", b"mnist1d.config_digest", b"mnist1d.t", b"mnist1d.standardisation"}
    keys = always | ({b"mnist1d.digest"} if has_digest else set())
    require(keys == set(metadata) - {b"ARROW:schema"}, f"keys {sorted(metadata)}")
    require(json.loads(metadata[b"mnist1d.config"]) == dataset.manifest["config"], "another config")
    check_config_digest(metadata[b"mnist1d.config_digest"].decode(), metadata[b"mnist1d.config"], dataset)
    require(metadata.get(b"mnist1d.digest", b"").decode() == (dataset.manifest["digest"] if has_digest else ""), "digest")
    check_standardisation(metadata[b"mnist1d.standardisation"].decode(), dataset)
    compare({"t": np.array(json.loads(metadata[b"mnist1d.t"]))}, {"t": dataset.arrays["t"]})


def check_statistics(dataset: Dataset) -> None:
    for split in (*dataset.splits, "all"):
        table = dataset.table(split)
        metadata = pq.ParquetFile(dataset.path(split) + ".parquet").metadata
        require(metadata.num_rows == len(table["y"]) and metadata.num_row_groups == 1, f"{metadata}")
        for i, (name, values) in enumerate(table.items()):
            statistics = metadata.row_group(0).column(i).statistics
            if values.dtype.kind == "f":
                require(statistics is None, f"{name} has statistics")
                continue
            found = (statistics.min, statistics.max, statistics.null_count)
            require(found == (min(values), max(values), 0), f"{name} of {split} {found}")


def check_where(dataset: Dataset) -> None:
    """A condition on y or on a factor, which readers answer by the statistics too."""
    for split in dataset.splits:
        path, table = dataset.path(split) + ".parquet", dataset.table(split)
        conditions = [("y = 3", table["y"] == 3), ("y <> 3", table["y"] != 3), ("y > 9", table["y"] > 9)]
        if "scale" in table:
            conditions += [("scale > 1", table["scale"] > 1), ("translation < 9", table["translation"] < 9)]
        for condition, rows in conditions:
            expected = {name: values[rows] for name, values in table.items()}
            found = with_matrix(of_duckdb(query(path, condition)), table["x"].shape[1], table["x"].dtype)
            compare(found, expected)


# Streams, and what has no case


STREAM_FORMATS = ("parquet", "arrow", "npz", "jsonl", "csv")

# Client, format, and the columns it reads from the bytes of a stream.
STREAM_CLIENTS = [
    (f"{' '.join(PANDAS)}, read_parquet(BytesIO)", "parquet", lambda data: of_pandas(pd.read_parquet(io.BytesIO(data)))),
    (f"{' '.join(POLARS)}, read_parquet", "parquet", lambda data: of_typed_polars(pl.read_parquet(data))),
    (f"{' '.join(ARROW)}, read_table", "parquet", lambda data: of_typed_arrow(pq.read_table(pa.BufferReader(data)))),
    (f"{' '.join(ARROW)}, ipc.open_stream", "arrow", lambda data: of_typed_arrow(pa.ipc.open_stream(data).read_all())),
    (f"{' '.join(POLARS)}, read_ipc_stream", "arrow", lambda data: of_typed_polars(pl.read_ipc_stream(data))),
    (f"{' '.join(PYTHON)}, json", "jsonl", lambda data: of_rows([json.loads(line) for line in data.splitlines()])),
    (f"{' '.join(POLARS)}, read_csv", "csv", lambda data: of_polars(pl.read_csv(data))),
]


def streams_of(dataset: Dataset) -> dict[str, bytes]:
    return {name: generate("--out", "-", "--format", name, *dataset.flags) for name in STREAM_FORMATS}


def check_stream(read, data: bytes, dataset: Dataset, is_text: bool, change=lambda table: table) -> None:
    expected = dataset.table("all")
    found = with_matrix(read(data), expected["x"].shape[1], expected["x"].dtype)
    compare(found, change(with_wide_signals(expected) if is_text else expected))


def check_streams(checks: Checks, dataset: Dataset) -> None:
    streams = streams_of(dataset)
    for client, name, read in STREAM_CLIENTS:
        arguments = (read, streams[name], dataset, name in ("jsonl", "csv"))
        checks.run(f"{client} of standard output: {dataset.name}", check_stream, *arguments)
        for column in dataset.table("all"):
            changed = (*arguments, lambda table: with_one_bit_changed(table, column))
            checks.run(f"a changed bit is noticed: {client}, {column}", require_mismatch, check_stream, *changed)
    checks.run(f"{NUMPY}, load(BytesIO) of standard output: {dataset.name}", check_streamed_arrays, streams["npz"], dataset)
    changed = (streams["npz"], dataset, lambda arrays: with_one_bit_changed(arrays, "y_test"))
    checks.run(f"a changed bit is noticed: {NUMPY}, load(BytesIO)", require_mismatch, check_streamed_arrays, *changed)
    metadata = pa.ipc.open_stream(streams["arrow"]).schema.metadata
    checks.run(f"{' '.join(ARROW)}, metadata of a stream: {dataset.name}", check_metadata, metadata, dataset, False)
    for name in ("parquet", "npz", "jsonl", "csv"):
        same = Path(f"{dataset.single}.{name}").read_bytes() == streams[name]
        checks.run(f"{name} on standard output is the single file: {dataset.name}", require, same, "differs")


def check_streamed_arrays(data: bytes, dataset: Dataset, change=lambda arrays: arrays) -> None:
    """The archive of a pipe, and each of its arrays as one of its own."""
    archive = np.load(io.BytesIO(data))
    expected = change(dataset.arrays)
    compare({name: archive[name] for name in expected}, expected)
    examples = {name: values for name, values in expected.items() if name.split("_")[0] in ("x", "y")}
    pipes = {name: generate("--out", "-", "--format", "npy", "--array", name, *dataset.flags) for name in examples}
    compare({name: np.load(io.BytesIO(array)) for name, array in pipes.items()}, examples)


def check_published(folder: Path) -> None:
    path = folder / "mnist1d_data.pkl"
    generate("--preset", "published", "--out", str(path))
    require(sha256(path.read_bytes()) == PUBLISHED_SHA256, "is not the published file")
    data = pickle.loads(path.read_bytes())
    require(list(data) == ["x", "x_test", "y", "y_test", "t", "templates"], f"{list(data)}")
    require(data["x"].shape == (4000, 40) and data["x"].dtype == np.float64, f"x {data['x'].shape}")


def check_zip64(folder: Path) -> None:
    """An archive of more than 4 GiB: zeros that the file system does not store, and a small array after them."""
    path, small = folder / "large.npz", io.BytesIO()
    np.save(small, np.arange(5))
    size = 2**32 + 12345
    script = f"""
        import {{ open }} from "node:fs/promises";
        import {{ ZipWriter }} from {json.dumps((ROOT / ".internals" / "internals.js").as_uri())};
        const file = await open({json.dumps(str(path))}, "w");
        const zeros = new Uint8Array(2 ** 24);
        let at = 0;
        const write = async (bytes) => {{
          if (bytes.buffer !== zeros.buffer) await file.write(bytes, 0, bytes.length, at);
          at += bytes.length;
        }};
        const zip = new ZipWriter({{ write, close: () => file.close() }});
        await zip.begin("zeros.npy", {size});
        for (let left = {size}; left > 0; left -= zeros.length) await zip.append(zeros.subarray(0, Math.min(left, 2 ** 24)));
        await zip.end();
        const small = Buffer.from("{small.getvalue().hex()}", "hex");
        await zip.begin("small.npy", small.length);
        await zip.append(small);
        await zip.end();
        await zip.finish();
    """
    subprocess.run(["node", "--input-type=module", "--eval", script], check=True)
    with zipfile.ZipFile(path) as archive:
        require([entry.file_size for entry in archive.infolist()] == [size, len(small.getvalue())], "sizes")
        with archive.open("zeros.npy") as member:
            require(member.read(2**20) == bytes(2**20), "data")
    with np.load(path) as archive:
        compare({"small": archive["small"]}, {"small": np.arange(5)})
    path.unlink()


# Checking the checks


def check_clients_notice(client: Client, dataset: Dataset) -> None:
    for name in dataset.table("all"):
        change = lambda table: with_one_bit_changed(table, name) if name in table else table
        require_mismatch(check_table, client, dataset, change)


def changed_dataset(dataset: Dataset, name: str, change=None) -> Dataset:
    """Another array is expected than is in the files: by default one with one bit changed."""
    changed = copy.copy(dataset)
    if change is None:
        changed.arrays = with_one_bit_changed(dataset.arrays, name)
    else:
        changed.arrays = {**dataset.arrays, name: change(dataset.arrays[name])}
    return changed


def check_fixtures_notice(dataset: Dataset) -> None:
    for name in ("x", "x_test", "y", "y_test", "t"):
        require_mismatch(check_fixture, changed_dataset(dataset, name))


def check_arrays_notice(dataset: Dataset) -> None:
    folder = dataset.folder
    for name in dataset.arrays:
        changed = changed_dataset(dataset, name)
        require_mismatch(compare, load_mapped(dataset), changed.arrays)
        require_mismatch(check_npy_bytes, changed)
        require_mismatch(check_npz, folder / "mnist1d.npz", changed)
        require_mismatch(check_json, folder / "mnist1d.json", changed)
        require_mismatch(check_pickle, folder / "mnist1d_data.pkl", changed)
    for name in {column + suffix_of(split) for split in dataset.splits for column in COLUMNS} & set(dataset.arrays):
        check = check_digest if name[0] in "xy" and "_clean" not in name else check_column_digests
        require_mismatch(check, dataset, with_one_bit_changed(dataset.arrays, name))
        require_mismatch(check_where, changed_dataset(dataset, name))
    for name in ("y", "y_clean"):
        require_mismatch(check_label_noise, changed_dataset(dataset, name))
    for name in ("y", "y_test"):
        require_mismatch(check_statistics, changed_dataset(dataset, name, lambda labels: labels + 1))
    require_mismatch(check_metadata, {}, dataset)
    metadata = pq.read_metadata(dataset.path("all") + ".parquet").metadata
    require_mismatch(check_metadata, metadata, changed_dataset(dataset, "t"))
    # A digest of another dataset, and a manifest of other files.
    other = changed_dataset(dataset, "x")
    other.manifest = {**dataset.manifest, "digest": "sha256:0", "files": dataset.manifest["files"][1:]}
    require_mismatch(check_metadata, metadata, other)
    require_mismatch(check_digest, other, dataset.arrays)
    require_mismatch(check_manifest, other)


# All of it


def check_case(checks: Checks, dataset: Dataset) -> None:
    name, folder = dataset.name, dataset.folder
    if dataset.fixture is not None:
        checks.run(f"{NUMPY}, load: {name} equals the original package's", check_fixture, dataset)
    if "y_clean" in dataset.arrays:
        checks.run(f"{NUMPY}, RandomState: {name}", check_label_noise, dataset)
    checks.run(f"{NUMPY}, load(mmap_mode): {name}", lambda: compare(load_mapped(dataset), dataset.arrays))
    checks.run(f"{NUMPY}, save makes the same bytes: {name}", check_npy_bytes, dataset)
    for path in (folder / "mnist1d.npz", Path(f"{dataset.single}.npz")):
        checks.run(f"{NUMPY}, load of {path.name}: {name}", check_npz, path, dataset)
    for path in (folder / "mnist1d.json", Path(f"{dataset.single}.json")):
        checks.run(f"{' '.join(PYTHON)}, json of {path.name}: {name}", check_json, path, dataset)
    for path in (folder / "mnist1d_data.pkl", Path(f"{dataset.single}.pkl")):
        checks.run(f"{' '.join(PYTHON)}, pickle of {path.name}: {name}", check_pickle, path, dataset)
        checks.run(f"{' '.join(PYTHON)}, pickle makes the same bytes as {path.name}: {name}", check_pickle_bytes, path)
    for client in TYPED_CLIENTS + TEXT_CLIENTS:
        checks.run(f"{client}: {name}", check_table, client, dataset)
    checks.run(f"{' '.join(DUCKDB)}, Parquet WHERE: {name}", check_where, dataset)
    for split in (*dataset.splits, "all"):
        path = dataset.path(split)
        raw = pq.read_metadata(path + ".parquet").metadata
        checks.run(f"{' '.join(ARROW)}, Parquet metadata of {split}: {name}", check_metadata, raw, dataset)
        schema = pq.read_schema(path + ".parquet").metadata
        checks.run(f"{' '.join(ARROW)}, Parquet schema metadata of {split}: {name}", check_metadata, schema, dataset)
        with pa.memory_map(path + ".arrow") as source:
            schema = pa.ipc.open_file(source).schema.metadata
        checks.run(f"{' '.join(ARROW)}, IPC schema metadata of {split}: {name}", check_metadata, schema, dataset)
    if all(len(dataset.table(split)["y"]) > 0 for split in dataset.splits):
        checks.run(f"{' '.join(ARROW)}, row-group statistics: {name}", check_statistics, dataset)
    checks.run(f"digest recomputed: {name}", check_digest, dataset, dataset.arrays)
    checks.run(f"digests of further columns recomputed: {name}", check_column_digests, dataset, dataset.arrays)
    checks.run(f"manifest's files: {name}", check_manifest, dataset)


def main() -> None:
    checks = Checks()
    with tempfile.TemporaryDirectory(prefix="mnist1d-interop-") as temporary:
        folder = Path(temporary)
        datasets = {}
        for name, flags, fixture in CASES:
            datasets[name] = Dataset(name, flags, fixture, folder / name)

        for client in TYPED_CLIENTS + TEXT_CLIENTS:
            checks.run(f"a changed bit is noticed: {client}", check_clients_notice, client, datasets[PROBE])
        checks.run("a changed bit is noticed: arrays, digest, metadata", check_arrays_notice, datasets[PROBE])
        checks.run("a changed bit is noticed: the original package's arrays", check_fixtures_notice, datasets["default"])

        for dataset in datasets.values():
            check_case(checks, dataset)
        for name in ("default", PROBE):
            check_streams(checks, datasets[name])
        checks.run(f"{' '.join(PYTHON)}, pickle: the published file", check_published, folder)
        checks.run(f"{' '.join(PYTHON)}, zipfile: more than 4 GiB", check_zip64, folder)
    checks.finish()


if __name__ == "__main__":
    main()
