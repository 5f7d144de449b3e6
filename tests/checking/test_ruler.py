"""The ruler of base.yaml: a name in it that leads nowhere is a fault where it stands."""

from small_base import told

BASE = """
ruler: {{at: {at}, of: band, stretches: [{{value: {value}, until: {until}}}, {{value: high}}]}}
tables:
  - {{id: marks, source: us, rows: {{now: {{mark: 5}}}}}}
questions:
  - {{id: score, ask: Score?, label: Score, type: integer, min: 0, max: 9, source: us}}
  - {{id: mark, ask: Mark?, label: Mark, type: integer, min: 0, max: 9, source: us}}
conclusions:
  - {{id: band, label: Band, type: choice, choices: {{low: Low, high: High}}, source: us, rules: [{{when: {{score: ..4}}, then: low, because: x, source: us}}, {{when: {{score: 5..}}, then: high, because: x, source: us}}]}}
nodes:
  - {{id: start, title: x, end: good, source: us}}
"""


def said_of_the_ruler(tmp_path, **words):
    named = {"at": "score", "value": "low", "until": "mark", **words}
    problems = told(BASE.format(**named), tmp_path)
    return [problem for problem in problems if "ruler" in problem]


def test_a_ruler_of_facts_and_values_that_exist_is_no_fault(tmp_path):
    assert said_of_the_ruler(tmp_path) == []


def test_an_unknown_fact_is_told_with_the_nearest(tmp_path):
    assert said_of_the_ruler(tmp_path, at="scor") == [
        'base.yaml:2:9 unknown-question: ruler names "scor", which is no question or conclusion. '
        'Did you mean "score"?'
    ]


def test_a_stretch_for_a_value_that_its_conclusion_does_not_have_is_told(tmp_path):
    assert said_of_the_ruler(tmp_path, value="lowe") == [
        'base.yaml:2:43 unknown-choice: ruler has a stretch for "lowe", no choice of "band". '
        'Did you mean "low"?'
    ]


def test_a_last_row_for_a_fact_that_no_table_has_is_told(tmp_path):
    assert said_of_the_ruler(tmp_path, until="mark, missing: last-row") == [
        'base.yaml:2:68 unknown-table: ruler takes "mark" from a last row, and no table has it. '
        "Leave missing out, or name a fact that is looked up."
    ]
