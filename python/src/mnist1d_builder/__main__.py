"""`python -m mnist1d_builder` is the command, where scripts are not on the PATH."""

from ._command import main

main()
