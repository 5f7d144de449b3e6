"""Turn an Outcome into the conditions that kept a result away."""

from collections.abc import Iterator

import msgspec

from engine.consultation.outcome import Outcome, Step
from engine.explanation.how import Kind
from engine.language import condition, when
from engine.language.condition import Clause, Test
from engine.language.entries import Action, Branch, Node
from engine.language.words import AHEAD, Value


class Failed(msgspec.Struct, frozen=True, eq=False):
    """Hold one condition that kept a result away: where it stands, what it asks of a fact, what the fact is.

    `value` is None where the fact is not known yet. `at` is the row or action that asks it, and
    `of` the node where a branch of it would have had to be taken, None for the result's own condition.
    """

    name: str
    test: Test
    value: Value | None
    at: Branch | Action
    of: Node | None = None


def failed(outcome: Outcome, kind: Kind, name: str) -> tuple[Failed, ...]:
    """Give the conditions that kept a node or an action away, the nearest row first.

    Of the rows that would do, the one with the fewest failed conditions is given. Where the path does
    not come to a node, the rows are those of the last turn that led away from it.
    """
    rows = [
        tuple(_failing(outcome, clause, at, of))
        for clause, at, of in _open_rows(outcome, kind, name)
    ]
    return min((row for row in rows if row), key=len, default=())


def ways_to(outcome: Outcome, kind: Kind, name: str) -> Iterator[tuple[Failed, ...]]:
    """Give what fails in every row that would bring a node or an action nearer, as `failed` does for one."""
    return (
        row
        for clause, at, of in _open_rows(outcome, kind, name)
        if (row := tuple(_failing(outcome, clause, at, of)))
    )


def _open_rows(
    outcome: Outcome, kind: Kind, name: str
) -> Iterator[tuple[Clause, Branch | Action, Node | None]]:
    """Give the rows that would bring a result nearer: its own where its node is reached, else those that lead there."""
    kb = outcome.kb
    visited = {step.node.id for step in outcome.path}
    targets = set(kb.actions[name].nodes) if kind == "action" else {name}
    if kind == "action" and visited & targets:
        action = kb.actions[name]
        clauses, _ = when.read(action.when or {}, kb.facts)
        for due in _due(outcome, action):
            yield from ((condition.conjoin(clause, due), action, None) for clause in clauses)
        return
    leading = _leading_to(outcome, targets)
    turned = [
        s for s in outcome.path if s.node.id not in targets and _leads_away(s, leading, outcome)
    ]
    for node in dict.fromkeys(step.node for step in reversed(turned)):
        taken = [step.branch for step in turned if step.node is node]
        for branch, choices in when.row_clauses(node.branches, kb.facts):
            if branch.go in leading and branch not in taken:
                yield from ((clause, branch, node) for clause in choices)


def _leads_away(step: Step, leading: set[str], outcome: Outcome) -> bool:
    """Tell whether a step turned away; one that waits for an answer has not turned yet."""
    if step.branch is None:
        return outcome.pending is None
    return step.branch.go not in leading


def _due(outcome: Outcome, action: Action) -> Iterator[Clause]:
    """Give the clauses of which one must hold for an action not to be overdue."""
    ahead = Test((condition.Atom(frozenset({AHEAD})),))
    dated = [name for name in action.milestones if outcome.kb.milestones[name].date]
    yield from ((((name, ahead),)) for name in dated)
    if len(dated) < len(action.milestones) or not dated:
        yield ()


def closed_by(outcome: Outcome, node: Node) -> tuple[str, ...]:
    """Name the facts that closed the roads not taken at a node, in the order they are looked at."""
    taken = [step.branch for step in outcome.path if step.node is node]
    found: dict[str, None] = {}
    for branch, clauses in when.row_clauses(node.branches, outcome.kb.facts):
        if branch not in taken:
            rows = [list(_failing(outcome, clause, branch, node)) for clause in clauses]
            found.update(
                (one.name, None)
                for one in min((row for row in rows if row), key=len, default=[])[:1]
            )
    return tuple(name for name in found if name in outcome.known)


def _leading_to(outcome: Outcome, targets: set[str]) -> set[str]:
    """Name the nodes from which one of some nodes can be reached, those included."""
    found = set(targets)
    for node in reversed(outcome.kb.ordered_nodes):
        if any(branch.go in found for branch in node.branches):
            found.add(node.id)
    return found


def _failing(
    outcome: Outcome, clause: Clause, at: Branch | Action, of: Node | None
) -> Iterator[Failed]:
    known = outcome.known
    for name, test in clause:
        open_ = name in outcome.not_yet and outcome.kb.questions[name].is_chance
        if not open_ and not test(known.get(name)):
            yield Failed(name, test, known.get(name), at, of)
