"""Turn an Outcome into why a question is asked."""

from engine.consultation.outcome import Outcome
from engine.language.entries import Question
from engine.language.written import Entry


def asked_by(outcome: Outcome, question: Question) -> Entry | None:
    """Give the entry whose rule needs a question first; None where none does."""
    for firing in outcome.trace:
        if firing.kind in ("need", "want") and firing.id == question.id:
            return firing.entry
    return None
