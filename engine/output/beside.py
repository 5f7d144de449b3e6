"""Say what the choices of a question would come to, before one is taken."""

from engine.consultation.outcome import Upshot
from engine.explanation.change import instead_at_a_glance
from engine.language.entries import Question
from engine.language.words import DECLINED, NOT_YET, UNKNOWN
from engine.output import wording
from engine.output.layout import Column

_NO_CHOICE = (UNKNOWN, DECLINED, NOT_YET)  # answers with which there is nothing to be worked out


def columns(outcome: Upshot, question: Question) -> list[Column]:
    """Give a column for each conclusion that a question shows beside its choices.

    It has the text for every answer in the order of the list, given the answers so far: a dash
    where that is not known, or takes more answers. A column of dashes alone is left out.
    """
    result = []
    if question.beside:
        choices = [choice for choice in question.words if choice not in _NO_CHOICE]
        after = {choice: instead_at_a_glance(outcome, {question.id: choice}) for choice in choices}
    for name in question.beside:
        conclusion = outcome.kb.conclusions[name]
        texts = []
        for answer in question.words:
            texts.append(wording.cell_text(after[answer], name) if answer in after else "-")
        if set(texts) != {"-"}:
            result.append(Column(conclusion.heading or conclusion.label, tuple(texts)))
    return result
