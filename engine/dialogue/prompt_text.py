"""Turn a question into what is shown at its prompt: its words, the help, why it is asked."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

import msgspec

from engine.consultation.outcome import Outcome
from engine.dialogue.typed import COMMANDS, WORD_FOR
from engine.explanation import why
from engine.language.base import KnowledgeBase
from engine.language.entries import Question
from engine.language.words import Answers, Value
from engine.output import wording
from engine.output.layout import WIDTH, Column, beside
from engine.output.question_text import decides

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
) -> str:
    """Give a question as it is shown: its words, what there is for and against, its answers.

    Beside the answers stand as many of the columns as fit the width.
    """
    lines = [question.ask]
    lines += [f"  {reason}" for reason in reasons]
    lines += beside(list(_numbered(question.words.values())), columns, width)
    if question.type == "choices":
        lines.append("  Several may apply: give the numbers with commas.")
    if question.type == "integer":
        lines.append(f"  A whole number from {question.min} to {question.max}.")
    return "\n".join(lines)


def help_text(question: Question, columns: Sequence[Column] = (), width: int = WIDTH) -> str:
    """Give the help at a question: what it means, its legal answers, the words to type."""
    lines = [question.help] if question.help else []
    lines.append(question_text(question, (), columns, width))
    for answer, word in WORD_FOR.items():
        if answer in question.words:
            lines.append(f'  Or type "{word}".')
    return "\n".join([*lines, *_commands()])


def review_help_text() -> str:
    """Give the help at the list of answers."""
    return "\n".join(["The number of an answer to change it, or Enter to go on.", *_commands()])


def why_text(outcome: Outcome, question: Question) -> str:
    """Say why a question is asked.

    In its own words for that, where it has some; else what is known, what it decides, which rule
    asks it, and by which source.
    """
    if question.why:
        return question.why
    kb, known = outcome.kb, {**outcome.answers, **outcome.facts}
    lines = []
    opening = dict.fromkeys((*kb.head.caption, *kb.head.headline))
    facts = [wording.fact_text(kb, name, known[name]) for name in opening if name in known]
    if facts:
        lines.append(f"Known so far: {'; '.join(facts)}.")
    lines.append(decides(outcome, question))
    source = f"Source: {wording.cited_text(kb, question.sources)}"
    asked_by = why.asked_by(outcome, question)
    lines.append(f"Rule: {asked_by.place}. {source}" if asked_by else source)
    return "\n".join(lines)


def answers_text(outcome: Outcome, names: Sequence[str]) -> str:
    """List the answers to some questions, numbered, and say how to change one."""
    facts = [fact_text(outcome, name) for name in names]
    lines = list(_numbered(facts)) or ["  none yet"]
    return "\n".join(["", "Your answers", *lines, "A number to change one, Enter to go on."])


def fact_text(outcome: Outcome, name: str) -> str:
    """Give an answer as `label: value`, with the dates that its words show."""
    return wording.filled(wording.fact_text(outcome.kb, name, outcome.answers[name]), outcome)


def kept_text(outcome: Outcome, question: Question) -> str:
    """Say which answer Enter keeps."""
    value = wording.value_text(outcome.kb, question.id, outcome.answers[question.id])
    return f"  Now: {wording.filled(value, outcome)}. Enter keeps it."


def ask_back_text(question: Question, number: Value) -> str:
    """Ask back whether a number outside the usual ones is right."""
    text = question.ask_back or f"{number} is unusual."
    return f"{text}\n  You typed {number}. Enter keeps it, or type another number."


def settled_text(outcome: Outcome, moved: Answers) -> str:
    """Say in one line which other answers an answer settled."""
    facts = [wording.fact_text(outcome.kb, name, value) for name, value in moved.items()]
    return wording.filled(f"Taken as: {'; '.join(facts)}.", outcome)


def withdrawn_text(kb: KnowledgeBase, name: str, reason: str) -> str:
    """Say that an answer counts no more, and why."""
    return f'{reason} "{kb.questions[name].label}" is open again.'


def pause_text(kb: KnowledgeBase, question: Question) -> str:
    """Give what is said after an answer that speaks of distress: a word, whom to call, ways on."""
    said = ["", question.acknowledge, *kb.head.support, ""]
    return "\n".join([*said, question_text(ways_on(question))])


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


def short_plan_text(outcome: Outcome) -> str:
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


def _commands() -> Iterator[str]:
    yield "Or one of these words:"
    for command, meaning in COMMANDS.items():
        yield f"  {command}: {meaning}"


def _numbered(texts: Iterable[str]) -> Iterator[str]:
    for number, text in enumerate(texts, 1):
        yield f"  {number}. {text}"
