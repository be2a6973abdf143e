"""The fenced blocks of a page, and a shell in which its commands run as they stand."""

import os
import re
import subprocess
import sys
from pathlib import Path

from harness import ROOT, Mismatch


def blocks_in(text: str) -> list[tuple[str, str]]:
    """Language and text of each fenced block, in order."""
    return re.findall(r"^```(\w*)\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


def blocks_of(page: str) -> list[tuple[str, str]]:
    return blocks_in((ROOT / page).read_text())


def run_shell(script: str, folder: Path) -> str:
    """
    Runs commands in a folder, with `npx mnist1d` as the built command and the programs of this Python's environment.
    @return what they print. @throws Mismatch if one fails.
    """
    command = f'npx() {{ [ "$1" = mnist1d ] || return 127; shift; node "{ROOT / "bin" / "mnist1d.js"}" "$@"; }}'
    environment = {**os.environ, "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}
    words = ["bash", "-c", f"set -euo pipefail\n{command}\n{script}"]
    run = subprocess.run(words, cwd=folder, env=environment, capture_output=True, text=True)
    if run.returncode != 0:
        raise Mismatch(f"{script.strip()}: exit code {run.returncode}: {run.stderr.strip()}")
    return run.stdout
