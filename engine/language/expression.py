"""Calculate sums of facts, and find the facts that a text shows in braces."""

import re
from collections.abc import Mapping

from engine.language.words import UNKNOWN, Value

_SHOWN = re.compile(r"\{([a-z][a-z0-9_-]*)\}")


def shown_facts(*texts: str) -> tuple[str, ...]:
    """Name the facts that texts show in braces."""
    return tuple(dict.fromkeys(name for text in texts for name in _SHOWN.findall(text)))


def evaluate(expression: str, known: Mapping[str, Value]) -> int | str:
    """Calculate a sum or difference, left to right; with an unknown in it the value is unknown."""
    first, *rest = expression.split()
    operands = [first, *rest[1::2]]
    numbers = [int(one) if one.isdigit() else known[one] for one in operands]
    if not all(isinstance(number, int) for number in numbers):
        return UNKNOWN
    total = int(numbers[0])  # type: ignore[arg-type]
    for sign, number in zip(rest[::2], numbers[1:], strict=True):
        total += int(number) if sign == "+" else -int(number)  # type: ignore[arg-type]
    return total
