"""In a browser's page another Graphviz lays out, which is asked the same and measures in Arial."""

import sys
from types import SimpleNamespace

from diagrams import layout
from engine import outside


def test_a_page_is_asked_for_a_layout_in_the_font_that_it_can_measure(monkeypatch):
    asked = []

    def lay_out(dot, format):
        asked.append((dot, format))
        return '<text font-family="Arial">An Arial of its own</text>'

    monkeypatch.setitem(sys.modules, "page_graphviz", SimpleNamespace(layout=lay_out))
    monkeypatch.setattr(outside, "IN_PAGE", True)
    svg = layout.lay_out('graph { fontname="Helvetica,Arial,sans-serif" }', "svg")
    assert asked == [('graph { fontname="Arial" }', "svg")]
    assert svg == b'<text font-family="Helvetica,Arial,sans-serif">An Arial of its own</text>'
