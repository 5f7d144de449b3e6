"""Turn an Outcome into PDF pages that print on Letter and A4, and break between phases alone."""

import io

import msgspec

from diagrams.layout import lay_out
from diagrams.path import draw_path
from engine.consultation.outcome import Outcome
from engine.output.stations import stations

# What Letter and A4 have in common, in points, and a margin that every printer leaves.
WIDTH, HEIGHT, MARGIN = 595.0, 792.0, 24.0
_INCH = 72.0  # points


class Sheet(msgspec.Struct, frozen=True):
    """Hold what stands on a sheet: the phases, how far they are scaled, its sides as it lies."""

    phases: tuple[str, ...]
    scale: float
    width: float
    height: float


def sheets(outcome: Outcome) -> tuple[Sheet, ...]:
    """Share the phases of a path among sheets: on each as many as can be read.

    A sheet begins with one phase and takes the next as long as nothing has to be scaled down. It
    stands upright or lies, whichever shows its phases larger.
    """
    waiting = list(dict.fromkeys(station.phase.phase for station in stations(outcome)))
    shared = []
    while waiting:
        sheet, count = _sheet(outcome, waiting[:1]), 1
        while count < len(waiting) and sheet.scale == 1:
            larger = _sheet(outcome, waiting[: count + 1])
            if larger.scale < 1:
                break
            sheet, count = larger, count + 1
        shared.append(sheet)
        waiting = waiting[count:]
    return tuple(shared)


def draw_pages(outcome: Outcome, theme: str = "light") -> bytes:
    """Draw a path as a PDF with a title, each sheet with its number; nothing is enlarged."""
    from pypdf import PdfReader, PdfWriter, Transformation  # slow to import: only for paper

    from diagrams import pdf

    writer = PdfWriter()
    shared = sheets(outcome)
    for number, sheet in enumerate(shared, 1):
        numbered = f"{number} of {len(shared)}"
        drawing = draw_path(outcome, theme, sheet.phases, paper=True, sheet=numbered)
        page = PdfReader(io.BytesIO(lay_out(drawing.dot, "pdf"))).pages[0]
        left = (sheet.width - float(page.mediabox.width) * sheet.scale) / 2
        below = sheet.height - MARGIN - float(page.mediabox.height) * sheet.scale
        paper = writer.add_blank_page(sheet.width, sheet.height)
        place = Transformation().scale(sheet.scale).translate(left, below)
        paper.merge_transformed_page(page, place)
        paper.compress_content_streams()
    return pdf.finished(writer, f"Your path · {outcome.kb.head.title}")


def _sheet(outcome: Outcome, phases: list[str]) -> Sheet:
    """Give the sheet that shows some phases larger, upright where both do alike."""
    drawing = draw_path(outcome, phases=tuple(phases), paper=True, sheet="1 of 1")
    size = lay_out(drawing.dot, "plain").split(maxsplit=4)
    across, down = float(size[2]) * _INCH, float(size[3]) * _INCH
    upright, lying = _scale(across, down, WIDTH, HEIGHT), _scale(across, down, HEIGHT, WIDTH)
    if lying > upright:
        return Sheet(tuple(phases), lying, HEIGHT, WIDTH)
    return Sheet(tuple(phases), upright, WIDTH, HEIGHT)


def _scale(across: float, down: float, width: float, height: float) -> float:
    return min(1.0, (width - 2 * MARGIN) / across, (height - 2 * MARGIN) / down)
