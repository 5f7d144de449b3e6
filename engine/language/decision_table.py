"""Turn the rows of a decision table into the forms that rules match.

A row is kept as it was written: its parts must hold. A row with `otherwise` holds when each of the
others is known to fail. Where a table asks a chance in an `any` or beside an `otherwise`, the rows
are multiplied out instead, since each clause then assumes choices of its own.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import cache
from typing import TypeVar

import msgspec

from engine.language.condition import (
    Clause,
    Condition,
    Options,
    Parts,
    TooMany,
    clauses,
    complement,
    conjoin,
    opposite,
    pairs,
)
from engine.language.entries import Branch, Fact, Row
from engine.language.words import NOT_YET, Value

MOST_CLAUSES = 400  # what a row that asks a chance may be multiplied out into

_Row = TypeVar("_Row", bound=Row | Branch)
Look = Callable[[str], Value | None]


class Form(msgspec.Struct, frozen=True):
    """Hold how a row holds: all its `parts` hold, and each of `failed` is known to fail."""

    parts: Parts = ()
    failed: tuple[Parts, ...] = ()

    @property
    def clause(self) -> Clause:
        """Give the facts that must pass a test whatever the options, each once."""
        merged: Clause = ()
        for part in self.parts:
            if not isinstance(part, Options):
                merged = conjoin(merged, (part,))
        return merged

    @property
    def options(self) -> tuple[Options, ...]:
        """List the options of which one each must hold."""
        return tuple(part for part in self.parts if isinstance(part, Options))

    def named(self, value: Look) -> tuple[str, ...]:
        """Name the facts on which the row rests where it holds, once each, as written.

        Of options it is the first that holds; of a row that fails, all up to what fails.
        """
        names = [name for parts in self.failed for name in _looked_at(parts, value)]
        names += _resting(self.parts, value)
        return tuple(dict.fromkeys(names))


def _resting(parts: Parts, value: Look) -> Iterator[str]:
    for part in parts:
        if isinstance(part, Options):
            holding = (option for option in part.options if may_hold(option, value))
            yield from _resting(next(holding, ()), value)
        else:
            yield part[0]


def _looked_at(parts: Parts, value: Look) -> Iterator[str]:
    """Name the facts of a row that fails, up to the one that fails it."""
    for part in parts:
        if isinstance(part, Options):
            for option in part.options:
                yield from _looked_at(option, value)
        else:
            yield part[0]
        if not may_hold((part,), value):
            return


def may_hold(parts: Parts, value: Look) -> bool:
    """Tell whether no part is known to fail; what is not known, or not yet so, may still hold."""
    for part in parts:
        if isinstance(part, Options):
            if not any(may_hold(option, value) for option in part.options):
                return False
        else:
            known = value(part[0])
            if known is not None and known != NOT_YET and not part[1](known):
                return False
    return True


def asks_chance(condition: Condition, chances: Collection[str]) -> bool:
    """Tell whether an `any` of a condition asks a chance."""
    options = [part for part in condition.parts if isinstance(part, Options)]
    return any(name in chances for name, _ in pairs(tuple(options)))


def forms(condition: Condition, chances: Collection[str]) -> tuple[Form, ...]:
    """Give the forms of a row that says when. Raises TooMany where they would be too many."""
    if not asks_chance(condition, chances):
        return (Form(condition.parts),)
    return tuple(Form(clause) for clause in clauses(condition.parts, MOST_CLAUSES))


def opposite_forms(condition: Condition, chances: Collection[str]) -> tuple[Form, ...]:
    """Give the forms that hold just where a condition is known not to."""
    if not any(name in chances for name in condition.names):
        return (Form(failed=(condition.parts,)),)
    written = clauses(condition.parts, MOST_CLAUSES)
    return tuple(Form(clause) for clause in opposite(written, MOST_CLAUSES))


def with_forms(
    rows: Iterable[_Row], facts: Mapping[str, Fact], chances: Collection[str]
) -> tuple[tuple[_Row, tuple[Form, ...]], ...]:
    """Give each row of a table with its forms; one that holds once has at most one that holds."""
    rows = tuple(rows)
    others = [row.when for row in rows if not row.otherwise]
    table = []
    for row in rows:
        found = _rest(others, facts, chances) if row.otherwise else forms(row.when, chances)
        table.append((row, found))
    return tuple(table)


def _rest(
    others: list[Condition], facts: Mapping[str, Fact], chances: Collection[str]
) -> tuple[Form, ...]:
    """Give the forms of `otherwise`: every other row is known to fail."""
    named = {name for other in others for name in other.names}
    if named.isdisjoint(chances):
        return (Form(failed=tuple(other.parts for other in others)),)
    rest: list[Clause] = [()]
    for other in others:
        for clause in clauses(other.parts, MOST_CLAUSES):
            rest = _without(rest, clause, facts)
    return tuple(Form(clause) for clause in rest)


def _without(rest: list[Clause], clause: Clause, facts: Mapping[str, Fact]) -> list[Clause]:
    """Narrow clauses to where one more does not hold, as far as any value can."""
    joined = [conjoin(before, part) for before in rest for part in complement(clause)]
    left = [narrowed for narrowed in joined if _possible(narrowed, facts)]
    if len(left) > MOST_CLAUSES:
        raise TooMany
    return left


def _possible(clause: Clause, facts: Mapping[str, Fact]) -> bool:
    """Tell whether each word-valued fact of a clause has a value that passes its test."""
    for name, test in clause:
        values = domain(facts[name])
        if values and not any(test(value) for value in values):
            return False
    return True


@cache
def domain(fact: Fact) -> tuple[Value, ...]:
    """List the values a fact can take, but `not_yet`; empty for numbers and several choices."""
    if fact.type in ("integer", "choices"):
        return ()
    return tuple(word for word in fact.words if word != NOT_YET)
