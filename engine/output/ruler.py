"""Turn an Outcome into the ruler above its path: a number in its place among the stretches."""

import re
from collections.abc import Iterable, Iterator

import msgspec

from engine.consultation.outcome import Outcome
from engine.language.base import Ruler, Stretch
from engine.language.words import UNKNOWN
from engine.output import wording

_ROOM = 0.14  # of what has to be seen, on each side
_LEAST_ROOM = 6.0  # where little has to be seen
_BAND = re.compile(r"(-?\d+) to (-?\d+)")  # how a copy to show around gives a number


class Piece(msgspec.Struct, frozen=True):
    """Hold a stretch with its ends; `low` is None for the first, `high` for the last of a ruler.

    `rank` is its place among all values of the ruler, from 0 for the lowest to 1 for the highest.
    """

    value: str
    rank: float
    label: str
    low: int | None
    high: int | None
    holds: bool


class Measure(msgspec.Struct, frozen=True):
    """Hold a ruler for one person: the number from `low` to `high`, as a text, and its pieces.

    `low` and `high` leave room for the error of the number; `marks` are further numbers, each with
    its label. `aside` says what holds where it is not what the number lies in.
    """

    name: str
    text: str
    low: int
    high: int
    pieces: tuple[Piece, ...]
    marks: tuple[tuple[int, str], ...]
    aside: str = ""

    @property
    def ends(self) -> tuple[float, float]:
        """Give the numbers at which the ruler begins and ends, with room at both."""
        seen = [self.low, self.high, *(number for number, _ in self.marks)]
        for piece in self.pieces:
            seen += [end for end in (piece.low, piece.high) if end is not None]
        room = max(_LEAST_ROOM, (max(seen) - min(seen)) * _ROOM)
        return min(seen) - room, max(seen) + room


def measure(outcome: Outcome) -> Measure | None:
    """Give the ruler of an outcome; None where the base has none, or the number is not known.

    Where what the stretches stand for is withheld, none is the reader's own: the one in which the
    number lies could be another than the one that holds for them.
    """
    ruler = outcome.kb.head.ruler
    span = _span(outcome.known.get(ruler.at)) if ruler else None
    if ruler is None or span is None:
        return None
    value = wording.value_text(outcome.kb, ruler.at, outcome.known[ruler.at])
    pieces = tuple(_pieces(outcome, ruler, span))
    return Measure(
        name=outcome.kb.facts[ruler.at].label,
        text=f"{value} ± {ruler.error}" if ruler.error else value,
        low=span[0] - ruler.error,
        high=span[1] + ruler.error,
        pieces=pieces,
        marks=tuple(_marks(outcome, ruler)),
        aside=_aside(outcome, ruler, pieces),
    )


def measure_lines(ruler: Measure) -> Iterator[str]:
    """Say what a ruler shows: the number, then each stretch with its ends."""
    yield f"{ruler.name}: {ruler.text}"
    for piece in ruler.pieces:
        ends = f"below {piece.high}" if piece.low is None else f"from {piece.low}"
        if piece.low is not None and piece.high is not None:
            ends = f"{piece.low} to {piece.high - 1}"
        yield f"{piece.label}: {ends}{' (yours)' if piece.holds else ''}"
    for at, label in ruler.marks:
        yield f"{label}: {at}"


def _span(value: object) -> tuple[int, int] | None:
    """Give the ends of a number, or of the band that a copy to show around has in its place."""
    if isinstance(value, int):
        return value, value
    band = _BAND.fullmatch(value) if isinstance(value, str) else None
    return (int(band[1]), int(band[2])) if band else None


def _pieces(outcome: Outcome, ruler: Ruler, span: tuple[int, int]) -> Iterator[Piece]:
    """Give the stretches that have a length, those of one value that meet as one piece.

    Above an end that is not known the rest is one piece, of what is not known.
    """
    words = outcome.kb.facts[ruler.of].words
    values = list(dict.fromkeys(stretch.value for stretch in ruler.stretches))
    holding = outcome.known.get(ruler.of)
    waiting: Piece | None = None
    for stretch, low, high in ruler.laid_out(lambda stretch: _end(outcome, stretch)):
        value = stretch.value
        if waiting and waiting.value == value:
            waiting = msgspec.structs.replace(waiting, high=high)
            continue
        if waiting:
            yield _held(waiting, span)
        rank = values.index(value) / max(1, len(values) - 1)
        waiting = Piece(value, rank, words[value], low, high, holds=value == holding)
    if not waiting:
        return
    yield _held(waiting, span)
    is_broken_off = waiting.high is not None and not ruler.stretches[-1].until
    if is_broken_off and holding is not None:
        label = wording.value_text(outcome.kb, ruler.of, UNKNOWN)
        yield Piece(UNKNOWN, 0, label, waiting.high, None, holds=holding == UNKNOWN)


def _held(piece: Piece, span: tuple[int, int]) -> Piece:
    """Let a piece be the reader's own only where the number lies in it."""
    low, high = span
    is_in = (piece.low is None or high >= piece.low) and (piece.high is None or low < piece.high)
    return piece if is_in else msgspec.structs.replace(piece, holds=False)


def _aside(outcome: Outcome, ruler: Ruler, pieces: Iterable[Piece]) -> str:
    """Say what holds for a person whose number lies elsewhere, and why; empty where it does not."""
    value = outcome.known.get(ruler.of)
    if value not in [piece.value for piece in pieces] or any(piece.holds for piece in pieces):
        return ""
    because = [
        wording.filled(getattr(firing.entry, "because", ""), outcome)
        for firing in outcome.firings("conclusion", ruler.of)
    ]
    label = wording.value_text(outcome.kb, ruler.of, value)
    return f"Yours is “{label}”: {' '.join(because)}"


def _end(outcome: Outcome, stretch: Stretch) -> int | None:
    """Give where a stretch ends; None where it has no end, or that is not known."""
    if not stretch.until:
        return None
    number = outcome.known.get(stretch.until)
    if not isinstance(number, int) and stretch.missing:
        number = outcome.kb.last_cell(stretch.until)
    return number + stretch.plus if isinstance(number, int) else None


def _marks(outcome: Outcome, ruler: Ruler) -> Iterator[tuple[int, str]]:
    for mark in ruler.marks:
        number = outcome.known.get(mark.at)
        is_known = not mark.where_known or outcome.known.get(mark.where_known) not in (
            None,
            UNKNOWN,
        )
        if isinstance(number, int) and is_known:
            yield number, mark.label
