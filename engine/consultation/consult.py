"""Turn answers into an Outcome: conclusions, path, actions, the next question, the trace."""

from collections.abc import Callable, Iterable, Iterator
from typing import cast, get_args

from engine.consultation.answers import plain, read_answers, settled
from engine.consultation.exact import reached_by, require_exact
from engine.consultation.moment import Day, moment_of
from engine.consultation.now import led, placed
from engine.consultation.outcome import Outcome, Recommendation, Step
from engine.errors import CaseError, Problem
from engine.inference import ways
from engine.inference.trace import Firing
from engine.inference.ways import Ways
from engine.language.base import KnowledgeBase
from engine.language.entries import Action, Branch, State, Strength
from engine.language.words import Answers, Value

_STRENGTHS: tuple[str, ...] = get_args(Strength)


def consult(
    kb: KnowledgeBase, answers: Answers, today: Day | None = None, done: Iterable[str] = ()
) -> Outcome:
    """Run the rules on some answers (question id → value; any of them may be missing).

    The order of the answers makes no difference. `today` decides which milestones are past;
    without it none is. `done` names the actions that were done. Raises CaseError for answers that
    can't be, and KnowledgeError where the base leaves an applicant without a way on.
    """
    from engine.inference.run import infer  # brings Experta: the first question is put without it

    checked, problems = read_answers({name: plain(one) for name, one in answers.items()}, kb)
    if problems:
        raise CaseError(problems)
    checked = settled(kb, checked)
    moment, is_done = moment_of(kb, checked, today), frozenset(done)
    trace = infer(kb, checked, moment, is_done)
    asked = _asked(trace, kb)
    actions = tuple(_actions(trace, kb))
    first = next((kb.first[one.id] for one in trace if one.kind == "first"), None)
    open_ = {firing.id for firing in trace if firing.kind == "not-yet"}
    outcome = Outcome(
        kb=kb,
        answers=checked,
        today=today,
        cycle=moment.cycle,
        done=is_done,
        facts=_derived(trace, "conclusion", kb.conclusions),
        milestones=_derived(trace, "milestone", kb.milestones),
        path=placed(tuple(_path(trace, kb)), actions),
        actions=actions,
        asked=asked,
        not_yet=tuple(name for name in kb.questions if name in open_),
        pending=next((kb.questions[name] for name in asked if name not in checked), None),
        first=None,
        next=(),
        busy=frozenset(),
        trace=trace,
        problems=tuple(unused(checked, asked, kb)),
    )
    require_exact(outcome)
    return led(outcome, first)


def settle(
    kb: KnowledgeBase, kept: Answers, today: Day | None, done: Iterable[str] = ()
) -> Outcome:
    """Consult with those of the answers that bear on the outcome: an answer aside must not speak.

    An answer that is not asked here is left out, and the rules run anew, until all that are left
    are asked.
    """
    known = dict(kept)
    while True:
        outcome = consult(kb, known, today, done)
        if not outcome.problems:
            return outcome
        known = {name: value for name, value in known.items() if name in outcome.asked}


def _asked(trace: tuple[Firing, ...], kb: KnowledgeBase) -> tuple[str, ...]:
    """Name the questions that were needed, in the order in which they were."""
    needed = [firing.id for firing in trace if firing.kind == "need"]
    return tuple(dict.fromkeys(name for name in needed if name in kb.questions))


def _derived(trace: tuple[Firing, ...], kind: str, names: Iterable[str]) -> dict[str, Value]:
    """Map what was concluded to its value, in the order of the base."""
    values = {}
    for firing in trace:
        if firing.kind == kind:
            values[firing.id] = firing.value
    return {name: values[name] for name in names if name in values}


def _path(trace: tuple[Firing, ...], kb: KnowledgeBase) -> Iterator[Step]:
    """Give each branch taken, with its ways; a node that none leaves has one step without."""
    reached = reached_by(trace, kb)
    taken: dict[int, list[Ways]] = {}
    for firing in trace:
        if isinstance(firing.entry, Branch):
            taken.setdefault(id(firing.entry), []).append(firing.ways)
    for node in kb.ordered_nodes:
        if node.id not in reached:
            continue
        phase = kb.phase_of[node.id]
        left = [branch for branch in node.branches if id(branch) in taken]
        for branch in left:
            yield Step(phase, node, branch, ways.union(taken[id(branch)], kb.chances))
        if not left:
            yield Step(phase, node, None, ways.union(reached[node.id], kb.chances))


def _actions(trace: tuple[Firing, ...], kb: KnowledgeBase) -> list[Recommendation]:
    """Give the actions: done ones last, certain ones first, by milestone, strength, as written."""
    fired: dict[str, list[Firing]] = {}
    for firing in trace:
        if firing.kind == "action":
            fired.setdefault(firing.id, []).append(firing)
    found = []
    for action in kb.actions.values():
        if action.id in fired:
            first = fired[action.id][0]
            rests_on = ways.union([firing.ways for firing in fired[action.id]], kb.chances)
            phase = kb.phase_of[first.node]
            state = cast(State, first.state)
            found.append(Recommendation(action, phase, first.node, first.by, rests_on, state))
    return sorted(found, key=plan_order(kb))


def unused(answers: Answers, asked: tuple[str, ...], kb: KnowledgeBase) -> Iterator[Problem]:
    """Give the answers that do not bear on an outcome, each as a problem."""
    for name in answers:
        if name not in asked:
            label = kb.questions[name].label
            message = f'"{label}" was answered, but is not asked here.'
            yield Problem(None, "not-asked", message)


def plan_order(kb: KnowledgeBase) -> Callable[[Recommendation], tuple[bool, bool, int, int]]:
    """Give the key by which a plan is sorted: done last, certain first, by milestone, strength."""

    def key(one: Recommendation) -> tuple[bool, bool, int, int]:
        return one.state == "done", one.contingent, *urgency(kb, one.action, one.by)

    return key


def urgency(kb: KnowledgeBase, action: Action, by: str) -> tuple[int, int]:
    """Rank an action: by the milestone it is due by, where there is one, then by strength."""
    milestones = [*kb.milestones, ""]  # what has no milestone comes last
    return milestones.index(by), _STRENGTHS.index(action.strength)
