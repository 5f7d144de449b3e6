"""Find nodes that no applicant reaches, and actions that nobody who gets there meets.

How: a node is reached by whom a branch leads there from a node that is reached, from the first node
on. Where that comes to too many graphs, nothing is said.
"""

from collections.abc import Iterator
from functools import cached_property

from engine.checking.graphs import NOBODY, TooLarge
from engine.checking.regions import regions
from engine.errors import Problem
from engine.language.base import KnowledgeBase
from engine.language.entries import Action


class Ways:
    """Hold who comes to each node of a base; its tables have no gap and no overlap."""

    def __init__(self, kb: KnowledgeBase) -> None:
        self._kb = kb
        self._into: dict[str, set[str]] = {}
        for node in kb.nodes.values():
            for branch in node.branches:
                self._into.setdefault(branch.go, set()).add(node.id)

    def unreachable(self) -> Iterator[Problem]:
        """Find nodes that no applicant reaches, where each way begins to be none."""
        for name in self._into:
            if name in self._lost and not self._lost.issuperset(self._into[name]):
                message = f'node "{name}" can never be reached.'
                hint = "Look at the branches that lead there, together with those before them."
                yield self._kb.nodes[name].problem("never", message, hint)

    @cached_property
    def _lost(self) -> set[str]:
        """Name the nodes that a branch goes to and no applicant reaches."""
        try:
            reached = regions(self._kb).reached
        except TooLarge:
            return set()
        return {name for name in self._into if reached.get(name) == NOBODY}

    def can_apply(self, action: Action) -> bool | None:
        """Tell whether some applicant meets an action at a node; None where that can't be told.

        Nothing is told either of one at a node that nobody reaches: that is the fault.
        """
        if self._lost.issuperset(action.nodes):
            return None
        try:
            return regions(self._kb).can_apply(action)
        except TooLarge:
            return None
