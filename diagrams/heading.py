"""Make what stands above a path: what it is, the ruler, what the signs mean."""

from diagrams.card import IN, Frame
from diagrams.label import Span, cell, flowed, html, row, space, table, text_cell
from diagrams.ruler import ruler_table
from diagrams.theme import CLOSED, LEADS, TAKEN
from engine.output import wording
from engine.output.opening import Opening
from engine.output.ruler import measure

_SIGNS = f"{TAKEN} your answer     {CLOSED} a road not taken     {LEADS} where it would lead     "
_LINES = "line: gray behind you, dark here, hollow ahead     dashed: waits on the outcome"


def heading_label(frame: Frame, sheet: str = "") -> str:
    """Give the label above a path: whose it is, the ruler, where they stand, the signs.

    On paper it says which `sheet` of how many it stands on. In a page, which says the rest above
    it, it has the signs alone.
    """
    look, sizes, outcome = frame.look, frame.sizes, frame.outcome
    width = sizes.card
    if frame.links:
        signs = flowed([frame.span(_SIGNS + _LINES, look.soft, small=True)], width)
        return _framed(frame, [row(text_cell(signs, colspan=2))])
    title = Span("Your path", sizes.title, look.text, bold=True)
    name = flowed([frame.span(wording.title(outcome))], width)
    rows = [
        row(text_cell(flowed([title, _sheet(frame, sheet)], width), colspan=2)),
        row(text_cell(name, colspan=2)),
    ]
    ruler = measure(outcome)
    if ruler:
        rows += [space(4), row(cell(ruler_table(ruler, look, sizes), align="left", colspan=2))]
    said = []
    for text in wording.category_lines(outcome):
        said += flowed([frame.span(text)], width)
    small = []
    for text in (_SIGNS + _LINES, wording.standing(outcome)):
        small += flowed([frame.span(text, look.soft, small=True)], width)
    rows += [space(4), row(text_cell(said, colspan=2)), space(2)] if said else [space(4)]
    rows.append(row(text_cell(small, colspan=2)))
    return _framed(frame, rows)


def foot_label(frame: Frame, sheet: str = "") -> str:
    """Give the label above a part of a path that is not its first: whose path it is, and when."""
    said = f"   {wording.title(frame.outcome)}   {wording.imprint(frame.outcome)}"
    title = Span("Your path", frame.sizes.body, frame.look.text, bold=True)
    spans = [title, _sheet(frame, sheet), frame.span(said, frame.look.soft, small=True)]
    return _framed(frame, [row(text_cell(flowed(spans, frame.sizes.card), colspan=2))])


def alone_label(frame: Frame, first: Opening) -> str:
    """Give the label in place of a path where what comes first stands alone."""
    width = frame.sizes.box
    lines = flowed([Span("Your path is kept", frame.sizes.head, frame.look.text, bold=True)], width)
    for text in (*first.support, *first.hidden().split("\n")):
        lines += flowed([frame.span(text)], width)
    ink = frame.look.here
    return html(
        table(
            [row(cell("", width=8, bgcolor=ink.line), text_cell(lines, cellpadding=10))],
            border=1,
            color=frame.look.border,
            bgcolor=frame.look.ground,
        )
    )


def _sheet(frame: Frame, sheet: str) -> Span:
    return frame.span(f"   sheet {sheet}" if sheet else "", frame.look.soft, small=True)


def _framed(frame: Frame, rows: list[str]) -> str:
    """Give rows as wide as a card, and below them the place where the line begins."""
    line = frame.sizes.columns[0]
    rest = frame.sizes.card - line
    stub = row(cell("", width=line, height=2, port=IN), cell("", width=rest, height=2))
    return html(table([*rows, stub]))
