"""Prints the clients of the interop suite with their versions, as they are installed."""

import platform
import shutil
import subprocess
from importlib.metadata import version

PACKAGES = [
    "numpy", "pandas", "pyarrow", "polars", "duckdb", "datasets", "mlcroissant", "mnist1d", "jax", "torch", "scikit-learn"
]
PROGRAMS = [("duckdb", "--version"), ("jq", "--version"), ("Rscript", "--version"), ("julia", "--version")]


def main() -> None:
    print("Clients:")
    print(f"  {'Python':<16} {platform.python_version()}")
    for name in PACKAGES:
        try:
            print(f"  {name:<16} {version(name)}")
        except ModuleNotFoundError:
            print(f"  {name:<16} not installed: its checks are skipped")
    for program, flag in PROGRAMS:
        if shutil.which(program) is None:
            print(f"  {program:<16} not installed: its checks are skipped")
        else:
            run = subprocess.run([program, flag], capture_output=True, text=True)
            print(f"  {program:<16} {(run.stdout or run.stderr).strip()} (command)")
    print(flush=True)


if __name__ == "__main__":
    main()
