"""Turn a KnowledgeBase into a Drawing of its whole tree, or of one phase."""

import textwrap

import graphviz

from diagrams import theme
from diagrams.path import Drawing, bold, label_of
from engine import wording
from engine.model import END, Branch, KnowledgeBase, Node


def draw_whole(kb: KnowledgeBase, phase: str = "") -> Drawing:
    """Draw every node and branch of a base, a band a phase; with `phase`, that one and where it leads."""
    hover: dict[str, str] = {}
    heading = {**theme.GRAPH, "label": bold(f"{kb.title} · {kb.version}")}
    graph = graphviz.Digraph("tree", graph_attr=heading, node_attr=theme.NODE, edge_attr=theme.EDGE)
    phases = [one for one in kb.phases if phase in ("", one.phase)]
    inside = {node.id for one in phases for node in one.nodes}
    for one in phases:
        with graph.subgraph(name=f"cluster_{one.phase}") as band:
            band.attr(label=bold(one.title), id=f"phase-{one.phase}", **theme.PHASE)
            for node in one.nodes:
                _node(band, kb, node, hover)
    for one in phases:
        for node in one.nodes:
            _branches(graph, kb, node, inside, hover)
    names = ", ".join(one.title for one in phases)
    return Drawing(graph.source, kb.title, f"The tree of {names}: {len(inside)} nodes.", hover)


def _node(band: graphviz.Digraph, kb: KnowledgeBase, node: Node, hover: dict[str, str]) -> None:
    chance = any(kb.questions[name].is_chance for name in _asked(kb, node))
    role = f"end-{node.end}" if node.end and not node.branches else "contingent" if chance else "taken"
    actions = sum(node.id in action.nodes for action in kb.actions.values())
    lines = [f"{actions} action{'' if actions == 1 else 's'}"] if actions else []
    identifier = f"node-{node.id}"
    band.node(node.id, label=label_of(node.title, lines), id=identifier, **{"class": role}, **theme.NODES[role])
    hover[identifier] = f"{node.id} · {node.title} · {wording.cited_text(kb, node.sources)}"


def _asked(kb: KnowledgeBase, node: Node) -> list[str]:
    return [name for branch in node.branches for name in (branch.when or {}) if name in kb.questions]


def _branches(graph: graphviz.Digraph, kb: KnowledgeBase, node: Node, inside: set[str], hover: dict[str, str]) -> None:
    """Draw one edge to each target, with the labels of all branches that go there."""
    targets: dict[str, list[Branch]] = {}
    for branch in node.branches:
        targets.setdefault(branch.go, []).append(branch)
    for target, branches in targets.items():
        if target == END:
            continue
        if target not in inside:
            title = f"on to: {kb.nodes[target].title}"
            graph.node(target, label=label_of(title, []), id=f"node-{target}", **theme.NODES["waiting"])
        identifier = f"edge-{node.id}-{target}"
        mark = "· " if len(branches) > 1 else ""
        lines = [line for one in branches for line in textwrap.wrap(mark + one.label, theme.EDGE_WIDTH + 6)]
        text = "".join(f"  {graphviz.escape(line)}  \\l" for line in lines)
        graph.edge(
            node.id, target, label=graphviz.nohtml(text), id=identifier, **{"class": "branch"}, **theme.EDGES["branch"]
        )
        hover[identifier] = " · ".join(f"{one.label}. {one.because}".strip() for one in branches)
