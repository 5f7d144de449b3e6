"""Join a gap with those beside it, so that one row fills all of them.

How: applicants who fall through are points, with a coordinate a fact: a word, or of a number the
stretch between two thresholds. From the first of them a box is grown, fact by fact, as long as
every point in it is a gap.
"""

from collections.abc import Iterable, Mapping, Sequence
from itertools import product
from math import prod

from engine.checking.thresholds import Thresholds
from engine.language.words import Value

_Point = tuple[Value, ...]
_Box = list[list[Value]]


def row_of(
    gaps: Sequence[Mapping[str, Value]], names: Iterable[str], thresholds: Thresholds
) -> dict[str, str]:
    """Write the condition of a row that fills the first gap, and as many others as a box can hold.

    `names` are the facts of the table. Gives what each that was looked at is compared with.
    """
    named = [name for name in names if name in gaps[0]]
    points = [_point(gap, named, thresholds) for gap in gaps if gap.keys() >= set(named)]
    box: _Box = [[value] for value in points[0]]
    for index, start in enumerate(points[0]):
        for value in _candidates(start, {point[index] for point in points}):
            grown = [*box[:index], [*box[index], value], *box[index + 1 :]]
            if _is_whole(grown[index]) and _is_full(grown, set(points)):
                box = grown
    return {name: _written(name, box[i], thresholds) for i, name in enumerate(named)}


def _point(gap: Mapping[str, Value], named: Iterable[str], thresholds: Thresholds) -> _Point:
    """Give the coordinates of an applicant."""
    coordinates = []
    for name in named:
        value = gap[name]
        coordinates.append(thresholds.stretch(name, value) if isinstance(value, int) else value)
    return tuple(coordinates)


def _candidates(start: Value, values: Iterable[Value]) -> list[Value]:
    """Give what a box may take in beside where it starts: the nearest stretches first, words."""
    if isinstance(start, int):
        stretches = [value for value in values if isinstance(value, int) and value != start]
        return [*sorted(stretches, key=lambda stretch: abs(stretch - start))]
    if isinstance(start, str):
        return [*sorted(value for value in values if isinstance(value, str) and value != start)]
    return []


def _is_whole(values: Iterable[Value]) -> bool:
    """Tell whether stretches, where values are such, lie side by side."""
    stretches = sorted(value for value in values if isinstance(value, int))
    return not stretches or stretches[-1] - stretches[0] == len(stretches) - 1


def _is_full(box: _Box, points: set[_Point]) -> bool:
    """Tell whether every point in a box is a gap."""
    return prod(map(len, box)) <= len(points) and points.issuperset(product(*box))


def _written(name: str, values: Sequence[Value], thresholds: Thresholds) -> str:
    """Write what a fact is compared with: a range of numbers, a word, a list of words."""
    stretches = [value for value in values if isinstance(value, int)]
    if stretches:
        return thresholds.between(name, min(stretches), max(stretches))
    if len(values) == 1:
        return thresholds.span(name, values[0])
    return f"[{', '.join(map(str, values))}]"
