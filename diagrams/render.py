"""Turn a Drawing into SVG, PNG, PDF or DOT bytes, with the Graphviz that pygraphviz brings along."""

import io
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from xml.etree import ElementTree

from diagrams.drawing import Drawing

FORMATS = ("svg", "png", "pdf", "dot")
_SVG = "http://www.w3.org/2000/svg"


def render(drawing: Drawing, format: str) -> bytes:
    """Lay the drawing out; give the bytes of one of FORMATS.

    Raises ValueError for another format.
    """
    if format not in FORMATS:
        raise ValueError(f'no format "{format}"')
    if format == "dot":
        return drawing.dot.encode()
    data = _lay_out(drawing.dot, format)
    if format == "pdf":
        return _undated(data)
    return _accessible(data, drawing) if format == "svg" else data


def _lay_out(dot: str, format: str) -> bytes:
    with _quiet():
        import pygraphviz  # slow to import: only for those who draw

        graph = pygraphviz.AGraph(string=dot)
        extra = "-Gdpi=144" if format == "png" else ""
        data: bytes = graph.draw(format=format, prog="dot", args=extra)
        graph.close()
    return data


def _undated(data: bytes) -> bytes:
    """Take out the moment at which a PDF was made: the same drawing gives the same bytes."""
    import pypdf  # for those alone who draw on paper

    writer, out = pypdf.PdfWriter(), io.BytesIO()
    writer.append(io.BytesIO(data))
    writer.metadata = None
    writer.write(out)
    return out.getvalue()


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep fontconfig's warnings about its own files from the reader: they are no business of theirs."""
    sys.stderr.flush()
    kept = os.dup(2)
    silent = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(silent, 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(silent)


def _accessible(data: bytes, drawing: Drawing) -> bytes:
    """Give the SVG a title, a description and readable names in place of Graphviz's own."""
    ElementTree.register_namespace("", _SVG)
    root = ElementTree.fromstring(data)
    root.set("role", "img")
    root.set("lang", "en")
    title, description = f"{drawing.prefix}path-title", f"{drawing.prefix}path-description"
    root.set("aria-labelledby", f"{title} {description}")
    for parent in list(root.iter()):
        for child in list(parent):
            if child.tag == f"{{{_SVG}}}title":
                parent.remove(child)
        if name := drawing.hover.get(parent.get("id", "")):
            _insert(parent, "title", name)
        if identifier := parent.get("id"):
            parent.set("id", drawing.prefix + identifier)
    _insert(root, "desc", drawing.description, description)
    _insert(root, "title", drawing.title, title)
    data = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return bytes(data) + b"\n"


def _insert(parent: ElementTree.Element, tag: str, text: str, identifier: str = "") -> None:
    element = ElementTree.Element(f"{{{_SVG}}}{tag}")
    element.text = text
    if identifier:
        element.set("id", identifier)
    parent.insert(0, element)
