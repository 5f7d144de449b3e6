"""Turn an Outcome into explanations: how a result came about, and which conditions kept another away."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Literal

import msgspec

from engine import condition
from engine.condition import Clause, Test
from engine.consultation import Outcome, Step
from engine.model import AHEAD, NONE, Action, Branch, Node, Value
from engine.ways import CERTAIN

if TYPE_CHECKING:
    from engine.inference import Firing

Kind = Literal["answer", "conclusion", "node", "action"]
"""What can be explained: something answered, something concluded, a place on the path, something to do."""


class Chain(msgspec.Struct, frozen=True, eq=False):
    """Hold how a result came about: the answers it rests on, what was assumed, the rules in the order they fired."""

    kind: Kind
    id: str
    answers: tuple[tuple[str, Value], ...]
    assumed: tuple[str, ...]
    firings: tuple["Firing", ...]


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


_KINDS: tuple[Kind, ...] = ("conclusion", "node", "action", "answer")


def came_out(outcome: Outcome, kind: Kind) -> tuple[str, ...]:
    """Name what came out of a kind, in the order of the outcome."""
    if kind == "conclusion":
        return tuple(outcome.facts)
    if kind == "node":
        return tuple(dict.fromkeys(step.node.id for step in outcome.path))
    return tuple(one.action.id for one in outcome.actions) if kind == "action" else tuple(outcome.answers)


def kinds(outcome: Outcome, name: str) -> tuple[Kind, ...]:
    """Say as what a name came out: an id can be a question's and a node's at once."""
    return tuple(kind for kind in _KINDS if name in came_out(outcome, kind))


def how(outcome: Outcome, kind: Kind, name: str) -> Chain:
    """Give the chain from answers to a result that came out, from the trace alone."""
    if kind == "answer":
        return Chain(kind, name, ((name, outcome.answers[name]),), (), ())
    if kind == "node":
        return _chain(outcome, kind, name, _arrivals(outcome, name))
    return _chain(outcome, kind, name, outcome.firings(kind, name))


def overview(outcome: Outcome) -> Chain | None:
    """Give the one chain to the conclusions that a plan opens with; None while none of them is known."""
    names = [name for name in outcome.kb.headline if outcome.facts.get(name, NONE) != NONE]
    ends = [firing for name in names for firing in outcome.firings("conclusion", name)]
    return _chain(outcome, "conclusion", names[0], ends) if names else None


def turns(outcome: Outcome) -> tuple["Firing", ...]:
    """Give the branches that were taken for certain because of a fact, in the order of the path."""
    return tuple(f for f in outcome.trace if f.kind == "branch" and f.facts and f.way == CERTAIN)


def _chain(outcome: Outcome, kind: Kind, name: str, ends: Iterable["Firing"]) -> Chain:
    answers: dict[str, Value] = {}
    found: dict[int, Firing] = {}
    waiting = list(ends)
    while waiting:
        firing = waiting.pop()
        if id(firing) in found:
            continue
        found[id(firing)] = firing
        answers.update((fact, value) for fact, value in firing.facts if fact in outcome.kb.questions)
        waiting += _behind(outcome, firing)
    fired = tuple(firing for firing in outcome.trace if id(firing) in found)
    assumed = {question for firing in fired for question in firing.assumed}
    return Chain(
        kind,
        name,
        tuple((fact, answers[fact]) for fact in outcome.asked if fact in answers),
        tuple(question for question in outcome.kb.questions if question in assumed),
        fired,
    )


def _behind(outcome: Outcome, firing: "Firing") -> Iterator["Firing"]:
    """Give the firings that a firing rests on: for its facts, for what it assumes, for the node it stands at."""
    for name, _ in firing.facts:
        yield from outcome.firings("conclusion", name)
        yield from outcome.firings("milestone", name)
    for question in firing.assumed:
        yield from outcome.firings("not-yet", question)[:1]
    if firing.node:
        yield from (one for one in _arrivals(outcome, firing.node) if one.way == firing.origin)
    elif firing.kind == "not-yet" and isinstance(firing.entry, Node):
        yield from (one for one in _arrivals(outcome, firing.entry.id) if one.way != CERTAIN)


def _arrivals(outcome: Outcome, node: str) -> Iterator["Firing"]:
    return (f for f in outcome.trace if f.kind == "branch" and isinstance(f.entry, Branch) and f.entry.go == node)


# Why not


def failed(outcome: Outcome, kind: Kind, name: str) -> tuple[Failed, ...]:
    """Give the conditions that kept a node or an action away, the nearest row first.

    Of the rows that would do, the one with the fewest failed conditions is given. Where the path does
    not come to a node, the rows are those of the last turn that led away from it.
    """
    rows = [tuple(_failing(outcome, clause, at, of)) for clause, at, of in _open_rows(outcome, kind, name)]
    return min((row for row in rows if row), key=len, default=())


def ways_to(outcome: Outcome, kind: Kind, name: str) -> Iterator[tuple[Failed, ...]]:
    """Give what fails in every row that would bring a node or an action nearer, as `failed` does for one."""
    return (
        row for clause, at, of in _open_rows(outcome, kind, name) if (row := tuple(_failing(outcome, clause, at, of)))
    )


def _open_rows(outcome: Outcome, kind: Kind, name: str) -> Iterator[tuple[Clause, Branch | Action, Node | None]]:
    """Give the rows that would bring a result nearer: its own where its node is reached, else those that lead there."""
    kb = outcome.kb
    visited = {step.node.id for step in outcome.path}
    targets = set(kb.actions[name].nodes) if kind == "action" else {name}
    if kind == "action" and visited & targets:
        action = kb.actions[name]
        clauses, _ = condition.read(action.when or {}, kb.facts)
        for due in _due(outcome, action):
            yield from ((condition.conjoin(clause, due), action, None) for clause in clauses)
        return
    leading = _leading_to(outcome, targets)
    turned = [s for s in outcome.path if s.node.id not in targets and _leads_away(s, leading, outcome)]
    for node in dict.fromkeys(step.node for step in reversed(turned)):
        taken = [step.branch for step in turned if step.node is node]
        for branch, choices in condition.row_clauses(node.branches, kb.facts):
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
    for branch, clauses in condition.row_clauses(node.branches, outcome.kb.facts):
        if branch not in taken:
            rows = [list(_failing(outcome, clause, branch, node)) for clause in clauses]
            found.update((one.name, None) for one in min((row for row in rows if row), key=len, default=[])[:1])
    return tuple(name for name in found if name in outcome.known)


def _leading_to(outcome: Outcome, targets: set[str]) -> set[str]:
    """Name the nodes from which one of some nodes can be reached, those included."""
    found = set(targets)
    for node in reversed(outcome.kb.ordered_nodes):
        if any(branch.go in found for branch in node.branches):
            found.add(node.id)
    return found


def _failing(outcome: Outcome, clause: Clause, at: Branch | Action, of: Node | None) -> Iterator[Failed]:
    known = outcome.known
    for name, test in clause:
        open_ = name in outcome.not_yet and outcome.kb.questions[name].is_chance
        if not open_ and not test(known.get(name)):
            yield Failed(name, test, known.get(name), at, of)
