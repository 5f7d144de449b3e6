"""Turn answers into an Outcome: conclusions, path, actions, the next question, the trace. A pure function."""

import datetime
from collections.abc import Iterable, Iterator, Mapping

from engine.consultation.answers import read_answers
from engine.consultation.exact import reached_by, require_exact
from engine.consultation.outcome import Outcome, Recommendation, Step
from engine.errors import CaseError, Problem
from engine.inference import ways
from engine.inference.trace import Firing
from engine.language.base import KnowledgeBase
from engine.language.words import Answers, Value


def consult(kb: KnowledgeBase, answers: Answers, today: datetime.date | None = None) -> Outcome:
    """Run the rules on some answers (question id → value; any of them may be missing).

    The order of the answers makes no difference. `today` decides which milestones are past;
    without it none is. Raises CaseError for answers that can't be, and
    KnowledgeError where the base leaves an applicant without a way on.
    """
    from engine.inference.run import (
        infer,
    )  # brings Experta along: the first question is put without it

    checked, problems = read_answers(
        {k: sorted(v) if isinstance(v, frozenset) else v for k, v in answers.items()}, kb
    )
    if problems:
        raise CaseError(problems)
    trace = infer(kb, checked, today)
    asked = _asked(trace, kb)
    pending = next((kb.questions[name] for name in asked if name not in checked), None)
    outcome = Outcome(
        kb=kb,
        answers=checked,
        today=today,
        facts=_derived(trace, "conclusion", kb.conclusions),
        milestones=_derived(trace, "milestone", kb.milestones),
        path=tuple(_path(trace, kb)),
        actions=tuple(_actions(trace, kb)),
        asked=asked,
        not_yet=tuple(
            name
            for name in kb.questions
            if any(f.kind == "not-yet" and f.id == name for f in trace)
        ),
        pending=pending,
        trace=trace,
        problems=tuple(_unused(checked, asked, kb)),
    )
    require_exact(outcome)
    return outcome


def settle(kb: KnowledgeBase, kept: Mapping[str, Value], today: datetime.date | None) -> Outcome:
    """Consult with those of the answers that bear on the outcome: an answer aside must not speak."""
    known = dict(kept)
    while True:
        outcome = consult(kb, known, today)
        if not outcome.problems:
            return outcome
        known = {name: value for name, value in known.items() if name in outcome.asked}


def _asked(trace: tuple["Firing", ...], kb: KnowledgeBase) -> tuple[str, ...]:
    needs = (str(firing.value) for firing in trace if firing.kind == "need")
    return tuple(dict.fromkeys(name for name in needs if name in kb.questions))


def _derived(trace: tuple["Firing", ...], kind: str, names: Iterable[str]) -> dict[str, Value]:
    found = {firing.id: firing.value for firing in trace if firing.kind == kind}
    return {name: found[name] for name in names if name in found}


def _path(trace: tuple["Firing", ...], kb: KnowledgeBase) -> Iterator[Step]:
    choices, reached = kb.chances, reached_by(trace, kb)
    for node in kb.ordered_nodes:
        if node.id not in reached:
            continue
        phase, taken = kb.phase_of[node.id], False
        for branch in node.branches:
            found = [f.way for f in trace if f.kind == "branch" and f.entry is branch]
            if found:
                taken = True
                yield Step(phase, node, branch, ways.merge(found, choices))
        if not taken:
            yield Step(phase, node, None, ways.merge(reached[node.id], choices))


def _actions(trace: tuple["Firing", ...], kb: KnowledgeBase) -> Iterator[Recommendation]:
    """Give the actions in the order of the plan: certain first, then milestone, strength, as written."""
    choices = kb.chances
    found: dict[str, list[Firing]] = {}
    for firing in trace:
        if firing.kind == "action":
            found.setdefault(firing.id, []).append(firing)
    made = []
    for action in kb.actions.values():
        if fired := found.get(action.id):
            reached = ways.merge([firing.way for firing in fired], choices)
            first = fired[0]
            made.append(
                Recommendation(action, kb.phase_of[first.node], first.node, first.by, reached)
            )
    milestones, strengths = [*kb.milestones, ""], ["must", "should", "consider", "avoid"]
    made.sort(
        key=lambda r: (r.contingent, milestones.index(r.by), strengths.index(r.action.strength))
    )
    yield from made


def _unused(answers: Answers, asked: tuple[str, ...], kb: KnowledgeBase) -> Iterator[Problem]:
    for name in answers:
        if name not in asked:
            yield Problem(
                None,
                "not-asked",
                f'"{kb.questions[name].label}" was answered, but is not asked here.',
            )
