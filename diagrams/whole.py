"""Turn a KnowledgeBase into a Drawing of its whole tree, or of one phase; with an Outcome, its path is marked."""

import textwrap

import graphviz

from diagrams.path import Drawing, bold, label_of
from diagrams.theme import EDGE_WIDTH, THEMES, Theme
from engine.consultation.outcome import Outcome
from engine.language.base import KnowledgeBase
from engine.language.entries import Branch, Node
from engine.language.words import END
from engine.output import path_text, wording


def draw_whole(
    kb: KnowledgeBase, phase: str = "", theme: str = "light", outcome: Outcome | None = None
) -> Drawing:
    """Draw every node and branch of a base, a band a phase; with `phase`, that one and where it leads.

    With an `outcome` of that base the nodes and branches on its path stand out, numbered as in its own
    picture, and the rest is drawn thin.
    """
    look, hover = THEMES[theme], dict[str, str]()
    heading = {**look.graph, "label": bold(f"{kb.head.title} · {kb.head.version}")}
    graph = graphviz.Digraph("tree", graph_attr=heading, node_attr=look.node, edge_attr=look.edge)
    phases = [one for one in kb.phases if phase in ("", one.phase)]
    inside = {node.id for one in phases for node in one.nodes}
    for one in phases:
        with graph.subgraph(name=f"cluster_{one.phase}") as band:
            band.attr(label=bold(one.title), id=f"phase-{one.phase}", **look.phase)
            for node in one.nodes:
                _node(band, kb, node, look, outcome, hover)
    for one in phases:
        for node in one.nodes:
            _branches(graph, kb, node, inside, look, outcome, hover)
    names = ", ".join(one.title for one in phases)
    said = path_text.path_text(outcome) if outcome else f"The tree of {names}: {len(inside)} nodes."
    return Drawing(graph.source, wording.title(outcome) if outcome else kb.head.title, said, hover)


def _node(
    band: graphviz.Digraph,
    kb: KnowledgeBase,
    node: Node,
    look: Theme,
    outcome: Outcome | None,
    hover: dict[str, str],
) -> None:
    role, title = _role(kb, node, outcome), node.title
    if outcome and (number := wording.numbers(outcome).get(node.id)):
        title = f"{number}  {title}"
    actions = sum(node.id in action.nodes for action in kb.actions.values())
    lines = [f"{actions} action{'' if actions == 1 else 's'}"] if actions else []
    identifier = f"node-{node.id}"
    band.node(
        node.id, label=label_of(title, lines), id=identifier, **{"class": role}, **look.nodes[role]
    )
    hover[identifier] = f"{node.id} · {node.title} · {wording.cited_text(kb, node.sources)}"


def _role(kb: KnowledgeBase, node: Node, outcome: Outcome | None) -> str:
    end = f"end-{node.end}" if node.end and not node.branches else ""
    if outcome is None:
        chance = any(kb.questions[name].is_chance for name in _asked(kb, node))
        return end or ("contingent" if chance else "taken")
    steps = [step for step in outcome.path if step.node is node]
    if not steps:
        return "elsewhere"
    return end or ("contingent" if all(step.contingent for step in steps) else "taken")


def _asked(kb: KnowledgeBase, node: Node) -> list[str]:
    return [name for branch in node.branches for name in branch.when.names if name in kb.questions]


def _branches(
    graph: graphviz.Digraph,
    kb: KnowledgeBase,
    node: Node,
    inside: set[str],
    look: Theme,
    outcome: Outcome | None,
    hover: dict[str, str],
) -> None:
    """Draw one edge to each target, with the labels of all branches that go there; those taken by themselves."""
    groups: dict[tuple[str, str], list[Branch]] = {}
    for branch in node.branches:
        groups.setdefault((branch.go, _taken(branch, outcome)), []).append(branch)
    for (target, role), branches in groups.items():
        if target == END:
            continue
        if target not in inside:
            title = f"on to: {kb.nodes[target].title}"
            graph.node(
                target, label=label_of(title, []), id=f"node-{target}", **look.nodes["elsewhere"]
            )
        identifier = f"edge-{node.id}-{target}{'' if role == 'branch' else f'-{role}'}"
        mark = "· " if len(branches) > 1 else ""
        lines = [
            line for one in branches for line in textwrap.wrap(mark + one.label, EDGE_WIDTH + 6)
        ]
        text = "".join(f"  {graphviz.escape(line)}  \\l" for line in lines)
        graph.edge(
            node.id,
            target,
            label=graphviz.nohtml(text),
            id=identifier,
            **{"class": role},
            **look.edges[role],
        )
        hover[identifier] = " · ".join(f"{one.label}. {one.because}".strip() for one in branches)


def _taken(branch: Branch, outcome: Outcome | None) -> str:
    steps = [step for step in outcome.path if step.branch is branch] if outcome else []
    if not steps:
        return "branch"
    return "contingent" if all(step.contingent for step in steps) else "taken"
