"""Find ends of the tree that there are not, that are not said, that no node comes to."""

from collections.abc import Iterator

from engine.checking.suggestions import Suggest
from engine.errors import Problem
from engine.language.base import KnowledgeBase
from engine.language.words import END


def named_ends(kb: KnowledgeBase, suggest: Suggest) -> Iterator[Problem]:
    """Find nodes that end in what is no end."""
    for node in kb.nodes.values():
        if node.end and node.end not in kb.ends:
            message = f'node "{node.id}" ends in "{node.end}", which is no end.'
            yield node.problem("unknown-end", message, suggest(node.end, kb.ends), "end")


def open_ends(kb: KnowledgeBase) -> Iterator[Problem]:
    """Find nodes that lead nowhere, or to the end, and don't say which."""
    named = f"end: …, one of {', '.join(kb.ends)}"
    for node in kb.nodes.values():
        if node.end:
            continue
        if not node.branches:
            message = f'node "{node.id}" has no branches and is no end.'
            yield node.problem("no-end", message, f"Add branches, or {named}.")
        elif any(branch.go == END for branch in node.branches):
            message = f'node "{node.id}" leads to the end, and does not say which.'
            yield node.problem("no-end", message, f"Add {named}.")


def unused_ends(kb: KnowledgeBase) -> Iterator[Problem]:
    """Find ends of base.yaml that no node names."""
    used = {node.end for node in kb.nodes.values()}
    for name in kb.head.ends:
        if name not in used:
            hint = "Name it in a node, or take it out."
            yield kb.head.problem("unused", f'end "{name}" is used nowhere.', hint, "ends", name)
