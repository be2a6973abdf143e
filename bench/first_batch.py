"""From files to a batch of float32 arrays, as a training program begins; what the product's way and the original's have in
common is that each is a program of its own.

    python bench/first_batch.py parquet DIRECTORY   what mnist1d generate made
    python bench/first_batch.py npy DIRECTORY
    python bench/first_batch.py build FILE          the original package builds the dataset, pickles it and loads that
    python bench/first_batch.py load FILE           it loads the pickle that is there

Batches are arrays of PyTorch if that is installed, or else of JAX, or else of NumPy; "numpy" as a last word makes them NumPy's.
"""

import importlib.util
import sys


def batch(x, y, library):
    x, y = x[:128], y[:128]
    if library == "torch":
        import torch

        return torch.tensor(x), torch.tensor(y)
    if library == "jax":
        import jax.numpy as jnp

        return jnp.asarray(x).block_until_ready(), jnp.asarray(y)
    return x.copy(), y.copy()


def from_parquet(directory):
    import pyarrow.parquet as pq

    train = pq.read_table(f"{directory}/data/train-00000-of-00001.parquet")
    return train["x"].combine_chunks().flatten().to_numpy().reshape(-1, 40), train["y"].to_numpy()


def from_npy(directory):
    import numpy as np

    return np.load(f"{directory}/x.npy"), np.load(f"{directory}/y.npy")


def from_original(path, regenerate):
    import mnist1d.data

    args = mnist1d.data.get_dataset_args()
    data = mnist1d.data.get_dataset(args, path=path, download=False, regenerate=regenerate, verbose=False)
    if regenerate:  # it is built and pickled: training programs load the pickle
        data = mnist1d.data.get_dataset(args, path=path, download=False, verbose=False)
    return data["x"].astype("float32"), data["y"]


def main(way, *rest):
    libraries = [name for name in ("torch", "jax") if importlib.util.find_spec(name)]
    library = "numpy" if rest[-1] == "numpy" or not libraries else libraries[0]
    read = {"parquet": from_parquet, "npy": from_npy}.get(way)
    x, y = read(rest[0]) if read else from_original(rest[0], way == "build")
    x, y = batch(x, y, library)
    assert x.shape == (128, 40) and str(x.dtype).endswith("float32")
    print(library)


if __name__ == "__main__":
    main(*sys.argv[1:])
