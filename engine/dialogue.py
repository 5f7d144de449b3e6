"""Turn questions and typed answers into a consultation; reading and writing are passed in."""

import datetime
from collections.abc import Callable
from difflib import get_close_matches

from engine import case, plan, wording
from engine.consultation import Outcome, consult
from engine.model import DECLINED, NOT_YET, UNKNOWN, Answers, KnowledgeBase, Question, Value

Read = Callable[[str], str]
Write = Callable[[str], None]
Save = Callable[[Answers], None]

_COMMANDS = "Type a number or a word. Also: ? for help, why, back, quit."
_WORDS = {"unknown": UNKNOWN, "don't know": UNKNOWN, "rather not say": DECLINED, "not yet": NOT_YET}


class Quit(Exception):
    """The person stopped; what was answered stands in `answers`."""

    def __init__(self, answers: Answers) -> None:
        super().__init__()
        self.answers = answers


def converse(
    kb: KnowledgeBase, answers: Answers, read: Read, write: Write, save: Save, today: datetime.date | None = None
) -> Outcome:
    """Ask what is needed until nothing is, and give the outcome.

    `today` decides which milestones are past. `save` is called with all the answers after each
    one. Raises Quit when the person stops.
    """
    known = dict(answers)
    given: list[str] = []
    while True:
        outcome = consult(kb, known, today)
        if outcome.pending is None:
            return outcome
        value = _ask(outcome, outcome.pending, read, write)
        if value is None:
            if given:
                known.pop(given.pop())
            else:
                write("This is the first question.")
        else:
            known[outcome.pending.id] = value
            if _speaks_of_distress(outcome.pending, value):
                write("\n" + "\n".join(kb.support))
            given.append(outcome.pending.id)
        save(dict(known))


def _ask(outcome: Outcome, question: Question, read: Read, write: Write) -> Value | None:
    """Ask one question until the answer can be; None means back."""
    write("\n" + question_text(question))
    while True:
        try:
            typed = read("> ").strip()
        except (EOFError, KeyboardInterrupt):
            raise Quit(outcome.answers) from None
        word = typed.lower()
        if word in ("quit", "exit", "q"):
            raise Quit(outcome.answers)
        if word == "back":
            return None
        if word in ("?", "help"):
            write(f"{question.help}\n{_COMMANDS}".strip())
        elif word == "why":
            write(f"{plan.why_asked(outcome)}\nSource: {wording.cited_text(outcome.kb, question.sources)}")
        else:
            try:
                return read_typed(question, typed)
            except ValueError as error:
                write(" ".join(error.args))


def _speaks_of_distress(question: Question, value: Value) -> bool:
    given = value if isinstance(value, frozenset) else {value}
    return any(one in given for one in question.support_after)


def question_text(question: Question) -> str:
    """Give a question as it is shown: its words, then the numbered answers."""
    lines = [question.ask]
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
        return case.read_answer(question, _listed(question, typed))
    if question.type == "integer" and typed.lower() not in _WORDS:
        return case.read_answer(question, typed)
    return case.read_answer(question, _choice(question, typed))


def _listed(question: Question, typed: str) -> str | list[str]:
    chosen = [_choice(question, part.strip()) for part in typed.split(",") if part.strip()]
    return chosen[0] if len(chosen) == 1 and chosen[0] in (UNKNOWN, DECLINED) else chosen


def _choice(question: Question, typed: str) -> str:
    words = question.words
    if typed.isdigit() and 1 <= int(typed) <= len(words):
        return list(words)[int(typed) - 1]
    word = typed.lower()
    if word in words or (word := _WORDS.get(word, word)) in words:
        return word
    starts = [name for name, text in words.items() if word and (name.startswith(word) or text.lower().startswith(word))]
    if len(starts) == 1:
        return starts[0]
    known = {text.lower(): text for text in words.values()} | words
    guess = get_close_matches(word, known, n=1, cutoff=0.6)
    hint = f'Did you mean "{known[guess[0]]}"?' if guess else f"Choose 1 to {len(words)}."
    if len(starts) > 1:
        hint = f"It could be: {', '.join(words[name] for name in starts)}."
    raise ValueError(f'"{typed}" is none of the answers.' if typed else "Nothing was typed.", hint)
