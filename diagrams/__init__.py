"""Draw the path of a consultation, or a whole base: into DOT, and DOT into SVG, PNG or PDF."""

from diagrams.path import Drawing, draw_path
from diagrams.render import FORMATS, render
from diagrams.whole import draw_whole

__all__ = ["FORMATS", "Drawing", "draw_path", "draw_whole", "render"]
