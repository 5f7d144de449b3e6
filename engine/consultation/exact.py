"""Refuse an outcome in which a table left a gap, or two of its rows held."""

from engine.consultation.outcome import Outcome
from engine.errors import KnowledgeError, Problem
from engine.inference import ways
from engine.inference.trace import Firing
from engine.inference.ways import Way
from engine.language.base import KnowledgeBase
from engine.language.entries import Branch


def reached_by(trace: tuple["Firing", ...], kb: KnowledgeBase) -> dict[str, list[Way]]:
    """Map each node on the path to the ways that reach it."""
    reached: dict[str, list[Way]] = {kb.start.id: [ways.CERTAIN]}
    for firing in trace:
        if firing.kind == "branch" and isinstance(firing.entry, Branch):
            reached.setdefault(firing.entry.go, []).append(firing.way)
    return reached


def require_exact(outcome: Outcome) -> None:
    """Refuse to go on where a table leaves a gap or two of its rows hold: no silent way on."""
    if outcome.pending:
        return
    choices = outcome.kb.chances
    taken = [firing for firing in outcome.trace if firing.kind == "branch"]
    for identifier, reached in reached_by(outcome.trace, outcome.kb).items():
        node = outcome.kb.nodes.get(identifier)
        for way in reached if node and node.branches else ():
            onward = [f.way for f in taken if f.id == identifier and f.origin == way]
            if node and not ways.fill(way, onward, choices):
                message = f'no branch of node "{identifier}" holds for these answers.'
                raise KnowledgeError(
                    [Problem(node.place, "gap", message, "Add a branch for them.")]
                )
    seen: dict[tuple[str, Way], Firing] = {}
    decided = [f for f in taken if f.way == f.origin] + [
        f for f in outcome.trace if f.kind == "conclusion"
    ]
    for firing in decided:
        other = seen.setdefault((firing.id, firing.origin), firing)
        if other.entry is not firing.entry:
            message = f'two rows of "{firing.id}" hold at once, here and at {other.place}.'
            raise KnowledgeError(
                [
                    Problem(
                        firing.place,
                        "overlap",
                        message,
                        "Make their conditions exclude each other.",
                    )
                ]
            )
