"""The ruler above a path: where a number lies among the stretches of a base."""

import pytest
from small_base import base

from engine.consultation.consult import consult
from engine.consultation.deidentified import without_private
from engine.output.ruler import measure, measure_lines

BASE = """
ruler: {at: score, of: band, error: 2, stretches: [{value: low, until: mark}, {value: mid, until: mark, plus: 3}, {value: mid, until: top}, {value: high}], marks: [{at: top, label: the top}]}
questions:
  - {id: score, ask: Score?, label: Score, type: integer, min: 0, max: 99, allow: [unknown], source: us}
  - {id: mark, ask: Mark?, label: Mark, type: integer, min: 0, max: 99, allow: [unknown], source: us}
  - {id: top, ask: Top?, label: Top, type: integer, min: 0, max: 99, allow: [unknown], source: us}
conclusions:
  - {id: band, label: Band, type: choice, choices: {low: Low, mid: Middle, high: High}, source: us, rules: [{when: {score: ..9}, then: low, because: x, source: us}, {when: {score: 10..19}, then: mid, because: x, source: us}, {when: {score: [20.., unknown]}, then: high, because: x, source: us}]}
nodes:
  - {id: start, title: x, source: us, branches: [{go: stop, when: {band: low, mark: 0.., top: 0..}, label: a}, {go: stop, otherwise: true, label: b}]}
  - {id: stop, title: y, end: good, source: us}
"""


@pytest.mark.parametrize(
    ("answers", "lines"),
    [
        (
            {"score": 5, "mark": 10, "top": 20},
            [
                "Score: 5 ± 2",
                "Low: below 10 (yours)",
                "Middle: 10 to 19",
                "High: from 20",
                "the top: 20",
            ],
        ),
        # A stretch that would end before it begins is left out.
        (
            {"score": 5, "mark": 10, "top": 12},
            [
                "Score: 5 ± 2",
                "Low: below 10 (yours)",
                "Middle: 10 to 12",
                "High: from 13",
                "the top: 12",
            ],
        ),
        # Above an end that is not known all the rest is not known.
        (
            {"score": 5, "mark": 10, "top": "unknown"},
            ["Score: 5 ± 2", "Low: below 10 (yours)", "Middle: 10 to 12", "not known: from 13"],
        ),
        # Below the first end that is known neither.
        (
            {"score": 5, "mark": "unknown", "top": 20},
            ["Score: 5 ± 2", "Middle: below 20", "High: from 20", "the top: 20"],
        ),
    ],
)
def test_the_stretches_meet_where_the_facts_say(tmp_path, answers, lines):
    ruler = measure(consult(base(BASE, tmp_path), answers))
    assert list(measure_lines(ruler)) == lines


def test_who_stands_elsewhere_than_the_number_is_told_so_and_why(tmp_path):
    low = "{when: {score: ..9}, then: low,"
    high = "{when: {score: ..9, top: 77}, then: high, because: Top comes first., source: us}"
    tree = BASE.replace(low, f"{high}, {low.replace('..9', '..9, top: {not: 77}')}")
    found = measure(consult(base(tree, tmp_path), {"score": 5, "mark": 10, "top": 77}))
    assert [*measure_lines(found)][1:] == [
        "Low: below 10",
        "Middle: 10 to 76",
        "High: from 77",
        "the top: 77",
    ]
    assert found.aside == "Yours is “High”: Top comes first."


def test_a_mark_is_shown_only_where_what_it_goes_with_is_known(tmp_path):
    tree = BASE.replace("label: the top}", "label: the top, where_known: mark}")
    known = {"score": 5, "mark": 10, "top": 20}
    assert measure(consult(base(tree, tmp_path / "one"), known)).marks == ((20, "the top"),)
    unknown = {**known, "mark": "unknown"}
    assert measure(consult(base(tree, tmp_path / "two"), unknown)).marks == ()


LOOKED_UP = (
    BASE.replace("until: mark}", "until: mark, missing: last-row}")
    .replace(
        "  - {id: mark, ask: Mark?, label: Mark, type: integer, min: 0, max: 99, allow: [unknown], source: us}",
        "  - {id: day, ask: Day?, label: Day, type: choice, choices: {old: Old, new: New}, allow: [unknown], source: us}",
    )
    .replace(
        "conclusions:",
        "  - {id: rest, ask: x, label: x, type: yes-no, source: us}\ntables: [{id: marks, source: us, rows: {old: {mark: 8}, new: {mark: 11}}}]\nconclusions:\n  - {id: mark, label: Mark, type: integer, lookup: {table: marks, key: day, column: mark}, source: us}",
    )
)


@pytest.mark.parametrize(("day", "end"), [("old", 8), ("new", 11), ("unknown", 11)])
def test_where_the_row_of_a_table_is_not_known_a_stretch_ends_at_its_last(tmp_path, day, end):
    answers = {"score": 5, "day": day, "top": 20}
    ruler = measure(consult(base(LOOKED_UP, tmp_path), answers))
    assert ruler.pieces[0].high == end


def test_where_the_value_is_withheld_no_stretch_is_the_readers_own(tmp_path):
    """The number alone may lie in another stretch than the one that holds for a person."""
    private = BASE.replace("label: Mark, type", "label: Mark, private: true, type")
    kb = base(private.replace("{score: ..9}", "{score: ..9, mark: 0..}"), tmp_path)
    outcome = consult(kb, {"score": 5, "mark": 10, "top": 20})
    assert [piece.holds for piece in measure(outcome).pieces] == [True, False, False]
    shown = measure(without_private(outcome))
    assert (shown.text, [piece.holds for piece in shown.pieces]) == ("5 ± 2", [False, False])


def test_without_the_number_there_is_no_ruler(tmp_path):
    assert measure(consult(base(BASE, tmp_path), {"score": "unknown"})) is None


def test_a_base_without_a_ruler_has_none(small):
    assert measure(consult(small, {})) is None
