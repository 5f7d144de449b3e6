"""Name what expressions of columns are made of, for whatever engine works them out."""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

import polars as pl

from engine.inference.lowered.codes import Runs

Expression = Any
"""An expression of columns: both engines' own join with &, |, ~, ==, !=, <, >, + and *."""

Stage = Mapping[str, Expression]
"""New columns, by expressions of those that the stages before made."""


class Dialect(Protocol):
    """Make the expressions that operators can't make."""

    def column(self, name: str) -> Expression:
        """Give a column by its name."""

    def number(self, value: int) -> Expression:
        """Give a code that is the same in each row."""

    def place(self, value: int) -> Expression:
        """Give a place in a list, from 1, that is the same in each row."""

    def mask(self, value: int) -> Expression:
        """Give a mask of worlds that is the same in each row."""

    def flag(self, value: bool) -> Expression:
        """Give a truth that is the same in each row."""

    def all(self, conditions: Sequence[Expression]) -> Expression:
        """Join conditions with "and"."""

    def any(self, conditions: Sequence[Expression]) -> Expression:
        """Join conditions with "or"."""

    def choose(self, condition: Expression, then: Expression, rest: Expression) -> Expression:
        """Give one of two expressions, row by row."""

    def first(self, options: Sequence[tuple[Expression, Expression]]) -> Expression:
        """Give the first place that is not null of those whose condition holds, else null."""

    def within(self, name: str, runs: Runs) -> Expression:
        """Tell whether the code in a column lies within runs."""

    def looked_up(self, name: str, cells: Mapping[int, int], rest: Expression) -> Expression:
        """Give what cells hold for the code in a column; `rest` where none does."""


class PolarsDialect:
    """Make expressions for Polars."""

    def column(self, name: str) -> pl.Expr:
        """Give a column by its name."""
        return pl.col(name)

    def number(self, value: int) -> pl.Expr:
        """Give a code that is the same in each row."""
        return pl.lit(value, dtype=pl.Int32)

    def place(self, value: int) -> pl.Expr:
        """Give a place in a list, from 1, that is the same in each row."""
        return pl.lit(value, dtype=pl.Int16)

    def mask(self, value: int) -> pl.Expr:
        """Give a mask of worlds that is the same in each row."""
        return pl.lit(value, dtype=pl.Int64)

    def flag(self, value: bool) -> pl.Expr:
        """Give a truth that is the same in each row."""
        return pl.lit(value)

    # Of operators one in the other, Polars takes the square of their number to make a plan.

    def all(self, conditions: Sequence[pl.Expr]) -> pl.Expr:
        """Join conditions with "and"."""
        return pl.all_horizontal(conditions) if len(conditions) > 1 else conditions[0]

    def any(self, conditions: Sequence[pl.Expr]) -> pl.Expr:
        """Join conditions with "or"."""
        return pl.any_horizontal(conditions) if len(conditions) > 1 else conditions[0]

    def choose(self, condition: pl.Expr, then: pl.Expr, rest: pl.Expr) -> pl.Expr:
        """Give one of two expressions, row by row."""
        return pl.when(condition).then(then).otherwise(rest)

    def first(self, options: Sequence[tuple[pl.Expr, pl.Expr]]) -> pl.Expr:
        """Give the first place that is not null of those whose condition holds, else null."""
        return pl.coalesce(
            *(pl.when(condition).then(then) for condition, then in options),
            pl.lit(None, dtype=pl.Int16),
        )

    def within(self, name: str, runs: Runs) -> pl.Expr:
        """Tell whether the code in a column lies within runs."""
        single = [first for first, last in runs if first == last]
        tests = [pl.col(name).is_between(*run) for run in runs if run[0] < run[1]]
        tests += [pl.col(name).is_in(single)] if len(single) > 2 else []
        tests += [pl.col(name) == code for code in single] if len(single) <= 2 else []
        return self.any(tests)

    def looked_up(self, name: str, cells: Mapping[int, int], rest: pl.Expr) -> pl.Expr:
        """Give what cells hold for the code in a column; `rest` where none does."""
        beyond = max(cells) + 1
        held = pl.Series([cells.get(code) for code in range(beyond + 1)], dtype=pl.Int32)
        return pl.coalesce(pl.lit(held).gather(pl.col(name).clip(upper_bound=beyond)), rest)
