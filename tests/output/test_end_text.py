"""The end of a consultation counts what there is to do, and names the next date."""

import datetime

import pytest
from small_base import base

from engine.consultation.consult import consult
from engine.output.end_text import counts_text

TREE = """
milestones:
  - {id: week, label: this week, days: 7}
  - {id: near, label: the door opens}
  - {id: far, label: the door closes}
cycles:
  - {id: "2027", label: x, dates: [{milestone: near, at: 2026-12-01}, {milestone: far, at: 2027-01-05}]}
questions:
  - {id: year, ask: x, label: Year, type: choice, choices_from: cycles}
  - {id: much, ask: x, label: Much, type: yes-no}
nodes:
  - {id: start, title: Start, branches: [{when: {year: "2027"}, label: x, go: over}]}
  - {id: over, title: Over, end: good}
actions:
  - {id: rest, at: start, do: Rest, how: x, because: x, strength: must, by: week}
  - {id: go, at: start, do: Go, how: x, because: x, strength: should, by: far, when: {much: yes}}
  - {id: ask, at: start, do: Ask, how: x, because: x, strength: must, by: near, when: {much: yes}}
  - {id: run, at: start, do: Run, how: x, because: x, strength: avoid}
"""


@pytest.mark.parametrize(
    ("much", "done", "said"),
    [
        ("no", (), "1 thing to do, one of them a must."),
        ("no", ("rest",), "0 things to do, none of them a must."),
        ("yes", (), "3 things to do, 2 of them musts. The next date: before the door opens (Tuesday, December 1, 2026)."),
        ("yes", ("ask",), "2 things to do, one of them a must. The next date: before the door closes (Tuesday, January 5, 2027)."),
    ],
)  # fmt: skip
def test_the_end_counts_and_names_the_next_date(tmp_path, much, done, said):
    kb = base(TREE, tmp_path)
    answers = {"year": "2027", "much": much}
    outcome = consult(kb, answers, datetime.date(2026, 11, 22), done)
    assert counts_text(outcome) == said
