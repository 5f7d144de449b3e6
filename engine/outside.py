"""Write files whole or not at all, for their owner alone; keep two writers apart."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from engine.errors import CaseError, Place, Problem


def write_whole(path: Path, data: bytes) -> None:
    """Write a file through a temporary one beside it: a crash leaves the old or the new.


    Raises CaseError, with the old file untouched, where the path is a link or a folder, or the disk
    or the rights don't allow it.
    """
    if path.is_symlink():
        raise CaseError(
            [
                _refused(
                    path, "this is a link; nothing is written through one.", "Name the file itself."
                )
            ]
        )
    if path.is_dir():
        raise CaseError([_refused(path, "this is a folder, not a file.", "Name a file in it.")])
    if path.exists() and not path.is_file():
        raise CaseError(
            [
                _refused(
                    path, "this is a device or a pipe, not a file.", "Leave -o off for the screen."
                )
            ]
        )
    partial = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with os.fdopen(
            os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb"
        ) as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        partial.replace(path)
    except OSError as error:
        with suppress(OSError):
            partial.unlink(missing_ok=True)
        hint = "Nothing was changed. Name another place, or make room."
        raise CaseError([_refused(path, f"can't be written ({error.strerror}).", hint)]) from None


def _refused(path: Path, message: str, hint: str) -> Problem:
    return Problem(Place(str(path)), "unwritable", message, hint)


@contextmanager
def alone(path: Path) -> Iterator[None]:
    """Hold a case for one consultation, so that a second is told and nothing is overwritten unseen.

    What a consultation that was killed leaves behind does not count. Raises CaseError when another
    one holds the case.
    """
    lock = path.with_name(f".{path.name}.lock")
    if (holder := _holder(lock)) is not None:
        hint = "Go on there, or stop it first."
        raise CaseError(
            [_refused(path, f"another consultation has it open (process {holder}).", hint)]
        )
    with suppress(OSError):
        lock.unlink(missing_ok=True)
    try:
        with os.fdopen(os.open(lock, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(str(os.getpid()))
    except FileExistsError:
        raise CaseError(
            [_refused(path, "another consultation has just opened it.", "Go on there.")]
        ) from None
    except OSError as error:
        hint = "Name a file in a folder of your own."
        raise CaseError([_refused(path, f"can't be written ({error.strerror}).", hint)]) from None
    try:
        yield
    finally:
        with suppress(OSError):
            lock.unlink(missing_ok=True)


def _holder(lock: Path) -> int | None:
    """Give the process that holds a lock, if it is alive."""
    try:
        process = int(lock.read_text(encoding="ascii") or "0")
        if process <= 0 or process == os.getpid():
            return None
        os.kill(process, 0)
    except PermissionError:
        return process
    except (OSError, ValueError):
        return None
    return process
