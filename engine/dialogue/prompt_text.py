"""Turn a question into what is shown at its prompt: its words, the help, why it is asked."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

import msgspec

from engine.consultation.outcome import Outcome, Upshot
from engine.dialogue.typed import WORD_FOR, commands
from engine.explanation import why
from engine.language.base import KnowledgeBase
from engine.language.entries import Question
from engine.language.words import Answers, Value
from engine.output import wording
from engine.output.layout import WIDTH, Column, Said, beside
from engine.output.opening import opening
from engine.output.question_text import decides

Shown = Iterator[str]
"""Gives what is shown line by line, each with its role where it has one."""

RECALLED = 3  # answers that a person who comes back is shown
_A_SCREEN = 16  # answers that a screen of 24 lines has room for, with what stands around them

LOOK_AGAIN = "Type review to change an answer, back for the last one, or press Enter for your plan."

# Where to go from an answer after which a person comes before the questions.
_WAYS_ON: Mapping[str, str] = {
    "stop": "Stop here, and keep my answers",
    "on": "Go on with the questions",
    "plan": "See a plan of two lines",
}


def question_text(
    question: Question,
    reasons: Iterable[str] = (),
    columns: Sequence[Column] = (),
    width: int = WIDTH,
) -> Shown:
    """Give a question as it is shown: its words, what there is for and against, its answers.

    Beside the answers stand as many of the columns as fit the width. Below answers that fill a
    screen stand the headings again, and it is asked again: both may have left the screen.
    """
    asked = Said(question.ask, "question")
    yield asked
    yield from (f"  {reason}" for reason in reasons)
    yield from _answers_text(question, columns, width)
    if _fills_a_screen(question):
        yield asked


def _fills_a_screen(question: Question) -> bool:
    return len(question.words) > _A_SCREEN


def _answers_text(question: Question, columns: Sequence[Column], width: int) -> Shown:
    """Give the legal answers to a question, the columns beside them, and how to give several."""
    if question.type == "integer":
        span = f"A whole number from {question.min} to {question.max}"
        yield Said(f"  {'; or: '.join([span, *question.words.values()])}.", "help")
    else:
        numbered = list(_numbered(question.words.values()))
        yield from beside(numbered, columns, width, headed_twice=_fills_a_screen(question))
    if question.type == "choices":
        yield Said("  Several may apply: give the numbers with commas.", "help")


def help_text(
    kb: KnowledgeBase, question: Question, columns: Sequence[Column] = (), width: int = WIDTH
) -> Shown:
    """Give the help at a question: what it means, its legal answers, the words to type.

    Where the answers fill a screen they come first, so that what it means stays in sight.
    """
    means = [Said(question.help, "help")] if question.help else []
    asked = Said(question.ask, "question")
    answers = list(_answers_text(question, columns, width))
    for answer, word in WORD_FOR.items():
        if answer in question.words:
            answers.append(Said(f'  Or type "{word}".', "help"))
    if _fills_a_screen(question):
        yield from (*answers, *_commands(kb), *means, asked)
    else:
        yield from (*means, asked, *answers, *_commands(kb))


def review_help_text(kb: KnowledgeBase) -> Shown:
    """Give the help at the list of answers."""
    yield Said("The number of an answer to change it, or Enter to go on.", "help")
    yield from _commands(kb)


def why_text(outcome: Outcome, question: Question, rules: bool = False) -> str:
    """Say why a question is asked.

    In its own words for that, where it has some; else what is known, and what it decides. The
    source follows, but not where a person speaks to a person. With `rules` it is said where the
    rule is written that asks it.
    """
    if question.why and (question.private or question.support_after):
        return question.why
    lines = [question.why] if question.why else _what_it_decides(outcome, question)
    source = f"Source: {wording.cited_text(outcome.kb, question.sources)}"
    asked_by = why.asked_by(outcome, question) if rules else None
    lines.append(f"Rule: {asked_by.place}. {source}" if asked_by else source)
    return "\n".join(lines)


def _what_it_decides(outcome: Outcome, question: Question) -> list[str]:
    """Say what is known, and what a question decides."""
    kb, known = outcome.kb, {**outcome.answers, **outcome.facts}
    names = dict.fromkeys((*kb.head.caption, *kb.head.headline))
    facts = [wording.fact_text(kb, name, known[name]) for name in names if name in known]
    lines = [f"Known so far: {'; '.join(facts)}."] if facts else []
    return [*lines, decides(outcome, question)]


def answered_text(outcome: Upshot, name: str) -> Said:
    """Say back in words which answer was taken."""
    return Said(f"  {fact_text(outcome, name)}", "answer")


def recalled_text(outcome: Outcome, answers: Answers) -> str:
    """Say to a person who comes back where they stand, what they answered last, and how to go on.

    `answers` has them in the order in which they were given. Where what comes first stands alone,
    nothing is recalled before it.
    """
    lines = ["", "You were here before."]
    if not opening(outcome).alone:
        title, told = wording.title(outcome), [one for one in answers if one in outcome.answers]
        lines += [title] if title != outcome.kb.head.title else []
        lines += ["You answered last:"] if told else []
        lines += [f"  {fact_text(outcome, name)}" for name in told[-RECALLED:]]
    onward = "You go on below. Type review for all your answers."
    return "\n".join([*lines, onward if outcome.pending else "Nothing more is asked."])


def answers_text(outcome: Upshot, names: Sequence[str]) -> str:
    """List the answers to some questions, numbered, and say how to change one."""
    facts = [fact_text(outcome, name) for name in names]
    lines = list(_numbered(facts)) or ["  none yet"]
    return "\n".join(["", "Your answers", *lines, "A number to change one, Enter to go on."])


def fact_text(outcome: Upshot, name: str) -> str:
    """Give an answer as `label: value`, with the dates that its words show."""
    return wording.filled(wording.fact_text(outcome.kb, name, outcome.answers[name]), outcome)


def kept_text(outcome: Upshot, question: Question) -> Said:
    """Say which answer Enter keeps."""
    value = wording.value_text(outcome.kb, question.id, outcome.answers[question.id])
    return Said(f"  Now: {wording.filled(value, outcome)}. Enter keeps it.", "help")


def ask_back_text(question: Question, number: Value) -> Said:
    """Ask back whether a number outside the usual ones is right, and say how to keep it."""
    text = doubt_text(question, number)
    return Said(f"{text}\n  You typed {number}. Enter keeps it, or type another number.", "error")


def doubt_text(question: Question, number: Value) -> str:
    """Ask back whether a number outside the usual ones is right."""
    return question.ask_back or f"{number} is unusual."


def settled_text(outcome: Upshot, moved: Answers) -> Said:
    """Say in one line which other answers an answer settled."""
    facts = [wording.fact_text(outcome.kb, name, value) for name, value in moved.items()]
    return Said(wording.filled(f"Taken as: {'; '.join(facts)}.", outcome), "answer")


def withdrawn_text(kb: KnowledgeBase, name: str, reason: str) -> str:
    """Say that an answer counts no more, and why."""
    return f'{reason} "{kb.questions[name].label}" is open again.'


def pause_text(kb: KnowledgeBase, question: Question) -> Shown:
    """Give what is said after an answer that speaks of distress: a word, whom to call, ways on."""
    yield from ("", question.acknowledge, *kb.head.support, "")
    yield from question_text(ways_on(question))


def offer_text(kb: KnowledgeBase) -> str:
    """Say whom to call after an answer that does not stop the questions."""
    return "\n".join(filter(None, (kb.head.offer, *kb.head.support)))


def support_text(kb: KnowledgeBase) -> str:
    """Say whom to call, or that the base names nobody."""
    return "\n".join(kb.head.support) or "Nobody to call is named here."


def ways_on(question: Question) -> Question:
    """Give the question where to go from an answer; why it is asked is said as before."""
    return msgspec.structs.replace(
        question,
        ask="What now?",
        type="choice",
        choices=dict(_WAYS_ON),
        other_than=(),
        beside=(),
        allow=(),
        future="",
        help="",
    )


def short_plan_text(outcome: Upshot) -> str:
    """Give a plan of two lines: where the person stands, then what to do or whom to call."""
    first, lines = outcome.first, []
    if first:
        lines.append(wording.filled(first.say, outcome))
    for name in outcome.next:
        lines.append(wording.called(outcome, outcome.recommended[name]))
    if first and first.call:
        lines.append(wording.filled(first.call, outcome))
    plan = [*lines, *outcome.kb.head.support][:2]
    return "\n".join(["", *plan])


def _commands(kb: KnowledgeBase) -> Iterator[str]:
    yield Said("Or one of these words:", "help")
    for command, meaning in commands(kb).items():
        yield Said(f"  {command}: {meaning}", "help")


def _numbered(texts: Iterable[str]) -> Iterator[str]:
    for number, text in enumerate(texts, 1):
        yield f"  {number}. {text}"
