"""Turn an Outcome into the pictures that are shown unasked: on a page, in a file, held back."""

from diagrams.drawing import Drawing
from diagrams.pages import draw_pages, sheets
from diagrams.path import draw_alone, draw_path
from diagrams.render import render
from diagrams.theme import dark_rules
from engine.consultation.deidentified import without_private
from engine.consultation.outcome import Outcome
from engine.output.opening import opening
from engine.output.picture import Picture
from engine.output.stations import stations


def pictures(outcome: Outcome) -> list[Picture]:
    """Draw the path as its sheets on paper, so that a page can break between them."""
    line, parts = stations(outcome), []
    for sheet in sheets(outcome):
        drawing = draw_path(outcome, phases=sheet.phases, part=True, paper=True, links=True)
        shown = [one for one in line if one.phase.phase in sheet.phases]
        behind = all(one.state == "past" for one in shown)
        parts.append(_in_page(drawing, sheet.width > sheet.height, behind))
    return parts


def beside_question(outcome: Outcome, phase: str) -> Picture | None:
    """Draw one phase of the path, without what is private; None where the rest is held back."""
    if opening(outcome).alone:
        return None
    return _in_page(draw_path(without_private(outcome), phases=(phase,), part=True, paper=True))


def picture(outcome: Outcome, kind: str) -> bytes:
    """Draw the path as one of FORMATS: without what is private, held back where need be."""
    if opening(outcome).alone:
        return alone(outcome, kind)
    return drawn(without_private(outcome), kind)


def drawn(outcome: Outcome, kind: str, phases: tuple[str, ...] = (), theme: str = "light") -> bytes:
    """Draw a path, or some phases of it, as one of FORMATS; a whole one as PDF on its sheets."""
    if kind == "pdf" and not phases:
        return draw_pages(outcome, theme)
    return render(draw_path(outcome, theme, phases), kind)


def alone(outcome: Outcome, kind: str, theme: str = "light") -> bytes:
    """Draw what stands in place of a path where what comes first stands alone."""
    return render(draw_alone(outcome, theme), kind)


def _in_page(drawing: Drawing, lies: bool = False, behind: bool = False) -> Picture:
    svg = render(drawing, "svg").decode()
    return Picture(drawing.title, svg[svg.index("<svg") :], lies, dark_rules(), behind)
