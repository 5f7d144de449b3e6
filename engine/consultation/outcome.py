"""Hold what the rules make of some answers."""

import datetime
from collections.abc import Mapping

import msgspec

from engine.errors import Problem
from engine.inference.trace import Firing
from engine.inference.ways import Way
from engine.language import when
from engine.language.base import KnowledgeBase
from engine.language.entries import Action, Branch, Node, Phase, Question
from engine.language.words import Answers, Value


class Step(msgspec.Struct, frozen=True, eq=False):
    """Hold one branch taken (None at an end, or where the path waits); `ways` is empty when it is certain."""

    phase: Phase
    node: Node
    branch: Branch | None
    ways: tuple[Way, ...]

    @property
    def contingent(self) -> bool:
        """Tell whether the step waits on the world."""
        return bool(self.ways)


class Recommendation(msgspec.Struct, frozen=True, eq=False):
    """Hold an action that applies: the node it stands beside, the milestone it is due by.

    `ways` is empty when it is certain.
    """

    action: Action
    phase: Phase
    node: str
    by: str
    ways: tuple[Way, ...]

    @property
    def contingent(self) -> bool:
        """Tell whether the action waits on the world."""
        return bool(self.ways)


class Outcome(msgspec.Struct, frozen=True, eq=False):
    """Hold what the rules make of some answers.

    `facts`: conclusion → value, in the base's order. `asked`: the questions that bear on this
    outcome, answered or not, in the order they come. `pending`: the next of them, or None.
    `milestones`: milestone → `ahead` or `past`, where it was looked at.
    `problems`: what of the answers did not apply, and why.
    """

    kb: KnowledgeBase
    answers: Answers
    today: datetime.date | None
    facts: Mapping[str, Value]
    milestones: Mapping[str, Value]
    path: tuple[Step, ...]
    actions: tuple[Recommendation, ...]
    asked: tuple[str, ...]
    not_yet: tuple[str, ...]
    pending: Question | None
    trace: tuple["Firing", ...]
    problems: tuple[Problem, ...]

    @property
    def known(self) -> dict[str, Value]:
        """Map every fact that is known to its value: answers, conclusions, milestones."""
        return {**self.answers, **self.facts, **self.milestones}

    def holds(self, given: Mapping[str, object] | None) -> bool:
        """Tell whether a condition, as written, holds for what is known."""
        known, (clauses, _) = self.known, when.read(given or {}, self.kb.facts)
        return any(all(test(known.get(name)) for name, test in clause) for clause in clauses)

    def firings(self, kind: str, identifier: str) -> tuple["Firing", ...]:
        """Give the firings that decided a conclusion, a node's branch or an action."""
        return tuple(one for one in self.trace if one.kind == kind and one.id == identifier)
