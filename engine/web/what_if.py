"""Say what can still be changed, and what one other answer would change."""

from typing import Any

from engine.consultation.answers import BadAnswer, taken, without
from engine.consultation.outcome import Outcome
from engine.explanation.change import instead
from engine.language.entries import Question
from engine.output import comparison_text, levers_text, question_text, wording
from engine.web import form
from engine.web.visit import Reply, Visit, led, question_called, shown


def levers(visit: Visit) -> Reply:
    """List what can still be changed and what for, and the answers to try another of."""
    groups = list(levers_text.described(visit.outcome))
    questions = [visit.kb.questions[name] for name in visit.answered]
    none = "" if groups else levers_text.none_text(visit.outcome)
    return shown(visit, "what-if.html", groups=groups, none=none, questions=questions)


def show(visit: Visit, name: str) -> Reply:
    """Show the other answers to a question, and what the one that was tried would change."""
    question = question_called(visit, name)
    if question is None or name not in visit.outcome.answers:
        return led(visit, "/what-if")
    tried = visit.kept.instead.get(name)
    content = _content(visit, question, form.texts(tried))
    if tried is not None:
        content |= _compared(visit, instead(visit.outcome, {name: tried}))
    return shown(visit, "instead.html", **content)


def compare(visit: Visit, name: str) -> Reply:
    """Take another answer to compare with; the answers stay as they are."""
    question = question_called(visit, name)
    if question is None or name not in visit.outcome.answers:
        return led(visit, "/what-if")
    sent = visit.sent("answer")
    try:
        value = form.read(visit.kb, question, sent, visit.kept.answers)
    except BadAnswer as bad:
        wrong = " ".join((bad.message, bad.hint))
        return shown(visit, "instead.html", 422, **_content(visit, question, sent), wrong=wrong)
    return led(visit.keeping(instead={name: value}), f"/what-if/{name}")


def _content(visit: Visit, question: Question, now: list[str]) -> dict[str, Any]:
    offered = without(question, taken(visit.kb, question, visit.kept.answers))
    asked = question_text.worded(visit.outcome, offered)
    said = wording.quoted(visit.kb, question.id, visit.outcome.answers[question.id])
    return {"question": asked, "fields": form.fields(asked, now), "now": said, "differing": None}


def _compared(visit: Visit, after: Outcome) -> dict[str, Any]:
    before = visit.outcome
    return {
        "rows": comparison_text.differing_rows(before, after),
        "differing": comparison_text.differing(before, after),
    }
