"""Refuse an outcome in which a table left a gap, or two of its rows held: no silent way on."""

from engine.consultation.outcome import Outcome
from engine.errors import KnowledgeError
from engine.inference import ways
from engine.inference.trace import Firing
from engine.inference.ways import Way
from engine.language.base import KnowledgeBase
from engine.language.entries import Branch


def reached_by(trace: tuple[Firing, ...], kb: KnowledgeBase) -> dict[str, list[Way]]:
    """Map each node on the path to the ways that reach it."""
    reached: dict[str, list[Way]] = {kb.start.id: [ways.CERTAIN]}
    for firing in trace:
        if firing.kind == "branch" and isinstance(firing.entry, Branch):
            reached.setdefault(firing.entry.go, []).append(firing.way)
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
    onward: dict[tuple[str, Way], list[Way]] = {}
    for firing in outcome.trace:
        if firing.kind == "branch":
            onward.setdefault((firing.id, firing.origin), []).append(firing.way)
    for name, reached in reached_by(outcome.trace, kb).items():
        node = kb.nodes.get(name)
        if node is None or not node.branches:
            continue
        for way in reached:
            if not ways.fill(way, onward.get((name, way), []), kb.chances):
                message = f'no branch of node "{name}" holds for these answers.'
                raise KnowledgeError([node.problem("gap", message, "Add a branch for them.")])


def _require_one_row(outcome: Outcome) -> None:
    """No two rows of a table may hold at once; branches that split a way by a chance may."""
    decided: dict[tuple[str, str, Way], Firing] = {}
    for firing in outcome.trace:
        splits = firing.kind == "branch" and firing.way != firing.origin
        if firing.kind not in ("branch", "conclusion") or splits:
            continue
        first = decided.setdefault((firing.kind, firing.id, firing.origin), firing)
        if first.entry is not firing.entry:
            message = f'two rows of "{firing.id}" hold at once, here and at {first.place}.'
            hint = "Make their conditions exclude each other."
            raise KnowledgeError([firing.entry.problem("overlap", message, hint)])
