"""The steps of an example in NumPy, thousands of examples at a time and in float32: what a program of some thirty lines gets out of
it, of the same distribution and without exactness. Prints examples per second, median of five runs, and the mean of |x|.

    python bench/vectorised.py EXAMPLES FOLDER   with templates_x.npy, which mnist1d generate -f npy writes
"""

import statistics
import sys
import time

import numpy as np

LENGTH, LOW, HIGH, FINAL, BATCH = 72, 36, 60, 40, 4096
KERNEL = np.exp(-np.arange(-8, 9) ** 2 / 8.0).astype(np.float32)
KERNEL /= KERNEL.sum()


def batch(random, templates):
    n = BATCH
    y = random.integers(10, size=n)
    padded = np.zeros((n, 12 + HIGH + 1), np.float32)
    padded[:, :12] = templates[y] + 1e-8
    rows = np.arange(n)[:, None]
    points = 12 + random.integers(LOW, HIGH + 1, n)
    place = np.arange(LENGTH, dtype=np.float32) * ((points - 1) / (LENGTH - 1)).astype(np.float32)[:, None]
    left = np.minimum(place.astype(np.int32), (points - 2)[:, None])
    a = padded[rows, left]
    x = a + (padded[rows, left + 1] - a) * (place - left)
    x *= 1 + 0.4 * (random.random((n, 1), np.float32) - np.float32(0.5))
    x = x[rows, (np.arange(LENGTH) - random.integers(48, size=(n, 1))) % LENGTH]
    noise = np.pad(0.25 * random.standard_normal((n, LENGTH), np.float32), ((0, 0), (8, 8)), mode="symmetric")
    smooth = sum(KERNEL[k] * noise[:, k : k + LENGTH] for k in range(17))
    x = np.where(x == 0, smooth, x) + 0.02 * random.standard_normal((n, LENGTH), np.float32)
    x -= 0.75 * (random.random((n, 1), np.float32) - np.float32(0.5)) * np.linspace(-0.5, 0.5, LENGTH, dtype=np.float32)
    place = np.linspace(0, LENGTH - 1, FINAL, dtype=np.float32)
    left = np.minimum(place.astype(np.int32), LENGTH - 2)
    return (x[:, left] * (1 - (place - left)) + x[:, left + 1] * (place - left)).astype(np.float32), y


def main(examples, folder):
    templates = np.load(f"{folder}/templates_x.npy").astype(np.float32)
    random = np.random.default_rng(42)
    rates, means = [], []
    for _ in range(5):
        start = time.perf_counter()
        for _ in range(-(-examples // BATCH)):
            x, _y = batch(random, templates)
            means.append(np.abs(x / x.std()).mean())
        rates.append(examples / (time.perf_counter() - start))
    print(statistics.median(rates), np.mean(means))


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2])
