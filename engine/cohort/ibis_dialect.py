"""Make the same expressions for Ibis, whose tables stand on DuckDB, Spark or another engine."""

from collections.abc import Mapping, Sequence
from functools import reduce
from operator import and_, or_
from typing import Any

import ibis

from engine.inference.lowered.codes import Runs


class IbisDialect:
    """Make expressions for Ibis."""

    def column(self, name: str) -> Any:
        """Give a column by its name."""
        return ibis._[name]

    def number(self, value: int) -> Any:
        """Give a code that is the same in each row."""
        return ibis.literal(value, type="int32")

    def place(self, value: int) -> Any:
        """Give a place in a list, from 1, that is the same in each row."""
        return ibis.literal(value, type="int16")

    def mask(self, value: int) -> Any:
        """Give a mask of worlds that is the same in each row."""
        return ibis.literal(value, type="int64")

    def flag(self, value: bool) -> Any:
        """Give a truth that is the same in each row."""
        return ibis.literal(value)

    def all(self, conditions: Sequence[Any]) -> Any:
        """Join conditions with "and"."""
        return reduce(and_, conditions)

    def any(self, conditions: Sequence[Any]) -> Any:
        """Join conditions with "or"."""
        return reduce(or_, conditions)

    def choose(self, condition: Any, then: Any, rest: Any) -> Any:
        """Give one of two expressions, row by row."""
        return ibis.ifelse(condition, then, rest)

    def first(self, options: Sequence[tuple[Any, Any]]) -> Any:
        """Give the first place that is not null of those whose condition holds, else null."""
        null = ibis.null("int16")
        return ibis.coalesce(*(ibis.ifelse(*option, null) for option in options), null)

    def within(self, name: str, runs: Runs) -> Any:
        """Tell whether the code in a column lies within runs."""
        return self.any([ibis._[name].between(*run) for run in runs])

    def looked_up(self, name: str, cells: Mapping[int, int], rest: Any) -> Any:
        """Give what cells hold for the code in a column; `rest` where none does."""
        codes: dict[int, list[int]] = {}
        for code, value in cells.items():
            codes.setdefault(value, []).append(code)
        cases = ((ibis._[name].isin(some), self.number(value)) for value, some in codes.items())
        return ibis.cases(*cases, else_=rest)
