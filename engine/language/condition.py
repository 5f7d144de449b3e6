"""Hold a condition, parsed once: a tree of total tests of facts.

A condition is a row of parts, all of which must hold: a fact with its test, or an `any` with some
options, each a row of parts of its own, of which one must hold. It is kept as it was written and
costs what was written. Only where an `any` asks a chance is it multiplied out, into clauses of
which at most one can hold: each then assumes choices of its own.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from typing import Literal

import msgspec

from engine.errors import KeyPath
from engine.language.words import NOT_YET, Value

Bounds = tuple[int | None, int | None]
"""The lowest and the highest number of a range; None where it is open."""


class Atom(msgspec.Struct, frozen=True, cache_hash=True):
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
        if isinstance(value, str):
            return value in self.values
        if isinstance(value, int):
            return value in self.values or any(within(value, bounds) for bounds in self.ranges)
        alone = len(value) == 1 and value <= self.values
        return alone or bool(self.has & value) or bool(self.lacks and not self.lacks & value)

    @property
    def opposite(self) -> "Atom":
        """Give the test that holds for every known value for which this one does not."""
        return msgspec.structs.replace(self, negated=not self.negated)


def within(number: int, bounds: Bounds) -> bool:
    """Tell whether a number lies in a range, its ends included."""
    low, high = bounds
    return (low is None or number >= low) and (high is None or number <= high)


class Test(msgspec.Struct, frozen=True, dict=True, cache_hash=True):
    """Hold when all of its atoms hold; total, so that no value can make it raise."""

    atoms: tuple[Atom, ...] = ()

    def __call__(self, value: Value | None) -> bool:
        """Tell whether every atom holds; what is not answered holds in no test."""
        verdict = self._verdicts.get(value)
        if verdict is None:
            verdict = value is not None and all(atom(value) for atom in self.atoms)
            self._verdicts[value] = verdict
        return verdict

    @cached_property
    def _verdicts(self) -> dict[Value | None, bool]:
        """Hold what was found for each value: proofs ask a hundred thousand times."""
        return {}

    def both(self, other: "Test") -> "Test":
        """Give the test that holds when this and another do."""
        return Test((*self.atoms, *(atom for atom in other.atoms if atom not in self.atoms)))


KNOWN = Test((Atom(negated=True),))

Pair = tuple[str, Test]
"""A fact, with the test that it must pass."""

Clause = tuple[Pair, ...]
"""Facts with the tests that all of them must pass."""


class Options(msgspec.Struct, frozen=True, cache_hash=True):
    """Hold the options of an `any`, each a row of parts, of which one must hold."""

    options: tuple["Parts", ...]


Parts = tuple[Pair | Options, ...]


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
    """Hold one comparison as it was written, for the checks; `keys` lead to it."""

    name: str
    keys: KeyPath
    operator: Operator = "is"
    operands: tuple[Operand, ...] = ()


class Condition(msgspec.Struct, frozen=True, eq=False, dict=True):
    """Hold a `when` or `until`: all of its parts must hold; without parts it always holds.

    `written` is what stands in the file, None where nothing does; `comparisons` are what it asks of
    single facts, in the order written, and `faults` those of its form. Whether the facts exist and
    can be so compared is for the checks to say.
    """

    written: Mapping[str, object] | None
    parts: Parts = ()
    comparisons: tuple[Comparison, ...] = ()
    faults: tuple[Fault, ...] = ()

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Name the facts it asks about, once each, in the order written."""
        return tuple(dict.fromkeys(name for name, _ in pairs(self.parts)))

    def holds(self, known: Mapping[str, Value]) -> bool:
        """Tell whether it holds for what is known; a fact that is not known passes no test."""
        return holds(self.parts, known.get)


ALWAYS = Condition(None)


def pairs(parts: Parts) -> Iterator[Pair]:
    """Give every fact with its test, those in options too, in the order written."""
    for part in parts:
        if isinstance(part, Options):
            for option in part.options:
                yield from pairs(option)
        else:
            yield part


def holds(parts: Parts, value: Callable[[str], Value | None]) -> bool:
    """Tell whether all parts hold, looking at no more facts than it takes to know."""
    for part in parts:
        if isinstance(part, Options):
            if not any(holds(option, value) for option in part.options):
                return False
        elif not part[1](value(part[0])):
            return False
    return True


def clauses(parts: Parts, most: int) -> list[Clause]:
    """Multiply parts out, into clauses of which at most one can hold.

    Every clause so far goes on with each option of the next part. Raises TooMany where more than
    `most` come of it.
    """
    result: list[Clause] = [()]
    for part in parts:
        if isinstance(part, Options):
            written = [clause for option in part.options for clause in clauses(option, most)]
            options = disjoint(written, most)
        else:
            options = [(part,)]
        result = [conjoin(clause, option) for clause in result for option in options]
        _bound(result, most)
    return result


class TooMany(Exception):
    """Say that a condition multiplies out into more clauses than can be tried."""


def _bound(found: list[Clause], most: int) -> None:
    if len(found) > most:
        raise TooMany


def conjoin(first: Clause, second: Clause) -> Clause:
    """Join two clauses; a fact that both test is tested once, by both."""
    merged = dict(first)
    for name, test in second:
        merged[name] = merged[name].both(test) if name in merged else test
    return tuple(merged.items())


def disjoint(written: Iterable[Clause], most: int) -> list[Clause]:
    """Split clauses joined by "or" so that at most one of them can hold.

    Each is taken only where none of those before it holds.
    """
    result: list[Clause] = []
    before: list[Clause] = [()]
    for clause in written:
        result += [conjoin(other, clause) for other in before]
        before = [conjoin(other, part) for other in before for part in complement(clause)]
        _bound(before, most)
        _bound(result, most)
    return result


def opposite(written: Iterable[Clause], most: int) -> list[Clause]:
    """Give disjoint clauses that hold, together, just where none of these do."""
    rest: list[Clause] = [()]
    for clause in written:
        rest = [conjoin(before, part) for before in rest for part in complement(clause)]
        _bound(rest, most)
    return rest


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
