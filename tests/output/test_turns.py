"""The path of a plan in few words: what was decided, and each node that is still open, once."""

import pytest
from small_base import base

from engine.consultation.consult import consult
from engine.output.layout import indented
from engine.output.turns import turns

TWO_CHANCES = """
    questions:
      - {id: early, ask: Early?, label: Early, type: yes-no}
      - {id: came, ask: Has it come?, label: Come, type: yes-no, future: Not yet}
      - {id: whole, ask: Is it whole?, label: Whole, type: yes-no, future: Not yet}
    nodes:
      - id: start
        title: The morning
        branches:
          - {when: {early: yes}, label: early, go: gate}
          - {when: {early: no}, label: late, go: gate}
      - {id: gate, title: The gate, branches: [{label: on, go: post}]}
      - id: post
        title: Has it come?
        branches:
          - {when: {came: yes}, label: come, go: look}
          - {when: {came: no}, label: not come, go: ask}
      - id: look
        title: Is it whole?
        branches:
          - {when: {whole: yes}, label: whole, go: home}
          - {when: {whole: no}, label: torn, go: ask}
      - {id: ask, title: Ask for another, branches: [{label: then, go: home}]}
      - {id: home, title: Home, end: good}
"""


@pytest.fixture
def path(tmp_path):
    kb = base(TWO_CHANCES, tmp_path)
    return lambda answers: list(indented(turns(consult(kb, answers)), 78))


def test_a_node_stands_once_below_the_last_one_that_every_way_to_it_comes_through(path):
    assert path({"early": "yes", "came": "not_yet", "whole": "not_yet"}) == [
        "One",
        "  The morning: early",
        "One, still open",
        "  Has it come?",
        "    come: Is it whole?",
        "    “not come” or “torn”: Ask for another",
    ]


def test_a_node_with_one_way_on_and_a_node_at_the_end_are_no_turns(path):
    assert path({"early": "no", "came": "yes", "whole": "yes"}) == [
        "One",
        "  The morning: late",
        "  Has it come? come",
        "  Is it whole? whole",
    ]


def test_what_an_answer_decides_ahead_stands_beside_what_the_world_decides(tmp_path):
    text = (
        TWO_CHANCES.replace("{label: then, go: home}", "{label: then, go: shop}")
        + """\
      - id: shop
        title: The shop
        branches:
          - {when: {early: yes}, label: open, go: home}
          - {when: {early: no}, label: closed, go: end}
"""
    )
    kb = base(text, tmp_path)
    outcome = consult(kb, {"early": "no", "came": "not_yet", "whole": "not_yet"})
    assert list(indented(turns(outcome), 78))[2:] == [
        "One, still open",
        "  Has it come?",
        "    come: Is it whole?",
        "      whole: Home",
        "    “not come” or “torn”: Ask for another",
        "    The shop",
    ]


def test_what_is_still_open_begins_where_the_world_decides_next(path):
    assert path({"early": "no", "came": "yes", "whole": "not_yet"})[3:] == [
        "One, still open",
        "  Is it whole?",
        "    torn: Ask for another",
    ]
