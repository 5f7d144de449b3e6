"""Hold a picture before layout, and make the labels in it: text reaches DOT only through here."""

import textwrap
from collections.abc import Iterable

import graphviz
import msgspec

from diagrams.theme import NODE_WIDTH


class Drawing(msgspec.Struct, frozen=True):
    """Hold a picture before layout: `dot`, its `title` and `description`, its `hover` texts by id.

    `prefix` goes before every id, so that several pictures can stand in one page.
    """

    dot: str
    title: str
    description: str
    hover: dict[str, str]
    prefix: str = ""


def bold(text: str) -> str:
    """Give a text as a bold label."""
    return f"<<b>{quoted(text)}</b>>"


def label_of(title: str, lines: Iterable[str] = ()) -> str:
    """Give a label of a bold title and smaller lines below it."""
    head = "<br/>".join(f"<b>{quoted(part)}</b>" for part in textwrap.wrap(title, NODE_WIDTH))
    rest = "".join(f'<br/><font point-size="11">{quoted(line)}</font>' for line in lines)
    return f"<{head}{rest}>"


def centered(lines: Iterable[str]) -> str:
    """Give a plain label of lines, each in the middle."""
    label: str = graphviz.escape("\n".join(lines))
    return label


def flush_left(lines: Iterable[str]) -> str:
    r"""Give a plain label of lines, each at the left: Graphviz ends such a line at `\l`."""
    label: str = graphviz.nohtml("".join(f"{graphviz.escape(line)}\\l" for line in lines))
    return label


def quoted(text: str) -> str:
    """Quote a text for a label with markup; what a plain label needs, graphviz.escape does."""
    # A backslash is doubled: Graphviz would put the name of the node in place of one before an N.
    signs = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\\": "\\\\"}
    return "".join(signs.get(sign, sign) for sign in text)
