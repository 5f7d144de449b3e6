"""Turn a typed line into a command, a number of a list or an answer, or a hint at what was meant.

What is typed for a choice is tried in this order, and the first that fits is the answer:

1. its id, as a case file writes it: `light-blue`;
2. its number in the list that was shown;
3. a word for an answer that every question words alike, where this question allows it: `skip`;
4. the start of its text, if no other choice's text starts so: `umb` for Umbrella;
5. where no text starts so, the start of its id, if no other id does.

Capitals make no difference. Where several choices may apply, each part between two commas is read
like that; the brackets that a case file has around them may be typed too. Where a number is asked
for, a number is read, or one of the words of step 3. A choice that was given to another question is
not in the list; for one that is typed, the reason is said.
"""

import re
from collections.abc import Mapping
from difflib import get_close_matches

from engine.consultation.answers import BadAnswer, read_answer, without
from engine.language.base import KnowledgeBase
from engine.language.condition import within
from engine.language.entries import Question
from engine.language.words import DECLINED, NOT_YET, UNKNOWN, Texts, Value

COMMANDS: Mapping[str, str] = {
    "?": "the legal answers, and help",
    "why": "what is known, what this answer decides, and by which source",
    "back": "the question before",
    "review": "all answers, and a way to change each",
    "support": "someone to talk to",
    "save": "keep the answers in a file, from here on",
    "quit": "stop; you can go on later",
}

# The word to type for each answer that an advisor only allows, and does not word.
WORD_FOR: Mapping[str, str] = {UNKNOWN: "unknown", DECLINED: "skip", NOT_YET: "not yet"}

_SAME_COMMAND = {"help": "?", "exit": "quit", "q": "quit", "b": "back"}

_WORD = r"[\w']+"

_STANDS_FOR = {word: answer for answer, word in WORD_FOR.items()} | {
    "don't know": UNKNOWN,
    "rather not say": DECLINED,
}


def commands(kb: KnowledgeBase) -> Mapping[str, str]:
    """Give the words that help lists, with what each does; `support` where the base names some."""
    return {word: said for word, said in COMMANDS.items() if word != "support" or kb.head.support}


def read_command(typed: str) -> str:
    """Read a line as one of the COMMANDS, or as another word for one; give "" when it is none."""
    word = typed.lower()
    word = _SAME_COMMAND.get(word, word)
    return word if word in COMMANDS else ""


def read_number(typed: str, count: int) -> int | None:
    """Read the number of an item in a list of `count`; give None for all but 1 to `count`."""
    # `str.isdigit` takes "²", and `int` refuses it, as it does some thousand digits.
    if not re.fullmatch(r"\d{1,9}", typed):
        return None
    number = int(typed)
    return number if 1 <= number <= count else None


def read_typed(question: Question, typed: str, taken: Mapping[str, str] = {}) -> Value:
    """Read an answer to a question as a person types it, in the order that this module opens with.

    `taken` maps choices that are not offered to the reason. Raises ValueError(message, hint) when
    it is no answer to this question.
    """
    offered = without(question, taken)
    try:
        return _read(offered, typed)
    except ValueError:
        for part in typed.lower().split(","):
            reason = _reason(question, offered, part.strip(), taken)
            if reason:
                raise BadAnswer(reason, "Choose another.") from None
        raise


def speaks_of_distress(kb: KnowledgeBase, typed: str) -> bool:
    """Tell whether a line has a phrase of the base in it by which somebody in distress is known."""
    words = f" {' '.join(re.findall(_WORD, typed.lower().replace('’', chr(39))))} "
    return any(f" {phrase.lower()} " in words for phrase in kb.head.distress)


def is_usual(question: Question, value: Value) -> bool:
    """Tell whether an answer needs no asking back."""
    bounds = question.usual
    return bounds is None or not isinstance(value, int) or within(value, bounds)


def _reason(question: Question, offered: Question, word: str, taken: Mapping[str, str]) -> str:
    """Say why a choice that a word means is not offered; empty where it means none of those."""
    if word in taken:
        return taken[word]
    if _starting_with(word, offered.words):
        return ""
    starts = [name for name in _starting_with(word, question.words) if name in taken]
    return taken[starts[0]] if len(starts) == 1 else ""


def _read(question: Question, typed: str) -> Value:
    if question.type == "choices":
        return read_answer(question, _several(question, typed))
    if question.type == "integer" and typed.lower() not in _STANDS_FOR:
        return read_answer(question, typed)
    return read_answer(question, _choice(question.words, typed))


def _several(question: Question, typed: str) -> str | list[str]:
    """Read choices with commas between them; "unknown" and "skip" are answers only when alone."""
    written = typed.removeprefix("[").removesuffix("]")  # as a case file has a list
    parts = [part.strip() for part in written.split(",")]
    chosen = [_choice(question.words, part) for part in parts if part]
    if not chosen:
        hint = f"Choose from 1 to {len(question.words)}; several with commas."
        raise ValueError("Nothing was typed.", hint)
    if chosen in ([UNKNOWN], [DECLINED]):
        return chosen[0]
    return chosen


def _choice(words: Texts, typed: str) -> str:
    """Find the answer that a typed word means among a question's (id → text)."""
    if typed in words:
        return typed
    number = read_number(typed, len(words))
    if number is not None:
        return list(words)[number - 1]
    word = typed.lower()
    for name in words:
        if name.lower() == word:
            return name
    if _STANDS_FOR.get(word) in words:  # else "not yet" may be how a choice of its own begins
        return _STANDS_FOR[word]
    starts = _starting_with(word, words)
    if len(starts) == 1:
        return starts[0]
    message = f'"{typed}" is none of the answers.' if typed else "Nothing was typed."
    one_only = "One answer only. " if "," in typed else ""
    raise ValueError(message, one_only + _hint(word, words, starts))


def _starting_with(word: str, words: Texts) -> list[str]:
    """Name the answers whose text starts with a word; where no text does, those whose id does."""
    if not word:
        return []
    by_text = [name for name, text in words.items() if text.lower().startswith(word)]
    by_id = [name for name in words if name.lower().startswith(word)]
    return by_text or by_id


def _hint(word: str, words: Texts, starts: list[str]) -> str:
    """List the answers that start alike, else suggest the one that is nearest, else the numbers."""
    if starts:
        return f"It could be: {', '.join(words[name] for name in starts)}."
    # The nearest by text or by id, shown by its text: `nearest` of engine.errors shows ids.
    known = {text.lower(): text for text in words.values()} | words
    nearest = get_close_matches(word, known, n=1, cutoff=0.6)
    if nearest:
        return f'Did you mean "{known[nearest[0]]}"?'
    return f"Choose 1 to {len(words)}."
