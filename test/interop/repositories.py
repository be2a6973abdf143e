"""Parquet directories as they would be put on a hub: one dataset, one of several shards, several datasets in one."""

import subprocess
from dataclasses import dataclass
from pathlib import Path

from harness import BIN, Arrays, expected_arrays, generate

# Kind, and the flags of each dataset in it by its name.
REPOSITORIES: dict[str, dict[str, list[str]]] = {
    "default": {"default": []},
    "sharded": {"default": ["--engine", "blocked", "--num-samples", "20000"]},
    "float64 with label noise": {"default": ["--dtype", "float64", "--label-noise", "0.15"]},
    "several": {"default": [], "shear-0.75": ["--shear-scale", "0.5"], "long": ["--final-seq-length", "60"]},
    "beside other formats": {"default": []},
    "no train": {"default": ["--num-samples", "500", "--train-split", "0"]},
}


@dataclass(frozen=True)
class Repository:
    kind: str
    folder: Path
    """Of each dataset, what the .npy files of the same config have."""
    arrays: dict[str, Arrays]

    def place_of(self, name: str) -> Path:
        """Where the manifest of a dataset is."""
        return self.folder / name if self.kind == "several" else self.folder

    def croissant_of(self, name: str) -> Path:
        return self.place_of(name) / "croissant.json"


def make_repository(kind: str, folder: Path) -> Repository:
    datasets = REPOSITORIES[kind]
    arrays = {name: expected_arrays(Path(f"{folder}-{name}-npy"), *flags) for name, flags in datasets.items()}
    for name, flags in datasets.items():
        if kind == "several":
            generate("--into", f"{folder}/", "--name", name, *flags)
        elif kind == "sharded":
            for shard in ("0/3", "1/3", "2/3"):
                generate("--out", f"{folder}/", "--shard", shard, *flags)
            subprocess.run([*BIN, "merge", "--quiet", f"{folder}/"], check=True)
        elif kind == "beside other formats":
            generate("--out", f"{folder}/", "--format", "parquet,json,jsonl,csv,npz", *flags)
        else:
            generate("--out", f"{folder}/", *flags)
    return Repository(kind, folder, arrays)
