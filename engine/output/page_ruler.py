"""Lay the ruler out for a page: where everything stands, in hundredths of its width."""

import msgspec

from engine.consultation.outcome import Outcome
from engine.output.ruler import measure, measure_lines

_LETTER = 2.5  # hundredths: how wide a letter is on a phone
_APART = 8  # hundredths: how near two numbers may stand


class Place(msgspec.Struct, frozen=True):
    """Hold a text, and how far from the left it stands."""

    at: float
    text: str


class Band(msgspec.Struct, frozen=True):
    """Hold a stretch: how wide it is, its label, and whether it is the reader's own.

    `tone` is its place among all, from 0 for the lowest to 4 for the highest.
    """

    width: float
    label: str
    holds: bool
    tone: int

    @property
    def is_narrow(self) -> bool:
        """Tell whether its label has no room on a phone."""
        return self.width < _LETTER * len(self.label)


class PageRuler(msgspec.Struct, frozen=True):
    """Hold a ruler as a page shows it; `lines` say the same in words."""

    you: Place
    bar: tuple[float, float]
    bands: tuple[Band, ...]
    ticks: tuple[Place, ...]
    marks: tuple[Place, ...]
    lines: tuple[str, ...]
    aside: str = ""


def page_ruler(outcome: Outcome) -> PageRuler | None:
    """Give the ruler of an outcome; None where there is none."""
    ruler = measure(outcome)
    if ruler is None:
        return None
    low, high = ruler.ends

    def at(number: float) -> float:
        return round(100 * (number - low) / (high - low), 2)

    bands = []
    for piece in ruler.pieces:
        start = low if piece.low is None else piece.low
        stop = high if piece.high is None else piece.high
        label = piece.label.partition(",")[0]
        bands.append(Band(at(stop) - at(start), label, piece.holds, round(piece.rank * 4)))
    numbers = sorted({piece.low for piece in ruler.pieces if piece.low is not None})
    return PageRuler(
        you=Place(at((ruler.low + ruler.high) / 2), f"you, {ruler.text}"),
        bar=(at(ruler.low), at(ruler.high) - at(ruler.low)),
        bands=tuple(bands),
        ticks=tuple(_apart([Place(at(number), str(number)) for number in numbers])),
        marks=tuple(Place(at(number), f"{number}, {label}") for number, label in ruler.marks),
        lines=tuple(measure_lines(ruler)),
        aside=ruler.aside,
    )


def _apart(places: list[Place]) -> list[Place]:
    """Leave out a number that would stand on the one before it."""
    kept: list[Place] = []
    for place in places:
        if not kept or place.at - kept[-1].at >= _APART:
            kept.append(place)
    return kept
