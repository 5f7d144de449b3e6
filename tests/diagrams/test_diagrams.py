"""The picture: what it shows, what it says to those who do not see it, what it must not carry."""

import io
import math
import re
import unicodedata
from xml.etree import ElementTree

import pypdf
import pytest
from hostile import START, hostile
from small_base import base
from worlds import FOUR, SMALL_CASES, called, outcome_of_case, shipped_case, small_case

import diagrams
from diagrams import pages, theme
from engine.consultation.consult import consult

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def outcome():
    return outcome_of_case(small_case("late-abroad"))


@pytest.fixture(scope="module")
def svg(outcome):
    return ElementTree.fromstring(diagrams.render(diagrams.draw_path(outcome), "svg"))


# What it says


def test_the_root_says_what_the_picture_is(svg):
    assert (svg.get("role"), svg.get("lang")) == ("img", "en")
    assert [child.tag for child in svg][:2] == [f"{SVG}title", f"{SVG}desc"]
    assert svg[0].text == "Country: Ruritania · Days left: 14 · Hurry: too late for a new one"
    said = " ".join(svg[1].text.split())
    assert "2. Is it reported? not on paper -> Is there time for a new one?" in said
    assert "? Has it turned up? found -> Ready to leave (if it turns up)" in said


@pytest.mark.parametrize("path", SMALL_CASES, ids=lambda path: path.stem)
def test_the_description_is_the_text_form(run, path):
    outcome = outcome_of_case(path)
    root = ElementTree.fromstring(diagrams.render(diagrams.draw_path(outcome), "svg"))
    text = run("tree", path, "--format", "text", "--today", str(outcome.today)).stdout
    assert root[1].text == text


def test_every_node_on_the_path_is_drawn_with_a_name_a_person_can_read(svg, outcome):
    drawn = {group.get("id"): group for group in svg.iter(f"{SVG}g") if group.get("id")}
    for step in outcome.path:
        group = drawn[f"node-{step.node.id}"]
        assert group[0].tag == f"{SVG}title"
        assert group[0].text.startswith(step.node.title)


def test_ids_are_unique(svg):
    ids = [element.get("id") for element in svg.iter() if element.get("id")]
    assert len(ids) == len(set(ids))


# What it shows


def test_the_way_taken_and_the_way_ahead_are_told_apart_without_color(svg):
    widths = {}
    for group in svg.iter(f"{SVG}g"):
        if "edge" in (group.get("class") or ""):
            path = next(group.iter(f"{SVG}path"))
            role = group.get("class").split()[-1]
            widths.setdefault(role, set()).add(
                (path.get("stroke-width"), bool(path.get("stroke-dasharray")))
            )
    assert widths == {
        "taken": {("3.2", False)},
        "contingent": {("1.6", True)},
        "not-taken": {("0.8", False)},
    }


def test_the_way_taken_is_numbered_and_ends_say_what_they_are(outcome):
    dot = diagrams.draw_path(outcome).dot
    assert "<b>1  Where are you?</b>" in dot
    assert "Next: Get the report on paper." in dot.replace(
        '</font><br/><font point-size="11">', " "
    )
    assert "end: residency" in dot
    assert "closed by: Hurry" in dot


def test_a_path_that_waits_is_drawn_as_far_as_it_goes(small):
    drawing = diagrams.draw_path(consult(small, {"place": "abroad"}))
    assert "class=waiting" in drawing.dot
    assert drawing.description == (
        "First: report it. Say that it is lost, and see how much time there is.\n"
        "  1. Where are you? not there yet -> Is it reported?\n"
        "  > 2. Is it reported?\n"
        "> is where you are\n"
    )


def test_one_phase_says_where_it_leads(outcome):
    dot = diagrams.draw_path(outcome, phases=("report",)).dot
    assert "on to: The search" in dot
    assert "node-outcome" not in dot


def test_the_whole_tree_has_every_node_and_marks_the_path(outcome, small):
    whole = diagrams.draw_whole(small, outcome=outcome).dot
    for node in small.nodes:
        assert f'id="node-{node}"' in whole
    taken = [step for step in outcome.path if step.branch and not step.contingent]
    assert whole.count("penwidth=3.2") == len(taken)


# What it must not carry


def test_it_stands_alone(outcome):
    text = diagrams.render(diagrams.draw_path(outcome), "svg").decode()
    assert not re.search(r"<script|@import|@font-face|href=|url\(|<image", text)


def test_no_picture_carries_the_moment_it_was_drawn(outcome):
    drawing = diagrams.draw_path(outcome)
    for data in (
        diagrams.render(drawing, "pdf"),
        diagrams.draw_pages(outcome),
        diagrams.render(drawing, "svg"),
    ):
        assert not re.search(rb"CreationDate|ModDate|<!--", data)


def test_text_cannot_break_out_of_the_picture(outcome):
    drawing = diagrams.draw_path(hostile(outcome))
    root = ElementTree.fromstring(diagrams.render(drawing, "svg"))
    texts = " ".join(" ".join(text.itertext()) for text in root.iter(f"{SVG}text"))
    shown = re.sub(r"\s+", " ", texts.replace("\xa0", " "))
    assert START in shown
    assert shown.count("\\N") > 5
    assert "told" not in shown  # what Graphviz would put in place of \\N
    assert f"{SVG}b" not in {element.tag for element in root.iter()}


# Formats and paper


@pytest.mark.parametrize(
    ("kind", "start"), [("png", b"\x89PNG"), ("pdf", b"%PDF"), ("dot", b"digraph path {")]
)
def test_every_format_is_what_it_says(outcome, kind, start):
    assert diagrams.render(diagrams.draw_path(outcome), kind).startswith(start)


def test_an_unknown_format_is_refused(outcome):
    with pytest.raises(ValueError, match='no format "gif"'):
        diagrams.render(diagrams.draw_path(outcome), "gif")


def points_of(sheet):
    """Give the sizes of the texts of a sheet as they are printed, in points."""
    sizes = set()

    def see(text, current, matrix, _font, size):
        if text.strip():
            scale = math.hypot(current[0], current[1]) * math.hypot(matrix[0], matrix[1])
            sizes.add(round(size * scale, 1))

    sheet.extract_text(visitor_text=see)
    return sizes


@pytest.mark.parametrize("path", [*SMALL_CASES[:2], *map(shipped_case, FOUR)], ids=called)
def test_a_path_prints_at_nine_points_or_more_and_breaks_between_phases_alone(path):
    outcome = outcome_of_case(path)
    phases = list(dict.fromkeys(step.phase.phase for step in outcome.path))
    document = pypdf.PdfReader(io.BytesIO(diagrams.draw_pages(outcome)))
    assert 1 <= len(document.pages) <= len(phases)
    for sheet in document.pages:
        sides = {float(sheet.mediabox.width), float(sheet.mediabox.height)}
        assert sides == {pages.WIDTH, pages.HEIGHT}
        assert min(points_of(sheet)) >= 9
    # A font may join "f" and "i" into one sign; NFKC parts them again.
    text = unicodedata.normalize("NFKC", "".join(sheet.extract_text() for sheet in document.pages))
    words = "".join(text.split())
    for step in outcome.path:
        assert "".join(step.node.title.split()) in words


def test_no_text_is_smaller_than_ten_points(svg):
    assert min(float(text.get("font-size")) for text in svg.iter(f"{SVG}text")) >= 10


# Colors


def luminance(color):
    parts = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("name", theme.THEMES)
def test_every_text_stands_out_from_its_ground(name):
    look = theme.THEMES[name]
    grounds = (look.graph["bgcolor"], look.phase["fillcolor"])
    for style in look.nodes.values():
        assert contrast(style["fontcolor"], style["fillcolor"]) >= 4.5
    for style in look.edges.values():
        for ground in grounds if "fontcolor" in style else ():
            assert contrast(style["fontcolor"], ground) >= 4.5
    for ground in grounds:
        assert contrast(look.graph["fontcolor"], ground) >= 4.5
        for role in ("taken", "contingent"):
            assert contrast(look.edges[role]["color"], ground) >= 3


def test_an_end_is_written_where_nothing_leads_on_and_nowhere_else(tmp_path):
    kb = base(
        """
        nodes:
          - {id: start, title: x, end: residency, branches: [{go: left}]}
          - {id: left, title: x}
        """,
        tmp_path,
    )
    assert "end:" not in diagrams.draw_path(consult(kb, {})).dot
