"""Turn an Outcome into PDF pages that print on Letter and on A4, and break between phases alone."""

import io
import re
from typing import TYPE_CHECKING

from diagrams.path import draw_path
from diagrams.render import render
from engine.consultation.outcome import Outcome

if TYPE_CHECKING:
    from pypdf import PageObject, PdfWriter

# What Letter and A4 have in common, in points, and a margin that every printer leaves.
WIDTH, HEIGHT, MARGIN = 595.0, 792.0, 27.0
SMALLEST = 9.0  # points of the smallest text on paper
DRAWN = 11.0  # points of the smallest text as it is drawn


def draw_pages(outcome: Outcome, theme: str = "light") -> bytes:
    """Draw a path as a PDF: as many phases on a page as stay legible, upright or lying, whichever is larger."""
    from pypdf import PdfWriter  # slow to import: only for paper

    writer, waiting = PdfWriter(), list(dict.fromkeys(step.phase.phase for step in outcome.path))
    while waiting:
        page, taken = _largest(outcome, theme, waiting)
        _place(writer, page)
        waiting = waiting[taken:]
    writer.metadata = None
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def wide(svg: str) -> bool:
    """Tell whether a picture is legible only on a sheet that lies."""
    found = re.search(r'width="([\d.]+)pt"', svg)
    return found is not None and (WIDTH - 2 * MARGIN) / float(found[1]) * DRAWN < SMALLEST


def _largest(outcome: Outcome, theme: str, phases: list[str]) -> tuple["PageObject", int]:
    """Give the page with the most of the next phases that can be read on paper, and how many they are."""
    best, taken = _page(outcome, theme, phases[:1]), 1
    for count in range(2, len(phases) + 1):
        page = _page(outcome, theme, phases[:count])
        if _scale(page)[0] * DRAWN < SMALLEST:
            break
        best, taken = page, count
    return best, taken


def _page(outcome: Outcome, theme: str, phases: list[str]) -> "PageObject":
    from pypdf import PdfReader

    data = render(draw_path(outcome, theme, tuple(phases), paper=True), "pdf")
    return PdfReader(io.BytesIO(data)).pages[0]


def _scale(page: "PageObject") -> tuple[float, float, float]:
    """Give how far a page has to be scaled, and the width and height of the paper as it lies."""
    width, height = float(page.mediabox.width), float(page.mediabox.height)
    upright, lying = (
        (min(1.0, (w - 2 * MARGIN) / width, (h - 2 * MARGIN) / height), w, h)
        for w, h in ((WIDTH, HEIGHT), (HEIGHT, WIDTH))
    )
    return lying if lying[0] > upright[0] else upright


def _place(writer: "PdfWriter", page: "PageObject") -> None:
    """Put a drawing in the middle of a sheet, at its top."""
    from pypdf import Transformation

    scale, width, height = _scale(page)
    left = (width - float(page.mediabox.width) * scale) / 2
    below = height - MARGIN - float(page.mediabox.height) * scale
    sheet = writer.add_blank_page(width, height)
    sheet.merge_transformed_page(page, Transformation().scale(scale).translate(left, below))
    sheet.compress_content_streams()
