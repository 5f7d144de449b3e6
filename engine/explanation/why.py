"""Turn an Outcome into why a question is asked."""

from engine.consultation.outcome import Outcome
from engine.language.entries import Entry, Question


def asked_by(outcome: Outcome, question: Question) -> Entry | None:
    """Give the node, action or conclusion whose rule needs a question first; None where none does."""
    needs = (
        f.entry for f in outcome.trace if f.kind in ("need", "want") and f.value == question.id
    )
    return next(needs, None)
