"""Set text in lines, lists and columns."""

import textwrap
from collections.abc import Iterable, Iterator
from itertools import zip_longest

WIDTH = 78  # columns of a text, at most


def wrapped(text: str, width: int, indent: int = 0) -> list[str]:
    """Wrap a text to a width in columns; its own indentation leads it, and `indent` the lines below."""
    lead = " " * (len(text) - len(text.lstrip(" ")))
    return textwrap.wrap(
        text.lstrip(" "),
        width,
        initial_indent=lead,
        subsequent_indent=" " * indent,
        break_on_hyphens=False,
    ) or [""]


def wrapped_lines(lines: Iterable[str], width: int) -> str:
    """Wrap lines, each going on below its own start."""
    found = []
    for line in lines:
        start = len(line) - len(line.lstrip(" "))
        found += wrapped(line, width, start + 2 if line.lstrip().startswith("- ") else start)
    return "\n".join(found).rstrip() + "\n"


def listed(parts: list[str]) -> str:
    return " and ".join(filter(None, (", ".join(parts[:-1]), *parts[-1:])))


def table(rows: list[tuple[str, ...]], width: int) -> list[str]:
    """Set rows in columns, numbers to the right; what is too long for its column goes on below."""
    columns = list(zip(*rows, strict=True))
    words = [max(map(len, column[0].split()), default=0) for column in columns]
    widths = [
        max([word, *map(len, column[1:])]) for word, column in zip(words, columns, strict=True)
    ]
    least = [
        max(len(word) for text in column for word in (text.split() or [""])) for column in columns
    ]
    while sum(widths) + 2 * (len(widths) - 1) > width and widths != least:
        shrinking = max(
            (n for n in range(len(widths)) if widths[n] > least[n]), key=lambda n: widths[n]
        )
        widths[shrinking] -= 1
    numeric = [
        all(text.lstrip("-").isdigit() or text == "-" for text in column[1:]) for column in columns
    ]
    return [line for row in rows for line in _row(row, widths, numeric)]


def _row(row: tuple[str, ...], widths: list[int], numeric: list[bool]) -> Iterator[str]:
    cells = [textwrap.wrap(text, size) or [""] for text, size in zip(row, widths, strict=True)]
    for parts in zip_longest(*cells, fillvalue=""):
        placed = (
            part.rjust(size) if right else part.ljust(size)
            for part, size, right in zip(parts, widths, numeric, strict=True)
        )
        yield "  ".join(placed).rstrip()


def either(parts: list[str]) -> str:
    return " or ".join(filter(None, (", ".join(parts[:-1]), *parts[-1:])))


def titled(heading: str, width: int) -> Iterator[str]:
    lines = wrapped(heading, width)
    yield from lines
    yield "-" * max(map(len, lines))


def counted(number: int, noun: str) -> str:
    """Give a number with its noun: `1 step`, `3 steps`, `0 steps`."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
