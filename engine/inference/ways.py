"""Turn assumed choices into ways: what the world has to decide for a node to be reached."""

from collections.abc import Iterable, Mapping
from itertools import combinations, product

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
        before = narrowed.get(question, choices[question])
        left = tuple(choice for choice in before if choice in allowed)
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
    within = dict(way)
    options = [within.get(question, choices[question]) for question in questions]
    for chosen in product(*options):
        combination = dict(zip(questions, chosen, strict=True))
        if not any(_within(combination, part) for part in known):
            return False
    return True


def holds(way: Way, combination: Mapping[str, str]) -> bool:
    """Tell whether a combination of choices is among those a way assumes."""
    return _within(combination, dict(way))


def _within(combination: Mapping[str, str], way: Mapping[str, tuple[str, ...]]) -> bool:
    return all(combination.get(question) in allowed for question, allowed in way.items())


def merge(ways: Iterable[Way], choices: Choices) -> tuple[Way, ...]:
    """Join ways that differ in one question alone, as long as any do.

    Gives what is left in written order; () when all is covered.
    """
    left = list(dict.fromkeys(ways))
    if cover(left, choices):
        return ()
    while pair := _joinable(left, choices):
        both = _joined(*pair, choices)
        left = [way for way in left if way not in pair]
        if both not in left:
            left.append(both)
    return tuple(sorted(left, key=lambda way: _written_order(way, choices)))


def _written_order(way: Way, choices: Choices) -> list[tuple[int, list[int]]]:
    questions = list(choices)
    order = []
    for question, allowed in way:
        places = [choices[question].index(choice) for choice in allowed]
        order.append((questions.index(question), places))
    return order


def _joinable(ways: list[Way], choices: Choices) -> tuple[Way, Way] | None:
    """Find the first two ways that differ in one question alone."""
    for first, second in combinations(ways, 2):
        if len(_differing(first, second, choices)) == 1:
            return first, second
    return None


def _differing(first: Way, second: Way, choices: Choices) -> list[str]:
    one, other = dict(first), dict(second)
    return [question for question in choices if one.get(question) != other.get(question)]


def _joined(first: Way, second: Way, choices: Choices) -> Way:
    """Join two ways that differ in one question: on it they allow what either does."""
    (question,) = _differing(first, second, choices)
    one, other = dict(first), dict(second)
    either = {*one.get(question, choices[question]), *other.get(question, choices[question])}
    allowed = tuple(choice for choice in choices[question] if choice in either)
    rest = tuple((name, one[name]) for name in choices if name in one and name != question)
    return narrow(rest, ((question, allowed),), choices) or CERTAIN
