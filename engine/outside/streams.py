"""Read standard input, write standard output and error, closed or full as they may be."""

import errno
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import IO, TextIO

from engine.errors import CaseError, Problem
from engine.outside.environment import wants_plain
from engine.outside.faults import reason, refused, told

_INPUT = "standard input"


def hold_streams() -> None:
    """Keep the numbers of closed standard streams from the files that are opened later."""
    for number in (0, 1, 2):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # takes the lowest number that is free: this one


def is_typed() -> bool:
    """Tell whether a person types what is read."""
    return _is_terminal(sys.stdin)


def is_screen() -> bool:
    """Tell whether a person reads the results as they come."""
    return _is_terminal(sys.stdout)


def is_heard() -> bool:
    """Tell whether a person sees what is said beside the results as it comes."""
    return _is_terminal(sys.stderr)


def is_dressed() -> bool:
    """Tell whether what is said may have looks: a person sees it, and asked for nothing plain."""
    return is_heard() and not wants_plain()


def _is_terminal(stream: TextIO | None) -> bool:
    try:
        return stream is not None and stream.isatty()
    except ValueError:  # closed since
        return False


def read_input(limit: int) -> str:
    """Read all of standard input: at most `limit` bytes, in UTF-8."""
    with told(_INPUT, "unreadable", "can't be read"):
        data = _bytes_in().read(limit + 1)
    if len(data) > limit:
        raise refused(_INPUT, "too-large", f"this is more than {limit:,} bytes.")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        message, hint = "this is not UTF-8 text.", "Save it as UTF-8 and try again."
        raise refused(_INPUT, "encoding", message, hint) from None


def read_line(limit: int) -> str:
    """Read one typed line of at most `limit` bytes, its end included.

    Raises EOFError at the end of the input; ValueError, with a sentence, for a line that is no
    text or too long: that one is gone, and the next can be read.
    """
    with told(_INPUT, "unreadable", "can't be read"):
        line, too_long = _line(_bytes_in(), limit)
    if not line:
        raise EOFError
    if too_long:
        raise ValueError(f"That was longer than {limit:,} signs. Type less.")
    try:
        text = line.decode(sys.stdin.encoding or "utf-8")
    except UnicodeDecodeError:
        raise ValueError("That is no text that can be read here. Type it again.") from None
    if "\0" in text:
        raise ValueError("That holds a NUL sign, which no text has. Type it again.")
    return text


def _line(stream: IO[bytes], limit: int) -> tuple[bytes, bool]:
    """Read to the end of a line; give its start, and whether that is not all of it."""
    line = part = stream.readline(limit)
    too_long = False
    while part and not part.endswith(b"\n"):
        part = stream.readline(limit)
        too_long = too_long or bool(part)
    return line, too_long


def _bytes_in() -> IO[bytes]:
    if sys.stdin is None:
        raise OSError(errno.EBADF, "it is closed")
    return sys.stdin.buffer


def write_output(data: str | bytes) -> None:
    """Give a result on standard output.

    BrokenPipeError passes: nobody reads on, as with `| head`, and nothing is wrong.
    """
    try:
        _write(sys.stdout, data)
    except BrokenPipeError:
        raise
    except (OSError, ValueError) as error:
        raise _unwritable("output", error, "Make room, or name a file with -o.") from None


def write_error(text: str) -> None:
    """Say something beside the results, on standard error."""
    try:
        _write(sys.stderr, text)
    except (OSError, ValueError) as error:
        sys.stderr = None  # what is said or asked from here on is heard by nobody either
        raise _unwritable("error", error) from None


def _unwritable(name: str, error: Exception, hint: str = "") -> CaseError:
    # A stream that was closed is a ValueError to Python; all else is the system's refusal.
    why = reason(error) if isinstance(error, OSError) else "it is closed"
    message = f"standard {name} can't be written ({why})."
    return CaseError([Problem(None, "unwritable", message, hint)])


def _write(stream: TextIO | None, data: str | bytes) -> None:
    if stream is None:
        raise OSError(errno.EBADF, "it is closed")
    try:
        if isinstance(data, str):
            stream.write(data)
        else:
            stream.flush()
            stream.buffer.write(data)
        stream.flush()
    except (OSError, ValueError):
        _abandon(stream)
        raise


def _abandon(stream: TextIO) -> None:
    """Let what a stream still holds go nowhere: Python would try it once more at the end."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


@contextmanager
def quietly() -> Iterator[None]:
    """Keep from standard error what a library in C says of its own accord."""
    with suppress(CaseError):
        write_error("")  # what was said before is to be seen before
    kept, silent = os.dup(2), os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(silent, 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(silent)
