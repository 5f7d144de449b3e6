"""Test the fields of facts: total, frozen, the same answer for the same value."""

from collections.abc import Mapping

import msgspec

from engine.inference.ways import Way, Ways, meet
from engine.language.condition import Parts, Test, holds
from engine.language.cycles import OPEN, Dates, Moment
from engine.language.decision_table import may_hold
from engine.language.words import NOT_YET, Value


class StillWaits(msgspec.Struct, frozen=True):
    """Test whether a row still waits on a question, given all answers.

    It does while nothing before it is known to fail, and nothing after it, unless it is answered;
    and while none of the options before its own, `instead`, is known to hold. Facts that are no
    questions are not looked at here: they may hold.
    """

    question: str
    before: Parts
    after: Parts
    instead: tuple[Parts, ...] = ()

    def __call__(self, answers: Mapping[str, Value | None]) -> bool:
        answered = answers.get(self.question) is not None
        looked_at = self.before if answered else (*self.before, *self.after)
        if not may_hold(looked_at, answers.get):
            return False
        return not any(holds(option, answers.get) for option in self.instead)


class LeavesRoom(msgspec.Struct, frozen=True):
    """Test whether ways leave room for the choices that a row assumes."""

    assumed: Way

    def __call__(self, ways: Ways) -> bool:
        return meet(ways, (self.assumed,))


class StandsAt(msgspec.Struct, frozen=True):
    """Test whether a milestone is ahead, past or open at a moment."""

    dates: Dates
    state: str

    def __call__(self, moment: Moment) -> bool:
        return self.dates.state(moment) == self.state


class HangsOnCycle(msgspec.Struct, frozen=True):
    """Test whether the cycle decides if a milestone is past at a moment, be it known or not.

    What was asked stays asked: an answer that tells the cycle is needed after it is given, too.
    """

    dates: Dates

    def __call__(self, moment: Moment) -> bool:
        return self.dates.state(Moment(moment.now)) == OPEN


class Includes(msgspec.Struct, frozen=True):
    """Test whether a set of names includes one."""

    name: str

    def __call__(self, names: frozenset[str]) -> bool:
        return self.name in names


class IsKnownToFail(msgspec.Struct, frozen=True):
    """Test whether a value is known, and fails a test."""

    test: Test

    def __call__(self, value: Value | None) -> bool:
        return value is not None and value != NOT_YET and not self.test(value)


class DoesNotName(msgspec.Struct, frozen=True):
    """Test whether a row that holds does not name a fact: then the fact is not needed."""

    fact: str

    def __call__(self, names: frozenset[str]) -> bool:
        return self.fact not in names
