"""Find the cells that can't stand beside another of their row: an answer that was given before.

As in a case (`consultation.answers.taken_twice`). Texts meet again and again: each two that do are
looked at once.
"""

from collections.abc import Callable, Iterator

import polars as pl

from engine.consultation.answers import taken_twice
from engine.errors import Problem
from engine.language.base import KnowledgeBase
from engine.language.words import Value

ROW = "row:"
FAULT = dict.fromkeys(("column", "cell", "problem", "what to do"), pl.String())

Read = Callable[[str, str | None], Value | None]
"""Gives the answer that a question's cell holds; None for an empty one, and for a bad one."""


class Apart:
    """Look at the columns of questions that are `other_than` another with a column here."""

    def __init__(self, kb: KnowledgeBase, names: tuple[str, ...], read: Read) -> None:
        self._kb = kb
        self._read = read
        self._pairs = [
            (name, other)
            for name in names
            for other in kb.questions[name].other_than
            if other in names
        ]
        self._known: dict[tuple[str, ...], Problem | None] = {}

    def faults(self, batch: pl.DataFrame) -> pl.DataFrame:
        """Give the cells at fault, each with its row in the batch, from 0, and what is wrong."""
        schema = {ROW: pl.UInt32(), **FAULT}
        frames = [pl.DataFrame(schema=schema)]
        numbered = batch.with_row_index(ROW) if self._pairs else batch
        for name, other in self._pairs:
            texts = numbered.select(cell=name, beside=other).unique()
            bad = list(self._bad(name, other, texts))
            if bad:
                faults = pl.DataFrame(bad, schema={**FAULT, "beside": pl.String()}, orient="row")
                rows = numbered.select(ROW, cell=name, beside=other)
                frames.append(rows.join(faults, on=["cell", "beside"]).select(*schema))
        # A cell that two others take is named once, as in a case.
        return pl.concat(frames).unique([ROW, "column"], keep="last")

    def _bad(self, name: str, other: str, texts: pl.DataFrame) -> Iterator[tuple[str, ...]]:
        for cell, beside in texts.rows():
            met = name, other, cell, beside
            if met not in self._known:
                self._known[met] = self._problem(name, other, cell, beside)
            problem = self._known[met]
            if problem:
                yield name, cell, problem.message, problem.hint, beside

    def _problem(
        self, name: str, other: str, cell: str | None, beside: str | None
    ) -> Problem | None:
        both = {name: self._read(name, cell), other: self._read(other, beside)}
        answers = {one: answer for one, answer in both.items() if answer is not None}
        return taken_twice(self._kb, answers).get(name) if name in answers else None
