"""A copy to show around holds nothing private, and figures in bands."""

import datetime

from small_base import base

from engine.consultation.consult import consult
from engine.consultation.deidentified import coarsened
from engine.output.plan_text import to_text

TEXT = """
headline: [verdict]
caption: [score, slack, mood]
questions:
  - {id: score, ask: x, label: Score, type: integer, min: 1, max: 300, coarse: 10}
  - {id: need, ask: x, label: Need, type: integer, min: 1, max: 300}
  - {id: mood, ask: x, label: Mood, type: choice, choices: {well: Well, ill: Poorly}, private: true}
conclusions:
  - {id: slack, label: Slack, type: integer, value: score - need}
  - {id: verdict, label: Verdict, type: yes-no, rules: [{when: {slack: 0..}, then: yes, because: x}, {when: {slack: ..-1}, then: no, because: x}]}
  - {id: rest, label: Rest, type: yes-no, rules: [{when: {mood: ill, score: 200..}, then: yes, because: x}, {otherwise: true, then: no, because: x}]}
nodes:
  - {id: start, title: Start, branches: [{when: {verdict: yes}, label: enough, go: next}, {when: {verdict: no}, label: short, go: next}]}
  - {id: next, title: Next, branches: [{when: {mood: ill}, label: poorly, go: stop, because: You are ill.}, {when: {mood: well}, label: well, go: stop}]}
  - {id: stop, title: Stop, end: good}
actions:
  - {id: lie, at: stop, do: Lie down, how: x, because: x, strength: must, when: {rest: yes}}
  - {id: call, at: stop, do: Call someone, how: x, because: x, strength: must, when: {mood: ill}}
  - {id: apply, at: stop, do: Apply, how: x, because: x, strength: must, when: {verdict: yes}}
"""
ANSWERS = {"score": 228, "need": 215, "mood": "ill"}


def copy(tmp_path):
    outcome = consult(base(TEXT, tmp_path), ANSWERS)
    assert outcome.facts == {"slack": 13, "verdict": "yes", "rest": "yes"}
    assert tuple(outcome.recommended) == ("lie", "call", "apply")
    return coarsened(outcome)


def test_private_answers_and_what_rests_on_them_are_left_out(tmp_path):
    outcome = copy(tmp_path)
    assert outcome.answers == {"score": "220 to 229", "need": 215}
    assert outcome.facts == {"slack": "10 to 19", "verdict": "yes"}
    assert tuple(outcome.recommended) == ("apply",)
    assert (outcome.asked, outcome.problems) == ((), ())


def test_a_turn_that_a_private_answer_decided_is_blank_with_the_roads_beside_it(tmp_path):
    turns = [(step.node.id, step.branch) for step in copy(tmp_path).path]
    labels = [(node, branch and (branch.label, branch.because)) for node, branch in turns]
    assert labels == [("start", ("enough", "")), ("next", ("not shown", "")), ("stop", None)]
    step = copy(tmp_path / "again").path[1]
    assert [branch.label for branch in step.node.branches] == ["not shown"]
    assert step.branch.when.names == ()


def test_no_firing_keeps_a_private_fact_or_an_exact_figure(tmp_path):
    facts = {fact for firing in copy(tmp_path).trace for fact in firing.facts}
    assert facts == {
        ("score", "220 to 229"),
        ("need", 215),
        ("slack", "10 to 19"),
        ("verdict", "yes"),
    }


def test_the_plan_of_the_copy_says_nothing_private(tmp_path):
    text = to_text(copy(tmp_path))
    assert "Apply" in text
    for private in ("ill", "oorly", "Mood", "Rest", "Lie down", "Call", "228", "13"):
        assert private not in text


def test_a_number_below_nothing_lies_in_a_band_too(tmp_path):
    outcome = coarsened(consult(base(TEXT, tmp_path), ANSWERS | {"need": 231}))
    assert outcome.facts["slack"] == "-10 to -1"


def test_a_date_that_holds_for_a_private_answer_is_private_with_what_is_due_by_it(tmp_path):
    kb = base(
        """
        milestones:
          - {id: clinic, label: x, when: {mood: ill}}
        cycles:
          - {id: "2027", label: x, dates: [{milestone: clinic, at: 2026-12-01}]}
        questions:
          - {id: mood, ask: x, label: x, type: choice, choices: {well: Well, ill: Poorly}, private: true}
        nodes:
          - {id: start, title: x, end: good}
        actions:
          - {id: go, at: start, do: x, how: x, because: x, strength: must, by: clinic}
        """,
        tmp_path,
    )
    for mood in ("well", "ill"):
        outcome = coarsened(consult(kb, {"mood": mood}, datetime.date(2026, 12, 2)))
        assert (outcome.milestones, outcome.actions) == ({}, ())


def test_a_plan_opens_with_no_conclusion_that_rests_on_a_private_answer(tmp_path):
    kb = base(TEXT.replace("headline: [verdict]", "headline: [rest, verdict]"), tmp_path)
    outcome = consult(kb, ANSWERS)
    assert "Rest: Yes. x" in to_text(outcome)
    shown = to_text(coarsened(outcome))
    assert "Rest:" not in shown
    assert "Verdict: Yes. x" in shown
