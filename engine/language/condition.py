"""Hold a condition, parsed once: total tests of facts, and the clauses that rules match.

A condition is a tree of parts: comparisons of one fact, and "any" of several options. Experta and
the proof of the tables want it flat, as clauses of which at most one can hold; `clauses` is that.
"""

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from itertools import islice
from typing import Literal

import msgspec

from engine.errors import KeyPath
from engine.language.words import NOT_YET, Value

Bounds = tuple[int | None, int | None]
"""The lowest and the highest number of a range; None where it is open."""


class Atom(msgspec.Struct, frozen=True):
    """Test one value: among `values`, within `ranges`, or sharing choices; `negated` turns it."""

    values: frozenset[str | int] = frozenset()
    ranges: tuple[Bounds, ...] = ()
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

    @property
    def opposite(self) -> "Atom":
        """Give the test that holds for every known value for which this one does not."""
        return msgspec.structs.replace(self, negated=not self.negated)


def within(number: int, bounds: Bounds) -> bool:
    """Tell whether a number lies in a range, its ends included."""
    low, high = bounds
    return (low is None or number >= low) and (high is None or number <= high)


class Test(msgspec.Struct, frozen=True):
    """Hold when all of its atoms hold; total, so that no value can make it raise."""

    atoms: tuple[Atom, ...] = ()

    def __call__(self, value: Value | None) -> bool:
        """Tell whether every atom holds; what is not answered holds in no test."""
        return value is not None and all(atom(value) for atom in self.atoms)

    def both(self, other: "Test") -> "Test":
        """Give the test that holds when this and another do."""
        return Test((*self.atoms, *(atom for atom in other.atoms if atom not in self.atoms)))


KNOWN = Test((Atom(negated=True),))

Clause = tuple[tuple[str, Test], ...]
"""Facts with the tests that all of them must pass."""

MOST_CLAUSES = 500  # a row; each is an Experta rule, and each option of an "any" multiplies them


class TooManyClauses(Exception):
    """Say that a condition multiplies out to more clauses than a row may have."""


class Fault(msgspec.Struct, frozen=True):
    """Describe what is wrong in a `when`; `keys` lead to it from the condition."""

    keys: KeyPath
    code: str
    message: str
    hint: str = ""


Operator = Literal["is", "not", "has", "has-any", "lacks"]


class Operand(msgspec.Struct, frozen=True, eq=False):
    """Hold one value that a fact is compared with, as written; `bounds` where it is a range."""

    written: object
    bounds: Bounds | None = None


class Comparison(msgspec.Struct, frozen=True, eq=False):
    """Hold what a condition asks of one fact: the test, and what was written, for the checks."""

    name: str
    test: Test
    keys: KeyPath
    operator: Operator = "is"
    operands: tuple[Operand, ...] = ()


class Options(msgspec.Struct, frozen=True, eq=False):
    """Hold the options of an `any`, each a tree of its own, of which one must hold."""

    options: tuple["Parts", ...]


Parts = tuple[Comparison | Options, ...]


class Condition(msgspec.Struct, frozen=True, eq=False, dict=True):
    """Hold a `when` or `until`: all of its parts must hold; without parts it always holds.

    `written` is what stands in the file, None where nothing does; `faults` are those of its form.
    Whether the facts exist and can be so compared is for the checks to say.
    """

    written: Mapping[str, object] | None
    parts: Parts = ()
    faults: tuple[Fault, ...] = ()

    @cached_property
    def comparisons(self) -> tuple[Comparison, ...]:
        """List what is asked of single facts, as written, those inside `any` too."""
        return tuple(_comparisons(self.parts))

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Name the facts it asks about, once each, in the order written."""
        return tuple(dict.fromkeys(comparison.name for comparison in self.comparisons))

    @cached_property
    def clauses(self) -> tuple[Clause, ...]:
        """Give it as clauses of which at most one can hold."""
        return tuple(_clauses(self.parts))

    def holds(self, known: Mapping[str, Value]) -> bool:
        """Tell whether it holds for what is known; a fact that is not known passes no test."""
        return _hold(self.parts, known)


ALWAYS = Condition(None)


def _comparisons(parts: Parts) -> Iterator[Comparison]:
    for part in parts:
        if isinstance(part, Comparison):
            yield part
        else:
            for option in part.options:
                yield from _comparisons(option)


def _hold(parts: Parts, known: Mapping[str, Value]) -> bool:
    for part in parts:
        if isinstance(part, Comparison):
            holds = part.test(known.get(part.name))
        else:
            holds = any(_hold(option, known) for option in part.options)
        if not holds:
            return False
    return True


def _clauses(parts: Parts) -> list[Clause]:
    """Multiply the parts out: every clause so far goes on with each option of the next part."""
    result: list[Clause] = [()]
    for part in parts:
        if isinstance(part, Comparison):
            options: list[Clause] = [((part.name, part.test),)]
        else:
            options = disjoint(clause for option in part.options for clause in _clauses(option))
        result = bounded(conjoin(clause, option) for clause in result for option in options)
    return result


def bounded(clauses: Iterable[Clause]) -> list[Clause]:
    """List clauses; raises TooManyClauses where they are more than a row may have."""
    listed = list(islice(clauses, MOST_CLAUSES + 1))
    if len(listed) > MOST_CLAUSES:
        raise TooManyClauses
    return listed


def conjoin(first: Clause, second: Clause) -> Clause:
    """Join two clauses; a fact that both test is tested once, by both."""
    merged = dict(first)
    for name, test in second:
        merged[name] = merged[name].both(test) if name in merged else test
    return tuple(merged.items())


def disjoint(clauses: Iterable[Clause]) -> list[Clause]:
    """Split clauses joined by "or" so that at most one of them can hold.

    Each is taken only where none of those before it holds.
    """
    result: list[Clause] = []
    before: list[Clause] = [()]  # where none of those that are taken holds
    taken: Clause | None = None
    for clause in clauses:
        if taken is not None:
            before = _without(before, taken)
        result = bounded((*result, *(conjoin(rest, clause) for rest in before)))
        taken = clause
    return result


def opposite(clauses: Iterable[Clause]) -> list[Clause]:
    """Give disjoint clauses that hold, together, just where none of these do."""
    rest: list[Clause] = [()]
    for clause in clauses:
        rest = _without(rest, clause)
    return rest


def _without(rest: list[Clause], clause: Clause) -> list[Clause]:
    return bounded(conjoin(before, part) for before in rest for part in complement(clause))


def complement(clause: Clause) -> Iterator[Clause]:
    """Give disjoint clauses that hold, together, just where this one does not.

    The first atom fails; or it holds and the second fails; and so on.
    """
    before: Clause = ()
    for name, test in clause:
        passed: tuple[Atom, ...] = ()
        for atom in test.atoms:
            yield conjoin(before, ((name, Test((*passed, atom.opposite))),))
            passed = (*passed, atom)
        before = conjoin(before, ((name, test),))
