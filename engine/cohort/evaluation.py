"""Turn codes of answers into what comes out, a row an applicant, by a program's expressions."""

from collections.abc import Iterable, Iterator

import polars as pl

from engine.cohort.asking import DOUBT, PENDING
from engine.cohort.dialect import Stage
from engine.cohort.program import Program
from engine.cohort.tree import OPEN, OPENED

ROW = "row:"


def evaluate(program: Program, answers: pl.DataFrame) -> pl.DataFrame:
    """Add to columns of coded answers, a column a question, all that the program works out."""
    settled = _staged(answers.with_row_index(ROW), program.settling)
    rows = _staged(settled, program.facts)
    walked = pl.concat(_walks(program, rows)).sort(ROW)
    asked = program.asked(_unanswered(program, settled))
    pending = _staged(walked, asked.stages).select(PENDING, DOUBT)
    return _staged(walked.hstack(pending), program.advised).drop(ROW)


def _unanswered(program: Program, rows: pl.DataFrame) -> frozenset[str]:
    """Name the questions that some row leaves unanswered."""
    names = program.form.questions
    found = rows.select((pl.col(name) == 0).any() for name in names).row(0)
    return frozenset(name for name, is_found in zip(names, found, strict=True) if is_found)


def _walks(program: Program, rows: pl.DataFrame) -> Iterator[pl.DataFrame]:
    """Walk down the tree; rows where a chance opens on the way go again, with it open."""
    while True:
        walked = _staged(rows, [*program.walk, program.opened])
        opened = walked[OPENED]
        if not opened.count():
            yield walked.drop(OPENED)
            return
        yield walked.filter(opened.is_null()).drop(OPENED)
        again = walked.filter(opened.is_not_null())
        rows = again.with_columns(
            pl.col(OPEN + name) | (pl.col(OPENED) == number)
            for number, name in enumerate(program.chances, start=1)
        ).select(rows.columns)


def _staged(rows: pl.DataFrame, stages: Iterable[Stage]) -> pl.DataFrame:
    # Each by itself: a plan for all of them takes longer to make than it saves.
    for stage in stages:
        if stage:
            rows = rows.with_columns(**stage)
    return rows
