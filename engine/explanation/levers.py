"""Turn an Outcome into what a person can still change, and what for."""

from collections.abc import Iterator

import msgspec

from engine.checking.decisions import decisions
from engine.consultation.outcome import Upshot
from engine.explanation.change import Effect, effect, instead_at_a_glance
from engine.language.entries import Lever, Question
from engine.language.words import DECLINED, NONE, NOT_YET, UNKNOWN, Value


class Option(msgspec.Struct, frozen=True, eq=False):
    """Hold another answer, what it would change, and the lever that brings it about."""

    question: Question
    value: Value
    effect: Effect
    lever: Lever | None = None

    def eases(self, outcome: Upshot) -> bool:
        """Tell whether it makes things easier: a better category, or the same one and less to do.

        The choices of the first headline conclusion are read as going from the best to the worst.
        """
        first = next(iter(outcome.kb.head.headline), "")
        for change in self.effect.facts:
            if change.name == first:
                order = list(outcome.kb.facts[first].words)
                return _is_before(change.after, change.before, order)
        if self.effect.relieves or (self.lever and self.lever.to):
            return True
        return len(self.effect.went) > len(self.effect.came)


def _is_before(value: Value | None, other: Value | None, order: list[str]) -> bool:
    """Tell whether a word stands before another in an order; any does before one that is none."""
    if other not in order:
        return True
    return value in order and order.index(str(value)) < order.index(str(other))


def levers(outcome: Upshot) -> tuple[Option, ...]:
    """Give the single changes that are still possible and change something, the best first.

    Best: what alters a headline conclusion, then what lifts most musts and avoids, then what takes
    least time; a change of aim comes last. Of a number, the smallest change with an effect is
    given.
    """
    found: list[tuple[Option, Lever]] = []
    for name in outcome.asked:
        question = outcome.kb.questions[name]
        for lever in question.can_change if name in outcome.answers else ():
            if outcome.holds(lever.when):
                found += [(option, lever) for option in _options(outcome, question, lever)]
    found.sort(key=lambda pair: _rank(outcome, *pair))
    return tuple(option for option, _ in found)


def changeable(outcome: Upshot, question: Question) -> bool:
    """Tell whether a person can still bring about another answer; else it is fixed."""
    return any(outcome.holds(lever.when) for lever in question.can_change)


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
    if question.type == "integer" and isinstance(now, int):
        values = decisions(outcome.kb).values(question.id)
        yield from sorted(value for value in values if isinstance(value, int) and value > now)
        return
    nothing_to_work_for = (now, NONE, UNKNOWN, DECLINED, NOT_YET)
    for value in lever.to or question.words:
        if value not in nothing_to_work_for:
            yield value


def _rank(outcome: Upshot, option: Option, lever: Lever) -> tuple[bool, bool, int, int, int]:
    return (
        lever.apart,
        not option.effect.headline(outcome),
        -len(option.effect.relieves),
        lever.weeks,
        -len(option.effect.went),
    )
