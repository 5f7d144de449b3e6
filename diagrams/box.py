"""Make the boxes of a picture: stations in the tree of what may come, and ends."""

from diagrams.card import (
    MOST_LINES,
    SIDE,
    Frame,
    hover,
    ink_of,
    is_next,
    linked,
    road_lines,
    step_lines,
)
from diagrams.label import Span, cell, flowed, html, row, table, text_cell
from diagrams.theme import ENDS, WAITS, Ink
from engine.output.dated import here_text, station_hour
from engine.output.station import Run, Station


def box(frame: Frame, run: Run, width: int) -> str:
    """Give the label of a box: the stations of a short run, each with its hour and its sign."""
    ink = ink_of(frame, run.last)
    rows = [_boxed(frame, station, width, ink, run.last) for station in run.stations]
    ended = bool(run.last.end)
    looks = {"style": "dashed"} if run.contingent and not ended else {}
    border = 2 if ended else 1
    pad = frame.sizes.pad + 1
    ruled = "<hr/>".join(rows)
    ground = {"color": ink.line, "bgcolor": ink.ground, **looks}
    return html(table([ruled], border=border, cellpadding=pad, **ground))


def _boxed(frame: Frame, station: Station, width: int, ink: Ink, last: Station) -> str:
    room = width - 2 * frame.sizes.pad - 4
    hour = station_hour(frame.outcome, station.steps)
    lines = []
    if station.node == frame.here:
        lines += flowed([frame.span("YOU ARE HERE", ink.line, bold=True)], room)
        lines += flowed([frame.span(here_text(frame.outcome), ink.line)], room)
    if hour:
        lines += flowed([frame.span(hour.upper(), ink.line, bold=True, small=True)], room)
    lines += flowed([Span(station.title, frame.sizes.body + 1, frame.look.text, bold=True)], room)
    roads = road_lines(frame, station, room)
    lines += roads if any(line.width > 5 for line in roads) else []
    if is_next(frame, station):
        lines += flowed([frame.span("NEXT", ink.line, bold=True)], room)
    if station.steps:
        lines += step_lines(frame, station, room)
    elif station.text:
        lines += flowed([frame.span(station.text)], room, MOST_LINES)
    sign = ENDS[station.end.tone] if station.end else str(station.number or WAITS)
    mark = Span(sign, frame.sizes.head, ink.on_line, bold=True).markup
    return row(
        cell(mark, width=frame.sizes.columns[0], bgcolor=ink.fill, port=station.node),
        text_cell(
            lines,
            width=width,
            port=SIDE if station is last else "",
            id=f"station-{station.node}",
            tooltip=hover(frame.outcome, station),
            **linked(frame, station),
        ),
    )
