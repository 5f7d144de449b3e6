"""Draw the path of a consultation, or a whole base: into DOT, and DOT into SVG, PNG or PDF."""

from diagrams.drawing import Drawing
from diagrams.layout import FORMATS
from diagrams.pages import draw_pages, sheets
from diagrams.path import draw_alone, draw_path
from diagrams.render import render
from diagrams.theme import THEMES, dark_rules
from diagrams.whole import draw_whole

__all__ = [
    "FORMATS",
    "THEMES",
    "Drawing",
    "dark_rules",
    "draw_alone",
    "draw_pages",
    "draw_path",
    "draw_whole",
    "render",
    "sheets",
]
