"""Draw the path of a consultation: an Outcome into DOT, and DOT into SVG, PNG or PDF."""

from diagrams.path import Drawing, draw_path
from diagrams.render import FORMATS, render

__all__ = ["FORMATS", "Drawing", "draw_path", "render"]
