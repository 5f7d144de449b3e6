"""Turn an Outcome into a Drawing of its path: DOT text, and the words behind it."""

import textwrap
from collections.abc import Iterable
from itertools import groupby

import graphviz
import msgspec

from diagrams.drawing import Drawing, bold, centered, flush_left, label_of, quoted
from diagrams.theme import (
    CLOSE_EDGE,
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
from engine.language.entries import Branch, Node, Phase
from engine.language.words import END
from engine.output import path_text, wording
from engine.output.opening import opening

_MOST_WRITTEN = 5  # steps written out beside a node


class _Canvas(msgspec.Struct, frozen=True, eq=False):
    """Hold what a path is drawn on.

    `steps` are those to draw, `numbers` those of the nodes by id. `hover` fills with hover texts by
    id, and `said` with the facts shown already: each is shown once, where it first bears. On
    `paper` what waits on the world is drawn in fewer words.
    """

    outcome: Outcome
    look: Theme
    steps: list[Step]
    numbers: dict[str, int]
    graph: graphviz.Digraph
    hover: dict[str, str]
    said: set[str]
    paper: bool = False


def draw_path(
    outcome: Outcome,
    theme: str = "light",
    phases: tuple[str, ...] = (),
    *,
    part: bool = False,
    paper: bool = False,
) -> Drawing:
    """Draw the nodes visited, the branches taken, and the roads not taken beside them.

    `theme` is one of THEMES; with `phases`, ids of phases, only they are drawn, and where they
    lead. A `part` stands in a page that holds the others too: it has no heading, and its own ids.
    For `paper` it is drawn closer, and each sheet after the first has version and date at its foot.
    """
    canvas = _canvas(outcome, THEMES[theme], phases, paper)
    close = paper or part
    canvas.graph.attr(label="" if part else _heading(outcome))
    if close:
        canvas.graph.attr(**CLOSE_GRAPH)
        canvas.graph.attr("node", **CLOSE_NODE)
    if paper and not _opens(outcome, phases):
        canvas.graph.attr(label=_foot(outcome), labelloc="b", fontsize="11")
    for phase, steps in groupby(canvas.steps, key=lambda step: step.phase):
        _phase(canvas, phase, list(steps), close=close)
    for step in canvas.steps:
        if step.branch:
            _edge(canvas, step, step.branch)
    return Drawing(
        dot=canvas.graph.source,
        title=wording.title(outcome),
        description=path_text.path_text(outcome, phases=phases),
        hover=canvas.hover,
        prefix=f"{'-'.join(phases)}--" if part else "",
    )


def draw_alone(outcome: Outcome, theme: str = "light") -> Drawing:
    """Draw what stands in place of a path where what comes first stands alone."""
    first, look = opening(outcome), THEMES[theme]
    graph = graphviz.Digraph("path", graph_attr=look.graph, node_attr=look.node)
    lines = [line for text in (*first.support, first.hidden) for line in textwrap.wrap(text, 48)]
    graph.node("first", label=label_of("Your path is kept", lines), **look.nodes["taken"])
    description = "\n".join((*first.support, first.hidden))
    return Drawing(graph.source, "Your path is kept", description, {})


def _canvas(outcome: Outcome, look: Theme, phases: tuple[str, ...], paper: bool) -> _Canvas:
    """Give an empty canvas for the steps in some phases, or in all where none is named."""
    return _Canvas(
        outcome=outcome,
        look=look,
        steps=[step for step in outcome.path if not phases or step.phase.phase in phases],
        numbers=path_text.numbers(outcome),
        graph=graphviz.Digraph(
            "path", graph_attr=look.graph, node_attr=look.node, edge_attr=look.edge
        ),
        hover={},
        said=set(),
        paper=paper,
    )


def _heading(outcome: Outcome) -> str:
    """Give the label of the whole picture: what it is, whose path, which base."""
    lines = [("20", "<b>Your path</b>")]
    for size, text in (("12", wording.title(outcome)), ("11", wording.standing(outcome))):
        lines += [(size, quoted(line)) for line in textwrap.wrap(text, LINE_WIDTH)]
    rows = "".join(
        f'<tr><td><font point-size="{size}">{text}</font></td></tr>' for size, text in lines
    )
    return f'<<table border="0" cellspacing="3">{rows}</table>>'


def _foot(outcome: Outcome) -> str:
    """Give what stands in place of the heading on each sheet but the first."""
    return centered(textwrap.wrap(wording.standing(outcome), LINE_WIDTH))


def _opens(outcome: Outcome, phases: tuple[str, ...]) -> bool:
    """Tell whether some phases, or all where none is named, begin the path."""
    return not phases or phases[0] == outcome.path[0].phase.phase


def _phase(canvas: _Canvas, phase: Phase, steps: list[Step], *, close: bool) -> None:
    """Draw the band of a phase and the nodes in it; one that several steps leave is drawn once."""
    look = {**canvas.look.phase, **(CLOSE_PHASE if close else {})}
    with canvas.graph.subgraph(name=f"cluster_{phase.phase}") as band:
        band.attr(label=bold(phase.title), labelloc="t", id=f"phase-{phase.phase}", **look)
        # By id: a copy to show around holds a copy of the node for each of its steps.
        for _, visits in groupby(steps, key=lambda step: step.node.id):
            _node(canvas, band, list(visits))


def _node(canvas: _Canvas, band: graphviz.Digraph, visits: list[Step]) -> None:
    """Draw a node that some steps visit, and what stands beside and below it."""
    node = visits[0].node
    label = label_of(_numbered(canvas, node), _node_lines(canvas, node, visits))
    _box(canvas, band, node.id, _role(node, visits), label)
    canvas.hover[f"node-{node.id}"] = _hover(canvas.outcome, node, visits)
    taken = [step.branch for step in visits]
    closed = [branch for branch in node.branches if branch not in taken]
    if closed and visits[0].branch:
        _not_taken(canvas, band, node, closed)
    if any(branch and branch.go == END for branch in taken):
        # A branch that ends the tree needs something to point at.
        end = node.end or "next-cycle"
        _box(canvas, band, f"{node.id}--end", f"end-{end}", label_of("Done", [_end_line(end)]))


def _box(canvas: _Canvas, band: graphviz.Digraph, name: str, role: str, label: str) -> None:
    """Put a box on a band, in the look of its role."""
    look = canvas.look.nodes[role]
    band.node(name, label=label, id=f"node-{name}", **{"class": role}, **look)


def _role(node: Node, visits: list[Step]) -> str:
    """Name the role of a node: an end, where the path waits, behind, on it, or on it by chance."""
    if all(step.branch is None for step in visits):
        if node.end or not node.branches:
            return f"end-{node.end or 'next-cycle'}"
        return "waiting"
    if all(step.contingent for step in visits):
        return "contingent"
    return "past" if visits[0].state == "past" else "taken"


def _numbered(canvas: _Canvas, node: Node) -> str:
    """Give the title of a node, after its number where it is reached for certain."""
    number = canvas.numbers.get(node.id)
    return f"{number}  {node.title}" if number else node.title


def _node_lines(canvas: _Canvas, node: Node, visits: list[Step]) -> list[str]:
    """Give the lines below a node's title: its facts where they are new, its musts, its end."""
    facts = [fact for fact in _facts(canvas.outcome, visits) if fact not in canvas.said]
    canvas.said.update(facts)
    here = next((step.node.id for step in canvas.outcome.path if step.state == "here"), "")
    lines = ["You are here"] if node.id == here else []
    is_ahead = all(step.contingent for step in visits)
    if canvas.paper and is_ahead:
        facts = []
    most = _MOST_WRITTEN if not canvas.paper else int(not is_ahead)
    for text in (*facts, *_actions(canvas.outcome, node, most)):
        short = textwrap.shorten(text, 2 * NODE_WIDTH, placeholder=" …") if canvas.paper else text
        lines += textwrap.wrap(short, NODE_WIDTH)
    if node.end and not node.branches:
        lines.append(_end_line(node.end))
    return lines


def _facts(outcome: Outcome, steps: Iterable[Step]) -> list[str]:
    """Give the facts that the branches of some steps rested on, in the words of the base."""
    texts: dict[str, None] = {}  # in order, each once
    for step in steps:
        for firing in outcome.trace:
            if firing.kind == "branch" and firing.entry is step.branch:
                for name, value in firing.facts:
                    texts[wording.fact_text(outcome.kb, name, value)] = None
    return list(texts)


def _actions(outcome: Outcome, node: Node, most: int) -> list[str]:
    """Give what comes next and the musts that stand beside a node, and how many more steps do.

    No more than so many are written out; the others count.
    """
    actions = [
        item.action for item in outcome.actions if item.node == node.id and item.state != "done"
    ]
    following = [action for action in actions if action.id in outcome.next]
    musts = [action for action in actions if action.strength == "must" and action not in following]
    lines = [f"Next: {wording.filled(action.do, outcome)}" for action in following]
    lines += [f"Must: {wording.filled(action.do, outcome)}" for action in musts]
    lines = lines[:most]
    count = len(actions) - len(lines)
    if count:
        beyond = "more " if lines else ""
        noun = "step" if count == 1 else "steps"
        lines.append(f"+ {count} {beyond}{noun} in the plan")
    return lines


def _end_line(end: str) -> str:
    return f"end: {end.replace('-', ' ')}"


def _hover(outcome: Outcome, node: Node, visits: list[Step]) -> str:
    """Say what a node is: its words, the answers it turned on, the way on and why, its sources."""
    parts = [node.title, node.text, *_facts(outcome, visits)]
    for step in visits:
        if step.branch:
            because = f": {step.branch.because}" if step.branch.because else ""
            parts.append(f"{step.branch.label}{because}")
    parts.append(wording.cited_text(outcome.kb, node.sources))
    return " · ".join(part for part in parts if part)


def _not_taken(
    canvas: _Canvas, band: graphviz.Digraph, node: Node, closed: Iterable[Branch]
) -> None:
    """Put the roads not taken beside their node, as one short grey list under what closed them."""
    side, role = f"{node.id}--not-taken", "not-taken"
    facts = why_not.closed_by(canvas.outcome, node)
    names = " · ".join(canvas.outcome.kb.facts[name].label for name in facts)
    lines = textwrap.wrap(f"closed by: {names}" if names else "not taken", SIDE_WIDTH + 4)
    for branch in closed:
        lines += textwrap.wrap(f"× {branch.label}", SIDE_WIDTH, subsequent_indent="   ")
    look = canvas.look.edges[role]
    with band.subgraph() as row:
        row.attr(rank="same")
        row.node(node.id)
        _box(canvas, row, side, role, flush_left(lines))
        row.edge(node.id, side, id=f"edge-{side}", **{"class": role}, **look)


def _edge(canvas: _Canvas, step: Step, branch: Branch) -> None:
    """Draw the branch that a step took, to its node, to an end, or to a note of where it leads."""
    drawn = {visit.node.id for visit in canvas.steps}
    target = f"{step.node.id}--end" if branch.go == END else branch.go
    if branch.go != END and branch.go not in drawn:
        onward = label_of(f"on to: {canvas.outcome.kb.nodes[branch.go].title}")
        look = canvas.look.nodes["elsewhere"]
        canvas.graph.node(target, label=onward, id=f"node-{target}", **look)
    identifier = f"edge-{step.node.id}-{step.node.branches.index(branch)}"
    role = "contingent" if step.contingent else "taken"
    width = CLOSE_EDGE if canvas.paper else EDGE_WIDTH
    lines = [f"    {line}  " for line in textwrap.wrap(branch.label, width)]
    look = canvas.look.edges[role]
    canvas.graph.edge(
        step.node.id, target, label=centered(lines), id=identifier, **{"class": role}, **look
    )
    canvas.hover[identifier] = f"{branch.label}. {branch.because}".strip()
