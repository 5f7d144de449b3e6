"""Show a sign of life on a screen while a command works in silence, and take it away again."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Lock, Timer

from engine import outside
from engine.errors import CaseError

_PATIENCE = 0.5  # seconds in which nobody wonders
_SIGN = "Working …"
_GONE = "\r\x1b[K"  # back to the start of the line, and clear it


class _Sign:
    """Hold the sign: whether it is to come, and whether it is there."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._is_due = True
        self._is_shown = False

    def show(self) -> None:
        """Show the sign, unless something was said meanwhile."""
        with self._lock, suppress(CaseError):
            if self._is_due:
                outside.write_error(_SIGN)
                self._is_shown = True

    def end(self) -> None:
        """Take the sign away for good."""
        with self._lock, suppress(CaseError):
            if self._is_shown:
                outside.write_error(_GONE)
            self._is_due = self._is_shown = False


_open: list[_Sign] = []  # the sign of the command that runs, if it has one


@contextmanager
def sign() -> Iterator[None]:
    """Show a sign on a dressed screen while nothing is said for a while."""
    if not outside.is_dressed():
        yield
        return
    shown = _Sign()
    timer = Timer(_PATIENCE, shown.show)
    timer.daemon = True
    _open.append(shown)
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        end()


def end() -> None:
    """Take the sign away: something is said now."""
    while _open:
        _open.pop().end()
