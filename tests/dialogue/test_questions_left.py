"""In which step a question stands, and about how many come after it: two in three of those that may."""

import pytest

from engine.consultation.consult import consult
from engine.dialogue import progress
from engine.language import loader

HEAD = """\
title: A letter
version: "1"
opening: Some questions.
phases: [desk, post]
headline: []
caption: []
foot: []
"""
DESK = """\
phase: desk
title: At the desk
nodes:
  - id: write
    title: Write?
    branches:
      - {when: {ready: yes}, label: ready, go: send}
      - {when: {ready: no}, label: not ready, go: leave}
  - {id: leave, title: Leave it, end: open}
actions:
  - {id: seal, at: write, when: {wax: yes}, do: Seal., how: Hot., because: It holds., strength: must}
"""
POST = """\
phase: post
title: At the post
nodes:
  - id: send
    title: Answered?
    branches:
      - {when: {answered: yes}, label: answered, go: happy}
      - {when: {answered: no}, label: not answered, go: happy}
  - {id: happy, title: Happy, end: good}
"""
LISTS = """\
questions:
  - {id: paper, ask: Is there paper?, label: Paper, type: yes-no}
  - {id: pen, ask: Is there a pen?, label: Pen, type: yes-no}
  - {id: wax, ask: Is there wax?, label: Wax, type: yes-no}
  - {id: answered, ask: Is there an answer?, label: Answered, type: yes-no, future: Not yet, until: {pen: no}}
conclusions:
  - id: ready
    label: Ready
    type: yes-no
    rules:
      - {when: {paper: yes, pen: yes}, then: yes, because: All is there.}
      - {otherwise: true, then: no, because: Something is not.}
"""


@pytest.fixture
def kb(tmp_path):
    for name, text in (("base", HEAD), ("desk", DESK), ("post", POST), ("lists", LISTS)):
        (tmp_path / f"{name}.yaml").write_text(text)
    return loader.load(tmp_path)


def left(kb, **answers):
    return progress.remaining(consult(kb, answers))


def test_the_first_question_is_found_behind_a_conclusion_and_every_one_ahead_counts(kb):
    assert progress.first_question(kb).id == "paper"
    assert left(kb) == ("paper", "pen", "wax", "answered")


def test_the_step_and_about_how_many_more_are_said(kb):
    assert (
        progress.heading(consult(kb, {"paper": "yes"})) == "At the desk · step 1 of 2, about 1 more"
    )
    at_the_post = consult(kb, {"paper": "yes", "pen": "yes", "wax": "no"})
    assert progress.heading(at_the_post) == "At the post · step 2 of 2, nearly done"


def test_before_the_first_answer_nobody_is_told_a_number_of_questions(kb):
    assert progress.opening(kb) == "At the desk · step 1 of 2"
    assert progress.heading(consult(kb, {})) == progress.opening(kb)


def test_a_question_beside_an_earlier_step_does_not_take_the_step_back(kb):
    sealing = consult(kb, {"paper": "yes", "pen": "yes", "answered": "no"})
    assert sealing.pending.id == "wax"
    assert progress.heading(sealing) == "Step 2 of 2, nearly done"


def test_what_is_answered_counts_no_more(kb):
    assert left(kb, paper="yes") == ("pen", "wax", "answered")
    assert left(kb, paper="yes", pen="yes") == ("wax", "answered")


def test_what_lies_where_the_path_can_no_longer_lead_does_not_count(kb):
    # Without paper there is nothing to send; the wax still counts, and waits at the desk.
    assert left(kb, paper="no") == ("wax",)
    # At the post only what lies ahead of it counts.
    assert left(kb, paper="yes", pen="yes", wax="no") == ("answered",)


def test_what_waits_for_a_time_that_has_not_come_does_not_count(kb):
    assert left(kb, paper="yes", pen="no") == ("wax",)
