"""Turn an Outcome into a Drawing of its path: DOT text, and the words behind it."""

import textwrap
from collections.abc import Iterable, Iterator
from itertools import groupby

import graphviz
import msgspec

from diagrams.theme import (
    CLOSE_GRAPH,
    CLOSE_NODE,
    CLOSE_PHASE,
    EDGE_WIDTH,
    LINE_WIDTH,
    NODE_WIDTH,
    SIDE_WIDTH,
    THEMES,
    Theme,
)
from engine.consultation.outcome import Outcome, Step
from engine.explanation import why_not
from engine.language.entries import Branch, Node
from engine.language.words import END
from engine.output import path_text, wording


class Drawing(msgspec.Struct, frozen=True):
    """Hold a picture before layout: `dot`, its `title` and `description`, a `hover` text for each element id.

    `prefix` goes before every id, so that several pictures can stand in one page.
    """

    dot: str
    title: str
    description: str
    hover: dict[str, str]
    prefix: str = ""


class _Canvas:
    """Hold what is drawn on: the graph, its look, the hover texts, the facts shown already."""

    def __init__(self, outcome: Outcome, look: Theme, phases: tuple[str, ...]) -> None:
        self.outcome = outcome
        self.look = look
        self.hover: dict[str, str] = {}
        self.said: set[str] = set()
        self.numbers = wording.numbers(outcome)
        self.steps = [step for step in outcome.path if not phases or step.phase.phase in phases]
        self.graph = graphviz.Digraph(
            "path", graph_attr=look.graph, node_attr=look.node, edge_attr=look.edge
        )


def draw_path(
    outcome: Outcome,
    theme: str = "light",
    phases: tuple[str, ...] = (),
    *,
    part: bool = False,
    paper: bool = False,
) -> Drawing:
    """Draw the nodes visited, the branches taken, and the roads not taken beside them.

    `theme` is one of THEMES; with `phases`, ids of phases, only they are drawn, and where they lead. A
    `part` stands in a page that holds the others too: it has no heading, and ids of its own. For
    `paper` it is drawn closer, and each sheet after the first has its version and date at the foot.
    """
    canvas = _Canvas(outcome, THEMES[theme], phases)
    canvas.graph.attr(label="" if part else _heading(outcome))
    if paper or part:
        canvas.graph.attr(**CLOSE_GRAPH)
        canvas.graph.attr("node", **CLOSE_NODE)
    if paper and phases and phases[0] != outcome.path[0].phase.phase:
        foot = textwrap.fill(wording.standing(outcome), LINE_WIDTH)
        canvas.graph.attr(label=graphviz.nohtml(graphviz.escape(foot)), labelloc="b", fontsize="11")
    for phase, steps in groupby(canvas.steps, key=lambda step: step.phase):
        with canvas.graph.subgraph(name=f"cluster_{phase.phase}") as band:
            look = {**canvas.look.phase, **(CLOSE_PHASE if paper or part else {})}
            band.attr(label=bold(phase.title), labelloc="t", id=f"phase-{phase.phase}", **look)
            for node, taken in groupby(steps, key=lambda step: step.node):
                _node(canvas, band, node, visits := list(taken))
                _done(canvas, band, node, visits)
    for step in canvas.steps:
        _edge(canvas, step)
    said, prefix = (
        path_text.path_text(outcome, phases=phases),
        f"{'-'.join(phases)}--" if part else "",
    )
    return Drawing(canvas.graph.source, wording.title(outcome), said, canvas.hover, prefix)


def _node(canvas: _Canvas, band: graphviz.Digraph, node: Node, steps: list[Step]) -> None:
    """Draw a node: its number, the facts its branch rested on where they are new, the musts beside it."""
    outcome, role = canvas.outcome, _role(node, steps)
    identifier = f"node-{node.id}"
    facts = dict.fromkeys(
        fact for step in steps for fact in _facts(outcome, step) if fact not in canvas.said
    )
    canvas.said.update(facts)
    number = canvas.numbers.get(node.id)
    title = f"{number}  {node.title}" if number else node.title
    lines = [
        line
        for fact in (*facts, *_actions(outcome, node))
        for line in textwrap.wrap(fact, NODE_WIDTH)
    ]
    lines += [f"end: {node.end.replace('-', ' ')}"] if node.end and not node.branches else []
    band.node(
        node.id,
        label=label_of(title, lines),
        id=identifier,
        **{"class": role},
        **canvas.look.nodes[role],
    )
    canvas.hover[identifier] = _hover(outcome, node, steps)
    closed = [branch for branch in node.branches if branch not in [step.branch for step in steps]]
    if closed and steps[0].branch:
        _not_taken(canvas, band, node, closed)


def _actions(outcome: Outcome, node: Node) -> Iterator[str]:
    """Give the musts that stand beside a node, and how many more steps do."""
    beside = [one for one in outcome.actions if one.node == node.id]
    musts = [one.action for one in beside if one.action.strength == "must"]
    yield from (f"Must: {wording.filled(action.do, outcome)}" for action in musts)
    if more := len(beside) - len(musts):
        yield f"+ {more} {'more ' if musts else ''}step{'' if more == 1 else 's'} in the plan"


def _done(canvas: _Canvas, band: graphviz.Digraph, node: Node, steps: Iterable[Step]) -> None:
    """Give a branch that ends the tree something to point at."""
    if any(step.branch and step.branch.go == END for step in steps):
        role = f"end-{node.end or 'next-cycle'}"
        label = label_of("Done", [f"end: {(node.end or 'next-cycle').replace('-', ' ')}"])
        name = f"{node.id}--end"
        band.node(
            name, label=label, id=f"node-{name}", **{"class": role}, **canvas.look.nodes[role]
        )


def _not_taken(
    canvas: _Canvas, band: graphviz.Digraph, node: Node, closed: Iterable[Branch]
) -> None:
    """Put the roads not taken beside their node, as one short grey list under what closed them."""
    side, look = f"{node.id}--not-taken", canvas.look
    found = why_not.closed_by(canvas.outcome, node)
    names = " · ".join(canvas.outcome.kb.facts[name].label for name in found)
    head = f"closed by: {names}" if names else "not taken"
    lines = textwrap.wrap(head, SIDE_WIDTH + 4)
    lines += [
        line
        for one in closed
        for line in textwrap.wrap(f"× {one.label}", SIDE_WIDTH, subsequent_indent="   ")
    ]
    label = "".join(f"{graphviz.escape(line)}\\l" for line in lines)
    with band.subgraph() as row:
        row.attr(rank="same")
        row.node(node.id)
        row.node(
            side,
            label=graphviz.nohtml(label),
            id=f"node-{side}",
            **{"class": "not-taken"},
            **look.nodes["not-taken"],
        )
        row.edge(
            node.id, side, id=f"edge-{side}", **{"class": "not-taken"}, **look.edges["not-taken"]
        )


def _edge(canvas: _Canvas, step: Step) -> None:
    branch, role = step.branch, "contingent" if step.contingent else "taken"
    if branch is None:
        return
    index = step.node.branches.index(branch)
    identifier = f"edge-{step.node.id}-{index}"
    target = f"{step.node.id}--end" if branch.go == END else branch.go
    if branch.go != END and branch.go not in {one.node.id for one in canvas.steps}:
        onward = label_of(f"on to: {canvas.outcome.kb.nodes[branch.go].title}", [])
        canvas.graph.node(
            target, label=onward, id=f"node-{target}", **canvas.look.nodes["elsewhere"]
        )
    label = "\n".join(f"    {line}  " for line in textwrap.wrap(branch.label, EDGE_WIDTH))
    canvas.graph.edge(
        step.node.id,
        target,
        label=graphviz.nohtml(graphviz.escape(label)),
        id=identifier,
        **{"class": role},
        **canvas.look.edges[role],
    )
    canvas.hover[identifier] = f"{branch.label}. {branch.because}".strip()


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


def _hover(outcome: Outcome, node: Node, steps: list[Step]) -> str:
    """Say what a node is: its words, the answers it turned on, the way on and why, its sources."""
    facts = dict.fromkeys(fact for step in steps for fact in _facts(outcome, step))
    parts = [node.title, node.text, *facts]
    for step in steps:
        if step.branch:
            parts.append(
                f"{step.branch.label}: {step.branch.because}"
                if step.branch.because
                else step.branch.label
            )
    parts.append(wording.cited_text(outcome.kb, node.sources))
    return " · ".join(part for part in parts if part)


# Labels: text reaches Graphviz only through these


def _heading(outcome: Outcome) -> str:
    lines = [("20", "<b>Your path</b>")]
    lines += [("12", _html(line)) for line in textwrap.wrap(wording.title(outcome), LINE_WIDTH)]
    lines += [("11", _html(line)) for line in textwrap.wrap(wording.standing(outcome), LINE_WIDTH)]
    rows = "".join(
        f'<tr><td><font point-size="{size}">{text}</font></td></tr>' for size, text in lines
    )
    return f'<<table border="0" cellspacing="3">{rows}</table>>'


def bold(text: str) -> str:
    """Give a text as a bold label."""
    return f"<<b>{_html(text)}</b>>"


def label_of(title: str, lines: Iterable[str]) -> str:
    """Give a label of a bold title and smaller lines below it."""
    head = "<br/>".join(f"<b>{_html(part)}</b>" for part in textwrap.wrap(title, NODE_WIDTH))
    rest = "".join(f'<br/><font point-size="11">{_html(line)}</font>' for line in lines)
    return f"<{head}{rest}>"


def _html(text: str) -> str:
    # A backslash is doubled: Graphviz would put the name of the node in place of one before an N.
    signs = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\\": "\\\\"}
    return "".join(signs.get(sign, sign) for sign in text)
