"""How many questions are left at most: those behind all that can still be reached."""

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
  - {id: leave, title: Leave it, end: next-cycle}
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
  - {id: happy, title: Happy, end: residency}
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


def heading(kb, **answers):
    return progress.heading(consult(kb, answers))


def test_the_first_question_is_found_behind_a_conclusion_and_every_one_ahead_counts(kb):
    assert progress.first_question(kb).id == "paper"
    assert progress.opening(kb) == "At the desk · at most 4 questions left"
    assert heading(kb) == progress.opening(kb)


def test_what_is_answered_counts_no_more(kb):
    assert heading(kb, paper="yes") == "At the desk · at most 3 questions left"
    assert heading(kb, paper="yes", pen="yes") == "At the desk · at most 2 questions left"


def test_from_where_the_path_waits_all_ways_on_count_whatever_their_conditions(kb):
    # Without paper neither a pen nor an answer is needed; the wax still is, and waits at the desk.
    assert heading(kb, paper="no") == "At the desk · at most 3 questions left"
    # At the post only what lies ahead of it counts.
    assert heading(kb, paper="yes", pen="yes", wax="no") == "At the post · at most 1 question left"


def test_what_waits_for_a_time_that_has_not_come_does_not_count(kb):
    assert heading(kb, paper="yes", pen="no") == "At the desk · at most 1 question left"
