"""Hold what the rules make of some answers."""

from collections.abc import Mapping
from functools import cached_property
from typing import Literal

import msgspec

from engine.consultation.moment import Day
from engine.errors import Problem
from engine.inference.trace import Firing
from engine.inference.ways import Way
from engine.language.base import KnowledgeBase
from engine.language.condition import Condition
from engine.language.entries import Action, Branch, First, Node, Phase, Question, State
from engine.language.words import Answers, Value


class Step(msgspec.Struct, frozen=True, eq=False):
    """Hold one branch taken, None where the path ends or waits; `ways` is empty when certain.

    `state` tells whether its node lies behind, is where things are to be done now, or is ahead.
    """

    phase: Phase
    node: Node
    branch: Branch | None
    ways: tuple[Way, ...]
    state: Literal["past", "here", "ahead"] = "here"

    @property
    def contingent(self) -> bool:
        """Tell whether the step waits on the world."""
        return bool(self.ways)


class Recommendation(msgspec.Struct, frozen=True, eq=False):
    """Hold an action that applies: the node it stands beside, the milestone it is due by.

    `state` tells whether its time has come, is over, or the action done; `ways` is empty when it is
    certain.
    """

    action: Action
    phase: Phase
    node: str
    by: str
    ways: tuple[Way, ...]
    state: State = "now"

    @property
    def contingent(self) -> bool:
        """Tell whether the action waits on the world."""
        return bool(self.ways)


class Upshot(msgspec.Struct, frozen=True, eq=False, dict=True):
    """Hold what comes out for some answers, without how it came about.

    `facts`: conclusion → value, in the base's order. `asked`: the questions that bear on this
    outcome, answered or not, in the order they come. `pending`: the next of them, or None.
    `milestones`: milestone → `ahead` or `past`, where it was looked at.
    `cycle`: the cycle it plays in, empty while that is open. `first`: what comes first, and `next`:
    the ids of the at most three actions that do. `busy`: the ids of the nodes beside which
    something comes next, or has to be done and can be done now.
    """

    kb: KnowledgeBase
    answers: Answers
    today: Day | None
    cycle: str
    done: frozenset[str]
    facts: Mapping[str, Value]
    milestones: Mapping[str, Value]
    path: tuple[Step, ...]
    actions: tuple[Recommendation, ...]
    asked: tuple[str, ...]
    not_yet: tuple[str, ...]
    pending: Question | None
    first: First | None
    next: tuple[str, ...]
    busy: frozenset[str]

    @cached_property
    def known(self) -> Mapping[str, Value]:
        """Map every fact that is known to its value: answers, conclusions, milestones."""
        return {**self.answers, **self.facts, **self.milestones}

    @cached_property
    def visited(self) -> tuple[str, ...]:
        """Name the nodes on the path, once each, in order."""
        return tuple(dict.fromkeys(step.node.id for step in self.path))

    @cached_property
    def recommended(self) -> Mapping[str, Action]:
        """Map the ids of the actions that apply to the actions, in the order of the plan."""
        return {one.action.id: one.action for one in self.actions}

    def holds(self, condition: Condition) -> bool:
        """Tell whether a condition holds for what is known."""
        return condition.holds(self.known)


class Outcome(Upshot, frozen=True, eq=False):
    """Hold what the rules make of some answers, with the trace that explains it.

    `problems`: what of the answers did not apply, and why.
    """

    trace: tuple[Firing, ...]
    problems: tuple[Problem, ...]

    def __repr__(self) -> str:
        """Say what was answered: written whole, with every entry it names, it fills megabytes."""
        return f"Outcome({self.answers!r})"

    def firings(self, kind: str, identifier: str) -> tuple[Firing, ...]:
        """Give the firings that decided a conclusion, a node's branch or an action."""
        return tuple(f for f in self.trace if f.kind == kind and f.id == identifier)
