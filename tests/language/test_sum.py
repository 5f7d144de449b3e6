"""A sum of facts and numbers is parsed once, and is unknown where one of its facts is."""

import pytest
from small_base import told

from engine.language.expression import Term, read_sum, shown_facts

HINT = "Write names and numbers with + and - between them, like first - second."


def total(written, **known):
    return read_sum(written).total(known.__getitem__)


def test_a_sum_is_read_into_its_terms():
    assert read_sum("high - low + 3").terms == (Term(1, "high"), Term(-1, "low"), Term(1, 3))


def test_a_fact_that_stands_in_a_sum_twice_is_named_once():
    assert read_sum("a + b - a + 7").names == ("a", "b")


@pytest.mark.parametrize(
    ("written", "known", "comes_to"),
    [
        ("high - low + 3", {"high": 10, "low": 4}, 9),
        ("low - high", {"high": 10, "low": 4}, -6),
        ("low", {"low": 4}, 4),
        ("low + low", {"low": 4}, 8),
        ("high - low + 3", {"high": 10, "low": "unknown"}, "unknown"),
        ("high - low + 3", {"high": "declined", "low": 4}, "unknown"),
    ],
)
def test_a_sum_comes_to_a_number_or_is_unknown(written, known, comes_to):
    assert total(written, **known) == comes_to


@pytest.mark.parametrize(
    "written", ["low * score", "low -", "low -score", "- low", "", "3.5 + low", "Low"]
)
def test_what_is_no_sum_is_refused_at_its_place_with_how_to_write_one(tmp_path, written):
    said = told(
        f"""
        questions:
          - {{id: low, ask: x, label: x, type: integer, min: 1, max: 9}}
          - {{id: score, ask: x, label: x, type: integer, min: 1, max: 9}}
        conclusions:
          - {{id: slack, label: x, type: integer, value: "{written}"}}
        """,
        tmp_path,
    )
    assert said == [
        f'lists.yaml:6:42 wrong-type: "value" of conclusion "slack" is no sum: "{written}". {HINT}'
    ]


def test_a_sum_that_is_no_text_is_told_by_its_type(tmp_path):
    said = told("conclusions:\n  - {id: slack, label: x, type: integer, value: 3}\n", tmp_path)
    assert said == [
        'lists.yaml:2:42 wrong-type: "value" of conclusion "slack" must be text, '
        "not a whole number. Write text, in quotes where YAML would read it otherwise."
    ]


def test_the_facts_that_texts_show_in_braces_are_named_once_each():
    assert shown_facts("{low} of {high}", "{low}, {Not this}, {or this") == ("low", "high")
