"""Turn an Outcome into a copy that can be shown: without what is private, or figures coarse too."""

from collections.abc import Mapping

import msgspec

from engine.consultation.now import busy_nodes, next_actions, placed
from engine.consultation.outcome import Outcome, Recommendation, Step
from engine.inference.trace import Firing
from engine.language.base import KnowledgeBase
from engine.language.condition import ALWAYS
from engine.language.entries import Conclusion, Question
from engine.language.words import Value

WITHHELD = "not shown"  # in place of the label of a branch


def coarsened(outcome: Outcome) -> Outcome:
    """Leave out all that rests on a private answer, and give telling figures in bands.

    A question is `private`, or is given in bands `coarse` points wide, as the base says;
    conclusions follow the questions that they rest on. What is left carries no exact number, and
    nothing about health or conduct, in no text, hover text or description.
    """
    kb, public = outcome.kb, without_private(outcome)
    return msgspec.structs.replace(
        public,
        answers=_coarse_all(kb, public.answers),
        facts=_coarse_all(kb, public.facts),
        asked=(),
        trace=tuple(_coarse_firing(kb, firing) for firing in public.trace),
        problems=(),
    )


def without_private(outcome: Outcome) -> Outcome:
    """Leave out what is private: answers, what rests on them, and the actions marked so.

    What comes next keeps the order it has for the reader, as far as it is told.
    """
    private = _private(outcome)
    told = []
    for recommendation in outcome.actions:
        named = _named(outcome, "action", recommendation.action.id)
        if private.isdisjoint(named) and not recommendation.action.private:
            told.append(recommendation)
    first, next_ = outcome.first, _public_next(outcome, tuple(told))
    if first and not private.isdisjoint(_named(outcome, "first", first.id)):
        first = None
    return msgspec.structs.replace(
        outcome,
        answers=_public(outcome.answers, private),
        facts=_public(outcome.facts, private),
        milestones=_public(outcome.milestones, private),
        # Where a person stands is said anew: a private action alone may have made a place busy.
        path=placed(tuple(_step(step, outcome, private) for step in outcome.path), tuple(told)),
        actions=tuple(told),
        first=first,
        next=next_,
        busy=busy_nodes(next_, tuple(told)),
        trace=tuple(_firing(firing, private) for firing in outcome.trace),
    )


def beside_plan(outcome: Outcome) -> Outcome:
    """Leave out the answers and actions marked private, for a picture beside the whole plan.

    What rests on them, and what comes next, is there as the plan around it says it: both are read
    at once, and another first step would stand against the plan's.
    """
    private = _private_questions(outcome.kb)
    told = tuple(one for one in outcome.actions if not one.action.private)
    return msgspec.structs.replace(
        outcome,
        answers=_public(outcome.answers, private),
        path=placed(tuple(_step(step, outcome, private) for step in outcome.path), told),
        actions=told,
        busy=busy_nodes(outcome.next, told),
        trace=tuple(_firing(firing, private) for firing in outcome.trace),
    )


def _public_next(outcome: Outcome, told: tuple[Recommendation, ...]) -> tuple[str, ...]:
    """Name what comes next among the actions that are told, in the order it has for the reader.

    That order is the one of the first row that holds whatever was answered in private: one about
    how a person is would tell by its order what its words are kept back for. A row of which nothing
    may be told gives way to the next.
    """
    private = _private_questions(outcome.kb)
    for row in outcome.kb.first.values():
        if private.isdisjoint(row.when.names) and outcome.holds(row.when):
            names = next_actions(row, told)
            if names or not next_actions(row, outcome.actions):
                return names
    return next_actions(None, told)


def _private_questions(kb: KnowledgeBase) -> set[str]:
    return {question.id for question in kb.questions.values() if question.private}


def _private(outcome: Outcome) -> set[str]:
    """Name the private questions, and what was worked out from an answer to one of them.

    A conclusion follows the row that held: one that a private answer might have turned, and did
    not, tells nothing of it.
    """
    kb = outcome.kb
    private = _private_questions(kb)
    for kind, names in (("conclusion", kb.ordered_conclusions), ("milestone", kb.milestones)):
        for name in names:
            if not private.isdisjoint(_named(outcome, kind, name)):
                private.add(name)
    return private


def _public(values: Mapping[str, Value], private: set[str]) -> dict[str, Value]:
    return {name: value for name, value in values.items() if name not in private}


def _coarse_all(kb: KnowledgeBase, values: Mapping[str, Value]) -> dict[str, Value]:
    return {name: in_bands(kb, name, value) for name, value in values.items()}


def in_bands(kb: KnowledgeBase, name: str, value: Value) -> Value:
    """Give a number that tells a person apart as the band it lies in."""
    width = _band(kb, name)
    if not width or not isinstance(value, int):
        return value
    low = value - value % width
    return f"{low} to {low + width - 1}"


def _band(kb: KnowledgeBase, name: str) -> int:
    """Give the width of a figure's bands, in points: its own, or the widest below a sum."""
    fact = kb.facts[name]
    if isinstance(fact, Question):
        return fact.coarse
    below = fact.rests_on if isinstance(fact, Conclusion) and fact.value else ()
    return max((_band(kb, term) for term in below), default=0)


def _step(step: Step, outcome: Outcome, private: set[str]) -> Step:
    """Blank the branch of a step that a private answer decided, and the roads beside it."""
    if step.branch is None or not _named(outcome, "branch", step.node.id) & private:
        return step
    branch = msgspec.structs.replace(step.branch, label=WITHHELD, because="", when=ALWAYS)
    node = msgspec.structs.replace(step.node, branches=(branch,))
    return msgspec.structs.replace(step, node=node, branch=branch)


def _named(outcome: Outcome, kind: str, name: str) -> set[str]:
    """Name the facts on which a result rests directly."""
    return {fact for firing in outcome.firings(kind, name) for fact, _ in firing.facts}


def _firing(firing: Firing, private: set[str]) -> Firing:
    told = tuple((name, value) for name, value in firing.facts if name not in private)
    return msgspec.structs.replace(firing, facts=told)


def _coarse_firing(kb: KnowledgeBase, firing: Firing) -> Firing:
    facts = tuple((name, in_bands(kb, name, value)) for name, value in firing.facts)
    return msgspec.structs.replace(firing, facts=facts)
