"""Hold a sum of facts, parsed once; find the facts that a text shows in braces."""

import re
from collections.abc import Callable
from typing import Literal

import msgspec

from engine.errors import Misread
from engine.language.words import LARGEST, NAME, UNKNOWN, Value

_SHOWN = re.compile(r"\{([a-z][a-z0-9_-]*)\}")
_TIMED = re.compile(r"\{(date|hour|when|year):([a-z][a-z0-9_-]*)\}")
_NAME = re.compile(NAME)
_NUMBER = re.compile(r"[0-9]{1,9}")
_FORM = "Write names and numbers with + and - between them, like first - second."


class Term(msgspec.Struct, frozen=True):
    """Hold one term of a sum: its sign, and the name of a fact or a number."""

    sign: Literal[1, -1]
    operand: str | int


class Sum(msgspec.Struct, frozen=True, eq=False):
    """Hold a sum or difference of facts and numbers, `price - saved`, in its terms."""

    written: str
    terms: tuple[Term, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """Name the facts it is calculated from, once each."""
        operands = [term.operand for term in self.terms]
        return tuple(dict.fromkeys(name for name in operands if isinstance(name, str)))

    def total(self, value: Callable[[str], Value]) -> int | str:
        """Calculate it from the values of its facts; with an unknown in it, it is unknown."""
        total = 0
        for term in self.terms:
            number = term.operand if isinstance(term.operand, int) else value(term.operand)
            if not isinstance(number, int):
                return UNKNOWN
            total += term.sign * number
        return total


def read_sum(written: str) -> Sum:
    """Read names and numbers joined by + and -, each with spaces around.

    Raises Misread for anything else, and where there is nothing to calculate from.
    """
    words = ["+", *written.split()]
    if len(words) % 2:
        raise Misread("is no sum", _FORM)
    total = Sum(written, tuple(map(_term, words[::2], words[1::2])))
    if not total.names:
        raise Misread(
            "names no fact", "Name one; a fixed value is a row: rules: [{then: …, because: …}]"
        )
    return total


def _term(sign: str, word: str) -> Term:
    direction: Literal[1, -1] = 1 if sign == "+" else -1
    if sign not in ("+", "-") or not (_NUMBER.fullmatch(word) or _NAME.fullmatch(word)):
        raise Misread("is no sum", _FORM)
    if not word.isdigit():
        return Term(direction, word)
    if int(word) > LARGEST:
        raise Misread(f"has a number over {LARGEST:,}", "Take a smaller one.")
    return Term(direction, int(word))


def shown_times(*texts: str) -> tuple[tuple[str, str], ...]:
    """Give what texts show of the calendar, `{date:departure}`, as kind and name, once each."""
    return tuple(dict.fromkeys(found for text in texts for found in _TIMED.findall(text)))


def filled_times(text: str, shown: Callable[[str, str], str]) -> str:
    """Put in what a text shows of the calendar: `shown` gives it for a kind and a name."""
    return _TIMED.sub(lambda found: shown(found[1], found[2]), text)


def filled_facts(text: str, shown: Callable[[str], str]) -> str:
    """Put in the facts that a text shows in braces: `shown` gives what stands for a name."""
    return _SHOWN.sub(lambda found: shown(found[1]), text)


def shown_facts(*texts: str) -> tuple[str, ...]:
    """Name the facts that texts show in braces, once each."""
    with_braces = [text for text in texts if "{" in text]  # few have any
    return tuple(dict.fromkeys(name for text in with_braces for name in _SHOWN.findall(text)))
