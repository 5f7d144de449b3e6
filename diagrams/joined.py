"""Join the nodes of a tree that stand in one card."""

from collections.abc import Sequence

from engine.language.base import KnowledgeBase
from engine.language.entries import Node, Phase


def joined(kb: KnowledgeBase, phases: Sequence[Phase]) -> list[list[Node]]:
    """Join nodes that have one way on, and to which nothing else leads, in one card.

    Gives the nodes of each card, in the order of the tree.
    """
    entries: dict[str, set[str]] = {}
    for node in kb.nodes.values():
        for branch in node.branches:
            entries.setdefault(branch.go, set()).add(node.id)
    inside = {node.id: phase for phase in phases for node in phase.nodes}
    cards: list[list[Node]] = []
    for node in kb.ordered_nodes:
        if node.id not in inside:
            continue
        before = [card for card in cards if _leads_only_to(card[-1], node, entries)]
        if before and inside[before[0][-1].id] is inside[node.id]:
            before[0].append(node)
        else:
            cards.append([node])
    return cards


def _leads_only_to(last: Node, node: Node, entries: dict[str, set[str]]) -> bool:
    goals = {branch.go for branch in last.branches}
    return goals == {node.id} and entries[node.id] == {last.id} and bool(node.branches)
