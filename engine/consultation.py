"""Turn answers into an Outcome: conclusions, path, actions, the next question, the trace. A pure function."""

import datetime
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

import msgspec

from engine import condition, ways
from engine.case import read_answers
from engine.errors import CaseError, KnowledgeError, Problem
from engine.model import Action, Answers, Branch, KnowledgeBase, Node, Phase, Question, Value
from engine.ways import Way

if TYPE_CHECKING:
    from engine.inference import Firing


class Step(msgspec.Struct, frozen=True, eq=False):
    """Hold one branch taken (None at an end, or where the path waits); `ways` is empty when it is certain."""

    phase: Phase
    node: Node
    branch: Branch | None
    ways: tuple[Way, ...]

    @property
    def contingent(self) -> bool:
        """Tell whether the step waits on the world."""
        return bool(self.ways)


class Recommendation(msgspec.Struct, frozen=True, eq=False):
    """Hold an action that applies: the node it stands beside, the milestone it is due by.

    `ways` is empty when it is certain.
    """

    action: Action
    phase: Phase
    node: str
    by: str
    ways: tuple[Way, ...]

    @property
    def contingent(self) -> bool:
        """Tell whether the action waits on the world."""
        return bool(self.ways)


class Outcome(msgspec.Struct, frozen=True, eq=False):
    """Hold what the rules make of some answers.

    `facts`: conclusion → value, in the base's order. `asked`: the questions that bear on this
    outcome, answered or not, in the order they come. `pending`: the next of them, or None.
    `milestones`: milestone → `ahead` or `past`, where it was looked at.
    `problems`: what of the answers did not apply, and why.
    """

    kb: KnowledgeBase
    answers: Answers
    today: datetime.date | None
    facts: Mapping[str, Value]
    milestones: Mapping[str, Value]
    path: tuple[Step, ...]
    actions: tuple[Recommendation, ...]
    asked: tuple[str, ...]
    not_yet: tuple[str, ...]
    pending: Question | None
    trace: tuple["Firing", ...]
    problems: tuple[Problem, ...]

    @property
    def known(self) -> dict[str, Value]:
        """Map every fact that is known to its value: answers, conclusions, milestones."""
        return {**self.answers, **self.facts, **self.milestones}

    def holds(self, when: Mapping[str, object] | None) -> bool:
        """Tell whether a condition, as written, holds for what is known."""
        known, (clauses, _) = self.known, condition.read(when or {}, self.kb.facts)
        return any(all(test(known.get(name)) for name, test in clause) for clause in clauses)

    def firings(self, kind: str, identifier: str) -> tuple["Firing", ...]:
        """Give the firings that decided a conclusion, a node's branch or an action."""
        return tuple(one for one in self.trace if one.kind == kind and one.id == identifier)


def consult(kb: KnowledgeBase, answers: Answers, today: datetime.date | None = None) -> Outcome:
    """Run the rules on some answers (question id → value; any of them may be missing).

    The order of the answers makes no difference. `today` decides which milestones are past;
    without it none is. Raises CaseError for answers that can't be, and
    KnowledgeError where the base leaves an applicant without a way on.
    """
    from engine.inference import infer  # brings Experta along: the first question is put without it

    checked, problems = read_answers({k: sorted(v) if isinstance(v, frozenset) else v for k, v in answers.items()}, kb)
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
        not_yet=tuple(name for name in kb.questions if any(f.kind == "not-yet" and f.id == name for f in trace)),
        pending=pending,
        trace=trace,
        problems=tuple(_unused(checked, asked, kb)),
    )
    _require_exact(outcome)
    return outcome


def living(kb: KnowledgeBase, kept: Mapping[str, Value], today: datetime.date | None) -> Outcome:
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


def _reached(trace: tuple["Firing", ...], kb: KnowledgeBase) -> dict[str, list[Way]]:
    """Map each node on the path to the ways that reach it."""
    reached: dict[str, list[Way]] = {kb.start.id: [ways.CERTAIN]}
    for firing in trace:
        if firing.kind == "branch" and isinstance(firing.entry, Branch):
            reached.setdefault(firing.entry.go, []).append(firing.way)
    return reached


def _path(trace: tuple["Firing", ...], kb: KnowledgeBase) -> Iterator[Step]:
    choices, reached = kb.chances, _reached(trace, kb)
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
            made.append(Recommendation(action, kb.phase_of[first.node], first.node, first.by, reached))
    milestones, strengths = [*kb.milestones, ""], ["must", "should", "consider", "avoid"]
    made.sort(key=lambda r: (r.contingent, milestones.index(r.by), strengths.index(r.action.strength)))
    yield from made


def _unused(answers: Answers, asked: tuple[str, ...], kb: KnowledgeBase) -> Iterator[Problem]:
    for name in answers:
        if name not in asked:
            yield Problem(None, "not-asked", f'"{kb.questions[name].label}" was answered, but is not asked here.')


def _require_exact(outcome: Outcome) -> None:
    """Refuse to go on where a table leaves a gap or two of its rows hold: no silent way on."""
    if outcome.pending:
        return
    choices = outcome.kb.chances
    taken = [firing for firing in outcome.trace if firing.kind == "branch"]
    for identifier, reached in _reached(outcome.trace, outcome.kb).items():
        node = outcome.kb.nodes.get(identifier)
        for way in reached if node and node.branches else ():
            onward = [f.way for f in taken if f.id == identifier and f.origin == way]
            if node and not ways.fill(way, onward, choices):
                message = f'no branch of node "{identifier}" holds for these answers.'
                raise KnowledgeError([Problem(node.place, "gap", message, "Add a branch for them.")])
    seen: dict[tuple[str, Way], Firing] = {}
    decided = [f for f in taken if f.way == f.origin] + [f for f in outcome.trace if f.kind == "conclusion"]
    for firing in decided:
        other = seen.setdefault((firing.id, firing.origin), firing)
        if other.entry is not firing.entry:
            message = f'two rows of "{firing.id}" hold at once, here and at {other.place}.'
            raise KnowledgeError(
                [Problem(firing.place, "overlap", message, "Make their conditions exclude each other.")]
            )
