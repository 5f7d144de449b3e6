"""Hold a sum of facts, parsed once; find the facts that a text shows in braces."""

import re
from collections.abc import Callable
from typing import Literal

import msgspec

from engine.language.words import NAME, UNKNOWN, Value

_SHOWN = re.compile(r"\{([a-z][a-z0-9_-]*)\}")
_NAME = re.compile(NAME)
_NUMBER = re.compile(r"[0-9]{1,9}")


class Term(msgspec.Struct, frozen=True):
    """Hold one term of a sum: its sign, and the name of a fact or a number."""

    sign: Literal[1, -1]
    operand: str | int


class Sum(msgspec.Struct, frozen=True, eq=False):
    """Hold a sum or difference of facts and numbers, `range_low - step2_ck`, in its terms."""

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


def read_sum(written: str) -> Sum | None:
    """Read names and numbers joined by + and -, each with spaces around; None for anything else."""
    words = ["+", *written.split()]
    if len(words) % 2:
        return None
    terms = []
    for sign, word in zip(words[::2], words[1::2], strict=True):
        if sign not in ("+", "-"):
            return None
        if _NUMBER.fullmatch(word):
            operand: str | int = int(word)
        elif _NAME.fullmatch(word):
            operand = word
        else:
            return None
        terms.append(Term(1 if sign == "+" else -1, operand))
    return Sum(written, tuple(terms))


def shown_facts(*texts: str) -> tuple[str, ...]:
    """Name the facts that texts show in braces, once each."""
    return tuple(dict.fromkeys(name for text in texts for name in _SHOWN.findall(text)))
