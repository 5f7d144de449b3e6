"""Make the cards of a picture: stations below each other, a row each, on one line."""

from collections.abc import Iterable

import msgspec

from diagrams.label import Line, Span, cell, flowed, html, left, packed, row, table, text_cell
from diagrams.theme import CLOSED, LEADS, TAKEN, WAITS, Ink, Sizes, Theme
from engine.consultation.outcome import Outcome, Recommendation
from engine.language.entries import Phase
from engine.output import wording
from engine.output.dated import here_text, phase_dates
from engine.output.station import Exit, Road, Run, Station

# Ports of a card's line, where it is entered and left; of a box, the side it is left by.
IN, OUT, SIDE = "in", "out", "side"

MOST_LINES = 2  # of the first step beside a station
_MUST = "MUST "  # before what has to be done


class Frame(msgspec.Struct, frozen=True, eq=False):
    """Hold what every card of a picture is made with.

    `here` names the station below "you are here". With `links` each row leads to its step in the
    page around the picture.
    """

    outcome: Outcome
    look: Theme
    sizes: Sizes
    here: str = ""
    links: bool = False

    def span(self, text: str, color: str = "", *, bold: bool = False, small: bool = False) -> Span:
        """Give a text in the size of a card; its color is that of text where none is named."""
        size = self.sizes.small if small else self.sizes.body
        return Span(text, size, color or self.look.text, bold)


def card(frame: Frame, run: Run, *, headed: bool = True) -> str:
    """Give the label of a card: a head where it is wanted, a row for each station, what closed."""
    rows = [_head(frame, run)] if headed else []
    for station in run.stations:
        rows += [_here(frame)] if station.node == frame.here else []
        rows.append(_row(frame, station))
    foot = _foot(frame, run)
    rows += [foot] if foot else []
    dashed = {"style": "dashed", "bgcolor": frame.look.chance.ground} if run.contingent else {}
    ruled = "<hr/>".join(rows)
    ground = {"bgcolor": frame.look.ground, **dashed}
    color = frame.look.chance.line if run.contingent else frame.look.border
    return html(table([ruled], border=1, color=color, cellpadding=frame.sizes.pad, **ground))


def ink_of(frame: Frame, station: Station) -> Ink:
    """Give the colors of a station: those of its end, of chance, or of where it lies."""
    if station.end:
        return frame.look.ends[station.end.tone]
    return frame.look.chance if station.contingent else frame.look.state(station.state)


def hover(outcome: Outcome, station: Station) -> str:
    """Say what a station is: its words, what closed its roads, its sources."""
    closed = [f"{label} ({value})" for label, value in station.closed]
    cited = wording.cited_text(outcome.kb, station.sources)
    return " · ".join(filter(None, (station.title, station.text, *closed, cited)))


def strip(frame: Frame, phase: Phase, state: str) -> str:
    """Give the label that heads a phase whose stations all hang on chance."""
    ink = frame.look.state(state)
    title = Span(phase.title, frame.sizes.head, frame.look.here.line, bold=True)
    dates = frame.span(f"    {phase_dates(frame.outcome, phase, state)}", frame.look.soft)
    lines = flowed([title, dates], sum(frame.sizes.columns[1:]))
    width = sum(frame.sizes.columns[1:])
    rows = [row(_line_cell(frame, ink, " ", port=IN), text_cell(lines, width=width))]
    return html(table(rows, border=1, color=frame.look.ground, cellpadding=frame.sizes.pad))


def entry(run: Run, *, headed: bool) -> str:
    """Name the port at which a card or a box is entered."""
    return IN if headed else run.stations[0].node


def way_out(run: Run) -> str:
    """Name the port at which a card or a box is left for what follows on the line."""
    return OUT if run.is_card and any(one.closed for one in run.stations) else run.last.node


def is_drawn(station: Station, way: Exit) -> bool:
    """Tell whether a way is drawn as a line: in the tree it leads down, or there is no other."""
    return way.below or len(station.exits) == 1


def is_next(frame: Frame, station: Station) -> bool:
    """Tell whether what comes next of all is to be done at a station."""
    first = frame.outcome.next[:1]
    return any(step.action.id in first for step in station.steps)


# The parts of a card


def _head(frame: Frame, run: Run) -> str:
    ink = ink_of(frame, run.stations[0])
    dates = phase_dates(frame.outcome, run.phase, run.state)
    if run.contingent:
        dates = f"if {wording.supposed(frame.outcome.kb, run.stations[0].ways)}"
    sizes = frame.sizes
    color = frame.look.chance.line if run.contingent else frame.look.here.line
    color = frame.look.soft if run.state == "past" else color
    title = Span(run.phase.title, sizes.head, color, bold=True)
    lines = flowed([title], sizes.columns[1] + sizes.columns[2])
    room = sizes.columns[3] - 2 * sizes.pad
    when = "".join(
        "".join(span.markup for span in line.spans) + '<br align="right"/>'
        for line in flowed([frame.span(dates, frame.look.soft)], room, 2)
    )
    return row(
        _line_cell(frame, ink, "", port=IN),
        text_cell(lines, colspan=2),
        cell(when, align="right", balign="right"),
    )


def _here(frame: Frame) -> str:
    ink = frame.look.here
    words = [
        frame.span("YOU ARE HERE   ", ink.on_line, bold=True),
        frame.span(here_text(frame.outcome), ink.on_line),
    ]
    return row(
        cell("", bgcolor=ink.line),
        text_cell(flowed(words, sum(frame.sizes.columns[1:])), colspan=3, bgcolor=ink.line),
    )


def _row(frame: Frame, station: Station) -> str:
    """Give the row of a station: its number, what is decided, the roads, what to do."""
    _, title, roads, steps = frame.sizes.columns
    room = 2 * frame.sizes.pad
    comes_next = is_next(frame, station)
    ink = ink_of(frame, station)
    ground = {"bgcolor": frame.look.here.ground if comes_next else ""}
    link = linked(frame, station)
    is_past = station.state == "past"
    name = frame.span(station.title, frame.look.soft if is_past else "", bold=not is_past)
    sign = str(station.number or WAITS)
    first = _line_cell(frame, ink, sign, port=station.node)
    said = text_cell(
        flowed([name], title - room),
        width=title,
        id=f"station-{station.node}",
        tooltip=hover(frame.outcome, station),
        **ground,
        **link,
    )
    if not station.steps:
        wide = road_lines(frame, station, roads + steps - room)
        return row(first, said, text_cell(wide, colspan=2, width=roads + steps, **ground))
    return row(
        first,
        said,
        text_cell(
            road_lines(frame, station, roads - room),
            width=roads,
            id=f"roads-{station.node}",
            tooltip=_reasons(station),
            **ground,
        ),
        cell(
            _steps(frame, station, steps - room),
            width=steps,
            align="left",
            balign="left",
            id=f"steps-{station.node}",
            tooltip=_steps_hover(frame, station),
            **ground,
            **link,
        ),
    )


def _line_cell(frame: Frame, ink: Ink, sign: str, **more: str) -> str:
    """Give a cell of the line: filled, or two thin lines where it is hollow."""
    span = frame.span(sign, ink.on_line, bold=True).markup if sign else ""
    hollow = {"border": 2, "sides": "LR", "color": ink.line} if ink.core else {}
    return cell(span, width=frame.sizes.columns[0], bgcolor=ink.fill, **hollow, **more)


def _foot(frame: Frame, run: Run) -> str:
    """Say which facts closed roads, with the reader's own value, and at which stations."""
    closing: dict[tuple[str, str], list[str]] = {}
    for station in run.stations:
        for fact in station.closed:
            closing.setdefault(fact, []).append(str(station.number or station.title))
    if not closing:
        return ""
    spans = [frame.span("Closed: ", frame.look.soft, bold=True)]
    for place, ((label, value), at) in enumerate(closing.items()):
        lead = "  ·  " if place else ""
        spans.append(frame.span(f"{lead}{', '.join(at)} by {label} ({value})", frame.look.soft))
    width = sum(frame.sizes.columns[1:]) - 2 * frame.sizes.pad
    ink = ink_of(frame, run.last)
    shade = frame.look.chance.ground if run.contingent else frame.look.shade
    lines = text_cell(flowed(spans, width), colspan=3, bgcolor=shade)
    return row(_line_cell(frame, ink, "", port=OUT), lines)


# What stands in a row


def road_lines(frame: Frame, station: Station, width: float) -> list[Line]:
    """Give the roads of a station: the answer first, then those not taken and where they lead."""
    if station.waits:
        return flowed([frame.span("waits for your answer", frame.look.soft)], width)
    groups = [flowed(_road(frame, station, road), width) for road in station.roads]
    told = [way for way in station.exits if not is_drawn(station, way)]
    groups += [flowed(_told(frame, way), width) for way in told]
    return packed(groups, frame.span("    "), width) or [Line((frame.span(" "),))]


def _road(frame: Frame, station: Station, road: Road) -> Iterable[Span]:
    label = road.label or "on"
    if road.taken:
        ink = frame.look.chance if station.contingent else frame.look.here
        color = frame.look.soft if station.state == "past" else frame.look.text
        yield frame.span(f"{TAKEN} ", ink.line, bold=True)
        yield frame.span(label, color, bold=station.state != "past")
        return
    yield frame.span(f"{CLOSED} {label}", frame.look.soft)
    if road.to:
        yield frame.span(f" {LEADS} {road.to}", frame.look.soft)


def _told(frame: Frame, way: Exit) -> Iterable[Span]:
    """Give a way that may be taken and is not drawn: what it hangs on, and where it leads."""
    ink = frame.look.chance
    yield frame.span(f"{WAITS} {' · '.join(way.labels)}", ink.line)
    yield frame.span(f" {LEADS} {way.called}", frame.look.text)


def _steps(frame: Frame, station: Station, width: float) -> str:
    """Give the first step beside a station, and how many more there are."""
    lines = left(step_lines(frame, station, width))
    if not is_next(frame, station):
        return lines
    ink = frame.look.here
    tag = frame.span(" NEXT ", ink.on_line, bold=True).markup
    flag = table([row(cell(tag, bgcolor=ink.line, cellpadding=1), cell("", width=width - 60))])
    return table([row(cell(flag, align="left")), row(cell(lines, align="left", balign="left"))])


def step_lines(frame: Frame, station: Station, width: float) -> list[Line]:
    """Give the first step beside a station in two lines at most, and how many more there are."""
    first, *more = station.steps
    spans = _step(frame, station, first)
    count = [frame.span(f"  + {len(more)} more", frame.look.soft, small=True)] if more else []
    lines = flowed(spans, width, MOST_LINES)
    if count and len(lines) == MOST_LINES:
        lines = flowed(spans, width, MOST_LINES, count[0].width)
    return _with_count(lines, count, width)


def _with_count(lines: list[Line], count: list[Span], width: float) -> list[Line]:
    if not count:
        return lines
    if lines[-1].width + count[0].width <= width:
        return [*lines[:-1], lines[-1] + Line(tuple(count))]
    return [*lines, Line((msgspec.structs.replace(count[0], text=count[0].text.lstrip()),))]


def _step(frame: Frame, station: Station, step: Recommendation) -> list[Span]:
    is_must = step.action.strength == "must"
    ink = frame.look.chance if station.contingent else frame.look.here
    bold = is_must or is_next(frame, station)
    lead = [frame.span(_MUST, ink.line, bold=True)] if is_must and step.state != "late" else []
    return [*lead, frame.span(wording.to_do(frame.outcome, step), bold=bold)]


def linked(frame: Frame, station: Station) -> dict[str, str]:
    """Give the link from a station to its first step in the page around the picture."""
    if not frame.links or not station.steps:
        return {}
    return {"href": f"#step-{station.steps[0].action.id}"}


def _reasons(station: Station) -> str:
    said = [f"{road.label}: {road.because}" for road in station.roads if road.because]
    return " · ".join(said)


def _steps_hover(frame: Frame, station: Station) -> str:
    return " · ".join(wording.step_text(frame.outcome, step) for step in station.steps)
