"""Find nodes that no applicant reaches, and actions that nobody who gets there meets.

How: a node is reached by whom a branch leads there from a node that is reached. So the question is
put backwards: does the last branch hold, then does one before it, up to the first node. Only one
such applicant is looked for; where too many have to be tried for that, nothing is said.
"""

from collections.abc import Callable, Collection, Iterator
from functools import cached_property

from engine.checking.decisions import TooManyApplicants, with_any_figures
from engine.errors import Problem
from engine.language.base import KnowledgeBase
from engine.language.condition import holds
from engine.language.entries import Action, Branch, Node
from engine.language.words import Value

MOST_TRIED = 1_000  # applicants; those of the shipped base are found among the first 413

_Look = Callable[[str], Value]


class Ways:
    """Hold the ways that lead to each node of a base; its tables have no gap and no overlap."""

    def __init__(self, kb: KnowledgeBase) -> None:
        self._kb = kb
        self._into: dict[str, list[tuple[Node, Branch]]] = {}
        for node in kb.nodes.values():
            for branch in node.branches:
                self._into.setdefault(branch.go, []).append((node, branch))

    def unreachable(self) -> Iterator[Problem]:
        """Find nodes that no applicant reaches, where each way begins to be none."""
        for name in self._lost:
            if not self._lost.issuperset(one.id for one, _ in self.into(name)):
                message = f'node "{name}" can never be reached.'
                hint = "Look at the branches that lead there, together with those before them."
                yield self._kb.nodes[name].problem("never", message, hint)

    @cached_property
    def _lost(self) -> set[str]:
        """Name the nodes that a branch goes to and no applicant reaches."""
        names = [name for name in self._into if name in self._kb.nodes]
        return {name for name in names if self._can_come(name) is False}

    def into(self, node: str) -> list[tuple[Node, Branch]]:
        """List the branches that go to a node, each after the node that it leaves."""
        return self._into.get(node, [])

    def can_apply(self, action: Action) -> bool | None:
        """Tell whether some applicant meets an action at a node; None where that can't be told.

        Nothing is told either of one at a node that nobody reaches: that is the fault.
        """
        if self._lost.issuperset(action.nodes):
            return None

        def applies(value: _Look) -> bool:
            seen: dict[str, bool] = {}
            return holds(action.when.parts, value) and any(
                self._reached(node, value, seen) for node in action.nodes
            )

        return self._is_met(applies, [*action.when.names, *self._names(action.nodes)])

    def _can_come(self, node: str) -> bool | None:
        """Tell whether some applicant reaches a node; None where that can't be told."""
        return self._is_met(lambda value: self._reached(node, value, {}), self._names([node]))

    def _is_met(self, decide: Callable[[_Look], bool], names: Collection[str]) -> bool | None:
        told_apart = with_any_figures(self._kb).tell_apart(decide, names)
        try:
            for count, (_, is_met) in enumerate(told_apart):
                if is_met:
                    return True
                if count >= MOST_TRIED:
                    return None
        except TooManyApplicants:
            return None
        return False

    def _names(self, nodes: Collection[str]) -> Collection[str]:
        """Name the facts on the ways to some nodes."""
        names: dict[str, None] = {}
        seen, waiting = set(nodes), list(nodes)
        while waiting:
            for before, _ in self.into(waiting.pop()):
                if before.id not in seen:
                    seen.add(before.id)
                    waiting.append(before.id)
                    names.update({name: None for one in before.branches for name in one.when.names})
        return names

    def _reached(self, name: str, value: _Look, seen: dict[str, bool]) -> bool:
        """Tell whether an applicant reaches a node; `seen` holds what was found before."""
        if name == self._kb.start.id:
            return True
        if name not in seen:
            seen[name] = False
            seen[name] = any(
                _is_taken(branch, before, value) and self._reached(before.id, value, seen)
                for before, branch in self.into(name)
            )
        return seen[name]


def _is_taken(branch: Branch, node: Node, value: _Look) -> bool:
    if not branch.otherwise:
        return holds(branch.when.parts, value)
    return not any(holds(other.when.parts, value) for other in node.branches if other is not branch)
