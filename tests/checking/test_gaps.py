"""The proof shows a gap as one applicant, with a row to paste that closes it, and tells it once."""

import re
from itertools import product

from small_base import base

from engine.checking.decisions import decisions
from engine.checking.proof import prove

QUESTIONS = """
questions:
  - {id: kind, ask: x, label: x, type: choice, choices: {a: A, b: B, c: C}}
  - {id: size, ask: x, label: x, type: integer, min: 1, max: 9}
  - {id: low, ask: x, label: x, type: integer, min: 0, max: 3}
"""


def proved(text, tmp_path):
    said = [str(problem) for problem in prove(base(QUESTIONS + text, tmp_path))]
    return [line.replace(f"{tmp_path}/base/", "") for line in said]


GAP = """
nodes:
  - id: start
    title: x
    branches:
      - {when: {kind: a}, label: of a, go: end}
      - {when: {kind: [b, c], size: ..4}, label: small, go: end}
      - {when: {kind: b, size: 5..}, label: large, go: end}
"""


def test_a_gap_is_shown_as_one_applicant_with_a_row_to_paste(tmp_path):
    assert proved(GAP, tmp_path) == [
        'one.yaml:8:5 gap: no row of node "start" holds for a person with kind c, size 5... '
        "Add a row: - {when: {kind: c, size: 5..}, label: …, go: …}"
    ]


def test_the_row_to_paste_closes_the_gap(tmp_path):
    (said,) = proved(GAP, tmp_path / "before")
    row = re.search(r"Add a row: (.*)", said)[1].replace("…", "end")
    assert proved(f"{GAP}      {row}\n", tmp_path / "after") == []


def test_the_row_to_paste_for_a_conclusion_is_one_of_its_own_kind(tmp_path):
    conclusion = """
conclusions:
  - id: large
    label: x
    type: yes-no
    rules:
      - {when: {size: 5..}, then: yes, because: x}
      - {when: {size: ..3}, then: no, because: x}
"""
    assert proved(conclusion, tmp_path) == [
        'lists.yaml:8:5 gap: no row of conclusion "large" holds for a person with size 4. '
        "Add a row: - {when: {size: 4}, then: …, because: …}"
    ]


def test_a_gap_that_many_applicants_fall_through_is_told_once(tmp_path):
    table = """
nodes:
  - {id: start, title: x, branches: [{when: {kind: a, size: 5..}, label: one, go: end}]}
"""
    assert proved(table, tmp_path) == [
        'one.yaml:8:5 gap: no row of node "start" holds for a person with kind a, size ..4. '
        "Add a row: - {when: {kind: a, size: ..4}, label: …, go: …}"
    ]


def test_an_overlap_that_many_applicants_meet_is_told_once_for_the_rows_that_hold(tmp_path):
    table = """
nodes:
  - id: start
    title: x
    branches:
      - {when: {kind: [a, b]}, label: first, go: end}
      - {when: {kind: [b, c]}, label: second, go: end}
      - {when: {size: 9, kind: b}, label: third, go: end}
"""
    assert proved(table, tmp_path) == [
        'one.yaml:12:9 overlap: rows "first" and "second" of node "start" both hold for a '
        "person with kind b, size ..8. Take {kind: b, size: ..8} out of one of them.",
        'one.yaml:12:9 overlap: rows "first" and "second" of node "start" both hold for a '
        "person with kind b, size 9. Take {kind: b, size: 9} out of one of them.",
    ]


def test_a_row_and_an_action_that_nobody_meets_are_told(tmp_path):
    table = """
conclusions:
  - {id: wide, label: x, type: integer, value: size - low}
nodes:
  - id: start
    title: x
    branches:
      - {when: {wide: ..9}, label: any, go: end}
      - {when: {wide: 10..}, label: never, go: end}
actions:
  - {id: leap, at: start, do: x, how: x, because: x, strength: must, when: {size: 9, wide: ..5}}
  - {id: hop, at: start, do: x, how: x, because: x, strength: must, when: {size: 9, wide: ..6}}
"""
    assert proved(table, tmp_path) == [
        'one.yaml:14:9 never: row "never" of node "start" can never hold. '
        "Look at its conditions together, or take it out.",
        'one.yaml:16:5 never: action "leap" can never apply. Look at its conditions together.',
    ]


def test_a_table_that_rests_on_a_faulty_one_is_not_reported_again(tmp_path):
    tables = """
conclusions:
  - {id: large, label: x, type: yes-no, rules: [{when: {size: 5..}, then: yes, because: x}, {when: {size: ..3}, then: no, because: x}]}
  - {id: twice, label: x, type: yes-no, rules: [{when: {large: yes}, then: yes, because: x}, {when: {large: no}, then: no, because: x}]}
nodes:
  - {id: start, title: x, branches: [{when: {twice: yes}, label: one, go: end}]}
actions:
  - {id: leap, at: start, do: x, how: x, because: x, strength: must, when: {twice: yes, size: ..2}}
"""
    assert proved(tables, tmp_path) == [
        'lists.yaml:8:5 gap: no row of conclusion "large" holds for a person with size 4. '
        "Add a row: - {when: {size: 4}, then: …, because: …}"
    ]


# Thresholds

SUMS = """
conclusions:
  - {id: slack, label: x, type: integer, value: size - low}
  - {id: spare, label: x, type: integer, value: slack - low + 2}
nodes:
  - id: start
    title: x
    branches:
      - {when: {spare: 4..}, label: calm, go: end}
      - {when: {spare: ..3}, label: tight, go: end}
"""


def test_a_sum_of_sums_is_cut_where_the_test_on_it_changes(tmp_path):
    found = decisions(base(QUESTIONS + SUMS, tmp_path))
    # spare = size - 2 low + 2 is 4 or more where size is 2 + 2 low or more: 2, 4, 6 or 8.
    assert {2, 4, 6, 8} <= set(found.thresholds.of("size"))
    assert found.thresholds.of("spare") == [4]
    assert found.thresholds.of("slack") == [2, 3, 4, 5]


def test_no_two_sizes_that_a_test_tells_apart_lie_between_the_same_cuts(tmp_path):
    found = decisions(base(QUESTIONS + SUMS, tmp_path))
    for size, low in product(range(1, 10), range(4)):
        stands_for = max(value for value in found.values("size") if value <= size)
        calm = [
            found.given("spare", {"size": number, "low": low}) >= 4 for number in (size, stands_for)
        ]
        assert calm == [size - 2 * low + 2 >= 4] * 2


def test_a_gap_in_a_sum_of_sums_is_told_in_its_questions(tmp_path):
    assert proved(SUMS.replace("..3}", "..2}"), tmp_path) == [
        'one.yaml:11:5 gap: no row of node "start" holds for a person with size 1, low 0. '
        "Add a row: - {when: {spare: 3}, label: …, go: …}"
    ]


def test_a_number_just_below_a_cut_and_on_it_are_the_edges_of_a_question(tmp_path):
    found = decisions(base(QUESTIONS + SUMS, tmp_path))
    kb = base(QUESTIONS + SUMS, tmp_path / "again")
    slack, spare = kb.conclusions["slack"], kb.conclusions["spare"]
    assert found.thresholds.edges("low", spare, {"slack": 5}) == (3, 4)
    assert found.thresholds.edges("slack", spare, {"low": 1}) == (2, 3)
    assert found.thresholds.edges("slack", spare, {}) == ()
    assert found.thresholds.edges("size", slack, {"low": 1}) == ()


def test_a_gap_many_stretches_wide_is_filled_by_one_row(tmp_path):
    wide = """
nodes:
  - id: start
    title: x
    branches:
      - {when: {size: 1}, label: one, go: end}
      - {when: {size: 2, kind: a}, label: two, go: end}
      - {when: {size: 3, kind: a}, label: three, go: end}
      - {when: {size: 4.., kind: a}, label: more, go: end}
      - {when: {size: [7, 9], kind: b}, label: seven or nine, go: end}
"""
    assert proved(wide, tmp_path) == [
        'one.yaml:8:5 gap: no row of node "start" holds for a person with size 2, kind b. '
        "Add a row: - {when: {size: 2..6, kind: [b, c]}, label: …, go: …}"
    ]
