"""The ruler above a path: where a number lies among the stretches of a base."""

import pytest
from small_base import base

from engine.consultation.consult import consult
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
        # Above an end that is not known nothing is shown.
        (
            {"score": 5, "mark": 10, "top": "unknown"},
            ["Score: 5 ± 2", "Low: below 10 (yours)", "Middle: 10 to 12"],
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


def test_without_the_number_there_is_no_ruler(tmp_path):
    assert measure(consult(base(BASE, tmp_path), {"score": "unknown"})) is None


def test_a_base_without_a_ruler_has_none(small):
    assert measure(consult(small, {})) is None
