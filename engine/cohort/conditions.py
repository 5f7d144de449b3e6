"""Turn lowered conditions into expressions of columns: each test a column, worked out once."""

from collections.abc import Collection, Iterable, Mapping
from functools import reduce
from operator import and_, or_

from engine.cohort.dialect import Dialect, Expression
from engine.inference.lowered.codes import Domain, Runs
from engine.inference.lowered.form import Guard, Parts, Within

TEST = "test:"  # a colon stands in no id of a base, so that no column is called like a fact


class Conditions:
    """Write conditions, and take note of the tests that they look at."""

    def __init__(self, domains: Mapping[str, Domain], dialect: Dialect) -> None:
        self._domains = domains
        self._dialect = dialect
        self._tests: dict[tuple[str, Runs], str] = {}

    def tests(self, facts: Collection[str]) -> dict[str, Expression]:
        """Give the columns of the tests of some facts, as far as conditions were written."""
        return {
            test: self._dialect.within(name, runs)
            for (name, runs), test in self._tests.items()
            if name in facts
        }

    def within(self, part: Within) -> Expression:
        """Give a test as a column of its own; one that is the same for all, as that."""
        if not part.runs or part.runs == ((0, self._domains[part.fact].last),):
            return self._dialect.flag(bool(part.runs))
        name = f"{TEST}{len(self._tests)}"
        return self._dialect.column(self._tests.setdefault((part.fact, part.runs), name))

    def parts(self, parts: Parts) -> Expression:
        """Tell whether all parts hold."""
        written = []
        for part in parts:
            if isinstance(part, Within):
                written.append(self.within(part))
            else:
                written.append(self.any(map(self.parts, part.options)))
        return self.all(written)

    def guard(self, guard: Guard) -> Expression:
        """Tell whether a guard holds."""
        failing = [~self.parts(parts) for parts in guard.unless]
        return self.all([*([self.parts(guard.parts)] if guard.parts else []), *failing])

    def guards(self, guards: Iterable[Guard]) -> Expression:
        """Tell whether one of some guards holds."""
        return self.any(map(self.guard, guards))

    def all(self, conditions: Iterable[Expression]) -> Expression:
        """Join conditions with "and"; none holds."""
        written = list(conditions)
        return reduce(and_, written) if written else self._dialect.flag(True)

    def any(self, conditions: Iterable[Expression]) -> Expression:
        """Join conditions with "or"; none fails."""
        written = list(conditions)
        return reduce(or_, written) if written else self._dialect.flag(False)
