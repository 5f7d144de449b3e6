"""Turn a Drawing into SVG, PNG, PDF or DOT bytes."""

import io
from xml.etree import ElementTree

from diagrams.drawing import Drawing
from diagrams.layout import FORMATS, lay_out

_SVG = "http://www.w3.org/2000/svg"
_XLINK = "http://www.w3.org/1999/xlink"

# Once, and not for each picture: while a name is registered, others who write have none for it.
ElementTree.register_namespace("", _SVG)
ElementTree.register_namespace("xlink", _XLINK)


def render(drawing: Drawing, format: str) -> bytes:
    """Lay the drawing out; give the bytes of one of FORMATS, which are fewer in a page.

    Raises ValueError for another format.
    """
    if format not in FORMATS:
        raise ValueError(f'no format "{format}"')
    if format == "dot":
        return drawing.dot.encode()
    data = lay_out(drawing.dot, format)
    if format == "svg":
        return _accessible(data, drawing)
    return _finished(data, drawing.title) if format == "pdf" else data


def _finished(data: bytes, title: str) -> bytes:
    from pypdf import PdfWriter  # slow to import: only for paper

    from diagrams import pdf

    writer = PdfWriter()
    writer.append(io.BytesIO(data))
    return pdf.finished(writer, title)


def _accessible(data: bytes, drawing: Drawing) -> bytes:
    """Give the SVG a short name, a description apart, and hover texts in place of Graphviz's own.

    It is one image to those who do not see it; with links in it, a group whose links are read.
    """
    root = ElementTree.fromstring(data)
    for element in list(root.iter()):
        _name(element, drawing)
    title, description = f"{drawing.prefix}path-title", f"{drawing.prefix}path-description"
    root.set("role", "group" if drawing.linked else "img")
    root.set("lang", "en")
    root.set("aria-labelledby", title)
    root.set("aria-describedby", description)
    _insert(root, "desc", drawing.description, description)
    _insert(root, "title", drawing.title, title)
    return bytes(ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)) + b"\n"


def _name(element: ElementTree.Element, drawing: Drawing) -> None:
    """Put a hover text in place of the title that Graphviz gave, and the prefix before the id."""
    for title in element.findall(f"{{{_SVG}}}title"):
        element.remove(title)
    identifier = (element.get("id") or "").removeprefix("a_")  # before those of cells
    if identifier:
        if drawing.hover.get(identifier):
            _insert(element, "title", drawing.hover[identifier])
        element.set("id", drawing.prefix + identifier)


def _insert(parent: ElementTree.Element, tag: str, text: str, identifier: str = "") -> None:
    """Put an element with a text before all others in its parent."""
    element = ElementTree.Element(f"{{{_SVG}}}{tag}")
    element.text = text
    if identifier:
        element.set("id", identifier)
    parent.insert(0, element)
