"""Ask for files and folders, read them, and write them whole or not at all."""

import os
import re
import stat
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from engine.errors import CaseError
from engine.outside.faults import NO_ROOM, reason, refused, told

_BINARY = getattr(os, "O_BINARY", 0)
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0) | _BINARY
_NO_WAIT = getattr(os, "O_NONBLOCK", 0)
_OPEN = os.O_RDONLY | _NO_WAIT | getattr(os, "O_NOCTTY", 0) | _BINARY
_HANDED = ("/dev/fd/", "/proc/self/fd/", "/dev/stdin")  # where a shell hands over `<(command)`
_LONGEST_NAME = 150  # bytes; a longer one is cut where a temporary file or a lock repeats it
_UNREADABLE = "unreadable", "can't be read"
_UNWRITABLE = "unwritable", "can't be written"
_UNCHANGED = "Nothing was changed. Name another place, or make room."


def exists(path: Path) -> bool:
    """Tell whether a file or folder is there; what a link leads to counts, not the link."""
    return _status(path) is not None


def is_folder(path: Path) -> bool:
    """Tell whether a folder is there."""
    status = _status(path)
    return status is not None and stat.S_ISDIR(status.st_mode)


def is_link(path: Path) -> bool:
    """Tell whether a path is a link, wherever it leads."""
    status = _status(path, follow=False)
    return status is not None and stat.S_ISLNK(status.st_mode)


def _status(path: Path, follow: bool = True) -> os.stat_result | None:
    with told(path, "unreadable", "can't be used", "Name another place."):
        try:
            return path.stat(follow_symlinks=follow)
        except (FileNotFoundError, NotADirectoryError):
            return None


def link(path: Path) -> str:
    """Give the address under which a file can be opened, through all links."""
    return target(path).as_uri()


def is_same(path: Path, other: Path) -> bool:
    """Tell whether two paths lead to one file, which need not be there yet."""
    status, other_status = _status(path), _status(other)
    if status and other_status:
        return os.path.samestat(status, other_status)
    return target(path) == target(other)


def is_inside(path: Path, folder: Path) -> bool:
    """Tell whether a path leads, through all links, into a folder."""
    return target(path).is_relative_to(target(folder))


def target(path: Path) -> Path:
    """Give where a path leads, through all links."""
    with told(path, "unreadable", "can't be used", "Name another place."):
        return Path(os.path.realpath(path))


def expanded(typed: str) -> Path:
    """Give the path that a person typed, with ~ as their home."""
    with told(typed, "unreadable", "can't be used", "Write the folder out."):
        return Path(typed).expanduser()


def folder(path: Path) -> list[Path]:
    """Give what stands in a folder, by name."""
    with told(path, *_UNREADABLE):
        return sorted(path.iterdir())


def stamps(paths: Iterable[Path]) -> dict[Path, tuple[int, int]]:
    """Map the files among some paths to when they were last written, and how long they are.

    Two answers differ where a file was saved, added or taken away meanwhile.
    """
    found = {}
    for path in paths:
        status = _status(path)
        if status is not None:
            found[path] = (status.st_mtime_ns, status.st_size)
    return found


def read(path: Path, limit: int) -> bytes:
    """Read a file of at most `limit` bytes.

    A pipe is read where a shell hands it over; any other would be waited for without end.
    """
    with _opened(path, "Name a YAML file.") as file:
        data = file.read(limit + 1)
    if len(data) > limit:
        raise refused(path, "too-large", f"the file is larger than {limit:,} bytes.")
    return data


def readable(path: Path, hint: str) -> Path:
    """Give where an ordinary file stands, for a library that opens it by its name.

    Raises CaseError where it can't be read; `hint` says what to name instead.
    """
    with _opened(path, hint) as file:
        if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):  # a pipe can't be read twice
            raise refused(path, "unreadable", "this is not an ordinary file.", hint)
    return target(path)


@contextmanager
def _opened(path: Path, hint: str) -> Iterator[IO[bytes]]:
    with told(path, *_UNREADABLE):
        try:
            number = os.open(path, _OPEN)
        except FileNotFoundError:
            raise refused(path, "no-such-file", "there is no file of this name.") from None
        try:
            _refuse_special(path, os.fstat(number), hint)
            if _NO_WAIT:  # Windows has none, and blocks and frees pipes alone
                os.set_blocking(number, True)  # it was opened so as not to wait for a pipe
            with os.fdopen(number, "rb", closefd=False) as file:
                yield file
        finally:
            os.close(number)


def _refuse_special(path: Path, status: os.stat_result, hint: str) -> None:
    if stat.S_ISDIR(status.st_mode):
        raise refused(path, "unreadable", "this is a folder, not a file.", hint)
    handed = stat.S_ISFIFO(status.st_mode) and str(path).startswith(_HANDED)
    if not stat.S_ISREG(status.st_mode) and not handed:
        raise refused(path, "unreadable", "this is not an ordinary file.", hint)


def write_whole(path: Path, data: bytes) -> None:
    """Write a file through a temporary one beside it: a crash leaves the old or the new.

    Nothing is written through a link, into a folder, or over what is no ordinary file; then, and
    where the disk or the rights don't allow it, the old file stays as it was.
    """
    with placed(path) as partial, partial.open("wb") as file:
        file.write(data)


@contextmanager
def placed(path: Path) -> Iterator[Path]:
    """Give a temporary file, its owner's alone, for a library to fill; it becomes `path` whole.

    Holds to what `write_whole` promises. Where the filling fails, the old file stays as it was.
    """
    _refuse_no_file(path)
    partial = _partial(path)
    with told(path, *_UNWRITABLE, _UNCHANGED):
        os.close(os.open(partial, _NEW, 0o600))
    try:
        try:
            yield partial
        except OSError as error:
            message = f"can't be written ({reason(error)})."
            raise refused(path, "unwritable", message, _UNCHANGED) from None
        with told(path, *_UNWRITABLE, _UNCHANGED):
            _flush(partial)
            partial.replace(path)
    except BaseException:
        with suppress(OSError):
            partial.unlink()
        raise


def _flush(path: Path) -> None:
    """Wait until a file is on the disk."""
    number = os.open(path, os.O_RDWR | _BINARY)
    try:
        os.fsync(number)
    finally:
        os.close(number)


def _refuse_no_file(path: Path) -> None:
    status = _status(path, follow=False)
    if status is None or stat.S_ISREG(status.st_mode):
        return
    if stat.S_ISLNK(status.st_mode):
        message, hint = "this is a link; nothing is written through one.", "Name the file itself."
    elif stat.S_ISDIR(status.st_mode):
        message, hint = "this is a folder, not a file.", "Name a file in it."
    else:
        message, hint = "this is a device or a pipe, not a file.", "Leave -o off for the screen."
    raise refused(path, "unwritable", message, hint)


def write_on(path: Path, data: bytes) -> None:
    """Write on at the end of a file that is being placed.

    Raises OSError where the system refuses: so it says why, to a library that did not ask.
    """
    with path.open("ab") as end:
        end.write(data)


def write_spare(name: str, ending: str, data: bytes) -> Path:
    """Write a file that nobody named, and give where: here, else among the temporary files."""
    import tempfile

    path = Path(f"{name}-{os.urandom(4).hex()}{ending}")
    try:
        write_whole(path, data)
    except CaseError:
        path = Path(tempfile.gettempdir(), path)
        write_whole(path, data)
    return path


def tree(path: Path) -> dict[str, bytes]:
    """Read all the files of a folder and of those in it: where each stands there, what it holds."""
    files: dict[str, bytes] = {}
    with told(path, *_UNREADABLE):
        for place, _, names in sorted(os.walk(path)):
            for name in sorted(names):
                file = Path(place, name)
                files[file.relative_to(path).as_posix()] = file.read_bytes()
    return files


def write_new_folder(path: Path, files: Mapping[str, bytes]) -> None:
    """Write a new folder of files, whole or not at all; `files` are as `tree` gives them."""
    import shutil  # for those who copy a base or make a site

    if exists(path) or is_link(path):
        hint = "Name a new folder; nothing is overwritten."
        raise refused(path, "unwritable", "this exists already.", hint)
    with told(path, *_UNWRITABLE, _UNCHANGED):
        partial = _partial(path)
        try:
            partial.mkdir()
            for name, data in files.items():
                file = partial / name
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_bytes(data)
            partial.rename(path)
        except BaseException:
            shutil.rmtree(partial, ignore_errors=True)
            raise


def remove(path: Path) -> None:
    """Delete a file, or a link and not what it leads to; a full disk is no hindrance."""
    with told(path, "unwritable", "can't be deleted", "Delete it by hand."):
        try:
            path.unlink()
        except OSError as error:
            if error.errno not in NO_ROOM or is_link(path):
                raise
            os.truncate(path, 0)  # some file systems need room to delete, and none to shorten
            path.unlink()


def leftovers(path: Path) -> list[Path]:
    """Give the temporary files that killed runs left beside a file, answers and all."""
    if not is_folder(path.parent):
        return []
    name = re.compile(rf"\.{re.escape(short_name(path))}\.([0-9a-f]{{16}}|[0-9]+)\.part")
    return [beside for beside in folder(path.parent) if name.fullmatch(beside.name)]


def sweep(path: Path) -> None:
    """Delete what killed runs left beside a file, as far as that can be done."""
    with suppress(CaseError):
        for leftover in leftovers(path):
            remove(leftover)


def _partial(path: Path) -> Path:
    """Name a temporary file beside a file, as nobody can tell ahead."""
    return path.with_name(f".{short_name(path)}.{os.urandom(8).hex()}.part")


def short_name(path: Path) -> str:
    """Give a file's name, or one of its own where it is too long to have anything added."""
    name = os.fsencode(path.name)
    if len(name) <= _LONGEST_NAME:
        return path.name
    import hashlib

    return hashlib.sha256(name).hexdigest()
