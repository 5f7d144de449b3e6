"""Refuse an outcome in which a table left a gap, or two of its rows held: no silent way on."""

from engine.consultation.outcome import Outcome
from engine.errors import KnowledgeError
from engine.inference import ways
from engine.inference.trace import Firing
from engine.inference.ways import Ways
from engine.language.base import KnowledgeBase
from engine.language.entries import Branch


def reached_by(trace: tuple[Firing, ...], kb: KnowledgeBase) -> dict[str, list[Ways]]:
    """Map each node on the path to the ways that reach it."""
    reached: dict[str, list[Ways]] = {kb.start.id: [ways.CERTAIN]}
    for firing in trace:
        if firing.kind == "branch" and isinstance(firing.entry, Branch):
            reached.setdefault(firing.entry.go, []).append(firing.ways)
    return reached


def require_exact(outcome: Outcome) -> None:
    """Hold an outcome against its tables; one that waits for an answer is not judged yet.

    Raises KnowledgeError where a node was reached on a way that none of its branches fills, or
    where two rows held for the same applicant.
    """
    if outcome.pending is None:
        _require_a_way_on(outcome)
        _require_one_row(outcome)


def _require_a_way_on(outcome: Outcome) -> None:
    """Every way that reaches a node must be filled by the ways on which its branches leave it."""
    kb = outcome.kb
    onward: dict[str, list[Ways]] = {}
    for firing in outcome.trace:
        if firing.kind == "branch":
            onward.setdefault(firing.id, []).append(firing.ways)
    for name, reached in reached_by(outcome.trace, kb).items():
        node = kb.nodes.get(name)
        if node is None or not node.branches:
            continue
        for arrival in reached:
            if not ways.fill(arrival, onward.get(name, []), kb.chances):
                message = f'no branch of node "{name}" holds for these answers.'
                raise KnowledgeError([node.problem("gap", message, "Add a branch for them.")])


def _require_one_row(outcome: Outcome) -> None:
    """No two rows of a table may hold at once; branches that part at a chance don't."""
    decided: dict[tuple[str, str], list[Firing]] = {}
    for firing in outcome.trace:
        if firing.kind not in ("branch", "conclusion"):
            continue
        before = decided.setdefault((firing.kind, firing.id), [])
        for first in before:
            if first.entry is not firing.entry and ways.meet(first.ways, firing.ways):
                message = f'two rows of "{firing.id}" hold at once, here and at {first.place}.'
                hint = "Make their conditions exclude each other."
                raise KnowledgeError([firing.entry.problem("overlap", message, hint)])
        before.append(firing)
