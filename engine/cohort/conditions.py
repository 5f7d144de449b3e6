"""Turn lowered conditions into expressions of columns: each test a column, worked out once.

What is the same for every row is no expression but True or False, and goes no further: on a day
before all dates, half of what a base says about dates falls out so.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence

from engine.cohort.dialect import Dialect, Expression
from engine.inference.lowered.codes import Domain, Runs
from engine.inference.lowered.form import Guard, Parts, Within

TEST = "test:"  # a colon stands in no id of a base, so that no column is called like a fact

Truth = Expression | bool
"""An expression of truth, or what it is for every row."""


class Conditions:
    """Write conditions, and take note of the tests that they look at.

    `fixed` has the codes of facts that are the same for every row.
    """

    def __init__(
        self, domains: Mapping[str, Domain], fixed: Mapping[str, int], dialect: Dialect
    ) -> None:
        self._domains = domains
        self._fixed = fixed
        self._dialect = dialect
        self._tests: dict[tuple[str, Runs], str] = {}

    @property
    def test_count(self) -> int:
        """Count the tests, as far as conditions were written."""
        return len(self._tests)

    def tests(self, facts: Collection[str] | None = None, since: int = 0) -> dict[str, Expression]:
        """Give the columns of the tests of some facts, or of all, but for the first tests."""
        return {
            test: self._dialect.within(name, runs)
            for (name, runs), test in [*self._tests.items()][since:]
            if facts is None or name in facts
        }

    # Truths

    def within(self, part: Within) -> Truth:
        """Give a test as a column of its own."""
        fixed = self._fixed.get(part.fact)
        if fixed is not None:
            return any(first <= fixed <= last for first, last in part.runs)
        if not part.runs or part.runs == ((0, self._domains[part.fact].last),):
            return bool(part.runs)
        name = f"{TEST}{len(self._tests)}"
        return self._dialect.column(self._tests.setdefault((part.fact, part.runs), name))

    def parts(self, parts: Parts) -> Truth:
        """Tell whether all parts hold."""
        written = []
        for part in parts:
            if isinstance(part, Within):
                written.append(self.within(part))
            else:
                written.append(self.any(map(self.parts, part.options)))
        return self.all(written)

    def guard(self, guard: Guard) -> Truth:
        """Tell whether a guard holds."""
        failing = [self.opposite(self.parts(parts)) for parts in guard.unless]
        return self.all([self.parts(guard.parts), *failing])

    def guards(self, guards: Iterable[Guard]) -> Truth:
        """Tell whether one of some guards holds."""
        return self.any(map(self.guard, guards))

    def opposite(self, condition: Truth) -> Truth:
        """Tell whether a condition fails."""
        return not condition if isinstance(condition, bool) else ~condition

    def all(self, conditions: Iterable[Truth]) -> Truth:
        """Join conditions with "and"; none holds."""
        written = [one for one in conditions if one is not True]
        if any(one is False for one in written):
            return False
        return self._dialect.all(written) if written else True

    def any(self, conditions: Iterable[Truth]) -> Truth:
        """Join conditions with "or"; none fails."""
        written = [one for one in conditions if one is not False]
        if any(one is True for one in written):
            return True
        return self._dialect.any(written) if written else False

    # Expressions

    def expression(self, condition: Truth) -> Expression:
        """Give a condition as an expression, even where it is the same for every row."""
        return self._dialect.flag(condition) if isinstance(condition, bool) else condition

    def choose(self, condition: Truth, then: Expression, rest: Expression) -> Expression:
        """Give one of two expressions, row by row."""
        if isinstance(condition, bool):
            return then if condition else rest
        return self._dialect.choose(condition, then, rest)

    def first(self, options: Sequence[tuple[Truth, Expression]]) -> Expression:
        """Give the first place that is not null of those whose condition holds, else null."""
        return self._dialect.first(
            [(self.expression(one), then) for one, then in options if one is not False]
        )
