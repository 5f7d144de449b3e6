"""A table of applicants comes out as each of them does in a consultation of their own."""

import datetime
from pathlib import Path
from random import Random

import polars as pl
import pytest
import worlds
from small_base import base
from worlds import PATIENT

from engine.cohort.cells import read_cell
from engine.cohort.outcomes import as_row
from engine.cohort.run import Run
from engine.cohort.synthetic import draw
from engine.cohort.table import ID, open_table
from engine.consultation.consult import consult

EMPTY = (0.0, 0.05, 0.3, 0.8)  # shares of cells left empty: complete rows, and registers
DAYS = {
    "small": (datetime.date(2026, 11, 22), datetime.date(2026, 12, 20)),
    "shipped": (datetime.date(2026, 11, 22), datetime.date(2027, 3, 16)),
}
BASES = {"small": worlds.small, "shipped": worlds.shipped}


def table_of(kb, count: int, path: Path) -> Path:
    """Write a table of made-up applicants, a part of their cells empty."""
    random = Random(count)
    rows = []
    for row in pl.concat(draw(kb, count, seed=count)).iter_rows(named=True):
        share = random.choice(EMPTY)
        cells = {name: None if random.random() < share else row[name] for name in row}
        rows.append({**cells, ID: row[ID]})
    pl.DataFrame(rows).write_csv(path)
    return path


def one_by_one(kb, path: Path, today: datetime.date) -> list[dict]:
    """Consult with each row of a table by itself."""
    rows = []
    for cells in pl.read_csv(path, infer_schema=False).iter_rows(named=True):
        called = cells.pop(ID)
        given = {
            name: read_cell(kb.questions[name], text) for name, text in cells.items() if text
        }
        rows.append({ID: called, **as_row(consult(kb, given, today))})
    return rows


def at_once(kb, path: Path, today: datetime.date) -> list[dict]:
    return pl.concat(Run(kb, open_table(path, kb), today).outcomes()).rows(named=True)


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
