"""What gets asked: the table in `engine/inference/needs.py`, line by line."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_base import base

from engine.consultation.consult import consult, settle
from engine.inference.run import infer

ROW = """
questions:
  - {id: a, ask: x, label: x, type: yes-no}
  - {id: b, ask: x, label: x, type: yes-no}
  - {id: c, ask: x, label: x, type: yes-no}
nodes:
  - {id: start, title: x, end: good}
actions:
  - {id: go, at: start, do: x, how: x, because: x, strength: must, when: {a: yes, b: yes, c: yes}}
"""


def asked(kb, **answers):
    return consult(kb, answers).asked


@pytest.mark.parametrize(
    ("answers", "is_asked"),
    [
        ({}, True),
        ({"a": "yes"}, True),
        ({"a": "yes", "c": "yes"}, True),
        ({"a": "no"}, False),
        ({"a": "no", "b": "yes"}, False),
        ({"a": "no", "b": "yes", "c": "yes"}, False),
        ({"c": "no"}, False),
        ({"a": "yes", "c": "no"}, False),
        ({"a": "yes", "b": "yes"}, True),
        ({"a": "yes", "b": "no"}, True),
        ({"a": "yes", "b": "yes", "c": "no"}, True),
        ({"a": "yes", "b": "no", "c": "no"}, True),
    ],
)
def test_the_second_fact_of_a_row_is_asked_as_its_neighbors_say(tmp_path, answers, is_asked):
    assert ("b" in asked(base(ROW, tmp_path), **answers)) == is_asked


def test_questions_come_in_the_order_in_which_a_row_names_them(tmp_path):
    kb = base(ROW.replace("{a: yes, b: yes, c: yes}", "{c: yes, a: yes, b: yes}"), tmp_path)
    assert asked(kb) == ("c", "a", "b")


# Conclusions

WAITS = """
questions:
  - {id: size, ask: x, label: x, type: integer, min: 1, max: 9}
  - {id: b, ask: x, label: x, type: yes-no}
conclusions:
  - {id: large, label: x, type: yes-no, rules: [{when: {size: 5..}, then: yes, because: x}, {when: {size: ..4}, then: no, because: x}]}
nodes:
  - {id: start, title: x, end: good}
actions:
  - {id: go, at: start, do: x, how: x, because: x, strength: must, when: {large: yes, b: yes}}
"""


@pytest.mark.parametrize(
    ("answers", "questions"),
    [
        ({}, ("size", "b")),
        ({"b": "yes"}, ("size", "b")),
        ({"b": "no"}, ("b",)),
        ({"size": 9}, ("size", "b")),
        ({"size": 1}, ("size",)),
    ],
)
def test_beside_a_conclusion_that_waits_a_fact_is_asked_until_that_is_known_to_fail(
    tmp_path, answers, questions
):
    assert asked(base(WAITS, tmp_path), **answers) == questions


def test_what_a_conclusion_rests_on_comes_before_the_next_condition_of_its_row(tmp_path):
    kb = base(
        """
        questions:
          - {id: last, ask: x, label: x, type: yes-no}
          - {id: beside, ask: x, label: x, type: yes-no}
          - {id: first, ask: x, label: x, type: yes-no}
        conclusions:
          - {id: top, label: x, type: yes-no, rules: [{when: {deep: yes, beside: yes}, then: yes, because: x}, {otherwise: true, then: no, because: x}]}
          - {id: deep, label: x, type: yes-no, rules: [{when: {first: yes}, then: yes, because: x}, {when: {first: no}, then: no, because: x}]}
        nodes:
          - {id: start, title: x, branches: [{when: {top: yes, last: yes}, label: both, go: end}, {otherwise: true, label: rest, go: end}]}
        """,
        tmp_path,
    )
    assert asked(kb) == ("first", "beside", "last")


SETTLED = """
questions:
  - {id: size, ask: x, label: x, type: integer, min: 1, max: 9}
  - {id: b, ask: x, label: x, type: yes-no}
  - {id: c, ask: x, label: x, type: yes-no}
conclusions:
  - {id: large, label: x, type: yes-no, rules: [{when: {size: 5..}, then: yes, because: x}, {when: {size: ..4}, then: no, because: x}]}
  - {id: late, label: x, type: yes-no, rules: [{when: {b: yes}, then: yes, because: x}, {when: {b: no}, then: no, because: x}]}
"""


def test_a_branch_that_holds_makes_needless_what_only_other_branches_name(tmp_path):
    node = """
nodes:
  - {id: start, title: x, branches: [{when: {large: yes}, label: one, go: end}, {when: {late: yes, c: yes}, label: two, go: end}]}
"""
    kb = base(SETTLED + node, tmp_path)
    assert asked(kb) == ("size", "b", "c")
    assert asked(kb, size=9) == ("size",)
    assert asked(kb, size=1) == ("size", "b", "c")


def test_a_row_that_holds_makes_needless_what_only_other_rows_of_its_conclusion_name(tmp_path):
    table = """
  - {id: all, label: x, type: yes-no, rules: [{when: {large: yes}, then: yes, because: x}, {when: {late: yes, c: yes}, then: no, because: x}]}
nodes:
  - {id: start, title: x, branches: [{when: {all: yes}, label: one, go: end}, {when: {all: no}, label: two, go: end}]}
"""
    kb = base(SETTLED.rstrip() + table, tmp_path)
    assert asked(kb) == ("size", "b", "c")
    assert asked(kb, size=9) == ("size",)
    assert asked(kb, size=1) == ("size", "b", "c")


def test_a_lookup_asks_what_stands_in_only_for_a_row_that_the_table_does_not_have(tmp_path):
    kb = base(
        """
        tables:
          - {id: waits, rows: {here: {days: 3}, there: {}}}
        questions:
          - {id: place, ask: x, label: x, type: choice, choices: {here: Here, there: There}}
          - {id: told, ask: x, label: x, type: integer, min: 1, max: 9}
        conclusions:
          - {id: wait, label: x, type: integer, lookup: {table: waits, key: place, column: days, missing: told}}
        nodes:
          - {id: start, title: x, branches: [{when: {wait: 3..}, label: one, go: end}, {when: {wait: ..2}, label: two, go: end}]}
        """,
        tmp_path,
    )
    assert asked(kb, place="here") == ("place",)
    assert asked(kb, place="there") == ("place", "told")
    assert consult(kb, {"place": "there", "told": 7}).facts == {"wait": 7}


# Otherwise


REST = """
questions:
  - {id: a, ask: x, label: x, type: yes-no}
  - {id: b, ask: x, label: x, type: yes-no}
  - {id: c, ask: x, label: x, type: yes-no}
nodes:
  - {id: start, title: x, branches: [{when: {a: yes, b: yes}, label: both, go: end}, {when: {a: no, c: yes}, label: other, go: end}, {otherwise: true, label: rest, go: end}]}
"""


@pytest.mark.parametrize(
    ("answers", "questions"),
    [
        ({}, ("a", "b", "c")),
        ({"a": "yes"}, ("a", "b")),
        ({"a": "no"}, ("a", "c")),
        ({"b": "no"}, ("b", "a", "c")),
        ({"b": "no", "c": "no"}, ("b", "c")),
        ({"a": "yes", "b": "no"}, ("a", "b")),
    ],
)
def test_an_otherwise_is_taken_as_soon_as_every_other_row_is_known_to_fail(
    tmp_path, answers, questions
):
    assert asked(base(REST, tmp_path), **answers) == questions


@pytest.mark.parametrize("row", ["b: yes, large: yes", "large: yes, b: yes"])
@pytest.mark.parametrize("answers", [{"b": "no"}, {"size": 1}, {"b": "no", "size": 9}])
def test_beside_an_otherwise_no_order_of_answers_leaves_a_gap(tmp_path, row, answers):
    kb = base(
        f"""
        questions:
          - {{id: size, ask: x, label: x, type: integer, min: 1, max: 9}}
          - {{id: b, ask: x, label: x, type: yes-no}}
        conclusions:
          - {{id: large, label: x, type: yes-no, rules: [{{when: {{size: 5..}}, then: yes, because: x}}, {{otherwise: true, then: no, because: x}}]}}
        nodes:
          - {{id: start, title: x, branches: [{{when: {{{row}}}, label: both, go: end}}, {{otherwise: true, label: rest, go: end}}]}}
        """,
        tmp_path,
    )
    rest = {"size": 9, "b": "yes"} | answers
    taken = [step.branch.label for step in settle(kb, rest, None).path]
    assert taken == ["rest"]
    assert consult(kb, answers).asked


VALUES = {"a": ["yes", "no"], "b": ["yes", "no"], "size": [3, 7], "came": ["yes", "no", "not_yet"]}
TESTS = {"a": "yes", "b": "{not: yes}", "size": "5..", "large": "yes", "came": "yes"}
rows = st.lists(st.sampled_from([*TESTS]), min_size=1, max_size=3, unique=True)
answers = st.fixed_dictionaries({}, optional={k: st.sampled_from(v) for k, v in VALUES.items()})


@settings(max_examples=40)
@given(rows, rows, answers)
def test_whatever_was_answered_before_a_table_with_otherwise_is_left_by_one_branch(
    tmp_path_factory, row, under, answers
):
    first = ", ".join(f"{name}: {TESTS[name]}" for name in row)
    table = ", ".join(f"{name}: {TESTS[name]}" for name in under if name not in ("large", "came"))
    kb = base(
        f"""
        questions:
          - {{id: a, ask: x, label: x, type: yes-no}}
          - {{id: b, ask: x, label: x, type: yes-no}}
          - {{id: size, ask: x, label: x, type: integer, min: 1, max: 9}}
          - {{id: came, ask: x, label: x, type: yes-no, future: Not yet}}
        conclusions:
          - id: large
            label: x
            type: yes-no
            rules: [{{when: {{{table or "a: yes"}}}, then: yes, because: x}}, {{otherwise: true, then: no, because: x}}]
        nodes:
          - {{id: start, title: x, branches: [{{when: {{{first}}}, label: first, go: end}}, {{otherwise: true, label: rest, go: end}}]}}
        """,
        tmp_path_factory.mktemp("random"),
    )
    known = dict(answers)
    while (question := consult(kb, known).pending) is not None:
        known[question.id] = VALUES[question.id][0]
    labels = {step.branch.label for step in consult(kb, known).path}
    assert labels <= {"first", "rest"}
    assert len(labels) == 1 or known["came"] == "not_yet"


# Actions


def test_an_action_asks_for_what_it_names_and_shows_once_its_node_is_reached(tmp_path):
    kb = base(
        """
        questions:
          - {id: a, ask: x, label: x, type: yes-no}
          - {id: b, ask: x, label: x, type: yes-no}
          - {id: size, ask: x, label: x, type: integer, min: 1, max: 9}
        nodes:
          - {id: start, title: x, branches: [{when: {a: yes}, label: on, go: more}, {when: {a: no}, label: off, go: end}]}
          - {id: more, title: x, end: good}
        actions:
          - {id: go, at: more, do: "Take {size}", how: x, because: x, strength: must, when: {b: yes}}
        """,
        tmp_path,
    )
    assert asked(kb) == ("a",)
    assert asked(kb, a="no") == ("a",)
    assert asked(kb, a="yes") == ("a", "b", "size")
    assert asked(kb, a="yes", b="no") == ("a", "b")


# Chances

CHANCES = """
questions:
  - {id: came, ask: x, label: x, type: yes-no, future: Not yet}
  - {id: fits, ask: x, label: x, type: yes-no, future: Not yet}
  - {id: paid, ask: x, label: x, type: yes-no}
nodes:
  - {id: start, title: x, branches: [{when: {came: yes}, label: come, go: shop}, {when: {came: no}, label: lost, go: end}]}
  - {id: shop, title: x, branches: [{when: {fits: yes, paid: yes}, label: fine, go: end}, {otherwise: true, label: tight, go: end}]}
"""


def test_a_chance_is_asked_on_a_certain_way_and_not_on_an_assumed_one(tmp_path):
    kb = base(CHANCES, tmp_path)
    assert asked(kb, came="yes") == ("came", "fits", "paid")
    assert asked(kb, came="not_yet") == ("came", "paid")
    assert consult(kb, {"came": "not_yet", "paid": "yes"}).not_yet == ("came", "fits")


def test_a_chance_is_asked_once_its_time_has_come_and_what_tells_the_time_before(tmp_path):
    kb = base(
        """
        questions:
          - {id: came, ask: x, label: x, type: yes-no, future: Not yet, until: {sent: no}}
          - {id: sent, ask: x, label: x, type: yes-no}
        nodes:
          - {id: start, title: x, branches: [{when: {came: yes}, label: come, go: end}, {when: {came: no}, label: lost, go: end}]}
        """,
        tmp_path,
    )
    assert asked(kb) == ("sent",)
    assert asked(kb, sent="yes") == ("sent", "came")
    assert asked(kb, sent="no") == ("sent",)
    assert [step.ways for step in consult(kb, {"sent": "no"}).path] == [
        ((("came", ("yes",)),),),
        ((("came", ("no",)),),),
    ]


# What a need tells


def test_a_need_tells_which_entry_asks(tmp_path):
    kb = base(WAITS, tmp_path)
    needs = [(one.id, one.entry.id) for one in infer(kb, {}) if one.kind == "need"]
    assert needs == [("large", "go"), ("size", "large"), ("b", "go")]
