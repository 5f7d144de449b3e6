"""Turn an Outcome into a copy that can be shown around: private answers out, figures coarse."""

from collections.abc import Callable, Mapping

import msgspec

from engine.consultation.outcome import Outcome, Recommendation, Step
from engine.inference.trace import Firing
from engine.language.base import KnowledgeBase
from engine.language.entries import Conclusion, Question
from engine.language.words import Value

_WITHHELD = "not shown"


def coarsened(outcome: Outcome) -> Outcome:
    """Leave out all that rests on a private answer, and give figures that tell a person apart in bands only.

    A question is `private`, or is given in bands `coarse` points wide, as the base says; conclusions
    follow the questions that they rest on. What is left carries no exact score, no red flag and
    nothing about health, in no text, hover text or description.
    """
    kb = outcome.kb
    private = {name for name in kb.facts if _rests_on(kb, name, lambda question: question.private)}
    return msgspec.structs.replace(
        outcome,
        answers=_shown(outcome.answers, kb, private),
        facts=_shown(outcome.facts, kb, private),
        path=tuple(_step(step, outcome, private) for step in outcome.path),
        asked=(),
        actions=tuple(one for one in outcome.actions if not _tells(one, outcome, private)),
        trace=tuple(_firing(firing, kb, private) for firing in outcome.trace),
        problems=(),
    )


def _rests_on(kb: KnowledgeBase, name: str, wanted: Callable[[Question], bool]) -> bool:
    fact = kb.facts[name]
    if isinstance(fact, Question):
        return wanted(fact)
    return isinstance(fact, Conclusion) and any(
        _rests_on(kb, below, wanted) for below in fact.rests_on
    )


def _shown(values: Mapping[str, Value], kb: KnowledgeBase, private: set[str]) -> dict[str, Value]:
    return {name: _coarse(kb, name, value) for name, value in values.items() if name not in private}


def _coarse(kb: KnowledgeBase, name: str, value: Value) -> Value:
    """Give a number that tells a person apart as the band it lies in."""
    width = _band(kb, name)
    if not width or not isinstance(value, int):
        return value
    low = value - value % width
    return f"{low} to {low + width - 1}"


def _band(kb: KnowledgeBase, name: str) -> int:
    """Give how wide the bands of a figure are: those of a question, or the widest that it is calculated from."""
    fact = kb.facts[name]
    if isinstance(fact, Question):
        return fact.coarse
    below = fact.rests_on if isinstance(fact, Conclusion) and fact.value else ()
    return max((_band(kb, one) for one in below), default=0)


def _step(step: Step, outcome: Outcome, private: set[str]) -> Step:
    """Blank the branch of a step that a private answer decided, and the roads beside it."""
    if step.branch is None or not _named(outcome, "branch", step.node.id) & private:
        return step
    branch = msgspec.structs.replace(step.branch, label=_WITHHELD, because="", when=None)
    node = msgspec.structs.replace(step.node, branches=(branch,))
    return msgspec.structs.replace(step, node=node, branch=branch)


def _tells(one: Recommendation, outcome: Outcome, private: set[str]) -> bool:
    return bool(_named(outcome, "action", one.action.id) & private)


def _named(outcome: Outcome, kind: str, name: str) -> set[str]:
    return {fact for firing in outcome.firings(kind, name) for fact, _ in firing.facts}


def _firing(firing: "Firing", kb: KnowledgeBase, private: set[str]) -> "Firing":
    facts = tuple(
        (name, _coarse(kb, name, value)) for name, value in firing.facts if name not in private
    )
    return msgspec.structs.replace(firing, facts=facts)
