"""The ruler of base.yaml: its names lead somewhere, and it says what is concluded."""

from small_base import told

BASE = """
ruler: {{at: {at}, of: band, stretches: [{{value: {value}, until: {until}}}, {{value: high}}]}}
tables:
  - {{id: marks, source: us, rows: {{now: {{mark: 5}}}}}}
questions:
  - {{id: score, ask: Score?, label: Score, type: integer, min: 0, max: 9, source: us}}
  - {{id: mark, ask: Mark?, label: Mark, type: integer, min: 0, max: 9, source: us}}
conclusions:
  - {{id: above, label: Above, type: integer, value: score - mark, source: us}}
  - {{id: band, label: Band, type: choice, choices: {{low: Low, high: High}}, source: us, rules: [{{when: {{above: ..-1}}, then: low, because: x, source: us}}, {{when: {{above: 0..}}, then: high, because: x, source: us}}]}}
nodes:
  - {{id: start, title: x, end: good, source: us}}
sources:
  - {{id: us, title: Ours, publisher: us, status: ours, checked_on: 2026-11-22, review_by: 2027-11-22}}
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


# A score from the mark on is high, or middle below two more; who is late is always low.
CATEGORIES = """
ruler: {at: score, of: band, stretches: [{value: low, until: mark}, {value: mid, until: mark, plus: 2}, {value: high}]}
tables:
  - {id: marks, source: us, rows: {old: {mark: 4}, new: {mark: 6}}}
questions:
  - {id: score, ask: Score?, label: Score, type: integer, min: 0, max: 9, source: us}
  - {id: age, ask: Age?, label: Age, type: choice, choices: {old: Old, new: New}, source: us}
  - {id: late, ask: Late?, label: Late, type: yes-no, source: us}
conclusions:
  - {id: mark, label: Mark, type: integer, lookup: {table: marks, key: age, column: mark}, source: us}
  - {id: above, label: Above, type: integer, value: score - mark, source: us}
  - id: band
    label: Band
    type: choice
    choices: {low: Low, mid: Middle, high: High}
    rules:
      - {when: {late: yes}, then: low, because: x, source: us}
      - {when: {late: no, above: ..-1}, then: low, because: x, source: us}
      - {when: {late: no, above: 0..1}, then: mid, because: x, source: us}
      - {when: {late: no, above: 2..}, then: high, because: x, source: us}
nodes:
  - {id: start, title: x, end: good, source: us}
sources:
  - {id: us, title: Ours, publisher: us, status: ours, checked_on: 2026-11-22, review_by: 2027-11-22}
"""


def contradictions(tmp_path, *changes):
    text = CATEGORIES
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return [line for line in told(text, tmp_path) if " ruler: " in line]


def test_a_ruler_may_be_wrong_of_those_for_whom_another_answer_decides(tmp_path):
    assert contradictions(tmp_path) == []


def test_a_stretch_that_ends_elsewhere_than_in_the_rows_is_told_with_the_number(tmp_path):
    assert contradictions(tmp_path, ("plus: 2", "plus: 3")) == [
        'base.yaml:2:69 ruler: the ruler puts score 6 into "mid", and "band" is "high" there for '
        'a person with age old, late no. By the rows "mid" ends before 6 there. '
        "Hold until and plus of the stretch against the rows."
    ]


def test_rows_that_change_without_the_ruler_are_told(tmp_path):
    later = ("above: 0..1", "above: 0..2"), ("above: 2..", "above: 3..")
    assert contradictions(tmp_path, *later) == [
        'base.yaml:2:69 ruler: the ruler puts score 6 into "high", and "band" is "mid" there for '
        'a person with age old, late no. By the rows "mid" ends before 7 there. '
        "Hold until and plus of the stretch against the rows."
    ]


def test_the_stretch_that_is_gone_is_the_one_told(tmp_path):
    assert contradictions(tmp_path, ("plus: 2", "plus: -2")) == [
        'base.yaml:2:69 ruler: the ruler puts score 4 into "high", and "band" is "mid" there for '
        'a person with age old, late no. By the rows "mid" ends before 6 there. '
        "Hold until and plus of the stretch against the rows."
    ]


def test_a_value_without_a_stretch_is_told(tmp_path):
    assert contradictions(tmp_path, ("{value: mid, until: mark, plus: 2}, ", "")) == [
        'base.yaml:2:42 ruler: the ruler puts score 4 into "high", and "band" is "mid" there for '
        "a person with age old, late no. Hold until and plus of the stretch against the rows."
    ]


def test_a_gap_in_the_rows_is_not_told_of_the_ruler_as_well(tmp_path):
    assert contradictions(tmp_path, ("above: 0..1", "above: 0")) == []
