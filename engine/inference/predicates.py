"""Test the fields of facts: total, frozen, one object for equal tests."""

from collections.abc import Mapping

import msgspec

from engine.inference.ways import Assumed, Way
from engine.language.condition import Test
from engine.language.words import NOT_YET, Value


class Wanted(msgspec.Struct, frozen=True):
    """Test whether a row still waits on a question.

    It does while no condition before it is known to fail, and none after it, unless it is answered.
    """

    question: str
    earlier: tuple[tuple[str, Test], ...]
    later: tuple[tuple[str, Test], ...]

    def __call__(self, answers: Mapping[str, Value | None]) -> bool:
        rest = () if answers.get(self.question) is not None else self.later
        return all(_open(test, answers[name]) for name, test in (*self.earlier, *rest))


def _open(test: Test, value: Value | None) -> bool:
    return value is None or value == NOT_YET or test(value)


class Allows(msgspec.Struct, frozen=True):
    """Test whether a way leaves room for the choices that a row assumes."""

    assumed: Assumed

    def __call__(self, way: Way) -> bool:
        known = dict(way)
        return all(
            set(known.get(question, allowed)) & set(allowed) for question, allowed in self.assumed
        )


class After(msgspec.Struct, frozen=True):
    """Test whether a day comes after another; days are counted as in `date.toordinal()`."""

    day: int
    negated: bool = False

    def __call__(self, today: int) -> bool:
        return (today > self.day) != self.negated


class Fails(msgspec.Struct, frozen=True):
    """Test whether a value that is known fails a test."""

    test: Test

    def __call__(self, value: Value) -> bool:
        return not self.test(value)


class Leaves(msgspec.Struct, frozen=True):
    """Test whether a row that holds names neither this fact: then the fact is not needed."""

    name: str

    def __call__(self, names: frozenset[str]) -> bool:
        return self.name not in names
