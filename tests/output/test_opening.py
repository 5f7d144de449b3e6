"""What a plan opens with where one row stands alone: support first, and what lapses within a day."""

import datetime

from small_base import base

from engine.consultation.consult import consult
from engine.output.opening import opening

TEXT = """
support: [Someone to talk to.]
milestones:
  - {id: counter, label: the counter closes}
cycles:
  - {id: this, label: x, dates: [{milestone: counter, at: 2027-03-03 12:00}]}
nodes:
  - {id: start, title: Start, branches: [{go: stop, label: on}]}
  - {id: stop, title: Stop, end: good}
actions:
  - {id: sell, at: start, do: Sell., how: x, because: x, strength: must, by: counter}
first:
  - {id: alone, otherwise: true, say: Stop here., only: true}
"""


def clocks(kb, now):
    return opening(consult(kb, {}, now)).clocks


def test_what_lapses_within_a_day_is_told_beside_the_support_and_nothing_farther(tmp_path):
    kb = base(TEXT, tmp_path)
    (told,) = clocks(kb, datetime.datetime(2027, 3, 2, 13))
    assert told.startswith(
        "Still running, before the counter closes (Wednesday, March 3, 2027, noon"
    )
    assert clocks(kb, datetime.datetime(2027, 3, 2, 11)) == ()
    assert clocks(kb, datetime.datetime(2027, 3, 3, 12)) == ()
    assert opening(consult(kb, {})).support == ("Someone to talk to.",)


def test_where_nothing_is_to_be_done_the_last_step_alone_is_here(tmp_path):
    outcome = consult(
        base(TEXT.replace("at: start, do", "at: stop, do"), tmp_path), {}, None, ["sell"]
    )
    assert [step.state for step in outcome.path] == ["past", "here"]
