"""Make the ruler above a path: a number among the stretches it may lie in."""

from collections.abc import Iterable

import msgspec

from diagrams.label import Line, Span, cell, row, table
from diagrams.theme import Sizes, Theme
from engine.output.ruler import Measure, Piece

_DIGIT = 0.62  # of the size of a text: how wide a digit is, with some room


class _Scale(msgspec.Struct, frozen=True):
    """Hold where numbers stand on a ruler: its ends, and how wide it is in points."""

    low: float
    high: float
    width: int

    def at(self, number: float) -> int:
        """Give how far from the left a number stands, in points."""
        share = (number - self.low) / (self.high - self.low)
        return round(min(1.0, max(0.0, share)) * self.width)


class _Part(msgspec.Struct, frozen=True):
    """Hold what fills a row from one place to another."""

    start: int
    stop: int
    content: str = ""
    ground: str = ""
    border: str = ""


def ruler_table(ruler: Measure, look: Theme, sizes: Sizes) -> str:
    """Give the ruler as a table: you, the stretches, their ends, and the marks below."""
    low, high = ruler.ends
    scale = _Scale(low, high, sizes.card)
    rows = [
        _row([_you(ruler, scale, look, sizes)], scale, sizes.body + 7),
        _row([_bar(ruler, scale, look)], scale, 4),
        _row(_stretches(ruler, scale, look, sizes), scale, sizes.body + 11),
        _row(_ticks(ruler, scale, look, sizes), scale, sizes.small + 5),
    ]
    marks = _row(_marks(ruler, scale, look, sizes), scale, sizes.small + 5)
    return table([*rows, *([marks] if ruler.marks else [])])


def _you(ruler: Measure, scale: _Scale, look: Theme, sizes: Sizes) -> _Part:
    label = Span(f"▼ you, {ruler.text}", sizes.body + 1, look.text, bold=True)
    return _centered(label, scale.at((ruler.low + ruler.high) / 2), scale)


def _bar(ruler: Measure, scale: _Scale, look: Theme) -> _Part:
    """Give the bar from the lowest to the highest that the number may be."""
    start, stop = scale.at(ruler.low), scale.at(ruler.high)
    return _Part(start, max(stop, start + 3), ground=look.text)


def _stretches(ruler: Measure, scale: _Scale, look: Theme, sizes: Sizes) -> list[_Part]:
    parts = []
    for piece in ruler.pieces:
        start = 0 if piece.low is None else scale.at(piece.low)
        stop = scale.width if piece.high is None else scale.at(piece.high)
        color = look.here.on_line if piece.holds else look.text
        shade = look.pieces[round(piece.rank * (len(look.pieces) - 1))]
        ground = look.here.line if piece.holds else shade
        label = _fitting(piece, stop - start - 4, sizes, color)
        parts.append(_Part(start, stop, label, ground, look.border))
    return parts


def _fitting(piece: Piece, width: int, sizes: Sizes, color: str) -> str:
    """Give the label of a stretch, as much of it as there is room for."""
    for text in (piece.label, piece.label.partition(",")[0]):
        span = Span(text, sizes.body, color, bold=piece.holds)
        if span.width <= width:
            return span.markup
    return ""


def _ticks(ruler: Measure, scale: _Scale, look: Theme, sizes: Sizes) -> list[_Part]:
    """Give the numbers at which stretches meet; one that would stand on another is left out."""
    ends = sorted({piece.low for piece in ruler.pieces if piece.low is not None})
    ends += [piece.high for piece in ruler.pieces[-1:] if piece.high is not None]
    numbers = [(end, Span(str(end), sizes.small, look.soft)) for end in ends]
    return _apart((_centered(span, scale.at(end), scale) for end, span in numbers))


def _marks(ruler: Measure, scale: _Scale, look: Theme, sizes: Sizes) -> list[_Part]:
    spans = [(at, Span(f"▲ {at}, {label}", sizes.small, look.soft)) for at, label in ruler.marks]
    return _apart(_centered(span, scale.at(at), scale) for at, span in sorted(spans, key=_place))


def _place(mark: tuple[int, Span]) -> int:
    return mark[0]


def _centered(span: Span, middle: int, scale: _Scale) -> _Part:
    """Give a text around a place, within the ruler."""
    width = min(scale.width, int(Line((span,)).width * 1.15) + 4)
    start = max(0, min(middle - width // 2, scale.width - width))
    return _Part(start, start + width, span.markup)


def _apart(parts: Iterable[_Part]) -> list[_Part]:
    kept: list[_Part] = []
    for part in parts:
        if not kept or part.start >= kept[-1].stop:
            kept.append(part)
    return kept


def _row(parts: Iterable[_Part], scale: _Scale, height: int) -> str:
    """Give a row of a table in which parts stand in their places, from the left."""
    cells, done = [], 0
    for part in parts:
        if part.start > done:
            cells.append(_filler(part.start - done, height))
        width = part.stop - max(part.start, done)
        cells.append(_cell(part, width, height))
        done = part.stop
    if done < scale.width:
        cells.append(_filler(scale.width - done, height))
    return row(cell(table([row(*cells)]), align="left"))


def _filler(width: int, height: int) -> str:
    return cell("", fixedsize="true", width=width, height=height)


def _cell(part: _Part, width: int, height: int) -> str:
    return cell(
        part.content,
        fixedsize="true",
        width=max(1, width),
        height=height,
        bgcolor=part.ground,
        border=1 if part.border else "",
        color=part.border,
    )
