"""Turn answers into an Upshot: quicker than the rules, and equal to what they come to.

For searches, which look at thousands of outcomes and explain none. What is then shown is consulted,
so that it has its trace. Where the quick evaluation can't tell, the rules are asked here too.
"""

from collections.abc import Collection, Iterable, Iterator
from typing import TYPE_CHECKING, cast

import msgspec

from engine.consultation.answers import settled
from engine.consultation.consult import consult, plan_order, settle
from engine.consultation.moment import Day, moment_of
from engine.consultation.now import busy_nodes, next_actions, placed
from engine.consultation.outcome import Recommendation, Step, Upshot
from engine.language.base import KnowledgeBase
from engine.language.cycles import Moment
from engine.language.entries import State
from engine.language.words import Answers, Value

if TYPE_CHECKING:
    from engine.inference.evaluation import Findings
    from engine.inference.lowered.worlds import Worlds


def glance(
    kb: KnowledgeBase, answers: Answers, today: Day | None = None, done: Collection[str] = ()
) -> Upshot:
    """Give what comes out for some answers, as `consult` does; they are such as `consult` gives.

    Raises KnowledgeError as `consult` does.
    """
    given = _given(kb, answers, today, done)
    findings = _findings(given)
    return _upshot(given, findings) if findings else consult(kb, answers, today, done)


def settled_glance(
    kb: KnowledgeBase, kept: Answers, today: Day | None, done: Collection[str] = ()
) -> Upshot:
    """Give what comes out with those of the answers that bear on it, as `settle` does."""
    known = settled(kb, kept)
    while True:
        given = _given(kb, known, today, done)
        findings = _findings(given)
        if findings is None:
            return settle(kb, known, today, done)
        if known.keys() <= set(findings.asked):
            return _upshot(given, findings)
        known = {name: value for name, value in known.items() if name in findings.asked}


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


def _findings(given: _Given) -> "Findings | None":
    """Evaluate what is given; None where only the rules can tell."""
    from engine.inference.evaluation import evaluator  # the first question is put without them
    from engine.inference.lowered.codes import NotLowered

    try:
        return evaluator(given.kb).evaluate(given.answers, given.moment, given.done)
    except NotLowered:
        return None


def _upshot(given: _Given, findings: "Findings") -> Upshot:
    """Put findings in the words of the base."""
    from engine.inference.evaluation import evaluator

    kb, answers, worlds = given.kb, given.answers, evaluator(given.kb).worlds
    waiting = [name for name in findings.asked if name not in answers]
    actions = tuple(sorted(_actions(kb, findings, worlds), key=plan_order(kb)))
    first = kb.first.get(findings.first or "")
    next_ = next_actions(first, actions)
    return Upshot(
        kb=kb,
        answers={name: answers[name] for name in kb.questions if name in answers},
        today=given.today,
        cycle=given.moment.cycle,
        done=given.done,
        facts=_values(findings, kb.conclusions),
        milestones=_values(findings, kb.milestones),
        path=placed(tuple(_path(kb, findings, worlds)), actions),
        actions=actions,
        asked=findings.asked,
        not_yet=findings.open,
        pending=kb.questions[waiting[0]] if waiting else None,
        first=first,
        next=next_,
        busy=busy_nodes(next_, actions),
    )


def _values(findings: "Findings", names: Iterable[str]) -> dict[str, Value]:
    return {name: findings.facts[name] for name in names if name in findings.facts}


def _path(kb: KnowledgeBase, findings: "Findings", worlds: "Worlds") -> Iterator[Step]:
    for node in kb.ordered_nodes:
        if node.id not in findings.reached:
            continue
        phase, is_left = kb.phase_of[node.id], False
        for index, branch in enumerate(node.branches):
            mask = findings.taken.get((node.id, index))
            if mask:
                is_left = True
                yield Step(phase, node, branch, worlds.ways(mask))
        if not is_left:
            yield Step(phase, node, None, worlds.ways(findings.reached[node.id]))


def _actions(kb: KnowledgeBase, findings: "Findings", worlds: "Worlds") -> Iterator[Recommendation]:
    for action in kb.actions.values():
        if action.id in findings.advised:
            mask, state, by, node = findings.advised[action.id]
            ways = worlds.ways(mask)
            yield Recommendation(action, kb.phase_of[node], node, by, ways, cast(State, state))
