"""Turn a table of applicants into a table of outcomes, batch by batch, in bounded memory."""

import re
from collections.abc import Iterator
from pathlib import Path

import polars as pl
from polars.exceptions import PolarsError
from polars.io.plugins import register_io_source

from engine import outside
from engine.checking.proof import prove
from engine.cohort.cells import Cells
from engine.cohort.dialect import PolarsDialect
from engine.cohort.outcomes import Outcomes
from engine.cohort.program import Program
from engine.cohort.table import Table, batches, is_csv
from engine.cohort.tally import Tally
from engine.consultation.moment import Day
from engine.errors import KnowledgeError
from engine.inference.lowered.codes import NotLowered
from engine.language.base import KnowledgeBase

_BLOCK = 1 << 16  # bytes
_UNPROVED = ("gap", "overlap", "not-proved")


class Run:
    """Work through one table; the bad cells and the counts are there when it is done."""

    def __init__(self, kb: KnowledgeBase, table: Table, today: Day) -> None:
        self._table = table
        program = program_of(kb, today)
        self._outcomes = Outcomes(kb, program, today)
        self.cells = Cells(table, kb, program.form.domains)
        self.tally = Tally(kb)

    @property
    def schema(self) -> pl.Schema:
        """Give the columns of the outcomes, and their types."""
        return self._outcomes.schema

    def outcomes(self) -> Iterator[pl.DataFrame]:
        """Give the outcomes of the good rows, batch by batch, in their order."""
        for batch in batches(self._table):
            outcomes = self._outcomes.of(self.cells.coded(batch))
            self.tally.add(outcomes)
            yield outcomes


def program_of(kb: KnowledgeBase, today: Day) -> Program:
    """Give the program of a base for a day, or a minute in Eastern time.

    Raises KnowledgeError where the base is not proved, or can't be told by columns.
    """
    require_proved(kb)
    try:
        return Program(kb, PolarsDialect(), today)
    except NotLowered as error:
        message = f"many people at once can't be told by this base: {error}."
        problem = kb.head.problem("not-lowered", message, "Consult with one case after the other.")
        raise KnowledgeError([problem]) from None


def require_proved(kb: KnowledgeBase) -> None:
    """Refuse a base of which it is not proved that each table has one row for each applicant.

    Nobody would notice row by row. Raises KnowledgeError with what is wrong.
    """
    problems = [problem for problem in prove(kb) if problem.code in _UNPROVED]
    if problems:
        raise KnowledgeError(problems)


def write(frames: Iterator[pl.DataFrame], schema: pl.Schema, file: Path, path: Path) -> None:
    """Write batches to a file as they come, in the format that the ending of `path` says.

    Raises OSError where the system refuses.
    """
    rows = register_io_source(lambda *_: frames, schema=schema)
    try:
        if is_csv(path):
            rows.sink_csv(file, check_extension=False)
        else:
            # Statistics of columns with few values are worth little, as is what packs tighter.
            rows.sink_parquet(file, compression="lz4", statistics=False)
    except (PolarsError, OSError) as error:  # of one kind for a .csv, of the other for a .parquet
        found = re.search(r"([^:]*) \(os error (\d+)\)", str(error))
        if not found:
            outside.write_on(file, bytes(_BLOCK))
            raise
        raise OSError(int(found[2]), found[1].strip()) from None
