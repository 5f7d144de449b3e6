"""Turn assumed choices into ways: what the world has to decide for a node to be reached.

Several ways are listed as few as can be had: where two differ in one chance alone they are joined
into one, and where none is left out they are (), certain. So ways that part at a chance and meet
again cost nothing, however many chances stand in a row. What stays apart is listed, and costs what
is listed.
"""

from collections.abc import Iterable, Mapping
from math import prod

Way = tuple[tuple[str, tuple[str, ...]], ...]
"""Chance question → the choices assumed of it, in written order; () assumes nothing."""

Ways = tuple[Way, ...]
"""Ways of which one is taken, in written order; () is certain."""

Choices = Mapping[str, tuple[str, ...]]
"""Chance question → all of its choices."""

CERTAIN: Ways = ()

_ANY: Way = ()


def narrow(ways: Ways, assumed: Way, choices: Choices) -> Ways | None:
    """Narrow ways to the choices that a row assumes; None when nothing is left."""
    if not assumed:
        return ways
    narrowed = [_narrowed(way, assumed, choices) for way in ways or (_ANY,)]
    left = [way for way in narrowed if way is not None]
    return merge(left, choices) if left else None


def merge(ways: Iterable[Way], choices: Choices) -> Ways:
    """Join ways that differ in one question alone, as long as any do.

    Gives what is left in written order; () when all is covered.
    """
    left = list(dict.fromkeys(ways))
    if len(left) == 1:
        return CERTAIN if left == [_ANY] else tuple(left)
    if _fill(_ANY, left, choices):
        return CERTAIN
    while pair := _joinable(left):
        both = _joined(*pair, choices)
        left = [way for way in left if way not in pair]
        if both not in left:
            left.append(both)
    return tuple(sorted(left, key=lambda way: _written_order(way, choices)))


def union(sets: Iterable[Ways], choices: Choices) -> Ways:
    """Join sets of ways into one."""
    first, *rest = sets
    if not rest:
        return first
    return merge([way for ways in (first, *rest) for way in ways or (_ANY,)], choices)


def fill(ways: Ways, parts: Iterable[Ways], choices: Choices) -> bool:
    """Tell whether the parts leave out nothing of the ways."""
    parts = list(parts)
    if ways in parts:
        return True
    listed = [way for part in parts for way in part or (_ANY,)]
    return all(_fill(way, listed, choices) for way in ways or (_ANY,))


def meet(first: Ways, second: Ways) -> bool:
    """Tell whether there is a way that is among both."""
    for way in first or (_ANY,):
        known = dict(way)
        for other in second or (_ANY,):
            shared = [
                set(known.get(question, allowed)) & set(allowed) for question, allowed in other
            ]
            if all(shared):
                return True
    return False


def holds(way: Way, combination: Mapping[str, str]) -> bool:
    """Tell whether a combination of choices is among those a way assumes."""
    return all(combination.get(question) in allowed for question, allowed in way)


def _narrowed(way: Way, assumed: Way, choices: Choices) -> Way | None:
    """Narrow one way; None when nothing is left.

    A question whose every choice is left is no assumption, and is dropped.
    """
    narrowed = dict(way)
    for question, allowed in assumed:
        before = narrowed.get(question, choices[question])
        left = tuple(choice for choice in before if choice in allowed)
        if not left:
            return None
        narrowed[question] = left
    return tuple((q, narrowed[q]) for q in choices if q in narrowed and narrowed[q] != choices[q])


def _fill(way: Way, parts: list[Way], choices: Choices) -> bool:
    """Tell whether the parts leave out nothing of a way.

    Either one of them is all of it; or they come to too few combinations; or it is split by a
    question of the first that shares some of it, and each choice must be filled.
    """
    within = [_narrowed(way, part, choices) for part in parts]
    left = [part for part in within if part is not None]
    if way in left:
        return True
    if sum(_size(part, choices) for part in left) < _size(way, choices):
        return False
    known = dict(way)
    question = next(name for name, allowed in left[0] if allowed != known.get(name))
    for choice in known.get(question, choices[question]):
        narrowed = _narrowed(way, ((question, (choice,)),), choices)
        if narrowed is not None and not _fill(narrowed, left, choices):
            return False
    return True


def _size(way: Way, choices: Choices) -> int:
    """Count the combinations of choices that a way allows."""
    known = dict(way)
    return prod(len(known.get(question, every)) for question, every in choices.items())


def _written_order(way: Way, choices: Choices) -> list[tuple[int, list[int]]]:
    questions = list(choices)
    order = []
    for question, allowed in way:
        places = [choices[question].index(choice) for choice in allowed]
        order.append((questions.index(question), places))
    return order


def _joinable(ways: list[Way]) -> tuple[Way, Way] | None:
    """Find the first two ways that differ in one question alone."""
    named = {question for way in ways for question, _ in way}
    alike: dict[tuple[str, Way], list[int]] = {}  # but for one question → their places
    for place, way in enumerate(ways):
        for question in named:
            rest = tuple(pair for pair in way if pair[0] != question)
            alike.setdefault((question, rest), []).append(place)
    pairs = [(places[0], places[1]) for places in alike.values() if len(places) > 1]
    if not pairs:
        return None
    first, second = min(pairs)
    return ways[first], ways[second]


def _joined(first: Way, second: Way, choices: Choices) -> Way:
    """Join two ways that differ in one question: on it they allow what either does."""
    one, other = dict(first), dict(second)
    question = next(name for name in choices if one.get(name) != other.get(name))
    either = {*one.get(question, choices[question]), *other.get(question, choices[question])}
    allowed = tuple(choice for choice in choices[question] if choice in either)
    rest = tuple((name, one[name]) for name in choices if name in one and name != question)
    return _narrowed(rest, ((question, allowed),), choices) or _ANY
