"""Tables of made-up applicants, worked out at once and one by one."""

import datetime
from pathlib import Path
from random import Random

import polars as pl
import worlds

from engine.cohort.cells import read_cell
from engine.cohort.outcomes import as_row
from engine.cohort.run import Run
from engine.cohort.synthetic import draw
from engine.cohort.table import ID, open_table
from engine.consultation.consult import consult
from engine.consultation.moment import Day

EMPTY = (0.0, 0.05, 0.3, 0.8)  # shares of cells left empty: complete rows, and registers
DAYS = {
    "small": (datetime.date(2026, 11, 22), datetime.date(2026, 12, 20)),
    "shipped": (
        datetime.date(2026, 11, 22),
        datetime.date(2027, 3, 16),
        datetime.datetime(2027, 3, 18, 12, 30),
    ),
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


def one_by_one(kb, path: Path, today: Day) -> list[dict]:
    """Consult with each row of a table by itself."""
    rows = []
    for cells in pl.read_csv(path, infer_schema=False).iter_rows(named=True):
        called = cells.pop(ID)
        given = {name: read_cell(kb.questions[name], text) for name, text in cells.items() if text}
        rows.append({ID: called, **as_row(consult(kb, given, today))})
    return rows


def at_once(kb, path: Path, today: Day) -> list[dict]:
    """Work the rows of a table out at once."""
    run = Run(kb, open_table(path, kb), today)
    return pl.concat([pl.DataFrame(schema=run.schema), *run.outcomes()]).rows(named=True)
