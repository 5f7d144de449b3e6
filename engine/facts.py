"""Name the facts that rules match and declare, the tests they put to them, and what a rule stands for."""

from collections.abc import Mapping
from typing import Any, Literal

import msgspec

from engine.condition import Test
from engine.model import NOT_YET, Entry, Value
from engine.rete import Fact
from engine.ways import Assumed, Way


class Applicant(Fact):  # type: ignore[misc]
    """Hold every answer, None where there is none, all of them together in `answers`, and the day."""


class At(Fact):  # type: ignore[misc]
    """Say that the path reaches a node, on a way."""


class Reached(Fact):  # type: ignore[misc]
    """Say that the path reaches a node on some way, certain or not: once, however many ways there are."""


class Took(Fact):  # type: ignore[misc]
    """Say that the path leaves a node by a branch."""


class Recommend(Fact):  # type: ignore[misc]
    """Say that an action applies, on a way."""


class Derived(Fact):  # type: ignore[misc]
    """Hold a conclusion's value, and the facts that the row which held names."""


class NotYet(Fact):  # type: ignore[misc]
    """Say that a chance question stands for each of its choices in turn."""


class Want(Fact):  # type: ignore[misc]
    """Say that a chance question is to be asked, once its time has come."""


class Need(Fact):  # type: ignore[misc]
    """Say that a question, or a conclusion, is needed to go on."""


Kind = Literal["conclusion", "milestone", "branch", "action", "not-yet", "want", "need"]


class Production(msgspec.Struct, frozen=True, eq=False):
    """Say what a rule stands for: its kind, the id it decides, the entry it was written as, the facts named."""

    kind: Kind
    id: str
    entry: Entry
    names: tuple[str, ...] = ()
    assumed: tuple[str, ...] = ()


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
        return all(set(known.get(question, allowed)) & set(allowed) for question, allowed in self.assumed)


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


class Variant(msgspec.Struct, frozen=True):
    """Hold the left-hand side of one Experta rule for a clause, and what it assumes of chances."""

    patterns: tuple[Any, ...]
    assumed: Assumed
