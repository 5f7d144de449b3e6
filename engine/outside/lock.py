"""Keep two processes apart that would write one file."""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from engine.outside.faults import NO_ROOM, refused, told
from engine.outside.files import exists, is_folder, short_name


@contextmanager
def alone(path: Path, writing: bool = True) -> Iterator[None]:
    """Hold a file against other processes, by a lock that ends with the process.

    Raises CaseError where another one holds it, or no lock can be set. Without `writing`, for one
    who only deletes, a disk without room for the lock is no hindrance.
    """
    import filelock  # for those who keep a case: it takes a while to import

    with told(path, "unwritable", "can't be written", "Name a file in a folder of your own."):
        exists(path)  # a name that can't be is told here, not at the first answer
        if not is_folder(path.parent):  # filelock would make it
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT))
        place = path.with_name(f".{short_name(path)}.lock")
        lock = filelock.FileLock(place, timeout=0, mode=0o600, is_singleton=True)
        try:
            lock.acquire()
        except filelock.Timeout:
            if not exists(place) and not os.access(path.parent, os.W_OK):  # filelock waits there
                raise PermissionError(errno.EACCES, os.strerror(errno.EACCES)) from None
            message, hint = "another consultation has it open.", "Go on there, or stop it first."
            raise refused(path, "unwritable", message, hint) from None
        except OSError as error:
            if writing or error.errno not in NO_ROOM:
                raise
    try:
        yield
    finally:
        with suppress(OSError):
            if lock.lock_counter == 1:
                place.unlink(missing_ok=True)  # while held: who waits for this one looks again
        with suppress(OSError):
            lock.release()
