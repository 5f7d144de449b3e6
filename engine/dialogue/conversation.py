"""Turn questions and typed answers into a consultation; reading and writing are passed in."""

import datetime
from collections.abc import Callable, Iterable, Iterator
from difflib import get_close_matches
from typing import Literal

import msgspec

from engine.consultation import answers
from engine.consultation.consult import settle
from engine.consultation.outcome import Outcome
from engine.dialogue import progress
from engine.explanation import why
from engine.language.base import KnowledgeBase
from engine.language.entries import Question
from engine.language.words import DECLINED, NOT_YET, UNKNOWN, Answers, Value
from engine.output import wording

Read = Callable[[str], str]


Write = Callable[[str], None]


Save = Callable[[Answers], None]


COMMANDS = {
    "?": "the legal answers, and help",
    "why": "what is known, what this answer decides, by which rule and source",
    "back": "the question before",
    "review": "all answers, and a way to change each",
    "support": "someone to talk to",
    "save": "keep the answers in a file, from here on",
    "quit": "stop; you can go on later",
}


_SAME = {"help": "?", "exit": "quit", "q": "quit", "b": "back"}


_TYPED = {
    UNKNOWN: "unknown",
    DECLINED: "skip",
    NOT_YET: "not yet",
}  # the words that stand for these answers


_WORDS = {word: answer for answer, word in _TYPED.items()} | {
    "don't know": UNKNOWN,
    "rather not say": DECLINED,
}


_PROMPT = "> "


Move = Literal["on", "back", "review"]  # where the person goes from a prompt


class Quit(Exception):
    """The person stopped; all that was answered stands in `answers`."""

    def __init__(self, answers: Answers) -> None:
        super().__init__()
        self.answers = answers


class Talk(msgspec.Struct):
    """Hold a consultation under way: what to read and write with, all answers kept, the order they came in.

    An answer that no longer bears on anything is kept, and comes back if it does again.
    """

    kb: KnowledgeBase
    read: Read
    write: Write
    save: Save
    keep: Callable[[Answers], object]
    today: datetime.date | None
    kept: dict[str, Value]
    given: list[str]

    def outcome(self) -> Outcome:
        """Give what the answers so far come to."""
        return settle(self.kb, self.kept, self.today)

    def answer(self, question: Question, value: Value) -> None:
        """Keep an answer, save all of them, and offer support where it speaks of distress."""
        self.kept[question.id] = value
        self.given = [*self.given, *([question.id] if question.id not in self.given else [])]
        self.save(dict(self.kept))
        if _speaks_of_distress(question, value):
            self.write("\n" + "\n".join(self.kb.head.support))


def converse(
    kb: KnowledgeBase,
    answers: Answers,
    read: Read,
    write: Write,
    save: Save,
    today: datetime.date | None = None,
    keep: Callable[[Answers], object] | None = None,
) -> Outcome:
    """Ask what is needed until nothing is, and give the outcome.

    `today` decides which milestones are past. `save` is called with all the answers after each
    one; `keep` when the person asks to save. Raises Quit when the person stops.
    """
    talk = Talk(
        kb,
        read,
        write,
        save,
        keep or save,
        today,
        dict(answers),
        [n for n in kb.questions if n in answers],
    )
    if not talk.kept and (first := progress.first_question(kb)):
        _settle(
            talk, _put(talk, first, f"\n{progress.opening(kb)}\n")
        )  # asked before the rules are ready
    while (outcome := talk.outcome()).pending:
        reasons = wording.arguments(outcome, outcome.pending)
        _settle(talk, _put(talk, outcome.pending, f"\n{progress.heading(outcome)}\n", reasons))
    return outcome


def _put(
    talk: Talk, question: Question, before: str, reasons: Iterable[str] = (), now: str = ""
) -> Move:
    """Put one question until it is answered or the person goes elsewhere; with `now`, Enter keeps that answer."""
    talk.write(f"{before}{question_text(question, reasons)}{now}")
    while True:
        typed, command = _typed(talk)
        if command in ("back", "review"):
            return "back" if command == "back" else "review"
        if command:
            _aside(talk, command, question)
        elif now and not typed:
            return "on"
        elif (value := _answer(talk, question, typed)) is not None:
            talk.answer(question, value)
            return "on"


def _settle(talk: Talk, move: Move) -> None:
    """Follow the person back, or through the list of answers, until they go on."""
    while move != "on":
        move = _back(talk) if move == "back" else _review(talk)


def _typed(talk: Talk) -> tuple[str, str]:
    """Read a line; give it, and the command that it is (empty for none)."""
    try:
        typed = talk.read(_PROMPT).strip()
    except (EOFError, KeyboardInterrupt):
        raise Quit(talk.kept) from None
    word = _SAME.get(typed.lower(), typed.lower())
    return typed, word if word in COMMANDS else ""


def _answer(talk: Talk, question: Question, typed: str) -> Value | None:
    try:
        return read_typed(question, typed)
    except ValueError as error:
        talk.write(" ".join(error.args))
        return None


def _aside(talk: Talk, command: str, question: Question | None = None) -> None:
    """Answer a command that leaves the prompt as it is."""
    if command == "quit":
        raise Quit(talk.kept)
    if command == "save":
        talk.keep(dict(talk.kept))
    elif command == "support":
        talk.write("\n".join(talk.kb.head.support))
    elif command == "why" and question:
        talk.write("\n".join(_why(talk.outcome(), question)))
    else:
        talk.write("\n".join(_help(question)))


def _help(question: Question | None) -> Iterator[str]:
    if question:
        yield from filter(None, (question.help, question_text(question)))
        yield from (
            f'  Or type "{word}".' for answer, word in _TYPED.items() if answer in question.words
        )
    else:
        yield "The number of an answer to change it, or Enter to go on."
    yield "Or one of these words:"
    yield from (f"  {name}: {what}" for name, what in COMMANDS.items())


def _why(outcome: Outcome, question: Question) -> Iterator[str]:
    """Say what is known, what a question decides, which rule asks it, and by which source."""
    kb, known = outcome.kb, {**outcome.answers, **outcome.facts}
    shown = [name for name in dict.fromkeys((*kb.head.caption, *kb.head.headline)) if name in known]
    if shown:
        yield f"Known so far: {'; '.join(wording.fact_text(kb, name, known[name]) for name in shown)}."
    yield wording.decides(outcome, question)
    asked_by = why.asked_by(outcome, question)
    rule = f"Rule: {asked_by.place}. " if asked_by else ""
    yield f"{rule}Source: {wording.cited_text(kb, question.sources)}"


def _back(talk: Talk) -> Move:
    """Put the answered questions again, the last first, for as long as the person goes further back."""
    asked = talk.outcome().asked
    for name in reversed([name for name in talk.given if name in asked]):
        if (move := _change(talk, name)) != "back":
            return move
    talk.write("This is the first question.")
    return "on"


def _change(talk: Talk, name: str) -> Move:
    """Put an answered question again; nothing typed keeps the answer."""
    kept = wording.value_text(talk.kb, name, talk.kept[name])
    return _put(talk, talk.kb.questions[name], "\n", now=f"\n  Now: {kept}. Enter keeps it.")


def _review(talk: Talk) -> Move:
    """List the answers that count, and let one be changed; what hangs on it is asked again, nothing else."""
    outcome = talk.outcome()
    names = [name for name in outcome.asked if name in outcome.answers]
    lines = [
        f"  {n}. {wording.fact_text(talk.kb, name, outcome.answers[name])}"
        for n, name in enumerate(names, 1)
    ]
    talk.write(
        "\n".join(
            [
                "",
                "Your answers",
                *(lines or ["  none yet"]),
                "A number to change one, Enter to go on.",
            ]
        )
    )
    while True:
        typed, command = _typed(talk)
        if not typed or command == "back":
            return "on"
        if typed.isdecimal() and 1 <= int(typed) <= len(names):
            # Back from here is back to the list.
            return "on" if _change(talk, names[int(typed) - 1]) == "on" else "review"
        if command:
            _aside(talk, command)
        else:
            talk.write(f'"{typed}" is no number from 1 to {len(names)}. Enter goes on.')


def _speaks_of_distress(question: Question, value: Value) -> bool:
    given = value if isinstance(value, frozenset) else {value}
    return any(one in given for one in question.support_after)


def question_text(question: Question, reasons: Iterable[str] = ()) -> str:
    """Give a question as it is shown: its words, what there is for and against, then the numbered answers."""
    lines = [question.ask, *(f"  {reason}" for reason in reasons)]
    lines += [f"  {number}. {text}" for number, text in enumerate(question.words.values(), 1)]
    if question.type == "choices":
        lines.append("  Several may apply: give the numbers with commas.")
    if question.type == "integer":
        lines.append(f"  A whole number from {question.min} to {question.max}.")
    return "\n".join(lines)


def read_typed(question: Question, typed: str) -> Value:
    """Read an answer as a person types it: a number of the list, an id, the start of a text.

    Raises ValueError(message, hint) when it is none of them.
    """
    if question.type == "choices":
        return answers.read_answer(question, _listed(question, typed))
    if question.type == "integer" and typed.lower() not in _WORDS:
        return answers.read_answer(question, typed)
    return answers.read_answer(question, _choice(question, typed))


def _listed(question: Question, typed: str) -> str | list[str]:
    chosen = [_choice(question, part.strip()) for part in typed.split(",") if part.strip()]
    if not chosen:
        raise ValueError(
            "Nothing was typed.", f"Choose from 1 to {len(question.words)}; several with commas."
        )
    return chosen[0] if len(chosen) == 1 and chosen[0] in (UNKNOWN, DECLINED) else chosen


def _choice(question: Question, typed: str) -> str:
    words = question.words
    if typed.isdecimal() and 1 <= int(typed) <= len(words):
        return list(words)[int(typed) - 1]
    word = typed.lower()
    if word in words or (word := _WORDS.get(word, word)) in words:
        return word
    starts = [name for name, text in words.items() if word and text.lower().startswith(word)]
    starts = starts or [name for name in words if word and name.startswith(word)]
    if len(starts) == 1:
        return starts[0]
    known = {text.lower(): text for text in words.values()} | words
    guess = get_close_matches(word, known, n=1, cutoff=0.6)
    hint = f'Did you mean "{known[guess[0]]}"?' if guess else f"Choose 1 to {len(words)}."
    if len(starts) > 1:
        hint = f"It could be: {', '.join(words[name] for name in starts)}."
    raise ValueError(f'"{typed}" is none of the answers.' if typed else "Nothing was typed.", hint)
