"""Remember what was worked out, by the values of the facts that it rests on."""

from collections.abc import Callable, Hashable, Iterable
from operator import itemgetter
from typing import Any, Concatenate, ParamSpec, TypeVar

_MOST = 200  # answers kept of each; one after the other they differ in a few facts

OPENED = ""
"""Stands beside the facts, for the chances that are open."""

Values = dict[str, Any]
"""Every fact, with its value or None; and the ids of the chances that are open, in order."""

_P = ParamSpec("_P")
_R = TypeVar("_R")


def remembered(
    names: Iterable[str], work: Callable[Concatenate[Values, _P], _R]
) -> Callable[Concatenate[Values, _P], _R]:
    """Give what `work` gives for the values of some facts, worked out once for each of them.

    Besides, it may rest on the chances that are open, and on what else is handed over.
    """
    look = itemgetter(OPENED, *names)
    found: dict[Hashable, _R] = {}

    def answer(values: Values, /, *more: "_P.args", **named: "_P.kwargs") -> _R:
        key = look(values), more
        try:
            return found[key]
        except KeyError:
            pass
        if len(found) >= _MOST:
            found.clear()
        found[key] = work(values, *more, **named)
        return found[key]

    return answer
