"""A thing to do that is not in a plan is named with its own figures, not with this person's."""

import pytest
from small_base import base

from engine.consultation.consult import consult
from engine.output.explanation_text import result_title

TREE = """
questions:
  - {id: score, ask: x, label: Score, type: choice, choices: {low: Low, high: High, top: Top}}
conclusions:
  - {id: count, label: Count, type: integer, rules: [{when: {score: low}, then: 80, because: x}, {when: {score: high}, then: 40, because: x}, {when: {score: top}, then: 20, because: x}]}
nodes:
  - {id: start, title: Start, end: good}
actions:
  - {id: wide, at: start, do: "Send {count}", how: x, because: x, strength: must, when: {score: low}}
  - {id: some, at: start, do: "Send {count}", how: x, because: x, strength: must, when: {score: {not: low}}}
"""


@pytest.mark.parametrize(
    ("score", "action", "title"),
    [("low", "wide", "Send 80"), ("high", "wide", "Send 80"), ("low", "some", "Send …")],
)
def test_figures_are_those_of_whom_it_is_for(tmp_path, score, action, title):
    outcome = consult(base(TREE, tmp_path), {"score": score})
    assert result_title(outcome, "action", action) == title
