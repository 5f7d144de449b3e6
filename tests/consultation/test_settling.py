"""Answers in, one outcome out: whatever their order, without those that do not bear on it."""

import datetime
from itertools import permutations

import pytest
from small_base import base

from engine.consultation.consult import consult, settle
from engine.errors import CaseError, KnowledgeError

TREE = """
questions:
  - {id: kind, ask: x, label: Kind, type: choice, choices: {a: A, b: B, c: C}}
  - {id: size, ask: x, label: Size, type: integer, min: 1, max: 9}
  - {id: marks, ask: x, label: Marks, type: choices, choices: {m: M, n: N, none: None}}
nodes:
  - {id: start, title: x, branches: [{when: {kind: a}, label: of a, go: more}, {when: {kind: b}, label: of b, go: stop}]}
  - {id: more, title: x, branches: [{when: {size: 5..}, label: large, go: stop}, {when: {size: ..6}, label: small, go: stop}]}
  - {id: stop, title: x, end: good}
actions:
  - {id: count, at: more, do: x, how: x, because: x, strength: must, when: {marks: {has: m}}}
"""


def refusal(kb, answers, tmp_path):
    with pytest.raises(KnowledgeError) as caught:
        consult(kb, answers)
    return str(caught.value).replace(f"{tmp_path}/base/", "")


def test_a_gap_met_by_an_applicant_is_refused_with_the_place_of_its_node(tmp_path):
    assert refusal(base(TREE, tmp_path), {"kind": "c"}, tmp_path) == (
        'one.yaml:7:5 gap: no branch of node "start" holds for these answers. '
        "Add a branch for them."
    )


def test_an_overlap_met_by_an_applicant_is_refused_with_the_places_of_both_rows(tmp_path):
    answers = {"kind": "a", "size": 5, "marks": frozenset({"m"})}
    assert refusal(base(TREE, tmp_path), answers, tmp_path) == (
        'one.yaml:8:82 overlap: two rows of "more" hold at once, here and at one.yaml:8:37. '
        "Make their conditions exclude each other."
    )


def test_an_overlap_on_one_of_the_ways_ahead_is_refused(tmp_path):
    kb = base(
        """
        questions:
          - {id: came, ask: x, label: x, type: yes-no, future: Not yet}
          - {id: paid, ask: x, label: x, type: yes-no}
        nodes:
          - {id: start, title: x, branches: [{when: {came: yes}, label: come, go: end}, {when: {came: no}, label: lost, go: end}, {when: {paid: yes}, label: paid, go: end}]}
        """,
        tmp_path,
    )
    assert refusal(kb, {"came": "not_yet", "paid": "yes"}, tmp_path) == (
        'one.yaml:6:123 overlap: two rows of "start" hold at once, here and at one.yaml:6:38. '
        "Make their conditions exclude each other."
    )


def test_while_an_answer_is_open_no_table_is_judged(tmp_path):
    outcome = consult(base(TREE, tmp_path), {"kind": "a", "size": 5})
    assert outcome.pending.id == "marks"


def test_a_node_and_a_conclusion_of_one_id_whose_rows_both_hold_are_no_overlap(tmp_path):
    kb = base(
        """
        questions:
          - {id: kind, ask: x, label: x, type: yes-no}
        conclusions:
          - {id: path, label: x, type: yes-no, rules: [{when: {kind: yes}, then: yes, because: x}, {when: {kind: no}, then: no, because: x}]}
        nodes:
          - {id: path, title: x, branches: [{when: {path: yes}, label: on, go: end}, {when: {path: no}, label: off, go: end}]}
        """,
        tmp_path,
    )
    outcome = consult(kb, {"kind": "yes"})
    assert (outcome.facts, outcome.visited) == ({"path": "yes"}, ("path",))


def told(outcome):
    path = [(step.node.id, step.branch and step.branch.label) for step in outcome.path]
    trace = [(one.kind, one.id, one.facts) for one in outcome.trace]
    return list(outcome.answers.items()), path, [*outcome.recommended], outcome.asked, trace


def test_the_order_of_answers_makes_no_difference(tmp_path):
    kb = base(TREE, tmp_path)
    answers = {"kind": "a", "size": 7, "marks": frozenset({"m", "n"})}
    first, *others = [consult(kb, dict(pairs)) for pairs in permutations(answers.items())]
    assert len(others) == 5
    assert all(told(outcome) == told(first) for outcome in others)


def test_an_answer_that_is_not_asked_is_kept_and_told_of(tmp_path):
    outcome = consult(base(TREE, tmp_path), {"kind": "b", "size": 7})
    assert outcome.answers == {"kind": "b", "size": 7}
    assert [str(problem) for problem in outcome.problems] == [
        'not-asked: "Size" was answered, but is not asked here.'
    ]


def test_settling_leaves_aside_what_no_longer_bears_on_the_outcome(tmp_path):
    answers = {"kind": "b", "size": 7, "marks": frozenset({"m"})}
    outcome = settle(base(TREE, tmp_path), answers, None)
    assert (outcome.answers, outcome.problems) == ({"kind": "b"}, ())
    assert answers == {"kind": "b", "size": 7, "marks": frozenset({"m"})}


def test_settling_goes_on_until_nothing_is_left_aside(tmp_path):
    kb = base(
        """
        questions:
          - {id: a, ask: x, label: x, type: yes-no}
          - {id: b, ask: x, label: x, type: yes-no}
          - {id: c, ask: x, label: x, type: yes-no}
        nodes:
          - {id: start, title: x, branches: [{when: {a: yes}, label: on, go: more}, {when: {a: no}, label: off, go: stop}]}
          - {id: more, title: x, branches: [{when: {b: yes}, label: on, go: last}, {when: {b: no}, label: off, go: stop}]}
          - {id: last, title: x, branches: [{when: {c: yes}, label: on, go: stop}, {when: {c: no}, label: off, go: stop}]}
          - {id: stop, title: x, end: good}
        """,
        tmp_path,
    )
    assert settle(kb, {"a": "no", "b": "yes", "c": "yes"}, None).answers == {"a": "no"}
    assert settle(kb, {"a": "yes", "c": "yes"}, None).answers == {"a": "yes"}


def test_all_answers_that_can_not_be_are_told_at_once(tmp_path):
    with pytest.raises(CaseError) as caught:
        consult(base(TREE, tmp_path), {"kind": "d", "size": 12, "marks": frozenset({"none", "m"})})
    assert str(caught.value).split("\n") == [
        'bad-answer: "kind" can\'t be "d". Known here: a, b, c.',
        'bad-answer: "marks" can\'t be "none" and "m" at once. Keep "none", or the others.',
        'bad-answer: "size" can\'t be 12. Give a whole number from 1 to 9.',
    ]


CYCLES = """
cycle: year
milestones:
  - {id: opens, label: x, opens: true}
cycles:
  - {id: "2027", label: x, dates: [{milestone: opens, at: 2026-09-02}]}
  - {id: "2028", label: x, unpublished: true}
questions:
  - {id: year, ask: x, label: x, type: choice, choices_from: cycles}
nodes:
  - {id: start, title: x, branches: [{when: {opens: past}, label: on, go: stop}, {when: {opens: ahead}, label: off, go: stop}]}
  - {id: stop, title: x, end: good}
"""


def test_the_question_for_the_cycle_stays_asked_once_it_is_answered(tmp_path):
    kb, november = base(CYCLES, tmp_path), datetime.date(2026, 11, 22)
    assert consult(kb, {}, november).pending.id == "year"
    outcome = settle(kb, {"year": "2027"}, november)
    assert (outcome.answers, outcome.asked, outcome.pending) == ({"year": "2027"}, ("year",), None)
    assert consult(kb, {}, datetime.date(2026, 9, 1)).asked == ()


RETAKEN = """
questions:
  - {id: score, ask: x, label: Score, type: integer, min: 1, max: 300, allow: [unknown]}
  - {id: again, ask: x, label: Passed since, type: yes-no}
  - {id: new, ask: x, label: The new score, type: integer, min: 1, max: 300, allow: [unknown], stands_for: score, outdates: [again]}
nodes:
  - id: start
    title: x
    branches:
      - {when: {score: 200..}, label: passed, go: stop}
      - {when: {score: [..199, unknown], again: no}, label: failed, go: stop}
      - {when: {score: [..199, unknown], again: yes, new: unknown}, label: passed since, go: stop}
  - {id: stop, title: x, end: good}
"""


def test_a_number_that_stands_for_another_takes_its_place_and_what_it_outdates_goes(tmp_path):
    kb = base(RETAKEN, tmp_path)
    outcome = consult(kb, {"score": 190, "again": "yes", "new": 230})
    assert (outcome.answers, outcome.path[0].branch.label) == ({"score": 230}, "passed")
    assert outcome.problems == ()


def test_a_number_that_is_not_known_stands_for_no_other(tmp_path):
    kb, answers = base(RETAKEN, tmp_path), {"score": 190, "again": "yes"}
    assert consult(kb, answers).pending.id == "new"
    outcome = consult(kb, {**answers, "new": "unknown"})
    assert (outcome.answers["score"], outcome.path[0].branch.label) == (190, "passed since")


def test_a_number_that_still_fails_is_asked_about_again(tmp_path):
    outcome = consult(base(RETAKEN, tmp_path), {"score": 190, "again": "yes", "new": 195})
    assert (outcome.answers, outcome.pending.id) == ({"score": 195}, "again")
