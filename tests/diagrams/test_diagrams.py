"""The picture: what it shows, what it says to those who do not see it, what it must not carry."""

import re
from xml.etree import ElementTree

import pygraphviz
import pytest
from hostile import START, hostile
from small_base import base
from worlds import SMALL_CASES, outcome_of_case, small_case

import diagrams
from engine.consultation.consult import consult
from engine.consultation.deidentified import without_private
from engine.output.stations import stations

SVG = "{http://www.w3.org/2000/svg}"
XLINK = "{http://www.w3.org/1999/xlink}"


@pytest.fixture(scope="module")
def outcome():
    return without_private(outcome_of_case(small_case("late-abroad")))


@pytest.fixture(scope="module")
def svg(outcome):
    return ElementTree.fromstring(diagrams.render(diagrams.draw_path(outcome), "svg"))


def words_of(root):
    texts = " ".join(" ".join(text.itertext()) for text in root.iter(f"{SVG}text"))
    return re.sub(r"\s+", " ", texts.replace("\xa0", " "))


# What it says


def test_the_picture_has_a_short_name_and_a_description_apart(svg):
    assert (svg.get("role"), svg.get("lang")) == ("img", "en")
    assert [child.tag for child in svg][:2] == [f"{SVG}title", f"{SVG}desc"]
    assert svg[0].text == "Your path"
    assert svg.get("aria-labelledby") == svg[0].get("id")
    assert svg.get("aria-describedby") == svg[1].get("id")


@pytest.mark.parametrize("path", SMALL_CASES, ids=lambda path: path.stem)
def test_the_description_is_the_text_form(run, path):
    outcome = without_private(outcome_of_case(path))
    root = ElementTree.fromstring(diagrams.render(diagrams.draw_path(outcome), "svg"))
    text = run("tree", path, "--format", "text", "--today", str(outcome.today)).stdout
    assert root[1].text == text


def test_every_station_is_drawn_and_says_on_hover_what_it_is(svg, outcome):
    ids = {element.get("id") for element in svg.iter()}
    hovers = [link.get(f"{XLINK}title") for link in svg.iter(f"{SVG}a")]
    for station in stations(outcome):
        assert f"station-{station.node}" in ids
        assert any(hover.startswith(station.title) for hover in hovers)


def test_ids_are_unique(svg):
    ids = [element.get("id") for element in svg.iter() if element.get("id")]
    assert len(ids) == len(set(ids))


# What it shows


def test_cards_show_the_answer_the_roads_not_taken_and_what_closed_them(svg):
    words = words_of(svg)
    assert "1 Where are you? ● not there yet ○ at the airport ↷ 4" in words
    assert "Closed: 1 by Where you are (yours: Abroad, in a hotel)" in words
    assert "3 by Hurry (yours: too late for a new one; Days to spare: -6)" in words


def test_where_the_reader_stands_and_what_comes_next_are_marked_once(svg):
    words = words_of(svg)
    assert words.count("YOU ARE HERE") == 1
    assert words.count("NEXT") == 1
    assert "NEXT Ask at the desk for lost things every day." in words


def test_of_two_ways_to_one_station_the_first_is_told_and_the_last_drawn(outcome):
    dot = diagrams.draw_path(outcome).dot
    assert "? found" in dot
    assert re.search(r"^\t.*-> ready:", dot, re.MULTILINE)
    assert not re.search(r"^\toutcome:\S+ -> ready:", dot, re.MULTILINE)


def test_behind_here_ahead_and_by_chance_are_told_apart_without_color(outcome):
    cards = pygraphviz.AGraph(string=diagrams.draw_path(outcome).dot)
    looks = {name: cards.get_node(name).attr["class"] for name in ("here", "outcome", "ready")}
    assert looks == {"here": "here", "outcome": "contingent", "ready": "end-good"}
    ways = {(way[0], way[1]): way.attr for way in cards.edges()}
    assert ways["heading", "here"]["penwidth"] == "6"
    assert ways["here", "search"]["color"].count(":") == 2  # two thin lines: it is hollow
    assert ways["outcome", "choice"]["style"] == "dashed"


def test_a_path_that_waits_is_drawn_as_far_as_it_goes(small):
    drawing = diagrams.draw_path(consult(small, {"place": "abroad"}))
    assert "waits for your answer" in drawing.dot
    assert drawing.description == (
        "First: report it\n"
        "  - 1. Where are you? (behind you)\n"
        "    - Your answer: not there yet: There is time to report it.\n"
        "    - Not taken: at the airport, which would lead to The search\n"
        "    - Closed by Where you are (yours: Abroad, in a hotel)\n"
        "  - 2. Is it reported? (you are here)\n"
        "    - Waits for your answer\n"
    )


def test_one_phase_says_where_it_leads(outcome):
    dot = diagrams.draw_path(outcome, phases=("report",)).dot
    assert "on to: The search" in dot
    assert "station-outcome" not in dot


def test_the_whole_tree_has_every_node_and_marks_the_path(outcome, small):
    whole = diagrams.draw_whole(small, outcome=outcome).dot
    for node in small.nodes:
        assert f'id="node-{node}"' in whole
    assert "YOU ARE HERE" in whole
    assert {"class=taken", "class=branch", "class=contingent"} <= set(
        re.findall(r"class=[a-z]+", whole)
    )


def test_an_end_is_shown_where_nothing_leads_on_and_nowhere_else(tmp_path):
    kb = base(
        """
        nodes:
          - {id: start, title: x, end: good, branches: [{go: left}]}
          - {id: left, title: x, end: open}
        """,
        tmp_path,
    )
    dot = diagrams.draw_path(consult(kb, {})).dot
    assert "✓" not in dot
    assert dot.count("↻") == 1


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
    shown = words_of(root)
    assert START in shown
    assert shown.count("\\N") > 5
    assert "told" not in shown  # what Graphviz would put in place of \\N
    assert f"{SVG}b" not in {element.tag for element in root.iter()}


# Formats


@pytest.mark.parametrize(
    ("kind", "start"), [("png", b"\x89PNG"), ("pdf", b"%PDF"), ("dot", b"digraph path {")]
)
def test_every_format_is_what_it_says(outcome, kind, start):
    assert diagrams.render(diagrams.draw_path(outcome), kind).startswith(start)


def test_an_unknown_format_is_refused(outcome):
    with pytest.raises(ValueError, match='no format "gif"'):
        diagrams.render(diagrams.draw_path(outcome), "gif")


def test_the_same_case_gives_the_same_bytes_each_time(outcome):
    first = diagrams.render(diagrams.draw_path(outcome), "svg")
    assert diagrams.render(diagrams.draw_path(outcome), "svg") == first
