"""Turn codes of answers into what comes out, a row an applicant, by a program's expressions."""

from collections.abc import Iterable

import polars as pl

from engine.cohort.dialect import Stage
from engine.cohort.program import OPEN, OPENED, Program

ROW = "row:"


def evaluate(program: Program, answers: pl.DataFrame) -> pl.DataFrame:
    """Add to columns of coded answers, a column a question, all that the program works out."""
    rows = _staged(answers.with_row_index(ROW), program.facts)
    walked = pl.concat(_walks(program, rows)).sort(ROW)
    return _staged(walked, program.results).drop(ROW)


def _walks(program: Program, rows: pl.DataFrame) -> Iterable[pl.DataFrame]:
    """Walk down the tree; rows where a chance opens on the way go again, with it open."""
    while True:
        walked = _staged(rows, [*program.walk, program.opened])
        opened = walked[OPENED]
        yield walked.filter(opened.is_null()).drop(OPENED)
        if not opened.count():
            return
        again = walked.filter(opened.is_not_null())
        rows = again.with_columns(
            pl.col(OPEN + name) | (pl.col(OPENED) == number)
            for number, name in enumerate(program.chances, start=1)
        ).select(rows.columns)


def _staged(rows: pl.DataFrame, stages: Iterable[Stage]) -> pl.DataFrame:
    # Each by itself: a plan for all of them takes longer to make than it saves.
    for stage in stages:
        rows = rows.with_columns(**stage)
    return rows
