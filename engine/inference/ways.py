"""Turn assumed choices into ways: what the world has to decide for a node or an action to be reached."""

from collections.abc import Iterable, Mapping
from itertools import product

Way = tuple[tuple[str, tuple[str, ...]], ...]  # question → the choices assumed, in written order


Assumed = Way


Choices = Mapping[str, tuple[str, ...]]  # chance question → all of its choices


CERTAIN: Way = ()


def narrow(way: Way, assumed: Assumed, choices: Choices) -> Way | None:
    """Narrow a way to the choices that a row assumes; None when nothing is left.

    A question whose every choice is left is no assumption, and is dropped.
    """
    narrowed = dict(way)
    for question, allowed in assumed:
        left = tuple(one for one in narrowed.get(question, choices[question]) if one in allowed)
        if not left:
            return None
        narrowed[question] = left
    return tuple((q, narrowed[q]) for q in choices if q in narrowed and narrowed[q] != choices[q])


def cover(ways: Iterable[Way], choices: Choices) -> bool:
    """Tell whether the ways leave out no combination of the questions they assume."""
    return fill(CERTAIN, ways, choices)


def fill(way: Way, parts: Iterable[Way], choices: Choices) -> bool:
    """Tell whether the parts leave out no combination within a way."""
    known = [dict(part) for part in parts]
    questions = [question for question in choices if any(question in part for part in known)]
    combinations = product(*(dict(way).get(question, choices[question]) for question in questions))
    return all(
        any(_within(dict(zip(questions, one, strict=True)), part) for part in known)
        for one in combinations
    )


def holds(way: Way, combination: Mapping[str, str]) -> bool:
    """Tell whether a combination of choices is among those a way assumes."""
    return _within(combination, dict(way))


def _within(combination: Mapping[str, str], way: Mapping[str, tuple[str, ...]]) -> bool:
    return all(combination.get(question) in allowed for question, allowed in way.items())


def merge(ways: Iterable[Way], choices: Choices) -> tuple[Way, ...]:
    """Join ways that differ in one question alone, and give them in written order; () when all is covered."""
    left = list(dict.fromkeys(ways))
    if cover(left, choices):
        return ()
    while joined := _first_join(left, choices):
        one, other, both = joined
        left = [way for way in left if way not in (one, other)]
        left += [] if both in left else [both]
    return tuple(
        sorted(
            left,
            key=lambda way: [
                (list(choices).index(q), [choices[q].index(c) for c in a]) for q, a in way
            ],
        )
    )


def _first_join(ways: list[Way], choices: Choices) -> tuple[Way, Way, Way] | None:
    for index, one in enumerate(ways):
        for other in ways[index + 1 :]:
            if both := _join(dict(one), dict(other), choices):
                return one, other, both[0]
    return None


def _join(
    one: dict[str, tuple[str, ...]], other: dict[str, tuple[str, ...]], choices: Choices
) -> tuple[Way] | None:
    differing = [q for q in choices if one.get(q) != other.get(q)]
    if len(differing) != 1:
        return None
    question = differing[0]
    both = {*one.get(question, choices[question]), *other.get(question, choices[question])}
    assumed = (question, tuple(choice for choice in choices[question] if choice in both))
    rest = tuple((q, one[q]) for q in choices if q in one and q != question)
    return (narrow(rest, (assumed,), choices) or CERTAIN,)
