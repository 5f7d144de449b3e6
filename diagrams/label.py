"""Make the HTML-like labels of Graphviz: text reaches DOT only through here, in lines that fit."""

from collections.abc import Iterable, Iterator
from functools import lru_cache

import msgspec

# How wide letters are, as shares of the size of Helvetica; any other is as wide as most.
_NARROW, _SLIM, _MOST, _BROAD, _WIDE = 0.26, 0.36, 0.56, 0.72, 0.9
_WIDTHS = {
    **dict.fromkeys("ijl.,:;'|!‘’I", _NARROW),
    **dict.fromkeys("ft()[]/ r-“”·", _SLIM),
    **dict.fromkeys("ABCDEFGHKNOPQRSTUVXYZw&+=<>~", _BROAD),
    **dict.fromkeys("MWm%@—…●○↷✓↻", _WIDE),
}
_BOLD = 1.08
_WIDEST = 0x2E80  # from here on signs are as wide as they are high


class Span(msgspec.Struct, frozen=True):
    """Hold a stretch of text in one look."""

    text: str
    size: int
    color: str
    bold: bool = False

    @property
    def width(self) -> float:
        """Give about how wide it is, in points."""
        return _share(self.text) * self.size * (_BOLD if self.bold else 1)

    @property
    def markup(self) -> str:
        """Give it as a label holds it; Graphviz refuses a font with nothing in it."""
        if not self.text:
            return ""
        font = f'<font point-size="{self.size}" color="{self.color}">{quoted(self.text)}</font>'
        return f"<b>{font}</b>" if self.bold else font


class Line(msgspec.Struct, frozen=True):
    """Hold the spans of one line."""

    spans: tuple[Span, ...]

    @property
    def width(self) -> float:
        """Give about how wide it is, in points."""
        return sum(span.width for span in self.spans)

    def __add__(self, other: "Line") -> "Line":
        return Line((*self.spans, *other.spans))


def flowed(spans: Iterable[Span], width: float, most: int = 0, room: float = 0) -> list[Line]:
    """Set spans in lines of at most a width; with `most`, no more lines, and the last is cut.

    A word that is wider than a line is broken. The last of `most` lines leaves so much `room`.
    """
    lines: list[list[Span]] = [[]]
    filled = 0.0
    for span in _words(spans, width):
        taken = span.width
        if lines[-1] and filled + taken > width:
            lines.append([])
            filled = 0.0
        if lines[-1] or span.text.strip():
            lines[-1].append(span)
            filled += taken
    kept = [Line(tuple(_joined(line))) for line in lines if line]
    if most and (len(kept) > most or (kept[most - 1 :] and kept[most - 1].width > width - room)):
        kept = [*kept[: most - 1], _cut(kept[most - 1], width - room)]
    return kept


def packed(groups: Iterable[list[Line]], gap: Span, width: float) -> list[Line]:
    """Put groups of lines below each other, two in one line where both are short enough."""
    lines: list[Line] = []
    for group in groups:
        first = group[0]
        if lines and len(group) == 1 and lines[-1].width + gap.width + first.width <= width:
            lines[-1] = lines[-1] + Line((gap,)) + first
        else:
            lines += group
    return lines


def left(lines: Iterable[Line]) -> str:
    """Give lines for a cell, each at the left."""
    ending = '<br align="left"/>'
    return "".join("".join(span.markup for span in line.spans) + ending for line in lines)


def cell(content: str, **attributes: object) -> str:
    """Give a cell of a table; an attribute that is empty is left out."""
    return f"<td{_attributes(attributes)}>{content}</td>"


def text_cell(lines: Iterable[Line], **attributes: object) -> str:
    """Give a cell of lines at the left."""
    return cell(left(lines), align="left", balign="left", **attributes)


def row(*cells: str) -> str:
    """Give a row of cells."""
    return f"<tr>{''.join(cells)}</tr>"


def table(rows: Iterable[str], **attributes: object) -> str:
    """Give a table of rows; without attributes of its own it has neither lines nor room."""
    plain: dict[str, object] = {"border": 0, "cellborder": 0, "cellspacing": 0, "cellpadding": 0}
    return f"<table{_attributes(plain | attributes)}>{''.join(rows)}</table>"


def space(height: int) -> str:
    """Give a row that is empty and so high."""
    return row(cell("", height=height))


def html(table_: str) -> str:
    """Give a table as a label."""
    return f"<{table_}>"


def quoted(text: str) -> str:
    """Quote a text for a label with markup; what a plain label needs, graphviz.escape does."""
    # A backslash is doubled: Graphviz would put the name of the node in place of one before an N.
    signs = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\\": "\\\\"}
    return "".join(signs.get(sign, sign) for sign in text)


def _attributes(values: dict[str, object]) -> str:
    given = {name: value for name, value in values.items() if value not in ("", None)}
    return "".join(f' {name}="{quoted(str(value))}"' for name, value in given.items())


def _words(spans: Iterable[Span], width: float) -> Iterator[Span]:
    """Give the words of spans, each with the space before it; what is too wide comes in parts."""
    for span in spans:
        lead = ""
        for word in span.text.split(" "):
            part = msgspec.structs.replace(span, text=lead + word)
            while part.width > width and len(part.text) > 1:
                fits = next(n for n in range(len(part.text), 0, -1) if _fits(part, n, width))
                yield msgspec.structs.replace(part, text=part.text[:fits])
                part = msgspec.structs.replace(part, text=part.text[fits:])
            if part.text:
                yield part
            lead = " "


def _fits(span: Span, count: int, width: float) -> bool:
    return count == 1 or msgspec.structs.replace(span, text=span.text[:count]).width <= width


def _joined(spans: list[Span]) -> Iterator[Span]:
    """Join the words of a line that have one look; the line begins with no space."""
    first, *rest = spans
    waiting = msgspec.structs.replace(first, text=first.text.lstrip(" "))
    for span in rest:
        if (span.size, span.color, span.bold) == (waiting.size, waiting.color, waiting.bold):
            waiting = msgspec.structs.replace(waiting, text=waiting.text + span.text)
        else:
            yield waiting
            waiting = span
    yield waiting


def _cut(line: Line, width: float) -> Line:
    """Cut a line so that there is room for the sign of what is left out."""
    *before, last = line.spans
    text = last.text
    room = width - sum(span.width for span in before)
    while text and msgspec.structs.replace(last, text=f"{text} …").width > room:
        text = text.rpartition(" ")[0]
    return Line((*before, msgspec.structs.replace(last, text=f"{text} …")))


@lru_cache(maxsize=4096)  # the same words come again and again
def _share(text: str) -> float:
    """Give how wide a text is, as a share of the size of its letters."""
    return sum(_WIDE if ord(sign) >= _WIDEST else _WIDTHS.get(sign, _MOST) for sign in text)
