"""Turn two outcomes into what differs, and other answers into outcomes."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

import msgspec

from engine.checking.decisions import decisions
from engine.consultation.answers import plain, read_answers
from engine.consultation.consult import settle
from engine.consultation.glance import settled_glance
from engine.consultation.outcome import Outcome, Upshot
from engine.errors import CaseError
from engine.explanation import why_not
from engine.language.entries import Action, Question
from engine.language.words import DECLINED, NOT_YET, UNKNOWN, Value

STRONG = ("must", "avoid")


class FactChange(NamedTuple):
    """Hold a conclusion that differs; None where it is not known."""

    name: str
    before: Value | None
    after: Value | None


class Effect(msgspec.Struct, frozen=True, eq=False):
    """Hold what differs between two outcomes.

    `came` and `went` are actions, `nodes_came` and `nodes_went` ids of nodes. What may only be
    missing because a question is now open counts as neither. `asks` is the question that is open
    now and was not, empty when there is none.
    """

    facts: tuple[FactChange, ...]
    nodes_came: tuple[str, ...]
    nodes_went: tuple[str, ...]
    came: tuple[Action, ...]
    went: tuple[Action, ...]
    asks: str = ""

    def headline(self, outcome: Upshot) -> tuple[FactChange, ...]:
        """Give the changes in the conclusions that a plan opens with."""
        return tuple(change for change in self.facts if change.name in outcome.kb.head.headline)

    @property
    def relieves(self) -> tuple[Action, ...]:
        """Give the musts and the things to avoid that fall away."""
        return tuple(action for action in self.went if action.strength in STRONG)

    @property
    def nothing(self) -> bool:
        """Tell whether nothing that is concluded or advised differs, and no node on the path."""
        nodes = (*self.nodes_came, *self.nodes_went)
        return not (self.facts or self.came or self.went or nodes)

    def matters(self, outcome: Upshot) -> bool:
        """Tell whether a headline conclusion or anything advised differs, not a figure alone."""
        return bool(self.headline(outcome) or self.came or self.went)


def instead(outcome: Outcome, answers: Mapping[str, Value]) -> Outcome:
    """Consult with some answers changed; those that no longer bear on anything are left aside."""
    return settle(outcome.kb, {**outcome.answers, **answers}, outcome.today, outcome.done)


def instead_at_a_glance(upshot: Upshot, answers: Mapping[str, Value]) -> Upshot:
    """Give what comes out with some answers changed, as `instead`, without how it came about."""
    changed, problems = read_answers(
        {name: plain(value) for name, value in answers.items()}, upshot.kb
    )
    if problems:
        raise CaseError(problems)
    return settled_glance(upshot.kb, {**upshot.answers, **changed}, upshot.today, upshot.done)


def effect(before: Upshot, after: Upshot) -> Effect:
    """Say what differs between two outcomes."""
    came = [name for name in after.recommended if name not in before.recommended]
    was_pending = before.pending.id if before.pending else ""
    is_pending = after.pending.id if after.pending else ""
    return Effect(
        facts=tuple(_changed_facts(before, after)),
        nodes_came=tuple(name for name in after.visited if name not in before.visited),
        nodes_went=_left_nodes(before, after),
        came=tuple(after.recommended[name] for name in came),
        went=tuple(_dropped_actions(before, after)),
        asks=is_pending if is_pending != was_pending else "",
    )


def _changed_facts(before: Upshot, after: Upshot) -> Iterator[FactChange]:
    """Give the conclusions that differ; one that may still come does not."""
    for name in after.kb.conclusions:
        change = FactChange(name, before.facts.get(name), after.facts.get(name))
        to_come = change.after is None and after.pending is not None
        if change.before != change.after and not to_come:
            yield change


def _left_nodes(before: Upshot, after: Upshot) -> tuple[str, ...]:
    """Name the nodes the path no longer comes to; while it waits, it still may."""
    if after.pending:
        return ()
    return tuple(name for name in before.visited if name not in after.visited)


def _dropped_actions(before: Upshot, after: Upshot) -> Iterator[Action]:
    for name, action in before.recommended.items():
        if name not in after.recommended and _stays_away(after, action):
            yield action


def _stays_away(outcome: Upshot, action: Action) -> bool:
    """Tell whether an action that is not there stays away, whatever the questions still open.

    It does when its node is reached and each of its rows fails on a fact that is known.
    """
    if outcome.pending is None:
        return True
    if set(action.nodes).isdisjoint(outcome.visited):
        return False
    for row in why_not.ways_to(outcome, "action", action.id):
        if all(condition.value is None for condition in row):
            return False
    return True


def each(outcome: Upshot, question: Question) -> Iterator[tuple[Value, Upshot]]:
    """Give the outcome for every answer of a question in turn, as `every_answer` lists them."""
    for value in every_answer(outcome, question):
        yield value, instead_at_a_glance(outcome, {question.id: value})


def every_answer(outcome: Upshot, question: Question) -> Iterator[Value]:
    """Give the answers of a question one by one, but for those that say nothing.

    Of several choices each stands alone; of a number there is one for each stretch in which no rule
    changes.
    """
    is_number = question.type == "integer"
    values = decisions(outcome.kb).values(question.id) if is_number else question.words
    for value in values:
        if value not in (UNKNOWN, DECLINED, NOT_YET):
            yield frozenset({str(value)}) if question.type == "choices" else value
