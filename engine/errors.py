"""Say what is wrong: where, in the reader's words, the nearest valid thing, what to do next."""

from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches

import msgspec

MOST_SHOWN = 50  # problems
LONGEST = 2_000  # signs of a problem's line


class Place(msgspec.Struct, frozen=True, order=True):
    """Name a spot in a file; lines and columns count from 1."""

    file: str
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


_SHOWN = 60  # characters of a value that a message repeats

KeyPath = tuple[str | int, ...]


class Origin(msgspec.Struct, frozen=True, eq=False):
    """Remember where an entry of a file was written: the file's marks and the entry's key path."""

    marks: Mapping[KeyPath, Place]
    path: KeyPath = ()

    def at(self, *keys: str | int) -> Place:
        """Give the place of a key below the entry, or of the nearest thing above it."""
        path = (*self.path, *keys)
        while path not in self.marks and path:
            path = path[:-1]
        return self.marks[path]


class Problem(msgspec.Struct, frozen=True, order=True):
    """Hold one fault: its place (None when it has none), its code, the message and a hint."""

    place: Place | None
    code: str
    message: str
    hint: str = ""
    warning: bool = False

    def __str__(self) -> str:
        start = f"{self.place} " if self.place else ""
        hint = f" {self.hint}" if self.hint else ""
        return f"{start}{self.code}: {self.message}{hint}"


class MatchpathError(Exception):
    """Carry the problems that stop the work, sorted by place."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(problems, key=_by_place))
        super().__init__("\n".join(listed(self.problems)))


class KnowledgeError(MatchpathError):
    """A knowledge base that can't be used as it stands."""


class CaseError(MatchpathError):
    """Answers that can't be, or a case file that can't be read."""


class Misread(Exception):
    """Say why a text can't be read as what it stands for; `says` goes on after its key's name."""

    def __init__(self, says: str, hint: str) -> None:
        self.says = says
        self.hint = hint


def _by_place(problem: Problem) -> tuple[Place, Problem]:
    return problem.place or Place("", 0, 0), problem


def listed(problems: Sequence[Problem]) -> list[str]:
    """Give a line for each problem, as many and as long as can be read, and one for the rest."""
    return [*map(shortened, problems[:MOST_SHOWN]), *rest(len(problems) - MOST_SHOWN)]


def shortened(problem: Problem) -> str:
    """Give a problem as a line that can be read, however much of a file it quotes."""
    line = str(problem)
    return line if len(line) <= LONGEST else f"{line[:LONGEST]} …"


def rest(left: int) -> list[str]:
    """Say how many problems are left that are not shown; nothing where none is."""
    return [f"… and {left:,} more."] if left > 0 else []


def did_you_mean(word: object, names: Iterable[str]) -> str:
    """Suggest the known name closest to a mistyped one; empty when none is close."""
    close = get_close_matches(str(word).lower(), sorted(set(names)), n=1, cutoff=0.6)
    return f'Did you mean "{close[0]}"?' if close else ""


def nearest(word: object, names: Iterable[str]) -> str:
    """Suggest the known name closest to a mistyped one, or list what there is.

    Returns a sentence: a guess, else up to eight of the names, else nothing.
    """
    known = sorted(set(names))
    guess = did_you_mean(word, known)
    if guess or not known:
        return guess
    more = f" and {len(known) - 8} more" if len(known) > 8 else ""
    return f"Known here: {', '.join(known[:8])}{more}."


def short(value: object) -> str:
    """Show a value that was written: cut where it is long, what can't be seen as its number."""
    text = str(value)
    cut = text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"
    if cut.isprintable():
        return cut
    return "".join(char if char.isprintable() else f"\\u{ord(char):04x}" for char in cut)
