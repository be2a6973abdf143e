"""Parquet directories as they would be put on a hub: one dataset, one of several shards, several datasets in one."""

import subprocess
from dataclasses import dataclass
from pathlib import Path

from harness import BIN, Arrays, expected_arrays, generate

# All that a dataset can have beside train and test, x and y.
ADDITIONS = [
    *("--num-samples", "1000", "--val-size", "101", "--label-noise", "0.15", "--factors", "--clean"),
    *("--shift", "noisy:iid_noise_scale=0.3", "--shift", "far:max_translation=72,padding=10,30"),
    *("--class-names", "zero,one,two,three,four,five,six,seven,eight,the “nine”: 9"),
]

# Kind, and the flags of each dataset in it by its name.
REPOSITORIES: dict[str, dict[str, list[str]]] = {
    "default": {"default": []},
    "sharded": {"default": ["--engine", "blocked", "--num-samples", "20000"]},
    "float64 with label noise": {"default": ["--dtype", "float64", "--label-noise", "0.15"]},
    "several": {"default": [], "shear-0.75": ["--shear-scale", "0.5"], "long": ["--final-seq-length", "60"]},
    "swept": {f"shear-{shear}-seed-{seed}": ["--shear-scale", shear, "--seed", seed] for shear in ("0.5", "2") for seed in ("3", "4")},
    "beside other formats": {"default": []},
    "additions": {"default": ADDITIONS},
    "additions in float64": {"default": ["--engine", "blocked", "--dtype", "float64", *ADDITIONS]},
    "some classes": {"default": ["--num-samples", "500", "--classes", "3,8", "--class-names", "three,eight"]},
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
        return self.folder / name if self.kind in ("several", "swept") else self.folder

    def croissant_of(self, name: str) -> Path:
        return self.place_of(name) / "croissant.json"


def make_repository(kind: str, folder: Path) -> Repository:
    datasets = REPOSITORIES[kind]
    arrays = {name: expected_arrays(Path(f"{folder}-{name}-npy"), *flags) for name, flags in datasets.items()}
    if kind == "swept":
        generate("--into", f"{folder}/", "--sweep", "shear_scale=0.5,2", "--sweep", "seed=3,4")
        return Repository(kind, folder, arrays)
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
