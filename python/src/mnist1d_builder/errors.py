"""What goes wrong, by kind; all but an interruption are a `Mnist1dError`."""


class Mnist1dError(Exception):
    """Anything that this package refuses or can't do. Its text is a sentence for people."""

    def __str__(self) -> str:
        return str(self.args[0]) if self.args else ""  # KeyError would show it in quotes


class ParameterError(Mnist1dError, ValueError):
    """A parameter, preset, split or argument that there is not, or with a value that it can't have."""


class ArrayNameError(Mnist1dError, KeyError, AttributeError):
    """An array that this dataset doesn't have."""


class NodeNotFoundError(Mnist1dError):
    """Neither a Node on the PATH that is recent enough, nor the package that brings one."""


class CommandError(Mnist1dError):
    """The command failed; the text is its own message.

    `exit_code`: 1 the data is not what its pinned digest says, 3 it could not read or write, 70 a fault of its own.
    """

    def __init__(self, message: str, exit_code: int) -> None:
        super().__init__(message)
        self.exit_code = exit_code


class CacheError(Mnist1dError):
    """An entry of the cache is not what was written."""


class StalePickleError(Mnist1dError):
    """A file at `path` that is not the dataset of the arguments (`mnist1d_builder.compat`)."""


class BuildInterrupted(KeyboardInterrupt):
    """Ctrl-C while a dataset was made: nothing was written. As a KeyboardInterrupt, `except Exception` lets it pass."""


class Mnist1dWarning(UserWarning):
    """What the command warns of, such as a value that is far from the usual. Given when a dataset is made."""
