"""Turn rows into clauses; `otherwise` becomes the complement of the rest."""

from collections.abc import Iterable, Mapping
from functools import cache
from typing import TypeVar

from engine.language.condition import Clause, bounded, complement, conjoin
from engine.language.entries import Branch, Fact, Row
from engine.language.words import NOT_YET, Value

_Row = TypeVar("_Row", bound=Row | Branch)


def with_clauses(
    rows: Iterable[_Row], facts: Mapping[str, Fact]
) -> tuple[tuple[_Row, tuple[Clause, ...]], ...]:
    """Give each row of a table with the clauses of which one holds where the row does.

    Raises TooManyClauses where `otherwise` stands for more of them than a row may have.
    """
    rows = tuple(rows)
    written = [clause for row in rows if not row.otherwise for clause in row.when.clauses]
    rest: tuple[Clause, ...] = ()
    if any(row.otherwise for row in rows):
        rest = _rest(written, facts)
    return tuple((row, rest if row.otherwise else row.when.clauses) for row in rows)


def _rest(clauses: Iterable[Clause], facts: Mapping[str, Fact]) -> tuple[Clause, ...]:
    """Give the disjoint clauses that hold just where none of these do, as far as any value can."""
    rest: list[Clause] = [()]
    for clause in clauses:
        joined = (conjoin(before, part) for before in rest for part in complement(clause))
        rest = bounded(clause for clause in joined if _possible(clause, facts))
    return tuple(rest)


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
