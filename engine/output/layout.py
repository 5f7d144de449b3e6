"""Set text in lines, lists and columns."""

import textwrap
from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest
from typing import Literal

import msgspec

WIDTH = 78  # columns of a text, at most
Role = Literal["plain", "heading", "question", "help", "answer", "error"]
_GAP = "  "  # between two columns of a table


class Said(str):
    """Hold a text with the role it plays on a screen; whoever doesn't dress it has a text."""

    role: Role

    def __new__(cls, text: str, role: Role) -> "Said":
        """Give a text its role."""
        said = super().__new__(cls, text)
        said.role = role
        return said


class Item(msgspec.Struct, frozen=True):
    """Hold one line of a list, and the lines that stand below it."""

    text: str
    below: tuple["Item", ...] = ()


def indented(items: Iterable[Item], width: int, indent: int = 0) -> Iterator[str]:
    """Give items as lines, wrapped to a width in columns; what stands below one is set in by two.

    Where a line goes on below, it is set in by four.
    """
    for item in items:
        yield from wrapped(" " * indent + item.text, width, indent + 4)
        yield from indented(item.below, width, indent + 2)


def wrapped(text: str, width: int, indent: int = 0) -> list[str]:
    """Wrap a text to a width in columns; at least one line comes out.

    The text's own indentation leads the first line, `indent` spaces those below it. An address is
    never broken: it may stand out of the width.
    """
    lead = " " * _indentation(text)
    return textwrap.wrap(
        text.lstrip(" "),
        width,
        initial_indent=lead,
        subsequent_indent=" " * indent,
        break_on_hyphens=False,
        break_long_words="://" not in text,
    ) or [""]


def wrapped_lines(lines: Iterable[str], width: int) -> str:
    """Give lines as one text, wrapped to a width in columns, each going on below its own start."""
    done: list[str] = []
    for line in lines:
        indent = _indentation(line)
        if line.lstrip().startswith("- "):
            indent += len("- ")
        done += wrapped(line, width, indent)
    return "\n".join(done).rstrip() + "\n"


def _indentation(text: str) -> int:
    return len(text) - len(text.lstrip(" "))


def titled(heading: str, width: int) -> Iterator[str]:
    """Give a heading, wrapped to a width in columns, and the line of dashes below it."""
    lines = wrapped(heading, width)
    yield from lines
    yield "-" * max(map(len, lines))


def listed(parts: Sequence[str], word: Literal["and", "or"]) -> str:
    """List parts in a sentence: `a`, `a and b`, `a, b and c`; nothing for no parts."""
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} {word} {parts[-1]}"


def counted(number: int, noun: str) -> str:
    """Give a number with its noun: `1 step`, `3 steps`, `0 steps`."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


class Column(msgspec.Struct, frozen=True):
    """Hold one column of a table: its heading, and the texts below it."""

    heading: str
    texts: tuple[str, ...]

    @property
    def wanted(self) -> int:
        """Give the width in which no text has to go on below; the heading may, between words."""
        return max(_longest_word(self.heading), *map(len, self.texts), 1)

    @property
    def least(self) -> int:
        """Give the width in which no word has to be broken."""
        return max(_longest_word(self.heading), *map(_longest_word, self.texts), 1)

    @property
    def numeric(self) -> bool:
        """Tell whether every text is a whole number, or the dash that stands for none."""
        return all(text == "-" or text.lstrip("-").isdigit() for text in self.texts)


def table(rows: Sequence[Sequence[str]], width: int) -> list[str]:
    """Set rows in columns within a width, and give the lines; the first row holds the headings.

    Numbers stand to the right. What is too long for its column goes on below.
    """
    columns = [Column(heading, tuple(texts)) for heading, *texts in zip(*rows, strict=True)]
    widths = _widths(columns, width)
    lines: list[str] = []
    for row in rows:
        lines += _row_lines(row, columns, widths)
    return lines


def beside(
    lines: Sequence[str], columns: Sequence[Column], width: int, headed_twice: bool = False
) -> list[str]:
    """Set columns beside lines, below a line of their headings; `headed_twice` above one as well.

    Where they don't fit the width, headings go on below; what still doesn't fit is left out, from
    the right. Without any column the lines are given as they are.
    """
    for many in range(len(columns), 0, -1):
        shown = [Column("", tuple(lines)), *columns[:many]]
        if widths := _fitting(shown, width):
            headings = [column.heading for column in shown]
            rows = [headings, *zip(*(column.texts for column in shown), strict=True)]
            rows += [headings] if headed_twice else []
            return [line for row in rows for line in _row_lines(row, shown, widths)]
    return list(lines)


def _fitting(columns: Sequence[Column], width: int) -> list[int]:
    """Give widths with whole headings, else with headings that go on below; none if neither fit."""
    narrow = [column.wanted for column in columns]
    whole = [max(len(column.heading), column.wanted) for column in columns]
    room = width - len(_GAP) * (len(columns) - 1)
    return next((widths for widths in (whole, narrow) if sum(widths) <= room), [])


def _widths(columns: Sequence[Column], width: int) -> list[int]:
    """Share a width among columns: each starts with what it wants, then the widest ones give way.

    While the table is too wide, the widest column that can still be narrowed gives one character,
    so that long texts go on below before short ones do. Where no column can be narrowed any more,
    the table stays too wide: words are not broken.
    """
    widths = [column.wanted for column in columns]
    gaps = len(_GAP) * (len(columns) - 1)
    while sum(widths) + gaps > width:
        narrowable = [place for place, column in enumerate(columns) if widths[place] > column.least]
        if not narrowable:
            break
        widest = max(narrowable, key=lambda place: widths[place])
        widths[widest] -= 1
    return widths


def _row_lines(
    row: Sequence[str], columns: Sequence[Column], widths: Sequence[int]
) -> Iterator[str]:
    """Give the lines of one row: as many as its longest text needs in its column."""
    cells = [wrapped(text, width) for text, width in zip(row, widths, strict=True)]
    for texts in zip_longest(*cells, fillvalue=""):
        placed = [
            text.rjust(width) if column.numeric else text.ljust(width)
            for text, column, width in zip(texts, columns, widths, strict=True)
        ]
        yield _GAP.join(placed).rstrip()


def _longest_word(text: str) -> int:
    return max(map(len, text.split()), default=0)
