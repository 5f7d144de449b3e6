"""Turn what the system refuses into one problem, in plain words."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from engine.errors import CaseError, Place, Problem

NO_ROOM = (errno.ENOSPC, errno.EDQUOT)


def refused(path: Path | str, code: str, message: str, hint: str = "") -> CaseError:
    """Make the one problem that a path can't be used."""
    return CaseError([Problem(Place(str(path)), code, message, hint)])


@contextmanager
def told(path: Path | str, code: str, fault: str, hint: str = "") -> Iterator[None]:
    """Turn whatever the system refuses within into one problem: `fault`, and the reason."""
    try:
        yield
    except (OSError, ValueError, RuntimeError) as error:
        raise refused(path, code, f"{fault} ({reason(error)}).", hint) from None


def reason(error: Exception) -> str:
    """Say in words why a path was refused; names that can't be are no OSError to Python."""
    if isinstance(error, OSError):
        return error.strerror or str(error)
    if isinstance(error, UnicodeError):
        return "the name holds signs that can't be used here"
    if isinstance(error, ValueError):  # what Python says of a path with a NUL in it
        return "the name holds a NUL sign"
    return "there is no home of this name"  # a RuntimeError, of expanduser alone
