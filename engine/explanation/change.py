"""Turn two outcomes into what differs, and other answers into outcomes."""

from collections.abc import Iterator, Mapping

import msgspec

from engine.checking.decisions import Applicants
from engine.consultation.consult import settle
from engine.consultation.outcome import Outcome
from engine.explanation import why_not
from engine.language.entries import Action, Question
from engine.language.words import DECLINED, NOT_YET, UNKNOWN, Value

STRONG = ("must", "avoid")


class Effect(msgspec.Struct, frozen=True, eq=False):
    """Hold what differs between two outcomes.

    `facts`: conclusion, before, after (None where it is not known). `came` and `went`: node ids and
    actions. What may only be missing because a question is now open counts as neither. `asks`: the
    question that is open now and was not.
    """

    facts: tuple[tuple[str, Value | None, Value | None], ...]
    nodes_came: tuple[str, ...]
    nodes_went: tuple[str, ...]
    came: tuple[Action, ...]
    went: tuple[Action, ...]
    asks: str = ""

    def headline(self, outcome: Outcome) -> tuple[tuple[str, Value | None, Value | None], ...]:
        """Give the changes in the conclusions that a plan opens with."""
        return tuple(one for one in self.facts if one[0] in outcome.kb.headline)

    @property
    def relieves(self) -> tuple[Action, ...]:
        """Give the musts and the things to avoid that fall away."""
        return tuple(action for action in self.went if action.strength in STRONG)

    @property
    def nothing(self) -> bool:
        """Tell whether nothing that is advised or concluded differs."""
        return not (self.facts or self.came or self.went)

    def matters(self, outcome: Outcome) -> bool:
        """Tell whether a headline conclusion or anything advised differs, not a figure alone."""
        return bool(self.headline(outcome) or self.came or self.went)


def instead(outcome: Outcome, answers: Mapping[str, Value]) -> Outcome:
    """Consult with some answers changed; those that no longer bear on anything are left aside."""
    return settle(outcome.kb, {**outcome.answers, **answers}, outcome.today)


def effect(before: Outcome, after: Outcome) -> Effect:
    """Say what differs between two outcomes."""
    seen = [list(dict.fromkeys(step.node.id for step in one.path)) for one in (before, after)]
    actions = [{one.action.id: one.action for one in each.actions} for each in (before, after)]
    names = [name for name in after.kb.conclusions if name in {**before.facts, **after.facts}]
    pairs = ((name, before.facts.get(name), after.facts.get(name)) for name in names)
    return Effect(
        facts=tuple(
            pair
            for pair in pairs
            if pair[1] != pair[2] and (pair[2] is not None or not after.pending)
        ),
        nodes_came=tuple(name for name in seen[1] if name not in seen[0]),
        nodes_went=tuple(name for name in seen[0] if name not in seen[1] and not after.pending),
        came=tuple(action for name, action in actions[1].items() if name not in actions[0]),
        went=tuple(
            a for name, a in actions[0].items() if name not in actions[1] and _settled(after, a)
        ),
        asks=after.pending.id if after.pending and after.pending is not before.pending else "",
    )


def _settled(outcome: Outcome, action: Action) -> bool:
    """Tell whether an action that is not there stays away, whatever the questions still open."""
    if outcome.pending is None:
        return True
    rows = list(why_not.ways_to(outcome, "action", action.id))
    at_hand = any(step.node.id in action.nodes for step in outcome.path)
    return at_hand and all(any(one.value is not None for one in row) for row in rows)


def each(outcome: Outcome, question: Question) -> Iterator[tuple[Value, Outcome]]:
    """Give the outcome for every answer of a question in turn; of a number, for each stretch that tells apart."""
    for value in every_answer(question, Applicants(outcome.kb)):
        yield value, instead(outcome, {question.id: value})


def every_answer(question: Question, applicants: Applicants) -> Iterator[Value]:
    """Give the answers of a question one by one; of several choices, each alone; of a number, one for each stretch."""
    for value in applicants.values(question.id) if question.type == "integer" else question.words:
        if value not in (UNKNOWN, DECLINED, NOT_YET):
            yield frozenset({str(value)}) if question.type == "choices" else value
