"""Turn an Outcome into the turns of its path: what was decided, then what is still open."""

from collections.abc import Iterable, Iterator
from itertools import groupby

from engine.consultation.outcome import Outcome, Step
from engine.inference.ways import Ways, union
from engine.language.entries import Branch, Node, Phase
from engine.output import wording
from engine.output.layout import Item, listed


def turns(outcome: Outcome) -> list[Item]:
    """List, phase by phase, the nodes that had more than one way on, each with the way taken.

    What waits on the world comes after, each node once, below the one that it hangs on.
    """
    items: list[Item] = []
    for phase, steps_of_phase in groupby(outcome.path, key=lambda step: step.phase):
        steps = list(steps_of_phase)
        decided = [_decided(outcome, step) for step in steps if _is_decided(step)]
        if decided:
            items.append(Item(phase.title, tuple(decided)))
        still_open = [step for step in steps if step.contingent]
        if still_open:
            items.append(_open_item(outcome, phase, still_open))
    return items


def _is_decided(step: Step) -> bool:
    return step.branch is not None and len(step.node.branches) > 1 and not step.contingent


def _decided(outcome: Outcome, step: Step) -> Item:
    assert step.branch  # `_is_decided`
    title = wording.called(outcome, step.node)
    mark = "" if title.endswith("?") else ":"
    return Item(f"{title}{mark} {step.branch.label}")


def _open_item(outcome: Outcome, phase: Phase, steps: list[Step]) -> Item:
    """Give what is still open in a phase as a tree of nodes.

    A node stands below the one that it hangs on; where the world decides nothing in between, beside
    it, and without the label of an answer that is given.
    """
    nodes = {step.node.id: step.node for step in steps}
    into = {name: list(_ways_into(name, steps)) for name in nodes}
    hangs_on = _hangs_on({name: [node.id for node, _ in into[name]] for name in nodes})
    ways = {name: _ways_of(outcome, name, steps) for name in nodes}
    below: dict[str, list[str]] = {}
    for name in nodes:
        below.setdefault(_decided_at(name, hangs_on, ways), []).append(name)

    def items_below(name: str) -> Iterator[Item]:
        for other in below.get(name, ()):
            title = wording.called(outcome, nodes[other])
            is_turn = hangs_on[other] == name
            text = _labelled(title, into[other]) if is_turn else title
            yield Item(text, tuple(items_below(other)))

    return Item(f"{phase.title}, still open", tuple(items_below("")))


def _ways_of(outcome: Outcome, name: str, steps: Iterable[Step]) -> Ways:
    """Give the ways on which a node is reached."""
    return union([step.ways for step in steps if step.node.id == name], outcome.kb.chances)


def _decided_at(name: str, hangs_on: dict[str, str], ways: dict[str, Ways]) -> str:
    """Name the last node before another at which the world decides; "" where there is none."""
    above = hangs_on[name]
    while above and ways[above] == ways[name]:
        above = hangs_on[above]
    return above


def _ways_into(name: str, steps: Iterable[Step]) -> Iterator[tuple[Node, Branch]]:
    """Give the branches that lead to a node, each with the node it leads from."""
    for step in steps:
        if step.branch and step.branch.go == name:
            yield step.node, step.branch


def _hangs_on(before: dict[str, list[str]]) -> dict[str, str]:
    """Map each node to the last one that every way to it comes through; "" where there is none.

    `before` maps the nodes, each after those that lead to it, to those that do. A node hangs on
    what the chains of all nodes before it, each with that node at its end, begin with in common.
    """
    chains: dict[str, list[str]] = {}
    for name, names_before in before.items():
        ways = [[*chains[other], other] for other in dict.fromkeys(names_before)]
        chains[name] = _common_start(ways)
    return {name: chain[-1] if chain else "" for name, chain in chains.items()}


def _common_start(chains: list[list[str]]) -> list[str]:
    """Give what all chains begin with."""
    start: list[str] = []
    for names in zip(*chains, strict=False):
        if len(set(names)) > 1:
            break
        start.append(names[0])
    return start


def _labelled(title: str, into: list[tuple[Node, Branch]]) -> str:
    """Put before a node's title the labels of the ways to it; none where one has no choice."""
    labels = list(dict.fromkeys(branch.label for _, branch in into))
    is_choice = all(len(node.branches) > 1 for node, _ in into)
    if not labels or not is_choice:
        return title
    if len(labels) == 1:
        return f"{labels[0]}: {title}"
    return f"{listed([f'“{label}”' for label in labels], 'or')}: {title}"
