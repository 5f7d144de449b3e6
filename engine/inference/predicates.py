"""Test the fields of facts: total, frozen, and one object for equal tests, which Experta shares."""

from collections.abc import Mapping

import msgspec

from engine.inference.ways import Assumed, Way
from engine.language.condition import Test
from engine.language.words import NOT_YET, Value

Tests = tuple[tuple[str, Test], ...]


class StillWaits(msgspec.Struct, frozen=True):
    """Test whether a row still waits on a question, given all answers.

    It does while no condition before it is known to fail, and none after it, unless it is answered.
    """

    question: str
    earlier: Tests
    later: Tests

    def __call__(self, answers: Mapping[str, Value | None]) -> bool:
        answered = answers.get(self.question) is not None
        looked_at = self.earlier if answered else (*self.earlier, *self.later)
        return all(_may_hold(test, answers[name]) for name, test in looked_at)


def _may_hold(test: Test, value: Value | None) -> bool:
    return value is None or value == NOT_YET or test(value)


class LeavesRoom(msgspec.Struct, frozen=True):
    """Test whether a way leaves room for the choices that a row assumes."""

    assumed: Assumed

    def __call__(self, way: Way) -> bool:
        known = dict(way)
        for question, allowed in self.assumed:
            if not set(known.get(question, allowed)) & set(allowed):
                return False
        return True


class IsAfter(msgspec.Struct, frozen=True):
    """Test whether a day comes after another; days are counted as in `date.toordinal()`."""

    day: int
    negated: bool = False

    def __call__(self, today: int) -> bool:
        return (today > self.day) != self.negated


class IsKnownToFail(msgspec.Struct, frozen=True):
    """Test whether a value, which is known, fails a test."""

    test: Test

    def __call__(self, value: Value) -> bool:
        return not self.test(value)


class DoesNotName(msgspec.Struct, frozen=True):
    """Test whether a row that holds does not name a fact: then the fact is not needed."""

    fact: str

    def __call__(self, names: frozenset[str]) -> bool:
        return self.fact not in names
