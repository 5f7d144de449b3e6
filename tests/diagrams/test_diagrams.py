"""The picture: what it shows, what it says to those who do not see it, what it must not carry."""

import re
from xml.etree import ElementTree

import pytest
from conftest import ROOT

import diagrams
from engine.authoring import cases
from engine.consultation import casefile

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def outcome(kb):
    return cases.run(casefile.load(ROOT / "knowledge" / "cases" / "c-dermatology-228.yaml", kb), kb)


@pytest.fixture
def svg(outcome):
    return ElementTree.fromstring(diagrams.render(diagrams.draw_path(outcome), "svg"))


def test_the_root_says_what_the_picture_is(svg, outcome):
    assert (svg.get("role"), svg.get("lang")) == ("img", "en")
    assert [child.tag for child in svg][:2] == [f"{SVG}title", f"{SVG}desc"]
    assert svg[0].text == "Target specialty: Dermatology · Step 2 CK: 228 · Category: C, at risk"
    said = " ".join(svg[1].text.split())
    assert "3. Is Step 2 CK passed? passed -> How far is the score from the field?" in said
    assert (
        "? Places in SOAP you would take? yes -> Aim at backup fields and preliminary places "
        "(if you do not match in full, and SOAP has places you would take)" in said
    )


def test_every_node_on_the_path_is_drawn_with_a_name_a_person_can_read(svg, outcome):
    drawn = {group.get("id"): group for group in svg.iter(f"{SVG}g") if group.get("id")}
    for step in outcome.path:
        group = drawn[f"node-{step.node.id}"]
        assert group[0].tag == f"{SVG}title"
        assert group[0].text.startswith(step.node.title)


def test_the_way_taken_and_the_way_ahead_are_told_apart_without_colour(svg):
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


def test_ids_are_unique(svg):
    ids = [element.get("id") for element in svg.iter() if element.get("id")]
    assert len(ids) == len(set(ids))


def test_it_stands_alone(outcome):
    text = diagrams.render(diagrams.draw_path(outcome), "svg").decode()
    assert not re.search(r"<script|@import|@font-face|href=|url\(|<image", text)


def test_no_text_is_smaller_than_ten_points(svg):
    sizes = {float(text.get("font-size")) for text in svg.iter(f"{SVG}text")}
    assert min(sizes) >= 10


@pytest.mark.parametrize(
    ("kind", "start"), [("png", b"\x89PNG"), ("pdf", b"%PDF"), ("dot", b"digraph path {")]
)
def test_every_format_is_what_it_says(outcome, kind, start):
    assert diagrams.render(diagrams.draw_path(outcome), kind).startswith(start)


def test_a_path_that_waits_is_drawn_as_far_as_it_goes(outcome_of):
    drawing = diagrams.draw_path(outcome_of(stage="rotations"))
    assert "class=waiting" in drawing.dot
    assert (
        drawing.description
        == "Step 0: where you stand. Put the facts on paper and see how far the score is\n  from the field.\n"
        "  1. Where are you in the cycle? before Match Week -> First, you\n"
        "  2. First, you: on to the exam -> Is Step 2 CK passed?\n"
        "  3. Is Step 2 CK passed?\n"
    )


def test_an_unknown_format_is_refused(outcome):
    with pytest.raises(ValueError, match='no format "gif"'):
        diagrams.render(diagrams.draw_path(outcome), "gif")


def test_text_cannot_break_out_of_the_picture(outcome):
    import msgspec

    hostile = '<b>&"quotes"</b> {x|y} \\N \\l ' + "long " * 30
    step = outcome.path[0]
    node = msgspec.structs.replace(step.node, title=hostile)
    branch = msgspec.structs.replace(step.branch, label=hostile, because=hostile)
    changed = msgspec.structs.replace(step, node=node, branch=branch)
    node = msgspec.structs.replace(node, branches=(step.node.branches[0], branch))
    changed = msgspec.structs.replace(changed, node=node)
    drawing = diagrams.draw_path(
        msgspec.structs.replace(outcome, path=(changed, *outcome.path[1:]))
    )
    root = ElementTree.fromstring(diagrams.render(drawing, "svg"))
    shown = " ".join(" ".join(text.itertext()) for text in root.iter(f"{SVG}text"))
    assert '<b>&"quotes"</b> {x|y} \\N \\l' in re.sub(r"\s+", " ", shown.replace("\xa0", " "))
