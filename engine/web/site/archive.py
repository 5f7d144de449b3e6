"""Pack what Python runs in a page: our code, the libraries it needs, the base."""

import io
import zipfile
from collections.abc import Iterator, Mapping
from importlib import metadata
from pathlib import Path, PurePosixPath

from engine import outside
from engine.language.base import KnowledgeBase
from engine.web import in_page

# The distributions that our code needs in a page, where there is no terminal and no paper.
_LIBRARIES = (
    *("experta", "frozendict", "schema"),  # the rules
    "PyYAML",  # a case file that is opened
    *("Jinja2", "MarkupSafe"),  # the pages
    "graphviz",  # pictures, before they are laid out
    *("icalendar", "python-dateutil"),  # calendars
)
# Of the zones of time those that plans and calendars are written in; all have 400 KB.
_ZONES = ("__init__.py", "zoneinfo/__init__.py", "zoneinfo/UTC", "zoneinfo/America/__init__.py")
_EASTERN = "zoneinfo/America/New_York"

_OURS = ("engine", "diagrams")
_ROOT = Path(__file__).parents[3]
# What is for a terminal, for advisors, for a dean's office; what serves at home; what makes a site.
_NOT_IN_A_PAGE = (
    "engine/commands/",
    "engine/cohort/",
    "engine/authoring/",
    "engine/web/server.py",
    "engine/web/site/",
)
_KINDS = {".py", ".html", ".md", ".css", ".js"}
_LARGEST = 10_000_000  # bytes of one file
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the same files make the same archive


def contents(kb: KnowledgeBase, modules: Mapping[str, bytes]) -> dict[str, bytes]:
    """Give the files that Python runs in a page; `modules` are those written in C."""
    files = {in_page.BASE: in_page.written(kb), **modules}
    for room in _OURS:
        files |= dict(_ours(room))
    for name in _LIBRARIES:
        files |= dict(_library(name))
    zones = metadata.distribution("tzdata")
    for name in (*_ZONES, _EASTERN):
        path = Path(str(zones.locate_file(f"tzdata/{name}")))
        files[f"tzdata/{name}"] = outside.read(path, _LARGEST)
    return files


def zipped(files: Mapping[str, bytes]) -> bytes:
    """Pack files into an archive; the same files always into the same bytes."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name in sorted(files):
            archive.writestr(zipfile.ZipInfo(name, _EPOCH), files[name], zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def _ours(room: str) -> Iterator[tuple[str, bytes]]:
    """Give the files of a room of ours that are of use in a page."""
    for name, data in outside.tree(_ROOT / room).items():
        path = PurePosixPath(room, name)
        if path.suffix in _KINDS and not path.as_posix().startswith(_NOT_IN_A_PAGE):
            yield path.as_posix(), data


def _library(name: str) -> Iterator[tuple[str, bytes]]:
    """Give the Python of a library that is installed here, and its license."""
    for file in metadata.files(name) or ():
        is_python = file.suffix == ".py" and "tests" not in file.parts and ".." not in file.parts
        if is_python or "licen" in file.name.lower():
            yield file.as_posix(), outside.read(Path(str(file.locate())), _LARGEST)
