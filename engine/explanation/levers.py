"""Turn an Outcome into what a person can still change, and what for."""

from collections.abc import Iterable, Iterator, Sequence

import msgspec

from engine.checking.decisions import decisions
from engine.consultation.outcome import Upshot
from engine.explanation.change import STRONG, Effect, effect, instead_at_a_glance
from engine.language.base import KnowledgeBase
from engine.language.entries import Lever, Question
from engine.language.words import DECLINED, NONE, NOT_YET, UNKNOWN, Value

_NOTHING_TO_WORK_FOR = (NONE, UNKNOWN, DECLINED, NOT_YET)


class Option(msgspec.Struct, frozen=True, eq=False):
    """Hold another answer, what it would change, and the lever that brings it about."""

    question: Question
    value: Value
    effect: Effect
    lever: Lever | None = None

    def eases(self, outcome: Upshot) -> bool:
        """Tell whether it makes things easier: a better category, or the same and less at stake.

        The choices of the first headline conclusion are read as going from the best to the worst. A
        lever to answers of its own is written down because they are better; a change of aim makes
        things easier by a better category alone.
        """
        first = next(iter(outcome.kb.head.headline), "")
        for change in self.effect.facts:
            if change.name == first:
                order = list(outcome.kb.facts[first].words)
                return _is_before(change.after, change.before, order)
        if self.lever and (self.lever.to or self.lever.apart):
            return not self.lever.apart
        burdens = [action for action in self.effect.came if action.strength in STRONG]
        return len(self.effect.relieves) > len(burdens)


def _is_before(value: Value | None, other: Value | None, order: list[str]) -> bool:
    """Tell whether a word stands before another in an order; any does before one that is none."""
    if other not in order:
        return True
    return value in order and order.index(str(value)) < order.index(str(other))


def levers(outcome: Upshot, questions: Sequence[Question] = ()) -> tuple[Option, ...]:
    """Give the single changes that are still possible and change something, the best first.

    Only the answers to some `questions` are looked at where they are named.

    Best: what alters a headline conclusion, then what lifts most musts and avoids, then what takes
    least time; a change of aim comes last. Of a number, the smallest change with an effect is
    given.
    """
    return _ranked(outcome, _at_hand(outcome, questions))


def easing(outcome: Upshot, questions: Sequence[Question] = ()) -> tuple[Option, ...]:
    """Give those of the `levers` that make things easier, the best first.

    A change of aim does so by a better category alone: one on which that doesn't rest is passed
    over, and its answers, often the half of all, are not tried.
    """
    rests_on = outcome.kb.behind(outcome.kb.head.headline[:1])
    pulled = [
        (question, lever)
        for question, lever in _at_hand(outcome, questions)
        if question.id in rests_on or not lever.apart
    ]
    return tuple(option for option in _ranked(outcome, pulled) if option.eases(outcome))


_Pulled = tuple[Question, Lever]
"""A question that is answered, and a lever by which the answer can still become another."""


def _at_hand(outcome: Upshot, questions: Sequence[Question]) -> Iterator[_Pulled]:
    """Give the levers that can still be pulled; only those of some questions where any is named."""
    for name in outcome.asked:
        question = outcome.kb.questions[name]
        if name not in outcome.answers or (questions and question not in questions):
            continue
        for lever in question.can_change:
            if outcome.holds(lever.when):
                yield question, lever


def _ranked(outcome: Upshot, pulled: Iterable[_Pulled]) -> tuple[Option, ...]:
    """Give the answers that levers lead to and that change something, the best first."""
    found = [
        (option, lever)
        for question, lever in pulled
        for option in _options(outcome, question, lever)
    ]
    found.sort(key=lambda pair: _rank(outcome, *pair))
    return tuple(option for option, _ in found)


def are_told(kb: KnowledgeBase) -> bool:
    """Tell whether a base says of any answer how it can still become another, or weighs it."""
    return any(question.can_change or question.weigh for question in kb.questions.values())


def changeable(outcome: Upshot, question: Question, aim: bool = True) -> bool:
    """Tell whether a person can still bring about another answer; else it is fixed.

    A choice that is weighed is theirs to make anew. Without `aim`, a change of aim doesn't count.
    """
    levers_left = [lever for lever in question.can_change if outcome.holds(lever.when)]
    return bool(question.weigh) or any(aim or not lever.apart for lever in levers_left)


def can_become(outcome: Upshot, question: Question, value: Value) -> bool:
    """Tell whether a person can still bring about an answer without a change of aim."""
    is_theirs = bool(question.weigh) and value not in (UNKNOWN, DECLINED, NOT_YET)
    return is_theirs or leading_to(outcome, question, value) is not None


def leading_to(outcome: Upshot, question: Question, value: Value) -> Lever | None:
    """Give the lever by which an answer can become another without a change of aim, if any."""
    for lever in question.can_change:
        can_be_pulled = not lever.apart and outcome.holds(lever.when)
        if can_be_pulled and _leads(outcome.answers[question.id], lever, value):
            return lever
    return None


def _options(outcome: Upshot, question: Question, lever: Lever) -> Iterator[Option]:
    """Give the answers a lever leads to that change something; of a number the first."""
    for value in _values(outcome, question, lever):
        found = effect(outcome, instead_at_a_glance(outcome, {question.id: value}))
        if found.matters(outcome):
            yield Option(question, value, found, lever)
            if question.type == "integer":
                return


def _values(outcome: Upshot, question: Question, lever: Lever) -> Iterator[Value]:
    """Give the answers that a lever can lead to, the nearest number first."""
    now = outcome.answers[question.id]
    values: Iterable[Value] = lever.to or question.words
    if question.type == "integer":
        numbers = decisions(outcome.kb).values(question.id)
        values = sorted(value for value in numbers if isinstance(value, int))
    for value in values:
        if _leads(now, lever, value):
            yield value


def _leads(now: Value, lever: Lever, value: Value) -> bool:
    """Tell whether a lever leads from one answer to another: to a better one, or a higher number.

    Its own answers are listed the best first.
    """
    if isinstance(now, int) and isinstance(value, int):
        return value > now
    if value in (now, *_NOTHING_TO_WORK_FOR):
        return False
    ahead = lever.to[: lever.to.index(str(now))] if now in lever.to else lever.to
    return not lever.to or value in ahead


def _rank(outcome: Upshot, option: Option, lever: Lever) -> tuple[bool, bool, int, int, int]:
    return (
        lever.apart,
        not option.effect.headline(outcome),
        -len(option.effect.relieves),
        lever.weeks,
        -len(option.effect.went),
    )
