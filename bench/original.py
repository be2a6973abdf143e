"""The original Python package, for comparison.

    python bench/original.py rate             examples per second of its make_dataset, median of three runs
    python bench/original.py program FILE     builds and pickles the default dataset; prints its peak memory in bytes
"""

import pickle
import resource
import statistics
import sys
import time

from mnist1d.data import get_dataset_args, make_dataset


def rate(examples=10_000):
    args = get_dataset_args()
    args.num_samples = examples
    make_dataset(get_dataset_args())  # warm-up
    seconds = []
    for _ in range(3):
        start = time.perf_counter()
        make_dataset(args)
        seconds.append(time.perf_counter() - start)
    print(examples / statistics.median(seconds))


def program(path):
    with open(path, "wb") as file:
        pickle.dump(make_dataset(get_dataset_args()), file, protocol=3)
    print(peak_memory())


def peak_memory():
    """Of this program alone: on Linux ru_maxrss begins with the memory of the process that started it."""
    try:
        with open("/proc/self/status") as status:
            return next(int(line.split()[1]) * 1024 for line in status if line.startswith("VmHWM"))
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


if __name__ == "__main__":
    {"rate": rate, "program": program}[sys.argv[1]](*sys.argv[2:])
