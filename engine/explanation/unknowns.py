"""Turn an Outcome into which answers that are not known would matter."""

import msgspec

from engine.checking.decisions import Applicants
from engine.consultation.outcome import Outcome
from engine.explanation.change import STRONG, effect, every_answer, instead
from engine.explanation.levers import Option
from engine.language.entries import Question
from engine.language.words import DECLINED, UNKNOWN


class Unknown(msgspec.Struct, frozen=True, eq=False):
    """Hold an answer that is not known, and what each answer to it would change; none would when `options` is empty."""

    question: Question
    options: tuple[Option, ...]


def unknowns(outcome: Outcome) -> tuple[Unknown, ...]:
    """Give the answers that are not known, with what knowing them would change, the one that matters most first."""
    applicants = Applicants(outcome.kb)
    open_ = [name for name in outcome.asked if outcome.answers.get(name) in (UNKNOWN, DECLINED)]
    found = [_unknown(outcome, outcome.kb.questions[name], applicants) for name in open_]
    return tuple(sorted(found, key=lambda one: _weight(outcome, one)))


def _unknown(outcome: Outcome, question: Question, applicants: Applicants) -> Unknown:
    values = every_answer(question, applicants)
    options = (
        Option(question, one, effect(outcome, instead(outcome, {question.id: one})))
        for one in values
    )
    return Unknown(question, tuple(one for one in options if one.effect.matters(outcome)))


def _weight(outcome: Outcome, unknown: Unknown) -> tuple[int, int, int]:
    """Measure what an unknown holds back: headline conclusions, musts and avoids, all actions."""
    effects = [option.effect for option in unknown.options]
    strong = [a for one in effects for a in (*one.came, *one.went) if a.strength in STRONG]
    every = {a.id for one in effects for a in (*one.came, *one.went)}
    return (
        -sum(bool(one.headline(outcome)) for one in effects),
        -len({a.id for a in strong}),
        -len(every),
    )
