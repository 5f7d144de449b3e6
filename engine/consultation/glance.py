"""Turn answers into an Upshot: quicker than the rules, and equal to what they come to.

For searches, which look at thousands of outcomes and explain none. What is then shown is consulted,
so that it has its trace. Where the quick evaluation can't tell, the rules are asked here too.
"""

from collections.abc import Collection, Iterable, Iterator
from typing import TYPE_CHECKING, cast

import msgspec

from engine.consultation.answers import settled
from engine.consultation.consult import consult, plan_order, settle, unused
from engine.consultation.moment import Day, moment_of
from engine.consultation.now import led, placed
from engine.consultation.outcome import Outcome, Recommendation, Step, Upshot
from engine.inference.trace import Firing
from engine.language.base import KnowledgeBase
from engine.language.cycles import Moment
from engine.language.entries import State
from engine.language.words import Answers, Value

if TYPE_CHECKING:
    from engine.inference.evaluation import Findings, Part
    from engine.inference.lowered.worlds import Worlds


def glance(
    kb: KnowledgeBase, answers: Answers, today: Day | None = None, done: Collection[str] = ()
) -> Upshot:
    """Give what comes out for some answers, as `consult` does; they are such as `consult` gives.

    Raises KnowledgeError as `consult` does.
    """
    given = _given(kb, answers, today, done)
    found = _findings(given)
    return _upshot(given, found) if found else consult(kb, answers, today, done)


def outlined(
    kb: KnowledgeBase, answers: Answers, today: Day | None = None, done: Collection[str] = ()
) -> Outcome:
    """Give an outcome whose trace says what decided each conclusion, and no more.

    Its plan reads as that of `consult`, for a plan quotes nothing else of a trace. It explains
    nothing: it is for those who hold many words against others.
    """
    in_order = {name: answers[name] for name in kb.questions if name in answers}
    given = _given(kb, in_order, today, done)
    found = _findings(given)
    if found is None:
        return consult(kb, answers, today, done)
    upshot = _upshot(given, found)
    return Outcome(
        **{field: getattr(upshot, field) for field in upshot.__struct_fields__},
        trace=tuple(_deciding(kb, found, name, value) for name, value in upshot.facts.items()),
        problems=tuple(unused(given.answers, upshot.asked, kb)),
    )


def _deciding(kb: KnowledgeBase, found: "Findings", name: str, value: Value) -> Firing:
    """Say which row decided a conclusion; what was looked up or added up, it decided itself."""
    conclusion, row = kb.conclusions[name], found.rows.get(name)
    entry = conclusion if row is None else conclusion.rules[row]
    return Firing("conclusion", name, entry, facts=(), value=value)


def findings(
    kb: KnowledgeBase,
    answers: Answers,
    today: Day | None = None,
    done: Collection[str] = (),
    without: "Collection[Part]" = (),
) -> "Findings | None":
    """Give what the quick evaluation finds, `without` some of it; None where it can't tell."""
    return _findings(_given(kb, answers, today, done), without)


def recommendations(kb: KnowledgeBase, found: "Findings") -> list[Recommendation]:
    """Give the actions among findings, in the order of a plan."""
    return sorted(_actions(kb, found, _worlds(kb)), key=plan_order(kb))


def settled_glance(
    kb: KnowledgeBase, kept: Answers, today: Day | None, done: Collection[str] = ()
) -> Upshot:
    """Give what comes out with those of the answers that bear on it, as `settle` does."""
    known = settled(kb, kept)
    while True:
        given = _given(kb, known, today, done)
        found = _findings(given)
        if found is None:
            return settle(kb, known, today, done)
        if known.keys() <= set(found.asked):
            return _upshot(given, found)
        known = {name: value for name, value in known.items() if name in found.asked}


class _Given(msgspec.Struct, frozen=True):
    """Hold what an upshot is found for."""

    kb: KnowledgeBase
    answers: Answers
    today: Day | None
    moment: Moment
    done: frozenset[str]


def _given(kb: KnowledgeBase, answers: Answers, today: Day | None, done: Collection[str]) -> _Given:
    answers = settled(kb, answers)
    return _Given(kb, answers, today, moment_of(kb, answers, today), frozenset(done))


def _findings(given: _Given, without: "Collection[Part]" = ()) -> "Findings | None":
    """Evaluate what is given; None where only the rules can tell."""
    from engine.inference.evaluation import evaluator  # the first question is put without them
    from engine.inference.lowered.codes import NotLowered

    try:
        return evaluator(given.kb).evaluate(given.answers, given.moment, given.done, without)
    except NotLowered:
        return None


def _worlds(kb: KnowledgeBase) -> "Worlds":
    from engine.inference.evaluation import evaluator

    return evaluator(kb).worlds


def _upshot(given: _Given, found: "Findings") -> Upshot:
    """Put findings in the words of the base."""
    kb, answers = given.kb, given.answers
    waiting = [name for name in found.asked if name not in answers]
    actions = tuple(recommendations(kb, found))
    first = kb.first.get(found.first or "")
    upshot = Upshot(
        kb=kb,
        answers={name: answers[name] for name in kb.questions if name in answers},
        today=given.today,
        cycle=given.moment.cycle,
        done=given.done,
        facts=_values(found, kb.conclusions),
        milestones=_values(found, kb.milestones),
        path=placed(tuple(_path(kb, found, _worlds(kb))), actions),
        actions=actions,
        asked=found.asked,
        not_yet=found.open,
        pending=kb.questions[waiting[0]] if waiting else None,
        first=None,
        next=(),
        busy=frozenset(),
    )
    return led(upshot, first)


def _values(found: "Findings", names: Iterable[str]) -> dict[str, Value]:
    return {name: found.facts[name] for name in names if name in found.facts}


def _path(kb: KnowledgeBase, found: "Findings", worlds: "Worlds") -> Iterator[Step]:
    for node in kb.ordered_nodes:
        if node.id not in found.reached:
            continue
        phase, is_left = kb.phase_of[node.id], False
        for index, branch in enumerate(node.branches):
            mask = found.taken.get((node.id, index))
            if mask:
                is_left = True
                yield Step(phase, node, branch, worlds.ways(mask))
        if not is_left:
            yield Step(phase, node, None, worlds.ways(found.reached[node.id]))


def _actions(kb: KnowledgeBase, found: "Findings", worlds: "Worlds") -> Iterator[Recommendation]:
    for action in kb.actions.values():
        if action.id in found.advised:
            mask, state, by, node = found.advised[action.id]
            ways = worlds.ways(mask)
            yield Recommendation(action, kb.phase_of[node], node, by, ways, cast(State, state))
