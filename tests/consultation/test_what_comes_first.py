"""What comes first: the row that holds, the actions that it names, and then the plan's own."""

import pytest
from small_base import base

from engine.consultation.consult import consult
from engine.consultation.glance import glance

BASE = """
questions:
  - {id: hungry, ask: Hungry?, label: Hungry, type: yes-no, source: us}
first:
  - {id: eat, when: {hungry: yes}, say: Eat., first: [NAMED], source: us, KEYS}
  - {id: rest, otherwise: true, say: Rest., first: [sit], fill: false, source: us}
nodes:
  - id: start
    title: x
    source: us
    branches:
      - {when: {hungry: yes}, label: x, go: over, source: us}
      - {when: {hungry: no}, label: y, go: over, source: us}
  - {id: over, title: x, end: good, source: us}
actions:
  - {id: cook, at: start, when: {hungry: yes}, do: Cook., how: x, because: x, strength: must, by: today, source: us}
  - {id: lay, at: start, when: {hungry: yes}, do: Lay., how: x, because: x, strength: must, by: today, source: us}
  - {id: sit, at: start, do: Sit., how: x, because: x, strength: should, by: today, source: us}
  - {id: read, at: start, do: Read., how: x, because: x, strength: should, by: today, source: us}
milestones: [{id: today, label: today, days: 0, due: today}]
sources:
  - {id: us, title: x, publisher: us, status: ours, checked_on: 2026-11-22, review_by: 2027-11-22}
"""


@pytest.fixture
def comes_first(tmp_path):
    """Give the row and the actions that come first, the same by the rules and at a glance."""

    def after(*done, keys="fill: false", hungry="yes", named="cook, lay"):
        kb = base(BASE.replace("KEYS", keys).replace("NAMED", named), tmp_path)
        found = [look(kb, {"hungry": hungry}, done=done) for look in (consult, glance)]
        [said] = {(one.first.id, one.next) for one in found}
        return said

    return after


def test_a_row_of_which_something_is_left_to_do_stays(comes_first):
    assert comes_first("cook") == ("eat", ("lay",))


def test_a_row_gives_way_to_the_next_that_holds_once_all_it_names_is_done(comes_first):
    assert comes_first("cook", "lay") == ("rest", ("sit",))


def test_a_row_that_stands_alone_stays_though_all_is_done(comes_first):
    assert comes_first("cook", "lay", keys="only: true") == ("eat", ())


def test_once_nothing_named_is_left_the_plans_own_comes_though_the_row_does_not_fill(comes_first):
    assert comes_first("sit", hungry="no", keys="") == ("rest", ("read",))


def test_a_row_that_names_nothing_and_does_not_fill_leaves_nothing_to_do(comes_first):
    assert comes_first(keys="fill: false", named="") == ("eat", ())
