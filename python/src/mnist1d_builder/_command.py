"""The command that the package ships: as a script, and as the engine of what is in Python."""

import os
import signal
import subprocess
import sys
from typing import NamedTuple, NoReturn

from ._node import find_node
from ._shipped import BUNDLE
from .errors import BuildInterrupted, CommandError, NodeNotFoundError, ParameterError

ENTRY = os.path.join(BUNDLE, "bin", "mnist1d.js")

# Exit codes of the command.
USAGE = 2
FILES = 3


class Outcome(NamedTuple):
    """What a run of the command said on standard output, and its warnings."""

    output: str
    warnings: list[str]


def main() -> NoReturn:
    """`mnist1d` and `mnist1d-builder`: Node in the place of this process, so that streams and signals are its own."""
    try:
        line = [find_node(), ENTRY, *sys.argv[1:]]
    except NodeNotFoundError as error:
        sys.stderr.write(f"error: {error}\n")
        sys.exit(FILES)
    except KeyboardInterrupt:
        sys.exit(128 + signal.SIGINT)
    if os.name != "nt":
        os.execv(line[0], line)
    # Windows has no exec that a console would wait for. Ctrl-C reaches both; the command is what answers it.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    sys.exit(subprocess.call(line))


def run(arguments: list[str], standard_input: str = "") -> Outcome:
    """Runs the command, and waits for it; on Ctrl-C, until it has put away what it was writing.

    Raises ParameterError, CommandError, BuildInterrupted or NodeNotFoundError, with the command's message.
    """
    with subprocess.Popen(
        [find_node(), ENTRY, *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        start_new_session=True,  # Ctrl-C then reaches it once, from here, and not from the terminal as well
    ) as process:
        try:
            output, said = process.communicate(standard_input)
        except KeyboardInterrupt:
            process.send_signal(signal.SIGTERM if os.name == "nt" else signal.SIGINT)
            said = process.communicate()[1]
            raise BuildInterrupted(_messages(said, "error") or "interrupted: nothing was written") from None
    if process.returncode == 0:
        return Outcome(output, [line[9:] for line in said.splitlines() if line.startswith("warning: ")])
    message = _messages(said, "error") or said.strip() or f"mnist1d ended with code {process.returncode}"
    if process.returncode == USAGE:
        raise ParameterError(message)
    if process.returncode == 128 + signal.SIGINT:
        raise BuildInterrupted(message)
    raise CommandError(message, process.returncode)


def _messages(said: str, kind: str) -> str:
    """What the command said of a kind, without where it read the config: that was its standard input."""
    lines = said.splitlines()
    first = next((i for i, line in enumerate(lines) if line.startswith(f"{kind}: ")), len(lines))
    return "\n".join(lines[first:]).removeprefix(f"{kind}: ").removeprefix("-: ")
