"""Turn a KnowledgeBase into a Drawing of its tree; with an Outcome, its path is marked."""

import textwrap

import graphviz
import msgspec

from diagrams.drawing import Drawing, bold, flush_left, label_of
from diagrams.theme import EDGE_WIDTH, THEMES, Theme
from engine.consultation.outcome import Outcome, Step
from engine.language.base import KnowledgeBase
from engine.language.entries import Branch, Node, Phase
from engine.language.words import END
from engine.output import path_text, wording


class _Canvas(msgspec.Struct, frozen=True, eq=False):
    """Hold what a tree is drawn on.

    `inside` are the ids of the nodes to draw; `path` is None where no path is to be marked, and
    `numbers` are those of its nodes by id. `hover` fills with the hover texts by id.
    """

    kb: KnowledgeBase
    look: Theme
    inside: set[str]
    path: tuple[Step, ...] | None
    numbers: dict[str, int]
    graph: graphviz.Digraph
    hover: dict[str, str]


def draw_whole(
    kb: KnowledgeBase, phase: str = "", theme: str = "light", outcome: Outcome | None = None
) -> Drawing:
    """Draw every node and branch of a base, a band a phase.

    With `phase`, an id, that one alone is drawn, and where it leads. With an `outcome` of that base
    the nodes and branches on its path stand out, numbered as in its own picture, and the rest is
    drawn thin. A branch that a copy to show around withholds does not stand out.
    """
    phases = [band for band in kb.phases if phase in ("", band.phase)]
    canvas = _canvas(kb, phases, THEMES[theme], outcome)
    for band in phases:
        _phase(canvas, band)
    for band in phases:
        for node in band.nodes:
            _branches(canvas, node)
    title, description = kb.head.title, _description(phases)
    if outcome:
        title, description = wording.title(outcome), path_text.path_text(outcome)
    return Drawing(canvas.graph.source, title, description, canvas.hover)


def _canvas(
    kb: KnowledgeBase, phases: list[Phase], look: Theme, outcome: Outcome | None
) -> _Canvas:
    """Give an empty canvas for the nodes of some phases."""
    heading = {**look.graph, "label": bold(f"{kb.head.title} · {kb.head.version}")}
    return _Canvas(
        kb=kb,
        look=look,
        inside={node.id for phase in phases for node in phase.nodes},
        path=outcome.path if outcome else None,
        numbers=path_text.numbers(outcome) if outcome else {},
        graph=graphviz.Digraph(
            "tree", graph_attr=heading, node_attr=look.node, edge_attr=look.edge
        ),
        hover={},
    )


def _description(phases: list[Phase]) -> str:
    names = ", ".join(phase.title for phase in phases)
    return f"The tree of {names}: {sum(len(phase.nodes) for phase in phases)} nodes."


def _phase(canvas: _Canvas, phase: Phase) -> None:
    """Draw the band of a phase and the nodes in it."""
    with canvas.graph.subgraph(name=f"cluster_{phase.phase}") as band:
        band.attr(label=bold(phase.title), id=f"phase-{phase.phase}", **canvas.look.phase)
        for node in phase.nodes:
            _node(canvas, band, node)


def _node(canvas: _Canvas, band: graphviz.Digraph, node: Node) -> None:
    """Draw a node: its number where it is on the path for certain, how many actions it has."""
    number = canvas.numbers.get(node.id)
    title = f"{number}  {node.title}" if number else node.title
    count = sum(node.id in action.nodes for action in canvas.kb.actions.values())
    noun = "action" if count == 1 else "actions"
    label = label_of(title, [f"{count} {noun}"] if count else [])
    role, identifier = _node_role(canvas, node), f"node-{node.id}"
    band.node(node.id, label=label, id=identifier, **{"class": role}, **canvas.look.nodes[role])
    cited = wording.cited_text(canvas.kb, node.sources)
    canvas.hover[identifier] = f"{node.id} · {node.title} · {cited}"


def _node_role(canvas: _Canvas, node: Node) -> str:
    """Name the role of a node: elsewhere, an end, on the path, or on it by chance.

    Where no path is marked, every node is on it, and by chance where its branches wait on one.
    """
    if canvas.path is None:
        by_chance = _waits_on_chance(canvas.kb, node)
    else:
        visits = _visits(canvas.path, node)
        if not visits:
            return "elsewhere"
        by_chance = all(step.contingent for step in visits)
    if node.end and not node.branches:
        return f"end-{node.end}"
    return "contingent" if by_chance else "taken"


def _visits(path: tuple[Step, ...], node: Node) -> list[Step]:
    """Give the steps at a node, by its id: a copy to show around holds copies of nodes."""
    return [step for step in path if step.node.id == node.id]


def _waits_on_chance(kb: KnowledgeBase, node: Node) -> bool:
    """Tell whether the branches of a node ask what the world decides."""
    return any(name in kb.chances for branch in node.branches for name in branch.when.names)


def _branches(canvas: _Canvas, node: Node) -> None:
    """Draw one edge to each target for all branches that go there; those taken by themselves."""
    groups: dict[tuple[str, str], list[Branch]] = {}
    for branch in node.branches:
        groups.setdefault((branch.go, _branch_role(canvas, node, branch)), []).append(branch)
    for (target, role), branches in groups.items():
        if target != END:
            _edge(canvas, node, target, role, branches)


def _branch_role(canvas: _Canvas, node: Node, branch: Branch) -> str:
    """Name the role of a branch: taken, taken by chance, or a branch like any other.

    Branches have no ids, so they are compared themselves. One that a private answer decided is a
    blank in a copy to show around, and so equal to none: which one it was must not show.
    """
    visits = _visits(canvas.path or (), node)
    taken = [step for step in visits if step.branch == branch]
    if not taken:
        return "branch"
    return "contingent" if all(step.contingent for step in taken) else "taken"


def _edge(canvas: _Canvas, node: Node, target: str, role: str, branches: list[Branch]) -> None:
    """Draw branches of one role to one target, as one edge with their labels below each other."""
    if target not in canvas.inside:
        onward = label_of(f"on to: {canvas.kb.nodes[target].title}")
        look = canvas.look.nodes["elsewhere"]
        canvas.graph.node(target, label=onward, id=f"node-{target}", **look)
    mark = "· " if len(branches) > 1 else ""
    lines: list[str] = []
    for branch in branches:
        wrapped = textwrap.wrap(mark + branch.label, EDGE_WIDTH + 6)
        lines += [f"  {line}  " for line in wrapped]
    ending = "" if role == "branch" else f"-{role}"
    identifier = f"edge-{node.id}-{target}{ending}"
    look = canvas.look.edges[role]
    canvas.graph.edge(
        node.id, target, label=flush_left(lines), id=identifier, **{"class": role}, **look
    )
    hover = [f"{branch.label}. {branch.because}".strip() for branch in branches]
    canvas.hover[identifier] = " · ".join(hover)
