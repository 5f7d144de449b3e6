"""A table of applicants comes out as each of them does in a consultation of their own."""

import datetime

import pytest
from small_base import base
from tables import BASES, DAYS, at_once, one_by_one, table_of
from worlds import PATIENT


@PATIENT
@pytest.mark.parametrize("name", BASES)
@pytest.mark.parametrize("count", [60, pytest.param(1_000, marks=pytest.mark.long)])
def test_a_table_comes_out_as_its_rows_do_one_by_one(tmp_path, name, count):
    kb = BASES[name]()
    path = table_of(kb, count, tmp_path / "class.csv")
    for today in DAYS[name]:
        assert at_once(kb, path, today) == one_by_one(kb, path, today)


TWO_CHANCES = """
questions:
- {id: sun, ask: Does it shine?, label: Sun, type: yes-no, future: It is night, source: ours}
- {id: wind, ask: Does it blow?, label: Wind, type: yes-no, future: It is calm, source: ours}
- {id: hat, ask: Have you a hat?, label: Hat, type: yes-no, source: ours}
nodes:
- id: morning
  title: Morning
  source: ours
  branches:
  - {go: out, when: {sun: yes}, because: It is warm., source: ours}
  - {go: end, when: {sun: no}, because: It is cold., source: ours}
- id: out
  title: Out
  source: ours
  branches:
  - {go: home, when: {wind: yes}, because: It blows., source: ours}
  - {go: end, when: {wind: no}, because: It is still., source: ours}
- {id: home, title: Home, end: residency, source: ours}
actions:
- id: hold
  at: home
  when: {hat: yes}
  do: Hold your hat.
  how: With a hand.
  because: It blows.
  strength: must
  source: ours
sources:
- {id: ours, title: Ours, publisher: Us, status: ours, checked_on: 2026-01-01, review_by: 2099-01-01}
"""


def test_a_chance_that_opens_on_the_way_is_left_open(tmp_path):
    kb = base(TWO_CHANCES, tmp_path)
    path = tmp_path / "class.csv"
    path.write_text("id,sun,wind,hat\na,not_yet,,\nb,not_yet,no,\nc,yes,,yes\nd,,,\n")
    today = datetime.date(2026, 1, 1)
    rows = at_once(kb, path, today)
    assert rows == one_by_one(kb, path, today)
    assert [(row["id"], row["pending"], row["node:home"]) for row in rows] == [
        ("a", "hat", "contingent"),
        ("b", None, "no"),
        ("c", "wind", "no"),
        ("d", "sun", "no"),
    ]


def test_a_base_without_actions_and_a_table_without_answers_will_do(tmp_path):
    kb = base(TWO_CHANCES.partition("actions:")[0], tmp_path)
    path = tmp_path / "class.csv"
    for text, count in (("id\na\nb\n", 2), ("id,sun\n", 0)):
        path.write_text(text)
        rows = at_once(kb, path, datetime.date(2026, 1, 1))
        assert [row["pending"] for row in rows] == ["sun"] * count
