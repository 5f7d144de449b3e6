"""Turn an Outcome into a Drawing of its path: cards on one line, then the tree of what may come."""

from functools import cached_property

import graphviz
import msgspec

from diagrams import card
from diagrams.box import box
from diagrams.card import Frame
from diagrams.drawing import Drawing
from diagrams.heading import alone_label, foot_label, heading_label
from diagrams.label import cell, flowed, html, row, table, text_cell
from diagrams.theme import FONT, PAPER, SCREEN, THEMES, Ink
from engine.consultation.outcome import Outcome
from engine.output import path_text
from engine.output.opening import opening
from engine.output.station import Exit, Run
from engine.output.stations import here, runs, stations

_LINE = "6"  # points: how thick the line between cards is
_HOLLOW = "2"  # points of each of its three parts where it is hollow
_LABEL = 190  # points: how wide the label of a way is


class _Canvas(msgspec.Struct, frozen=True, eq=False, dict=True):
    """Hold what a path is drawn on.

    `homes` maps each station to its run, `heads` each run that stands below a strip to its phase.
    `hover` fills with hover texts by id.
    """

    frame: Frame
    runs: tuple[Run, ...]
    homes: dict[str, Run]
    graph: graphviz.Digraph
    hover: dict[str, str]

    @cached_property
    def main_line(self) -> frozenset[str]:
        """Name the runs on the line at the left: from each the way on that is longest."""
        names: set[str] = set()
        run = self.runs[0] if self.runs else None
        while run:
            names.add(run.stations[0].node)
            run = _onward(self, run)
        return frozenset(names)


def draw_path(
    outcome: Outcome,
    theme: str = "light",
    phases: tuple[str, ...] = (),
    *,
    part: bool = False,
    paper: bool = False,
    sheet: str = "",
    links: bool = False,
) -> Drawing:
    """Draw the stations of a path, what was decided there, and the roads not taken.

    `theme` is one of THEMES; with `phases`, ids of phases, only they are drawn, and where they
    lead. A `part` stands in a page that holds the others too: it has no heading unless it is the
    first, and its own ids. For `paper` it is drawn closer, and says which `sheet` of how many it
    is. With `links` each row leads to its step in the page around the picture.
    """
    canvas = _canvas(outcome, theme, phases, paper, links)
    above = "" if part and not _opens(canvas, phases) else _heading(canvas, phases, sheet)
    for run in canvas.runs:
        above = _run(canvas, run, above)
    for run in canvas.runs:
        _ways(canvas, run)
    return Drawing(
        dot=canvas.graph.source,
        title=_title(outcome, phases),
        description=path_text.path_text(outcome, phases=phases),
        hover=canvas.hover,
        prefix=f"{'-'.join(phases)}--" if part else "",
        linked=links,
    )


def _title(outcome: Outcome, phases: tuple[str, ...]) -> str:
    """Name a picture in few words: a browser shows them where others may look, so no answer."""
    named = [phase.title for phase in outcome.kb.phases if phase.phase in phases]
    return ": ".join(["Your path", *[", ".join(named)][: len(named)]])


def draw_alone(outcome: Outcome, theme: str = "light") -> Drawing:
    """Draw what stands in place of a path where what comes first stands alone."""
    first, frame = opening(outcome), Frame(outcome, THEMES[theme], SCREEN)
    graph = _graph(frame)
    graph.node("first", label=alone_label(frame, first))
    description = "\n".join((*first.support, first.hidden()))
    return Drawing(graph.source, "Your path is kept", description, {})


def _canvas(
    outcome: Outcome, theme: str, phases: tuple[str, ...], paper: bool, links: bool
) -> _Canvas:
    """Give an empty canvas for the stations in some phases, or in all where none is named."""
    whole = stations(outcome)
    line = tuple(one for one in whole if not phases or one.phase.phase in phases)
    frame = Frame(outcome, THEMES[theme], PAPER if paper else SCREEN, here(whole), links)
    made = runs(line)
    homes = {station.node: run for run in made for station in run.stations}
    return _Canvas(frame, made, homes, _graph(frame), {})


def _graph(frame: Frame) -> graphviz.Digraph:
    gap = frame.sizes.gap
    return graphviz.Digraph(
        "path",
        graph_attr={
            "rankdir": "TB",
            "bgcolor": frame.look.ground,
            "pad": "0.2" if gap > 0.15 else "0.02",
            "nodesep": "0.4" if gap > 0.15 else "0.2",
            "ranksep": str(gap),
            "fontname": FONT,
        },
        node_attr={"shape": "plaintext", "margin": "0", "fontname": FONT},
        edge_attr={"fontname": FONT, "fontsize": str(frame.sizes.body), "arrowsize": "0.7"},
    )


def _opens(canvas: _Canvas, phases: tuple[str, ...]) -> bool:
    """Tell whether some phases, or all where none is named, begin the path."""
    return not phases or phases[0] == canvas.frame.outcome.path[0].phase.phase


def _heading(canvas: _Canvas, phases: tuple[str, ...], sheet: str) -> str:
    """Draw what stands above the cards, and name it."""
    frame = canvas.frame
    opens = _opens(canvas, phases)
    label = heading_label(frame, sheet) if opens else foot_label(frame, sheet)
    canvas.graph.node("heading", label=label, id="heading")
    return "heading"


def _run(canvas: _Canvas, run: Run, above: str) -> str:
    """Draw a run as a card or a box, and the line to it from what is above; nothing is then."""
    name = run.stations[0].node
    if run.is_card:
        label = card.card(canvas.frame, run, headed=_is_headed(canvas, run))
    else:
        sizes = canvas.frame.sizes
        width = sizes.box if _on_line(canvas, run) else sizes.side
        label = box(canvas.frame, run, width)
    canvas.graph.node(name, label=label, id=f"card-{name}", **{"class": _role(run)})
    if _has_strip(canvas, run):
        strip = f"{run.phase.phase}--strip"
        state = "ahead" if run.contingent else run.state
        label = card.strip(canvas.frame, run.phase, state)
        canvas.graph.node(strip, label=label, id=f"phase-{run.phase.phase}")
        look = _look(canvas.frame.look.state(state), False)
        tail, head = f"{strip}:{card.IN}:s", _door(canvas, run, inside=True)
        canvas.graph.edge(tail, head, weight="50", **look)
    for station in run.stations:
        canvas.hover[f"card-{name}"] = run.phase.title
        canvas.hover[f"station-{station.node}"] = card.hover(canvas.frame.outcome, station)
    if above:
        _line(canvas, f"{above}:{card.IN}:s", _door(canvas, run), run)
    return ""


def _role(run: Run) -> str:
    if run.last.end:
        return f"end-{run.last.end.tone}"
    return "contingent" if run.contingent else run.state


def _is_headed(canvas: _Canvas, run: Run) -> bool:
    """Tell whether a card has the head of its phase: the first, and each that hangs on chance."""
    if not run.is_card:
        return False
    return run.contingent or _first_of_phase(canvas, run)


def _has_strip(canvas: _Canvas, run: Run) -> bool:
    return not run.is_card and not run.last.end and _first_of_phase(canvas, run)


def _first_of_phase(canvas: _Canvas, run: Run) -> bool:
    return next(one for one in canvas.runs if one.phase is run.phase) is run


def _door(canvas: _Canvas, run: Run, *, inside: bool = False) -> str:
    """Name where a run is entered from above: at its strip, where it has one."""
    if _has_strip(canvas, run) and not inside:
        return f"{run.phase.phase}--strip:{card.IN}:n"
    return f"{run.stations[0].node}:{card.entry(run, headed=_is_headed(canvas, run))}:n"


# The ways between them


def _on_line(canvas: _Canvas, run: Run) -> bool:
    return run.stations[0].node in canvas.main_line


def _onward(canvas: _Canvas, run: Run) -> Run | None:
    """Give the run that stands below a run: the one with most runs after it."""
    following = _drawn_from(canvas, run)
    return max(following, key=lambda one: _depth(canvas, one), default=None)


def _drawn_from(canvas: _Canvas, run: Run) -> list[Run]:
    """Give the runs to which a way is drawn from a run."""
    exits = [way for way in run.last.exits if card.is_drawn(run.last, way)]
    return [canvas.homes[way.to] for way in exits if way.to in canvas.homes]


def _depth(canvas: _Canvas, run: Run) -> int:
    following = _drawn_from(canvas, run)
    return 1 + max((_depth(canvas, one) for one in following), default=0)


def _ways(canvas: _Canvas, run: Run) -> None:
    """Draw the ways out of a run: the one down the line, those aside, those out of the picture."""
    below = _onward(canvas, run)
    for way in sorted(run.last.exits, key=lambda one: _is_end(canvas, one)):
        if not card.is_drawn(run.last, way):
            continue
        target = canvas.homes.get(way.to)
        if target is None:
            _leads_away(canvas, run, way)
        elif target is below and _on_line(canvas, run) and _on_line(canvas, target):
            _line(
                canvas,
                f"{run.stations[0].node}:{card.way_out(run)}:s",
                _door(canvas, target),
                run,
                way,
            )
        else:
            _aside(canvas, run, target, way)


def _is_end(canvas: _Canvas, way: Exit) -> bool:
    """Tell whether a way leads to an end: such boxes stand outside, where nothing passes below."""
    target = canvas.homes.get(way.to)
    return target is not None and bool(target.last.end)


def _line(canvas: _Canvas, tail: str, head: str, run: Run, way: Exit | None = None) -> None:
    """Draw the line from a run to the one below it; without a way, from the heading to a run."""
    ink = card.ink_of(canvas.frame, run.last if way else run.stations[0])
    look = _look(ink, run.contingent and way is not None)
    label = _label(canvas, way, ink) if way and len(run.last.exits) > 1 else ""
    canvas.graph.edge(tail, head, label=label, weight="50", **look)


def _aside(canvas: _Canvas, run: Run, target: Run, way: Exit) -> None:
    """Draw a way from the side of a box to a box beside the line."""
    ink = card.ink_of(canvas.frame, run.last)
    port = f"{card.SIDE}:e" if len(run.last.exits) > 1 else "s"
    tail = f"{run.stations[0].node}:{f'{card.way_out(run)}:s' if run.is_card else port}"
    has_side = not target.is_card and not _on_line(canvas, target)
    side = "n" if target.last.end else "w"  # from its left: then nothing passes below an end
    head = f"{target.stations[0].node}:{side}" if has_side else _door(canvas, target)
    label = _label(canvas, way, ink) if len(run.last.exits) > 1 else ""
    canvas.graph.edge(tail, head, label=label, weight="1", **_look(ink, run.contingent))


def _leads_away(canvas: _Canvas, run: Run, way: Exit) -> None:
    """Draw a note of where a way leads that the picture does not hold."""
    frame = canvas.frame
    name = f"{way.to}--onward"
    text = flowed([frame.span(f"on to: {way.called}", frame.look.soft)], frame.sizes.side)
    place = cell("", width=frame.sizes.columns[0], port=card.IN)
    rows = [row(place, text_cell(text, width=sum(frame.sizes.columns[1:])))]
    note = table(rows, border=1, color=frame.look.ground, cellpadding=frame.sizes.pad)
    canvas.graph.node(name, label=html(note), id=f"node-{way.to}")
    tail = f"{run.stations[0].node}:{card.way_out(run)}:s"
    look = _look(card.ink_of(frame, run.last), run.contingent)
    label = _label(canvas, way, card.ink_of(frame, run.last)) if len(run.last.exits) > 1 else ""
    canvas.graph.edge(tail, f"{name}:{card.IN}:n", label=label, weight="50", **look)


def _look(ink: Ink, by_chance: bool) -> dict[str, str]:
    if by_chance:
        return {"color": ink.line, "style": "dashed", "penwidth": "1.6", "class": "contingent"}
    if ink.core:
        color = f"{ink.line}:{ink.core}:{ink.line}"
        return {"color": color, "penwidth": _HOLLOW, "arrowhead": "none", "class": "taken"}
    return {"color": ink.line, "penwidth": _LINE, "arrowhead": "none", "class": "taken"}


def _label(canvas: _Canvas, way: Exit, ink: Ink) -> str:
    if not way.labels or way.to.endswith("--end"):
        return ""
    frame = canvas.frame
    spans = [frame.span(" · ".join(way.labels), ink.line)]
    return html(table([row(cell("", width=8), text_cell(flowed(spans, _LABEL)))]))
