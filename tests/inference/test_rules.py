"""Rules and facts keep apart what an advisor wrote apart."""

import datetime

from small_base import base

from engine.consultation.consult import consult
from engine.inference.facts import Applicant, At, Derived, Need
from engine.inference.rules import Rules
from engine.inference.run import infer

TWINS = """
questions:
  - {id: a, ask: x, label: x, type: yes-no}
nodes:
  - {id: start, title: x, branches: [{when: {a: yes}, label: on, go: wait}, {when: {a: no}, label: off, go: end}]}
  - {id: wait, title: x, end: good}
conclusions:
  - {id: wait, label: x, type: yes-no, rules: [{when: {a: yes}, then: yes, because: x}, {when: {a: no}, then: no, because: x}]}
actions:
  - {id: sit, at: wait, do: x, how: x, because: x, strength: must, when: {wait: yes}}
  - {id: read, at: wait, do: x, how: x, because: x, strength: must, when: {wait: yes}}
"""


def test_rules_with_equal_conditions_stay_two(tmp_path):
    outcome = consult(base(TWINS, tmp_path), {"a": "yes"})
    assert tuple(outcome.recommended) == ("sit", "read")


def test_a_node_and_a_conclusion_of_one_id_do_not_clash(tmp_path):
    outcome = consult(base(TWINS, tmp_path), {"a": "yes"})
    assert outcome.facts == {"wait": "yes"}
    assert outcome.visited == ("start", "wait")


def test_a_fact_carries_its_subject_and_its_class_is_called_by_its_kind(tmp_path):
    rules = Rules(base(TWINS, tmp_path))
    conclusion, node = rules.about(Derived, "wait"), rules.about(At, "wait")
    assert (conclusion.subject, conclusion.__name__) == ("wait", "Derived")
    assert (node.subject, node.__name__) == ("wait", "At")
    assert rules.about(Derived, "wait") is conclusion
    assert rules.about(Derived, "else") is not conclusion


def test_a_rule_names_the_one_applicant_once_but_for_a_field_tested_twice(tmp_path):
    rules = Rules(base(TWINS, tmp_path))
    patterns = [Need(), Applicant(a="yes"), Applicant(b="no"), Applicant(a="no")]
    rules.add(None, patterns, lambda engine: None)
    (rule,) = rules.written
    assert tuple(rule) == (Need(), Applicant(a="yes", b="no"), Applicant(a="no"))


def test_the_trace_tells_what_was_decided_on_which_facts_and_where_the_path_stood(tmp_path):
    trace = infer(base(TWINS, tmp_path), {"a": "yes"})
    told = [(one.kind, one.id, one.value, one.facts, one.node) for one in trace]
    a, wait = (("a", "yes"),), (("wait", "yes"),)
    assert told == [
        ("conclusion", "wait", "yes", a, ""),
        ("branch", "start", "", a, "start"),
        ("action", "sit", "", wait, "wait"),
        ("action", "read", "", wait, "wait"),
        ("need", "a", "", (), "start"),
        ("need", "wait", "", (), "wait"),
    ]


def test_one_run_leaves_nothing_behind_for_the_next(tmp_path):
    kb = base(TWINS, tmp_path)
    first = infer(kb, {"a": "yes"})
    assert [one.kind for one in infer(kb, {})] == ["need"]
    again = infer(kb, {"a": "yes"})
    assert [(one.kind, one.id) for one in again] == [(one.kind, one.id) for one in first]


DATED = """
milestones:
  - {id: fair, label: x, when: {a: yes}}
  - {id: some-day, label: x}
cycles:
  - {id: this, label: x, dates: [{milestone: fair, at: 2026-12-01}]}
questions:
  - {id: a, ask: x, label: x, type: yes-no}
nodes:
  - {id: start, title: x, end: good}
actions:
  - {id: sell, at: start, do: x, how: x, because: x, strength: must, by: [fair, some-day]}
  - {id: show, at: start, do: x, how: x, because: x, strength: must, by: fair}
"""
BEFORE, ON_IT, AFTER = (datetime.date(2026, 12, day) - datetime.timedelta(1) for day in (1, 2, 3))


def due(kb, today, **answers):
    outcome = consult(kb, answers, today)
    return {one.action.id: one.by for one in outcome.actions}


def test_an_action_is_due_by_the_first_milestone_that_is_ahead_and_falls_away_after_the_last(
    tmp_path,
):
    kb = base(DATED, tmp_path)
    both = {"sell": "fair", "show": "fair"}
    assert due(kb, BEFORE) == both
    assert due(kb, ON_IT) == both
    assert due(kb, None) == both
    assert due(kb, AFTER, a="yes") == {"sell": "some-day"}


def test_a_date_that_does_not_hold_for_an_applicant_is_always_ahead(tmp_path):
    assert due(base(DATED, tmp_path), AFTER, a="no") == {"sell": "fair", "show": "fair"}


def test_for_whom_a_date_holds_is_asked_only_when_it_has_gone_by(tmp_path):
    kb = base(DATED, tmp_path)
    assert consult(kb, {}, ON_IT).asked == ()
    assert consult(kb, {}, AFTER).asked == ("a",)
