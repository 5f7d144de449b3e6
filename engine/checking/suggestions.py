"""Suggest the nearest valid name, for as many wrong ones as take no time to speak of."""

from collections.abc import Callable, Collection

from engine.errors import nearest

MOST_COMPARED = 100_000  # names; about a second

Suggest = Callable[[object, Collection[str]], str]
"""What gives the hint for a word that is none of some names."""


class Suggestions:
    """Suggest names in one run of the checks, until too many have been compared."""

    def __init__(self) -> None:
        self._left = MOST_COMPARED

    def __call__(self, word: object, names: Collection[str]) -> str:
        """Give the hint of `nearest`; nothing any more once a run has compared too many."""
        self._left -= len(names)
        return nearest(word, names) if self._left >= 0 else ""
