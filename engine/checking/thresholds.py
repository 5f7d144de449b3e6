"""Find where tests on numbers change: the thresholds of each fact, carried down through sums."""

from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping

from engine.language.base import KnowledgeBase, conditions
from engine.language.condition import Atom, pairs
from engine.language.entries import Conclusion, Fact, Question
from engine.language.expression import Sum, Term
from engine.language.words import Value

MOST_CARRIED = 1_000_000  # thresholds of a sum, times what the rest of it can be


class Thresholds:
    """Hold the tests put to each fact, and the numbers at which one of them changes.

    A number n is a threshold when a test may read n otherwise than n - 1.
    """

    def __init__(self, kb: KnowledgeBase) -> None:
        self._kb = kb
        self._found: dict[str, Collection[int]] = {}
        self.atoms = _atoms_by_fact(kb)
        self._cuts = {name: _cuts_of(atoms) for name, atoms in self.atoms.items()}
        self._carry_down()

    def of(self, name: str) -> list[int]:
        """List the thresholds of a fact, from low to high."""
        return sorted(self._cuts.get(name, ()))

    def span(self, name: str, value: Value) -> str:
        """Write a value as a condition would: a number as the stretch in which no test changes."""
        if isinstance(value, frozenset):
            return f"[{', '.join(sorted(value))}]"
        if not isinstance(value, int):
            return value
        stretch = self.stretch(name, value)
        return self.between(name, stretch, stretch)

    def stretch(self, name: str, value: int) -> int:
        """Give the place of the stretch in which a number lies; the lowest has 0."""
        return bisect_right(self.of(name), value)

    def between(self, name: str, first: int, last: int) -> str:
        """Write the numbers of stretches side by side as a condition would."""
        cuts = self.of(name)
        low = cuts[first - 1] if first else None
        high = cuts[last] - 1 if last < len(cuts) else None
        if low is None and high is None:
            return "{not: unknown}"
        if low == high:
            return str(low)
        return f"{'' if low is None else low}..{'' if high is None else high}"

    def edges(
        self, name: str, conclusion: Conclusion | None, known: Mapping[str, Value]
    ) -> tuple[int, ...]:
        """List the numbers of a question on either side of each threshold in use.

        The thresholds are those of tests on the question itself, or, with a `conclusion` calculated
        from it, those on that conclusion, given what else it is calculated from; none where one of
        these is not known.
        """
        if conclusion is None or conclusion.value is None:
            cuts = _cuts_of(self.atoms.get(name, ()))
        else:
            rest = _rest(conclusion.value, name, known)
            if rest is None:
                return ()
            tested = _cuts_of(self.atoms.get(conclusion.id, ()))
            cuts = {_solved(cut, rest, _sign(conclusion.value, name)) for cut in tested}
        return tuple(sorted({number for cut in cuts for number in (cut - 1, cut)}))

    def _carry_down(self) -> None:
        """Carry thresholds to what a number is calculated from, or stands in; the highest first."""
        for conclusion in reversed(list(self._kb.ordered_conclusions.values())):
            cuts = self._cuts.get(conclusion.id)
            if self._kb.is_figure(conclusion.id):
                continue  # a figure is tried in each value itself: what it is held against is free
            if conclusion.value and cuts:
                for term in conclusion.value.terms:
                    if term.operand in self._kb.facts:
                        self._carry(cuts, term, conclusion.value)
            elif conclusion.lookup and conclusion.lookup.missing and cuts:
                self._cuts.setdefault(conclusion.lookup.missing, set()).update(cuts)

    def _carry(self, cuts: set[int], term: Term, total: Sum) -> None:
        """Find where a sum crosses its thresholds as one term grows, for all the others can be."""
        others = [other for other in total.terms if other.operand != term.operand]
        rests = self._totals(Sum("", tuple(others)))
        if len(cuts) * len(rests) > MOST_CARRIED:  # every number it can be is one as well, at once
            wanted = set(self._numbers(term.operand))
        else:
            wanted = {_solved(cut, rest, term.sign) for cut in cuts for rest in rests}
        self._cuts.setdefault(str(term.operand), set()).update(wanted)

    def _numbers(self, operand: str | int) -> Collection[int]:
        """List the numbers that a term of a sum can be."""
        if isinstance(operand, int):
            return [operand]
        if operand not in self._found:
            self._found[operand] = self._numbers_of(self._kb.facts[operand])
        return self._found[operand]

    def _numbers_of(self, fact: Fact) -> Collection[int]:
        if isinstance(fact, Question):
            return range(fact.min or 0, (fact.max or 0) + 1)
        if not isinstance(fact, Conclusion):
            return []
        if fact.value:
            return self._totals(fact.value)
        values = self._looked_up(fact) if fact.lookup else [row.then for row in fact.rules]
        return {value for value in values if isinstance(value, int)}

    def _looked_up(self, fact: Conclusion) -> list[Value]:
        """List what a looked up fact can be: its cells, any figure of its column, its stand-in."""
        lookup, column = fact.lookup, self._kb.figured_column(fact)
        values: list[Value] = []
        if lookup:
            values += self._kb.cells(lookup).values()
            values += self._numbers(lookup.missing) if lookup.missing else ()
        if column and column.min is not None and column.max is not None:
            values += range(column.min, column.max + 1)
        return values

    def _totals(self, total: Sum) -> set[int]:
        """List the numbers that a sum can come to."""
        totals = {0}
        for term in total.terms:
            numbers = [term.sign * number for number in self._numbers(term.operand)]
            totals = {before + number for before in totals for number in numbers}
        return totals


def _solved(cut: int, rest: int, sign: int) -> int:
    """Give the threshold of a term where its sum, with the rest, comes to a threshold.

    With `rest + n` the sum is at least `cut` from n = cut - rest on; with `rest - n` it falls
    below `cut` from n = rest - cut + 1 on.
    """
    return cut - rest if sign > 0 else rest - cut + 1


def _sign(total: Sum, name: str) -> int:
    return next((term.sign for term in reversed(total.terms) if term.operand == name), 1)


def _rest(total: Sum, name: str, known: Mapping[str, Value]) -> int | None:
    """Add up the terms of a sum but one; None where one of them is not known."""
    rest = 0
    for term in total.terms:
        if term.operand != name:
            number = term.operand if isinstance(term.operand, int) else known.get(term.operand)
            if not isinstance(number, int):
                return None
            rest += term.sign * number
    return rest


def _atoms_by_fact(kb: KnowledgeBase) -> Mapping[str, tuple[Atom, ...]]:
    found: dict[str, dict[Atom, None]] = {}
    for condition in conditions(kb):
        for name, test in pairs(condition.parts):
            found.setdefault(name, {}).update(dict.fromkeys(test.atoms))
    return {name: tuple(atoms) for name, atoms in found.items()}


def _cuts_of(atoms: Iterable[Atom]) -> set[int]:
    return {cut for atom in atoms for cut in _cuts(atom)}


def _cuts(atom: Atom) -> Iterator[int]:
    """Give the numbers at which a test changes: a value begins and ends, a range begins or ends."""
    for value in atom.values:
        if isinstance(value, int):
            yield value
            yield value + 1
    for low, high in atom.ranges:
        if low is not None:
            yield low
        if high is not None:
            yield high + 1
