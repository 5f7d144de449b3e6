"""Lay DOT out, with the Graphviz that is there: in pygraphviz, or in a browser's page.

A page has no pygraphviz; what hosts Python there gives a module `page_graphviz` in its stead.
"""

import threading
from contextlib import closing
from importlib import import_module

from diagrams.theme import FONT
from engine import outside

FORMATS = ("svg", "dot") if outside.IN_PAGE else ("svg", "png", "pdf", "dot")

# Graphviz shares its state between threads, and dies of it: one at a time may lay out.
_LAYOUT = threading.Lock()

# Without a library of fonts Graphviz knows the widths of this one; of a list of fonts it takes
# those of Times, which are narrower, and texts stick out of their boxes.
_MEASURED = "Arial"


def lay_out(dot: str, format: str) -> bytes:
    """Lay DOT out; give the bytes of SVG, PNG, PDF or plain text as Graphviz writes them."""
    return _in_page(dot, format) if outside.IN_PAGE else _here(dot, format)


def _here(dot: str, format: str) -> bytes:
    with _LAYOUT, outside.quietly():  # fontconfig warns of its own files: no business of readers
        import pygraphviz  # slow to import: only for those who draw

        extra = "-Gdpi=144" if format == "png" else ""
        with closing(pygraphviz.AGraph(string=dot)) as graph:
            data: bytes = graph.draw(format=format, prog="dot", args=extra)
    return data


def _in_page(dot: str, format: str) -> bytes:
    """Lay out as in a font whose widths are known, and give the text its own fonts again."""
    laid_out: str = import_module("page_graphviz").layout(dot.replace(FONT, _MEASURED), format)
    return laid_out.replace(f'"{_MEASURED}"', f'"{FONT}"').encode()
