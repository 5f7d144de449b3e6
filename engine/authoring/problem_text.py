"""Turn problems into what an advisor reads: the place, the fault, its line with a mark under it."""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path

from engine import outside
from engine.errors import CaseError, Place, Problem, shortened
from engine.language.loader import BUILT_IN
from engine.language.yaml_file import LARGEST_FILE
from engine.output.layout import counted

_WIDTH = 110  # columns; a longer line is cut around the mark


def problem_text(problem: Problem) -> str:
    """Give a problem with the line it stands on, marked; without one when it can't be read."""
    text = ("warning: " if problem.warning else "") + shortened(problem)
    if problem.place is None:
        return text
    line = _line(problem.place)
    return "\n".join([text, *_marked(line, problem.place)]) if line.strip() else text


def problem_json(problem: Problem) -> dict[str, str | int | None]:
    """Give a problem as a JSON object; what has no place has null for file, line and column."""
    place = problem.place
    return {
        "file": place.file if place else None,
        "line": place.line if place else None,
        "column": place.column if place else None,
        "code": problem.code,
        "message": problem.message,
        "hint": problem.hint,
        "warning": problem.warning,
    }


def problem_annotation(problem: Problem) -> str:
    """Give a problem as GitHub takes it from the output of a check: a mark beside its line."""
    kind = "warning" if problem.warning else "error"
    title = f"title={_escaped(problem.code, _IN_PROPERTY)}"
    place = problem.place
    if place:
        file = _escaped(place.file, _IN_PROPERTY)
        title = f"file={file},line={place.line},col={place.column},{title}"
    message = _escaped(f"{problem.message} {problem.hint}".strip(), _IN_MESSAGE)
    return f"::{kind} {title}::{message}"


_IN_MESSAGE = {"%": "%25", "\r": "%0D", "\n": "%0A"}
_IN_PROPERTY = {**_IN_MESSAGE, ":": "%3A", ",": "%2C"}


def _escaped(text: str, signs: Mapping[str, str]) -> str:
    return "".join(signs.get(sign, sign) for sign in text)


def problems_counted(problems: Iterable[Problem]) -> str:
    """Say how many problems and warnings there are."""
    found = list(problems)
    warnings = sum(problem.warning for problem in found)
    counts = ((len(found) - warnings, "problem"), (warnings, "warning"))
    parts = [counted(number, noun) for number, noun in counts if number]
    return ", ".join(parts) or "No problem found."


def _marked(line: str, place: Place) -> list[str]:
    """Give a line with its number, and a mark below the column of the place."""
    start = 0
    if len(line) > _WIDTH:
        start = max(0, place.column - 1 - _WIDTH // 2)
    number = str(place.line)
    return [
        f"  {number} | {line[start : start + _WIDTH]}",
        f"  {' ' * len(number)} | {' ' * (place.column - 1 - start)}^",
    ]


def _line(place: Place) -> str:
    """Read the line of a place; empty when it can't be read.

    A place names its file as messages show it. That name is also a path: the loader shows a file by
    the path it read it from, but for the shipped base, which is called `knowledge` wherever it
    stands. So opening it is safe: it is a file that was read a moment ago, and it is only read
    again. Where the name should lead to another file, or to none, a line is shown that does not
    fit, or no line; the message and its place stay right.
    """
    for path in (Path(place.file), BUILT_IN.parent / place.file):
        with suppress(CaseError, UnicodeDecodeError, IndexError):
            text = outside.read(path, LARGEST_FILE).decode("utf-8")
            return text.splitlines()[place.line - 1].replace("\t", " ")
    return ""
