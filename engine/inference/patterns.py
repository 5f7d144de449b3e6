"""Tell by the values of a fact which rules could match it: each test is asked once for a value."""

from collections.abc import Callable, Mapping
from functools import lru_cache, partial
from typing import Any, Generic, TypeVar

from engine.inference.experta_import import Fact, P, W

Test = Callable[[Any], bool]

_Turn = TypeVar("_Turn")

_REMEMBERED = 500  # values of a field of which it is known which rules they keep from matching


class Pattern:
    """Hold a type of fact, the tests of its fields, and the names to which some are bound.

    A field that is `late` is tested at a rule's turn; all others as soon as a fact is there.
    """

    __slots__ = ("binds", "early", "is_early", "kind", "tests")

    def __init__(self, written: Fact) -> None:
        self.kind = type(written)
        self.binds: list[tuple[str, str]] = []
        self.tests: list[tuple[str, Test]] = []
        for field, wanted in written.items():
            if isinstance(wanted, (P, W)) and wanted.__bind__:
                self.binds.append((field, wanted.__bind__))
            if not isinstance(wanted, W):
                self.tests.append((field, _test(wanted)))
        late: frozenset[str] = self.kind.late
        self.early = self.tests
        if late:
            self.early = [(field, test) for field, test in self.tests if field not in late]
        self.is_early = len(self.early) == len(self.tests)

    def passing(self, facts: list[Fact]) -> list[Fact]:
        """List those facts of the type that pass every test."""
        if not self.tests:
            return facts
        passing = []
        for fact in facts:
            for field, test in self.tests:
                if not test(fact[field]):
                    break
            else:
                passing.append(fact)
        return passing


class Index(Generic[_Turn]):
    """Tell which of some rules a fact of a type could match, by the values of its fields."""

    def __init__(self, patterns: Mapping[_Turn, Pattern | None]) -> None:
        """Take the pattern of each rule; None for one that could match any fact."""
        self._turns = frozenset(patterns)
        fields: dict[str, dict[Test, list[_Turn]]] = {}
        for turn, pattern in patterns.items():
            for field, test in pattern.early if pattern else ():
                fields.setdefault(field, {}).setdefault(test, []).append(turn)
        self._failing = []
        for field, tests in fields.items():
            failing = lru_cache(maxsize=_REMEMBERED)(partial(_failing, tests))
            self._failing.append((field, failing))

    def passing(self, fact: Fact) -> frozenset[_Turn]:
        """Give the rules whose early tests the values of a fact pass."""
        if not self._failing:
            return self._turns
        return self._turns.difference(*[failing(fact[field]) for field, failing in self._failing])


def _failing(tests: Mapping[Test, list[_Turn]], value: Any) -> list[_Turn]:
    """List the rules one of whose tests a value fails."""
    failing = []
    for test, turns in tests.items():
        if not test(value):
            failing += turns
    return failing


def _test(wanted: Any) -> Test:
    """Give the test of a field: its predicate, or whether it is the value written."""
    if isinstance(wanted, P):
        predicate: Test = wanted.match
        return predicate
    return lambda value: bool(value == wanted)
