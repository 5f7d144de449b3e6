"""A table of applicants comes out as each of them does in a consultation of their own."""

import datetime

import polars as pl
import pytest
from small_base import base
from tables import BASES, DAYS, at_once, one_by_one, table_of
from worlds import PATIENT

from engine.cohort import table
from engine.cohort.run import Run
from engine.cohort.table import open_table


@PATIENT
@pytest.mark.parametrize("name", BASES)
@pytest.mark.parametrize("count", [20, pytest.param(2_000, marks=pytest.mark.long)])
def test_a_table_comes_out_as_its_rows_do_one_by_one(tmp_path, name, count):
    kb = BASES[name]()
    path = table_of(kb, count, tmp_path / "class.csv")
    for today in DAYS[name]:
        assert at_once(kb, path, today) == one_by_one(kb, path, today)


@PATIENT
@pytest.mark.parametrize("name", BASES)
def test_batches_that_leave_more_and_more_unanswered_come_out_so_too(tmp_path, monkeypatch, name):
    kb = BASES[name]()
    path = table_of(kb, 20, tmp_path / "class.csv")
    people = pl.read_csv(path, infer_schema=False)
    empty = pl.sum_horizontal(pl.all().is_null())
    people.sort(empty, maintain_order=True).write_csv(path)
    monkeypatch.setattr(table, "BATCH", 5)
    today = DAYS[name][0]
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
- {id: home, title: Home, end: good, source: ours}
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


CYCLES = """
cycle: year
running_when: {stage: week}
milestones:
- {id: list, label: the list}
- {id: fair, label: the fair}
cycles:
- id: "2026"
  label: This year
  source: ours
  dates:
  - {milestone: list, at: 2026-03-01, source: ours}
  - {milestone: fair, at: 2026-03-10 12:00, source: ours}
- id: "2027"
  label: Next year
  source: ours
  dates:
  - {milestone: list, at: 2027-03-01, source: ours}
  - {milestone: fair, at: 2027-03-10 12:00, source: ours}
questions:
- {id: stage, ask: When?, label: Stage, type: choice, choices: {before: Before, week: Now}, source: ours}
- {id: year, ask: Which year?, label: Year, type: choice, choices_from: cycles, choices: {later: Later}, source: ours}
- {id: still, ask: Still this year?, label: Still, type: choice, choices: {late: "Yes", next: "No"}, settles: {next: {year: following}}, source: ours}
- {id: wish, ask: What?, label: Wish, type: choice, choices_from: {table: fields, column: name}, choices: {other: Another}, source: ours}
- {id: spare, ask: What else?, label: Spare, type: choice, choices_from: {table: fields, column: name}, choices: {other: Another}, other_than: [wish], source: ours}
tables:
- {id: fields, source: ours, rows: {oats: {name: Oats}, rye: {name: Rye}}}
nodes:
- id: field
  title: Field
  source: ours
  end: good
actions:
- id: sow
  at: field
  do: Sow.
  how: By hand.
  because: It grows.
  from: list
  by: fair
  late: It is late to sow.
  strength: must
  source: ours
- id: plow
  at: field
  when: {list: ahead}
  do: Plow.
  how: With a horse.
  because: It is hard.
  by: list
  strength: should
  source: ours
- id: rest
  at: field
  when: {still: late}
  do: Rest.
  how: Sit.
  because: It was hard.
  strength: should
  source: ours
first:
- {id: too-late, when: {list: past, fair: past}, say: It is late., first: [sow], fill: false, source: ours}
- {id: in-time, when: {list: past}, say: Sow., first: [rest, sow], source: ours}
- {id: ahead, otherwise: true, say: Plow., source: ours}
sources:
- {id: ours, title: Ours, publisher: Us, status: ours, checked_on: 2026-01-01, review_by: 2099-01-01}
"""


APPLICANTS = """\
id,stage,year,still
Ada,before,2026,
Bo,before,2027,
Cy,before,2026,next
Di,before,2026,late
Ed,before,later,
Flo,week,2027,late
Gus,before,,late
Hal,,2026,
"""


def test_each_row_is_in_its_own_cycle_and_has_what_comes_first_there(tmp_path):
    kb = base(CYCLES, tmp_path)
    path = tmp_path / "class.csv"
    path.write_text(APPLICANTS)
    now = datetime.datetime(2026, 3, 10, 11, 59)
    rows = at_once(kb, path, now)
    assert rows == one_by_one(kb, path, now)
    shown = ("id", "first", "next", "state:sow", "state:plow", "pending")
    assert [tuple(row[name] for name in shown) for row in rows] == [
        ("Ada", "in-time", "sow", "now", None, "still"),
        ("Bo", "ahead", "plow", "later", "now", "still"),
        ("Cy", "ahead", "plow", "later", "now", "still"),
        ("Di", "in-time", "rest|sow", "now", None, None),
        ("Ed", "ahead", "plow", "later", "now", "still"),
        ("Flo", "in-time", "rest|sow", "now", None, None),
        ("Gus", "ahead", "rest", None, None, "year"),
        ("Hal", "ahead", None, None, None, "stage"),
    ]


def test_an_hour_later_it_is_late(tmp_path):
    kb = base(CYCLES, tmp_path)
    path = tmp_path / "class.csv"
    path.write_text(APPLICANTS)
    now = datetime.datetime(2026, 3, 10, 12, 59)
    rows = at_once(kb, path, now)
    assert rows == one_by_one(kb, path, now)
    late = [(row["id"], row["next"]) for row in rows if row["state:sow"] == "late"]
    assert late == [("Ada", "sow"), ("Di", "sow")]


def test_two_answers_that_cannot_stand_together_are_a_bad_cell_beside_other_bad_cells(tmp_path):
    kb = base(CYCLES, tmp_path)
    path = tmp_path / "class.csv"
    path.write_text("id,wish,spare\na,oats,rye\nb,rye,Rye\nc,other,other\nd,wheat,rye\ne,,rye\n")
    run = Run(kb, open_table(path, kb), datetime.date(2026, 1, 1))
    assert pl.concat(run.outcomes())["id"].to_list() == ["a", "c", "e"]
    assert [(str(bad.place), bad.message) for bad in run.cells.problems(9)] == [
        (f"{path}:3:3", '"Rye" is already your answer to "Wish".'),
        (f"{path}:5:2", '"wish" can\'t be "wheat".'),
    ]


def test_a_base_without_actions_and_a_table_without_answers_will_do(tmp_path):
    kb = base(TWO_CHANCES.partition("actions:")[0], tmp_path)
    path = tmp_path / "class.csv"
    for text, count in (("id\na\nb\n", 2), ("id,sun\n", 0)):
        path.write_text(text)
        rows = at_once(kb, path, datetime.date(2026, 1, 1))
        assert [row["pending"] for row in rows] == ["sun"] * count


RETAKEN = """
questions:
- {id: score, ask: What?, label: Score, type: integer, min: 1, max: 300, allow: [unknown], source: ours}
- {id: again, ask: Since?, label: Since, type: yes-no, source: ours}
- {id: new, ask: Which?, label: New, type: integer, min: 1, max: 300, allow: [unknown, declined], stands_for: score, outdates: [again], source: ours}
nodes:
- id: start
  title: Start
  source: ours
  branches:
  - {when: {score: 200..}, label: passed, go: stop, source: ours}
  - {when: {score: [..199, unknown], again: no}, label: failed, go: stop, source: ours}
  - {when: {score: [..199, unknown], again: yes, new: [unknown, declined]}, label: since, go: hope, source: ours}
- {id: hope, title: Hope, end: good, source: ours}
- {id: stop, title: Stop, end: good, source: ours}
sources:
- {id: ours, title: Ours, publisher: Us, status: ours, checked_on: 2026-01-01, review_by: 2099-01-01}
"""


def test_a_number_takes_the_place_of_another_in_a_table_too(tmp_path):
    kb = base(RETAKEN, tmp_path)
    path = tmp_path / "class.csv"
    path.write_text(
        "id,score,again,new\na,190,yes,230\nb,190,yes,195\nc,190,yes,unknown\n"
        "d,190,yes,\ne,unknown,yes,declined\nf,,,210\ng,190,no,300\n"
    )
    today = datetime.date(2026, 1, 1)
    rows = at_once(kb, path, today)
    assert rows == one_by_one(kb, path, today)
    assert [(row["id"], row["pending"], row["node:hope"]) for row in rows] == [
        ("a", None, "no"),
        ("b", "again", "no"),
        ("c", None, "certain"),
        ("d", "new", "no"),
        ("e", None, "certain"),
        ("f", None, "no"),
        ("g", None, "no"),
    ]
