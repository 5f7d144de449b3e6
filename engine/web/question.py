"""Show one question, and take the answer to it."""

from collections.abc import Sequence
from typing import Any

from engine.consultation.answers import BadAnswer, distressed, taken, without
from engine.consultation.deidentified import without_private
from engine.consultation.outcome import Outcome
from engine.dialogue import progress, prompt_text
from engine.dialogue.taking import Taken, take
from engine.dialogue.typed import is_usual
from engine.language.entries import Question
from engine.language.words import Value
from engine.output import beside, page, path_text, question_text
from engine.output.page_ruler import page_ruler
from engine.web import form
from engine.web.visit import Reply, Visit, led, question_called, shown

_CHANGE = "Change an answer"


def show(visit: Visit, name: str) -> Reply:
    """Show a question with the answer it has; one that is not asked here leads to the next."""
    question = question_called(visit, name)
    if question is None:
        return led(visit, visit.onward)
    now = form.texts(visit.kept.answers.get(name))
    return shown(visit, "question.html", **_content(visit, question, now))


def answer(visit: Visit, name: str) -> Reply:
    """Take the answer to a question; where it is none, say so and keep what was typed."""
    question = question_called(visit, name)
    if question is None:
        return led(visit, visit.onward)
    sent = visit.sent("answer")
    try:
        value = form.read(visit.kb, question, sent, visit.kept.answers)
        if not is_usual(question, value) and visit.sent("sure") != [str(value)]:
            return _asked_back(visit, question, value)
        taken_now = take(visit.kb, visit.kept.answers, question, value)
    except BadAnswer as bad:
        wrong = " ".join((bad.message, bad.hint))
        content = _content(visit, question, sent)
        return shown(visit, "question.html", 422, **content, wrong=wrong)
    after = visit.keeping(answers=taken_now.answers, instead={})
    return _led_on(after, question, value, taken_now)


def _asked_back(visit: Visit, question: Question, value: Value) -> Reply:
    """Ask back whether a number outside the usual ones is right: the same again keeps it."""
    doubt = f"{prompt_text.doubt_text(question, value)} To keep {value}, continue."
    content = _content(visit, question, form.texts(value))
    return shown(visit, "question.html", 422, **content, wrong=doubt, sure=value)


def _led_on(visit: Visit, question: Question, value: Value, taken_now: Taken) -> Reply:
    """Go on after an answer; where it speaks of distress, not without a word."""
    lines = []
    if taken_now.stands_for_others:
        lines.append(str(prompt_text.settled_text(visit.upshot, taken_now.moved)))
    for name, problem in taken_now.withdrawn.items():
        lines.append(prompt_text.withdrawn_text(visit.kb, name, problem.message))
    onward = visit.onward
    if distressed(question, value):
        if question.acknowledge:
            onward = "/support"
        else:
            lines.append(prompt_text.offer_text(visit.kb))
    return led(visit.keeping(said="\n".join(lines)), onward)


def _content(visit: Visit, question: Question, now: Sequence[str]) -> dict[str, Any]:
    """Give what the page of a question shows; `now` are the texts chosen or typed so far."""
    outcome = visit.outcome
    offered = without(question, taken(visit.kb, question, visit.kept.answers))
    asked = question_text.worded(outcome, offered)
    sides = question_text.sides(outcome, question)
    is_next = question is outcome.pending
    return {
        "question": asked,
        "fields": form.fields(asked, now, beside.columns(outcome, offered)),
        "reasons": [question_text.side_text(asked, side) for side in sides],
        "why": prompt_text.why_text(outcome, asked).splitlines(),
        "heading": progress.heading(outcome) if is_next else _CHANGE,
        "left": 1 + progress.more(outcome) if is_next else 0,
        "count": len(visit.answered),
        "back": _before(visit, question),
        "facts": [prompt_text.fact_text(outcome, name) for name in visit.answered],
        **_path(outcome, question),
    }


def _before(visit: Visit, question: Question) -> str:
    """Give the path back: to the question answered before this one, from the first to the start."""
    names = list(visit.answered)
    if question.id in names:
        names = names[: names.index(question.id)]
    return f"question/{names[-1]}" if names else ""


def _path(outcome: Outcome, question: Question) -> dict[str, Any]:
    """Give the picture of the phase in which a question stands, and what says the same.

    The picture of the first phase has the ruler in its heading; above the others it stands alone.
    """
    from diagrams import shown as drawn  # brings Graphviz along: only for those who draw

    phase, public = progress.step_of(outcome, question).phase, without_private(outcome)
    picture = drawn.beside_question(outcome, phase.phase)
    if picture is None:
        return {"picture": None}
    return {
        "picture": page.svg(picture),
        "dark": page.dark([picture]),
        "ruler": None if phase is outcome.path[0].phase else page_ruler(public),
        "listed": path_text.outline(public, (phase.phase,)),
    }
