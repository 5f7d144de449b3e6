"""Turn an Outcome into PDF pages that print on Letter and A4, and break between phases alone."""

import io
import re
from typing import TYPE_CHECKING, NamedTuple

from diagrams.path import draw_path
from diagrams.render import lay_out
from engine.consultation.outcome import Outcome

if TYPE_CHECKING:
    from pypdf import PageObject, PdfWriter

# What Letter and A4 have in common, in points, and a margin that every printer leaves.
WIDTH, HEIGHT, MARGIN = 595.0, 792.0, 27.0
SMALLEST = 9.0  # points of the smallest text on paper
DRAWN = 11.0  # points of the smallest text as it is drawn


class _Sheet(NamedTuple):
    """Hold how far a page has to be scaled for a sheet, and its sides in points as it lies."""

    scale: float
    width: float
    height: float


def draw_pages(outcome: Outcome, theme: str = "light") -> bytes:
    """Draw a path as a PDF: as many phases on a page as stay legible.

    Each sheet stands upright or lies, whichever shows its page larger.
    """
    from pypdf import PdfWriter  # slow to import: only for paper

    from diagrams import pdf

    writer = PdfWriter()
    waiting = list(dict.fromkeys(step.phase.phase for step in outcome.path))
    while waiting:
        page, count = _largest(outcome, theme, waiting)
        _place(writer, page)
        waiting = waiting[count:]
    return pdf.finished(writer)


def wide(svg: str) -> bool:
    """Tell whether a picture is legible only on a sheet that lies."""
    width = re.search(r'width="([\d.]+)pt"', svg)
    return width is not None and (WIDTH - 2 * MARGIN) / float(width[1]) * DRAWN < SMALLEST


def _largest(outcome: Outcome, theme: str, phases: list[str]) -> tuple["PageObject", int]:
    """Give the page with the most of the next phases that can be read, and how many they are.

    It begins with one phase and adds the next as long as the page stays legible. Each page that is
    tried is drawn once: the last legible one is the one to keep.
    """
    page, count = _page(outcome, theme, phases[:1]), 1
    while count < len(phases):
        larger = _page(outcome, theme, phases[: count + 1])
        if _scale(larger).scale * DRAWN < SMALLEST:
            break
        page, count = larger, count + 1
    return page, count


def _page(outcome: Outcome, theme: str, phases: list[str]) -> "PageObject":
    """Draw some phases on a page as large as they need, as Graphviz gives it."""
    from pypdf import PdfReader

    drawing = draw_path(outcome, theme, tuple(phases), paper=True)
    return PdfReader(io.BytesIO(lay_out(drawing.dot, "pdf"))).pages[0]


def _scale(page: "PageObject") -> _Sheet:
    """Give the sheet that shows a page larger, upright where both do alike; nothing is enlarged."""
    upright, lying = _fitted(page, WIDTH, HEIGHT), _fitted(page, HEIGHT, WIDTH)
    return lying if lying.scale > upright.scale else upright


def _fitted(page: "PageObject", width: float, height: float) -> _Sheet:
    across = (width - 2 * MARGIN) / float(page.mediabox.width)
    down = (height - 2 * MARGIN) / float(page.mediabox.height)
    return _Sheet(min(1.0, across, down), width, height)


def _place(writer: "PdfWriter", page: "PageObject") -> None:
    """Put a drawing in the middle of a sheet, at its top."""
    from pypdf import Transformation

    scale, width, height = _scale(page)
    left = (width - float(page.mediabox.width) * scale) / 2
    below = height - MARGIN - float(page.mediabox.height) * scale
    sheet = writer.add_blank_page(width, height)
    sheet.merge_transformed_page(page, Transformation().scale(scale).translate(left, below))
    sheet.compress_content_streams()
