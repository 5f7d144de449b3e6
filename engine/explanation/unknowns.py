"""Turn an Outcome into which answers that are not known would matter."""

import msgspec

from engine.consultation.outcome import Upshot
from engine.explanation.change import STRONG, effect, every_answer, instead_at_a_glance
from engine.explanation.levers import Option
from engine.language.entries import Question
from engine.language.words import DECLINED, UNKNOWN


class Unknown(msgspec.Struct, frozen=True, eq=False):
    """Hold an answer that is not known, and the answers that would change something."""

    question: Question
    options: tuple[Option, ...]


def unknowns(outcome: Upshot) -> tuple[Unknown, ...]:
    """Give the answers not known, with what knowing them would change, what matters first."""
    found = []
    for name in outcome.asked:
        if outcome.answers.get(name) in (UNKNOWN, DECLINED):
            found.append(_unknown(outcome, outcome.kb.questions[name]))
    return tuple(sorted(found, key=lambda unknown: _weight(outcome, unknown)))


def _unknown(outcome: Upshot, question: Question) -> Unknown:
    options = []
    for value in every_answer(outcome, question):
        found = effect(outcome, instead_at_a_glance(outcome, {question.id: value}))
        if found.matters(outcome):
            options.append(Option(question, value, found))
    return Unknown(question, tuple(options))


def _weight(outcome: Upshot, unknown: Unknown) -> tuple[int, int, int]:
    """Measure what an unknown holds back: headline conclusions, musts and avoids, all actions."""
    decided, strong, every = 0, set(), set()
    for option in unknown.options:
        decided += bool(option.effect.headline(outcome))
        for action in (*option.effect.came, *option.effect.went):
            every.add(action.id)
            if action.strength in STRONG:
                strong.add(action.id)
    return -decided, -len(strong), -len(every)
