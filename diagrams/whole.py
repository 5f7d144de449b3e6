"""Turn a KnowledgeBase into a Drawing of its tree; with an Outcome, its path is marked."""

import graphviz
import msgspec

from diagrams.drawing import Drawing
from diagrams.joined import joined
from diagrams.label import Line, Span, cell, flowed, html, packed, row, table, text_cell
from diagrams.theme import CLOSED, ENDS, FONT, TAKEN, THEMES, WHOLE, Ink, Theme
from engine.consultation.outcome import Outcome, Step
from engine.language.base import KnowledgeBase
from engine.language.entries import Branch, Node, Phase
from engine.language.words import END
from engine.output import path_text, wording
from engine.output.layout import counted
from engine.output.stations import here, stations

_THICK = {"taken": "5", "contingent": "2", "branch": "1"}  # points of a branch by its role


class _Canvas(msgspec.Struct, frozen=True, eq=False):
    """Hold what a tree is drawn on.

    `visits` maps the nodes on the path to their steps, and is None where no path is to be marked;
    `numbers` are those of its stations, and `here` the one where the reader stands. `homes` maps
    each node to the first of those it shares a card with. `hover` fills with the hover texts by id.
    """

    kb: KnowledgeBase
    look: Theme
    visits: dict[str, list[Step]] | None
    numbers: dict[str, int]
    here: str
    homes: dict[str, str]
    graph: graphviz.Digraph
    hover: dict[str, str]

    def span(self, text: str, color: str = "", *, bold: bool = False) -> Span:
        """Give a text in the size of the picture; in its own color where none is named."""
        return Span(text, WHOLE.body, color or self.look.text, bold)


def draw_whole(
    kb: KnowledgeBase, phase: str = "", theme: str = "light", outcome: Outcome | None = None
) -> Drawing:
    """Draw every node and branch of a base: nodes with one way on stand in one card.

    With `phase`, an id, that one alone is drawn, and where it leads. With an `outcome` of that base
    the nodes and branches on its path stand out, numbered as in its own picture, and the rest is
    drawn thin. A branch that a copy to show around withholds does not stand out.
    """
    phases = [one for one in kb.phases if phase in ("", one.phase)]
    cards = joined(kb, phases)
    canvas = _canvas(kb, cards, THEMES[theme], outcome)
    title = wording.title(outcome) if outcome else ""
    canvas.graph.attr(label=_heading(canvas, title), labelloc="t", labeljust="l")
    started: set[str] = set()
    for nodes in cards:
        _card(canvas, nodes, started)
    for nodes in cards:
        _branches(canvas, nodes[-1])
    description = _description(phases)
    if outcome:
        description = f"{description}\n{path_text.path_text(outcome)}"
    return Drawing(canvas.graph.source, title or kb.head.title, description, canvas.hover)


def _canvas(
    kb: KnowledgeBase, cards: list[list[Node]], look: Theme, outcome: Outcome | None
) -> _Canvas:
    """Give an empty canvas for the nodes in some cards."""
    visits: dict[str, list[Step]] = {}
    # By id: a copy to show around holds copies of nodes.
    for step in outcome.path if outcome else ():
        visits.setdefault(step.node.id, []).append(step)
    graph = graphviz.Digraph(
        "tree",
        graph_attr={
            "rankdir": "TB",
            "bgcolor": look.ground,
            "pad": "0.2",
            "nodesep": "0.25",
            "ranksep": str(WHOLE.gap),
            "fontname": FONT,
        },
        node_attr={"shape": "plaintext", "margin": "0", "fontname": FONT},
        edge_attr={"fontname": FONT, "fontsize": str(WHOLE.small), "arrowsize": "0.7"},
    )
    return _Canvas(
        kb=kb,
        look=look,
        visits=visits if outcome else None,
        numbers=path_text.numbers(outcome) if outcome else {},
        here=here(stations(outcome)) if outcome else "",
        homes={node.id: nodes[0].id for nodes in cards for node in nodes},
        graph=graph,
        hover={},
    )


def _description(phases: list[Phase]) -> str:
    names = ", ".join(phase.title for phase in phases)
    return f"The tree of {names}: {counted(sum(len(phase.nodes) for phase in phases), 'node')}."


def _heading(canvas: _Canvas, title: str) -> str:
    kb, look = canvas.kb, canvas.look
    name = Span(kb.head.title, WHOLE.title, look.text, bold=True)
    said = f"{title} · " if title else ""
    width = 2 * WHOLE.card
    lines = flowed([canvas.span(f"{said}Knowledge base {kb.head.version}", look.soft)], width)
    signs = f"{CLOSED} a branch    dashed: waits on the outcome"
    if canvas.visits is not None:
        signs = f"{TAKEN} and a thick line: your path    {signs}"
    lines += flowed([canvas.span(signs, look.soft)], width)
    return html(table([row(text_cell(flowed([name], width))), row(text_cell(lines))]))


# Cards


def _card(canvas: _Canvas, nodes: list[Node], started: set[str]) -> None:
    """Draw a card of nodes below each other; the first of a phase has its title."""
    role = _role(canvas, nodes[-1])
    ink = _ink(canvas, role)
    phase = canvas.kb.phase_of[nodes[0].id]
    rows = []
    if phase.phase not in started:
        started.add(phase.phase)
        name = Span(phase.title, WHOLE.head, canvas.look.here.line, bold=True)
        rows.append(row(text_cell(flowed([name], WHOLE.card), colspan=2)))
    rows += [_row(canvas, node) for node in nodes]
    ways = _ways(canvas, nodes[-1])
    if len(ways) > 1:
        rows.append(_doors(canvas, ways))
    looks = {"style": "dashed"} if role == "contingent" else {}
    border = 2 if role.startswith("end-") else 1
    color = canvas.look.border if role in ("taken", "elsewhere") else ink.line
    ground = {"color": color, "bgcolor": ink.ground, "cellpadding": WHOLE.pad, **looks}
    label = html(table(["<hr/>".join(rows)], border=border, **ground))
    canvas.graph.node(nodes[0].id, label=label, id=f"card-{nodes[0].id}", **{"class": role})
    canvas.hover[f"card-{nodes[0].id}"] = phase.title


def _row(canvas: _Canvas, node: Node) -> str:
    """Give the row of a node: its number on the path, its title, its branches where they rejoin."""
    role = _role(canvas, node)
    ink = _ink(canvas, role)
    off = role == "elsewhere"
    _, width = WHOLE.columns[:2]
    name = canvas.span(node.title, canvas.look.soft if off else "", bold=not off)
    count = len(canvas.kb.actions_beside[node.id])
    steps = canvas.span(f"  {counted(count, 'action')}", canvas.look.soft)
    lines = []
    if node.id == canvas.here:
        lines = flowed([canvas.span("YOU ARE HERE", canvas.look.here.line, bold=True)], width)
    lines += flowed([name, steps] if count else [name], width)
    lines += _rejoining(canvas, node, width)
    number = canvas.numbers.get(node.id, "")
    sign = ENDS[canvas.kb.ends[node.end].tone] if node.end and not node.branches else str(number)
    hollow = {"border": 2, "sides": "LR", "color": ink.line} if ink.core else {}
    sign = sign or "?" * (role == "contingent")
    mark = canvas.span(sign, ink.on_line, bold=True).markup
    hover = f"{node.id} · {node.title} · {wording.cited_text(canvas.kb, node.sources)}"
    canvas.hover[f"node-{node.id}"] = hover
    return row(
        cell(mark, width=WHOLE.columns[0], bgcolor=ink.fill, **hollow),
        text_cell(lines, width=width, id=f"node-{node.id}", tooltip=hover),
    )


def _rejoining(canvas: _Canvas, node: Node, width: int) -> list[Line]:
    """Give the branches of a node that lead to one place: they are told, not drawn."""
    if len(node.branches) < 2 or len({branch.go for branch in node.branches}) > 1:
        return []
    groups = []
    for branch in node.branches:
        taken = _branch_role(canvas, node, branch) != "branch"
        sign = TAKEN if taken else CLOSED
        color = canvas.look.text if taken else canvas.look.soft
        groups.append(flowed([canvas.span(f"{sign} {branch.label}", color, bold=taken)], width))
    return packed(groups, canvas.span("   "), width)


def _role(canvas: _Canvas, node: Node) -> str:
    """Name the role of a node: elsewhere, an end, on the path, or on it by chance.

    Where no path is marked, every node is on it, and by chance where its branches wait on one.
    """
    if canvas.visits is None:
        by_chance = _waits_on_chance(canvas.kb, node)
    else:
        visits = canvas.visits.get(node.id, [])
        if not visits:
            return "elsewhere"
        by_chance = all(step.contingent for step in visits)
    if node.end and not node.branches:
        return f"end-{canvas.kb.ends[node.end].tone}"
    return "contingent" if by_chance else "taken"


def _ink(canvas: _Canvas, role: str) -> Ink:
    look = canvas.look
    if role.startswith("end-"):
        return look.ends[role.removeprefix("end-")]
    if role == "elsewhere":
        return Ink(look.border, look.ground, look.soft, look.ground)
    if role == "contingent":
        return look.chance
    return look.here if canvas.visits is not None else look.ahead


def _waits_on_chance(kb: KnowledgeBase, node: Node) -> bool:
    """Tell whether the branches of a node ask what the world decides."""
    return any(name in kb.chances for branch in node.branches for name in branch.when.names)


# Branches


class _Way(msgspec.Struct, frozen=True, eq=False):
    """Hold the branches of one role that lead from a node to one target: one edge."""

    target: str
    role: str
    branches: list[Branch]


def _ways(canvas: _Canvas, node: Node) -> list[_Way]:
    """Group the branches of a node by where they lead; those taken by themselves.

    Where nothing leads on comes first, and then what is nearest: so the fewest ways cross.
    """
    groups: dict[tuple[str, str], list[Branch]] = {}
    for branch in node.branches:
        groups.setdefault((branch.go, _branch_role(canvas, node, branch)), []).append(branch)
    ways = [_Way(target, role, branches) for (target, role), branches in groups.items()]
    ways = [way for way in ways if way.target != END]
    if len({way.target for way in ways}) == 1:
        return sorted(ways, key=lambda way: way.role == "branch")[:1]
    order = [one.id for one in canvas.kb.ordered_nodes]

    def place(way: _Way) -> tuple[bool, int]:
        return bool(canvas.kb.nodes[way.target].branches), order.index(way.target)

    return sorted(ways, key=place)


def _doors(canvas: _Canvas, ways: list[_Way]) -> str:
    """Give the row at the foot of a card: a cell for each way, by which it is left.

    Labels that stand in the card need no room between the cards, and can't lie on a way.
    """
    width = sum(WHOLE.columns[:2]) // len(ways)
    cells = []
    for place, way in enumerate(ways):
        ink = _way_ink(canvas, way.role)
        sign = CLOSED if way.role == "branch" else TAKEN
        color = ink.line if ink else canvas.look.soft
        lines = []
        for branch in way.branches:
            said = canvas.span(f"{sign} {branch.label or 'on'}", color, bold=bool(ink))
            lines += flowed([said], width - 2 * WHOLE.pad)
        cells.append(text_cell(lines, width=width, port=f"way{place}", valign="top"))
    return row(cell(table([row(*cells)]), colspan=2))


def _branches(canvas: _Canvas, node: Node) -> None:
    """Draw an edge for each way from a node."""
    ways = _ways(canvas, node)
    for place, way in enumerate(ways):
        door = f":way{place}:s" if len(ways) > 1 else ":s"
        _edge(canvas, node, door, way)


def _branch_role(canvas: _Canvas, node: Node, branch: Branch) -> str:
    """Name the role of a branch: taken, taken by chance, or a branch like any other.

    Branches have no ids, so they are compared themselves. One that a private answer decided is a
    blank in a copy to show around, and so equal to none: which one it was must not show.
    """
    visits = (canvas.visits or {}).get(node.id, [])
    taken = [step for step in visits if step.branch == branch]
    if not taken:
        return "branch"
    return "contingent" if all(step.contingent for step in taken) else "taken"


def _way_ink(canvas: _Canvas, role: str) -> Ink | None:
    """Give the colors of a way that is taken; None for one like any other."""
    return {"taken": canvas.look.here, "contingent": canvas.look.chance}.get(role)


def _edge(canvas: _Canvas, node: Node, door: str, way: _Way) -> None:
    """Draw a way as an edge from the door of a card."""
    look, target = canvas.look, way.target
    if target not in canvas.homes:
        onward = canvas.span(f"on to: {canvas.kb.nodes[target].title}", look.soft)
        label = html(table([row(text_cell(flowed([onward], WHOLE.side)))]))
        canvas.graph.node(target, label=label, id=f"node-{target}")
    ink = _way_ink(canvas, way.role)
    ending = "" if way.role == "branch" else f"-{way.role}"
    identifier = f"edge-{node.id}-{target}{ending}"
    canvas.graph.edge(
        f"{canvas.homes[node.id]}{door}",
        canvas.homes.get(target, target),
        id=identifier,
        color=ink.line if ink else look.border,
        penwidth=_THICK[way.role],
        style="dashed" if way.role == "contingent" else "",
        **{"class": way.role},
    )
    hover = [f"{branch.label}. {branch.because}".strip() for branch in way.branches]
    canvas.hover[identifier] = " · ".join(hover)
