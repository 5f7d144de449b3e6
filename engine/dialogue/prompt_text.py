"""Turn a question into what is shown at its prompt: its words, the help, why it is asked."""

from collections.abc import Iterable, Iterator, Sequence

from engine.consultation.outcome import Outcome
from engine.dialogue.typed import COMMANDS, WORD_FOR
from engine.explanation import why
from engine.language.entries import Question
from engine.output import wording
from engine.output.question_text import decides


def question_text(question: Question, reasons: Iterable[str] = ()) -> str:
    """Give a question as it is shown: its words, what there is for and against, its answers."""
    lines = [question.ask]
    lines += [f"  {reason}" for reason in reasons]
    lines += _numbered(question.words.values())
    if question.type == "choices":
        lines.append("  Several may apply: give the numbers with commas.")
    if question.type == "integer":
        lines.append(f"  A whole number from {question.min} to {question.max}.")
    return "\n".join(lines)


def help_text(question: Question) -> str:
    """Give the help at a question: what it means, its legal answers, the words to type."""
    lines = [question.help] if question.help else []
    lines.append(question_text(question))
    for answer, word in WORD_FOR.items():
        if answer in question.words:
            lines.append(f'  Or type "{word}".')
    return "\n".join([*lines, *_commands()])


def review_help_text() -> str:
    """Give the help at the list of answers."""
    return "\n".join(["The number of an answer to change it, or Enter to go on.", *_commands()])


def why_text(outcome: Outcome, question: Question) -> str:
    """Say what is known, what a question decides, which rule asks it, and by which source."""
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
    facts = [wording.fact_text(outcome.kb, name, outcome.answers[name]) for name in names]
    lines = list(_numbered(facts)) or ["  none yet"]
    return "\n".join(["", "Your answers", *lines, "A number to change one, Enter to go on."])


def _commands() -> Iterator[str]:
    yield "Or one of these words:"
    for command, meaning in COMMANDS.items():
        yield f"  {command}: {meaning}"


def _numbered(texts: Iterable[str]) -> Iterator[str]:
    for number, text in enumerate(texts, 1):
        yield f"  {number}. {text}"
