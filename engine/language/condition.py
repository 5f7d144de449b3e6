"""Test facts: total tests, clauses of them, and the algebra that makes clauses exclude each other."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cache

import msgspec

from engine.language.entries import Fact
from engine.language.words import NOT_YET, Value


class Atom(msgspec.Struct, frozen=True):
    """Test one value: among `values`, within `ranges`, or sharing choices; `negated` turns it round."""

    values: frozenset[str | int] = frozenset()
    ranges: tuple[tuple[int | None, int | None], ...] = ()
    has: frozenset[str] = frozenset()
    lacks: frozenset[str] = frozenset()
    negated: bool = False

    def __call__(self, value: Value | None) -> bool:
        """Tell whether the test holds; what is not answered, or not yet so, never does."""
        if value is None or value == NOT_YET:
            return False
        return self._matches(value) != self.negated

    def _matches(self, value: Value) -> bool:
        if isinstance(value, frozenset):
            alone = len(value) == 1 and value <= self.values
            return alone or bool(self.has & value) or bool(self.lacks and not self.lacks & value)
        if isinstance(value, int):
            return value in self.values or any(within(value, bounds) for bounds in self.ranges)
        return value in self.values


class Test(msgspec.Struct, frozen=True):
    """Hold when all of its atoms hold; total, so that no value can make it raise."""

    atoms: tuple[Atom, ...] = ()

    def __call__(self, value: Value | None) -> bool:
        """Tell whether every atom holds; what is not answered holds in no test."""
        return value is not None and all(atom(value) for atom in self.atoms)

    def both(self, other: "Test") -> "Test":
        """Give the test that holds when this and another do."""
        return Test((*self.atoms, *(a for a in other.atoms if a not in self.atoms)))


Clause = tuple[tuple[str, Test], ...]


KNOWN = Test((Atom(negated=True),))


def within(value: int, bounds: tuple[int | None, int | None]) -> bool:
    low, high = bounds
    return (low is None or value >= low) and (high is None or value <= high)


def conjoin(one: Clause, other: Clause) -> Clause:
    """Join two clauses; a fact that both test is tested once, by both."""
    merged = dict(one)
    for name, test in other:
        merged[name] = merged[name].both(test) if name in merged else test
    return tuple(merged.items())


def disjoint(clauses: Iterable[Clause]) -> list[Clause]:
    """Split clauses joined by "or" so that at most one of them can hold."""
    result: list[Clause] = []
    for index, clause in enumerate(known := list(clauses)):
        result += [conjoin(before, clause) for before in opposite(known[:index])]
    return result


def _complement(clause: Clause) -> Iterator[Clause]:
    """Give disjoint clauses that hold, together, just where this one does not."""
    before: Clause = ()
    for name, test in clause:
        passed: tuple[Atom, ...] = ()
        for atom in test.atoms:
            opposite = msgspec.structs.replace(atom, negated=not atom.negated)
            yield conjoin(before, ((name, Test((*passed, opposite))),))
            passed = (*passed, atom)
        before = conjoin(before, ((name, test),))


def possible(clause: Clause, facts: Mapping[str, Fact]) -> bool:
    """Tell whether each word-valued fact of the clause has a value that passes its test."""
    return all(
        any(test(value) for value in domain(facts[name]))
        for name, test in clause
        if domain(facts[name])
    )


@cache
def domain(fact: Fact) -> tuple[Value, ...]:
    """List the values a fact can take, `not_yet` left out; empty for numbers and lists of choices."""
    if fact.type in ("integer", "choices"):
        return ()
    return tuple(word for word in fact.words if word != NOT_YET)


def opposite(clauses: Iterable[Clause], facts: Mapping[str, Fact] | None = None) -> list[Clause]:
    """Give disjoint clauses that hold, together, just where none of these do; with `facts`, those that can hold."""
    rest: list[Clause] = [()]
    for clause in clauses:
        joined = (conjoin(before, part) for before in rest for part in _complement(clause))
        rest = [one for one in joined if facts is None or possible(one, facts)]
    return rest
