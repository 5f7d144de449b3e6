"""Turn problems into what an advisor reads: the place, the fault, the line, a mark under it."""

from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any

from engine import outside
from engine.errors import CaseError, Place, Problem, shortened
from engine.language.loader import BUILT_IN
from engine.language.yaml_file import LARGEST_FILE

_WIDTH = 110  # a longer line is cut around the mark


def problem_text(problem: Problem) -> str:
    """Give a problem with the line it stands on, marked; without it when it can't be read."""
    lines = [("warning: " if problem.warning else "") + shortened(problem)]
    line = _line(problem.place) if problem.place else ""
    if problem.place and line.strip():
        start = max(0, problem.place.column - 1 - _WIDTH // 2) if len(line) > _WIDTH else 0
        number = str(problem.place.line)
        lines.append(f"  {number} | {line[start : start + _WIDTH]}")
        lines.append(f"  {' ' * len(number)} | {' ' * (problem.place.column - 1 - start)}^")
    return "\n".join(lines)


def _line(place: Place) -> str:
    """Give the line of a place; files of the built-in base are named from the folder it is in."""
    for path in (Path(place.file), BUILT_IN.parent / place.file):
        with suppress(CaseError, UnicodeDecodeError, IndexError):
            text = outside.read(path, LARGEST_FILE).decode("utf-8")
            return text.splitlines()[place.line - 1].replace("\t", " ")
    return ""


def problem_json(problem: Problem) -> dict[str, Any]:
    """Give a problem as a JSON object."""
    place = problem.place
    return {
        "file": place and place.file,
        "line": place and place.line,
        "column": place and place.column,
        "code": problem.code,
        "message": problem.message,
        "hint": problem.hint,
        "warning": problem.warning,
    }


def problems_counted(problems: Iterable[Problem]) -> str:
    """Say how many problems and warnings there are."""
    found = list(problems)
    warnings = sum(problem.warning for problem in found)
    parts = [_several(len(found) - warnings, "problem"), _several(warnings, "warning")]
    return ", ".join(part for part in parts if part) or "No problem found."


def _several(number: int, word: str) -> str:
    return f"{number} {word}{'' if number == 1 else 's'}" if number else ""
