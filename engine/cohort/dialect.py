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
        return pl.any_horizontal(tests) if len(tests) > 1 else tests[0]

    def looked_up(self, name: str, cells: Mapping[int, int], rest: pl.Expr) -> pl.Expr:
        """Give what cells hold for the code in a column; `rest` where none does."""
        codes, values = list(cells), list(cells.values())
        return pl.col(name).replace_strict(codes, values, default=rest, return_dtype=pl.Int32)
