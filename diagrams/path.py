"""Turn an Outcome into a Drawing of its path: DOT text, and the words behind it."""

import textwrap
from collections.abc import Iterable, Iterator
from itertools import groupby

import graphviz
import msgspec

from diagrams import theme
from engine import wording
from engine.consultation import Outcome, Step
from engine.model import END, Branch, Node


class Drawing(msgspec.Struct, frozen=True):
    """Hold a picture before layout: `dot`, its `title` and `description`, a `hover` text for each element id."""

    dot: str
    title: str
    description: str
    hover: dict[str, str]


def draw_path(outcome: Outcome) -> Drawing:
    """Draw the nodes visited, the branches taken, and the roads not taken beside them."""
    hover: dict[str, str] = {}
    said: set[str] = set()
    graph = graphviz.Digraph("path", graph_attr=theme.GRAPH, node_attr=theme.NODE, edge_attr=theme.EDGE)
    graph.attr(label=_heading(outcome))
    for phase, steps in groupby(outcome.path, key=lambda step: step.phase):
        with graph.subgraph(name=f"cluster_{phase.phase}") as band:
            band.attr(label=bold(phase.title), id=f"phase-{phase.phase}", **theme.PHASE)
            for node, taken in groupby(steps, key=lambda step: step.node):
                _node(band, outcome, node, visits := list(taken), hover, said)
                _done(band, node, visits)
    for step in outcome.path:
        _edge(graph, outcome, step, hover)
    description = " ".join(_sentences(outcome))
    return Drawing(graph.source, wording.title(outcome), description, hover)


def _node(
    band: graphviz.Digraph, outcome: Outcome, node: Node, steps: list[Step], hover: dict[str, str], said: set[str]
) -> None:
    """Draw a node, with the facts its branch rested on where they have not been shown before."""
    role = _role(node, steps)
    identifier = f"node-{node.id}"
    facts = dict.fromkeys(fact for step in steps for fact in _facts(outcome, step) if fact not in said)
    said.update(facts)
    lines = [line for fact in facts for line in textwrap.wrap(fact, theme.NODE_WIDTH)]
    band.node(node.id, label=label_of(node.title, lines), id=identifier, **{"class": role}, **theme.NODES[role])
    hover[identifier] = _hover(outcome, node, steps)
    closed = [branch for branch in node.branches if branch not in [step.branch for step in steps]]
    if closed and steps[0].branch:
        _not_taken(band, node, closed)


def _done(band: graphviz.Digraph, node: Node, steps: Iterable[Step]) -> None:
    """Give a branch that ends the tree something to point at."""
    if any(step.branch and step.branch.go == END for step in steps):
        role = f"end-{node.end or 'next-cycle'}"
        name = f"{node.id}--end"
        band.node(name, label=label_of("Done", []), id=f"node-{name}", **{"class": role}, **theme.NODES[role])


def _not_taken(band: graphviz.Digraph, node: Node, closed: Iterable[Branch]) -> None:
    """Put the roads not taken beside their node, as one short grey list."""
    side = f"{node.id}--not-taken"
    lines = [
        line for one in closed for line in textwrap.wrap(f"× {one.label}", theme.SIDE_WIDTH, subsequent_indent="   ")
    ]
    label = "".join(f"{graphviz.escape(line)}\\l" for line in ["not taken", *lines])
    with band.subgraph() as row:
        row.attr(rank="same")
        row.node(node.id)
        row.node(
            side, label=graphviz.nohtml(label), id=f"node-{side}", **{"class": "not-taken"}, **theme.NODES["not-taken"]
        )
        row.edge(node.id, side, id=f"edge-{side}", **{"class": "not-taken"}, **theme.EDGES["not-taken"])


def _edge(graph: graphviz.Digraph, outcome: Outcome, step: Step, hover: dict[str, str]) -> None:
    branch, role = step.branch, "contingent" if step.contingent else "taken"
    if branch is None:
        return
    index = step.node.branches.index(branch)
    identifier = f"edge-{step.node.id}-{index}"
    target = f"{step.node.id}--end" if branch.go == END else branch.go
    label = "\n".join(f"  {line}  " for line in textwrap.wrap(branch.label, theme.EDGE_WIDTH))
    graph.edge(
        step.node.id,
        target,
        label=graphviz.nohtml(graphviz.escape(label)),
        id=identifier,
        **{"class": role},
        **theme.EDGES[role],
    )
    hover[identifier] = f"{branch.label}. {branch.because}".strip()


def _role(node: Node, steps: list[Step]) -> str:
    if all(step.branch is None for step in steps):
        if node.end or not node.branches:
            return f"end-{node.end or 'next-cycle'}"
        return "waiting"
    return "contingent" if all(step.contingent for step in steps) else "taken"


def _facts(outcome: Outcome, step: Step) -> Iterator[str]:
    """Give the facts that a branch rested on, in the words of the base."""
    for firing in outcome.trace:
        if firing.kind == "branch" and firing.entry is step.branch:
            yield from (wording.fact_text(outcome.kb, name, value) for name, value in firing.facts)


def _hover(outcome: Outcome, node: Node, steps: Iterable[Step]) -> str:
    parts = [node.title, node.text]
    for step in steps:
        if step.branch:
            parts.append(f"{step.branch.label}: {step.branch.because}" if step.branch.because else step.branch.label)
    parts.append(wording.cited_text(outcome.kb, node.sources))
    return " · ".join(part for part in parts if part)


def _sentences(outcome: Outcome) -> Iterator[str]:
    """Say the whole path in words."""
    for step in outcome.path:
        condition = f"If {wording.supposed(outcome.kb, step.ways)}: " if step.contingent else ""
        answer = f" {step.branch.label}." if step.branch else ""
        yield f"{condition}{step.node.title}{'' if step.node.title.endswith('?') else '.'}{answer}"


# Labels: text reaches Graphviz only through these


def _heading(outcome: Outcome) -> str:
    sizes = {"20": "<b>Your path</b>", "12": _html(wording.title(outcome)), "10": _html(wording.standing(outcome))}
    rows = "".join(f'<tr><td><font point-size="{size}">{text}</font></td></tr>' for size, text in sizes.items())
    return f'<<table border="0" cellspacing="3">{rows}</table>>'


def bold(text: str) -> str:
    """Give a text as a bold label."""
    return f"<<b>{_html(text)}</b>>"


def label_of(title: str, lines: Iterable[str]) -> str:
    """Give a label of a bold title and smaller lines below it."""
    head = "<br/>".join(f"<b>{_html(part)}</b>" for part in textwrap.wrap(title, theme.NODE_WIDTH))
    rest = "".join(f'<br/><font point-size="11">{_html(line)}</font>' for line in lines)
    return f"<{head}{rest}>"


def _html(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
