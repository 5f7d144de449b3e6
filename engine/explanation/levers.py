"""Turn an Outcome into what a person can still change, and what for."""

from collections.abc import Iterator
from itertools import islice

import msgspec

from engine.checking.decisions import Applicants
from engine.consultation.outcome import Outcome
from engine.explanation.change import Effect, effect, instead
from engine.language.entries import Lever, Question
from engine.language.words import DECLINED, NONE, NOT_YET, UNKNOWN, Value


class Option(msgspec.Struct, frozen=True, eq=False):
    """Hold another answer to one question, and what it would change; `lever` is what brings it about."""

    question: Question
    value: Value
    effect: Effect
    lever: Lever | None = None

    def eases(self, outcome: Outcome) -> bool:
        """Tell whether it makes things easier: a better category, or the same one and less that has to be done.

        The choices of the first headline conclusion are read as going from the best to the worst.
        """
        first = outcome.kb.headline[0]
        order = list(outcome.kb.facts[first].words)
        for name, before, after in self.effect.facts:
            if name == first:
                return before not in order or (
                    after in order and order.index(str(after)) < order.index(str(before))
                )
        if self.effect.relieves:
            return True
        return bool(self.lever and self.lever.to) or len(self.effect.went) > len(self.effect.came)


def levers(outcome: Outcome) -> tuple[Option, ...]:
    """Give the single changes that are still possible and change something, the best first.

    Best: what alters a headline conclusion, then what lifts most musts and avoids, then what takes
    least time; a change of aim comes last. Of a number, the smallest change with an effect is given.
    """
    applicants = Applicants(outcome.kb)
    found: list[Option] = []
    for name in outcome.asked:
        question = outcome.kb.questions[name]
        for lever in question.can_change if name in outcome.answers else ():
            if outcome.holds(lever.when):
                options = _options(outcome, question, lever, applicants)
                found += islice(options, 1) if question.type == "integer" else options
    return tuple(sorted(found, key=lambda one: _rank(outcome, one)))


def changeable(outcome: Outcome, question: Question) -> bool:
    """Tell whether a person can still bring about another answer to a question; else it is fixed."""
    return any(outcome.holds(lever.when) for lever in question.can_change)


def _options(
    outcome: Outcome, question: Question, lever: Lever, applicants: Applicants
) -> Iterator[Option]:
    for value in _values(question, lever, applicants, outcome.answers[question.id]):
        found = effect(outcome, instead(outcome, {question.id: value}))
        if found.matters(outcome):
            yield Option(question, value, found, lever)


def _values(
    question: Question, lever: Lever, applicants: Applicants, now: Value
) -> Iterator[Value]:
    """Give the answers that a lever can lead to, the nearest number first; "none" is nothing to work for."""
    if question.type == "integer" and isinstance(now, int):
        numbers = [one for one in applicants.values(question.id) if isinstance(one, int)]
        yield from sorted((one for one in numbers if one > now), key=lambda one: one - now)
        return
    wanted = lever.to or tuple(question.words)
    yield from (one for one in wanted if one not in (now, NONE, UNKNOWN, DECLINED, NOT_YET))


def _rank(outcome: Outcome, option: Option) -> tuple[bool, bool, int, int, int]:
    lever = option.lever
    assert lever
    return (
        lever.apart,
        not option.effect.headline(outcome),
        -len(option.effect.relieves),
        lever.weeks,
        -len(option.effect.went),
    )
