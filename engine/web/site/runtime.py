"""Give what a browser needs beside our own code: Python and Graphviz for it, as they are pinned."""

import base64
import gzip
import hashlib
import io
import tarfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

import msgspec

from engine import outside
from engine.errors import CaseError, Place, Problem

PINS = Path(__file__).with_name("runtime.txt")
HINT = "Have it fetched anew: make site. Or name the folder it is in: --runtime FOLDER."
# What a page loads, and where it lies in the packages; every server knows what a .js is.
_SHOWN = {
    "pyodide.js": "pyodide.mjs",
    "pyodide.asm.js": "pyodide.asm.mjs",
    "pyodide.asm.wasm": "pyodide.asm.wasm",
    "graphviz.js": "dist/index.js",
}
_LARGEST = 50_000_000  # bytes of a package; the largest has 6,500,000


class Package(msgspec.Struct, frozen=True):
    """Describe a package as it is pinned: its name, version, file, and the SHA-512 of that."""

    name: str
    version: str
    file: str
    sha512: str


class Runtime(msgspec.Struct, frozen=True):
    """Hold the files of the runtime.

    `shown` is what a page loads, by name; `library` is Python's own, an archive of sources;
    `modules` are those written in C, by their path.
    """

    shown: dict[str, bytes]
    library: bytes
    modules: dict[str, bytes]


def packages() -> tuple[Package, ...]:
    """List the packages that a page needs."""
    lines = outside.read(PINS, _LARGEST).decode().splitlines()
    rows = [line.split() for line in lines if not line.startswith("#")]
    return tuple(Package(*row[1:]) for row in rows)


def unpacked(folder: Path) -> Runtime:
    """Unpack the packages in a folder.

    Raises CaseError with all that are missing or are not what is pinned.
    """
    files: dict[str, bytes] = {}
    problems: list[Problem] = []
    for package in packages():
        try:
            files |= dict(_members(_checked(folder, package)))
        except CaseError as error:
            problems += error.problems
    if problems:
        raise CaseError(problems)
    shown = {name: files[f"package/{packed}"] for name, packed in _SHOWN.items()}
    modules = {name: data for name, data in files.items() if name.startswith("msgspec")}
    return Runtime(shown, files["package/python_stdlib.zip"], modules)


def _checked(folder: Path, package: Package) -> bytes:
    """Read a package, and hold it against its hash."""
    path = folder / package.file
    if not outside.exists(path):
        raise _refused(path, "no-such-file", f"{package.name} {package.version} is not there.")
    data = outside.read(path, _LARGEST)
    found = base64.b64encode(hashlib.sha512(data).digest()).decode()
    if found != package.sha512:
        message = (
            f"this is not the {package.name} {package.version} that is pinned: its hash differs."
        )
        raise _refused(path, "wrong-hash", message)
    return data


def _refused(path: Path, code: str, message: str) -> CaseError:
    return CaseError([Problem(Place(str(path)), code, message, HINT)])


def _members(package: bytes) -> Iterator[tuple[str, bytes]]:
    """Give the files in a package of npm or of pip: each path, and what it holds."""
    if zipfile.is_zipfile(io.BytesIO(package)):
        with zipfile.ZipFile(io.BytesIO(package)) as wheel:
            yield from ((name, wheel.read(name)) for name in wheel.namelist())
        return
    with tarfile.TarFile(fileobj=io.BytesIO(gzip.decompress(package))) as tar:
        for member in tar:
            file = tar.extractfile(member)
            if file:
                yield member.name, file.read()
