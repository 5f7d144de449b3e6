"""Turn the cells of a table into codes of answers, and name every cell that is none."""

from collections.abc import Iterable, Iterator, Mapping

import polars as pl

from engine.cohort.apart import FAULT, ROW, Apart
from engine.cohort.table import BETWEEN, ID, LINE, Table
from engine.consultation.answers import BadAnswer, read_answer
from engine.dialogue.typed import read_typed
from engine.errors import Problem
from engine.inference.lowered.codes import Domain
from engine.language.base import KnowledgeBase
from engine.language.entries import Question
from engine.language.words import Value

CALLED = "id:"  # not the column of a question that is called so
_NOT_ANSWERED = 0


def read_cell(question: Question, text: str) -> Value:
    """Read a cell as a case file writes an answer, else as a person types it; choices as `a|b`.

    A choice's number in a list is no answer: no list was shown. Raises BadAnswer where it is none.
    """
    parts = [part.strip() for part in text.split(BETWEEN)]
    if "\n" in text:
        raise BadAnswer(f'"{question.id}" can\'t fill several lines.', "Write it on one.")
    try:
        return read_answer(question, parts if len(parts) > 1 else parts[0])
    except BadAnswer as bad:
        if question.type != "integer" and any(part.isdigit() for part in parts):
            raise
        try:
            return read_typed(question, ",".join(parts))
        except ValueError:
            raise bad from None


class Cells:
    """Read the cells of a table, batch by batch; each different text is read once.

    `bad_rows` counts the rows that hold a bad cell.
    """

    def __init__(self, table: Table, kb: KnowledgeBase, domains: Mapping[str, Domain]) -> None:
        self._table = table
        self._columns = [_Column(kb.questions[name], domains[name]) for name in table.questions]
        columns = {column.name: column for column in self._columns}
        self._apart = Apart(kb, table.questions, lambda name, text: columns[name].answer(text))
        self._bad: list[pl.DataFrame] = []
        self._folds = 0  # ends of lines within cells, so far
        self.bad_rows = 0

    @property
    def bad(self) -> int:
        """Count the bad cells so far."""
        return sum(cells.height for cells in self._bad)

    def coded(self, batch: pl.DataFrame) -> pl.DataFrame:
        """Give the good rows of a batch as codes, with their ID; take note of the bad cells.

        An applicant without an id is called by the line.
        """
        codes = self._codes(batch)
        batch = self._numbered(batch)
        called = pl.col(ID) if ID in batch.columns else pl.col(LINE).cast(pl.String)
        rows = batch.select(called.alias(CALLED)).hstack(codes)
        faults = pl.concat([*self._misread(batch, codes), self._apart.faults(batch)])
        if faults.is_empty():
            return rows
        bad_rows = faults[ROW].unique().sort()
        self.bad_rows += len(bad_rows)
        self._bad.append(faults.select(batch[LINE].gather(faults[ROW]).alias("line"), *FAULT))
        is_bad = pl.int_range(rows.height, eager=True).is_in(bad_rows.implode())
        return rows.filter(~is_bad)

    def _codes(self, batch: pl.DataFrame) -> pl.DataFrame:
        """Give the codes of cells, null for bad ones; a text that is new is read first."""
        codes = batch.select(column.codes for column in self._columns)
        learning = [column for column in self._columns if codes[column.name].null_count()]
        texts = batch.select(pl.col(column.name).unique().implode() for column in learning)
        for column in learning:
            column.learn(texts[column.name].item())
        return codes.with_columns(batch.select(column.codes for column in learning))

    def _numbered(self, batch: pl.DataFrame) -> pl.DataFrame:
        """Count the lines that cells before a row fill beyond one: in an id, or in a bad cell."""
        folded = [column.name for column in self._columns if column.is_folded]
        folded += [ID] if ID in batch.columns else []
        if not folded or not self._table.is_text:
            return batch
        ends = pl.sum_horizontal(pl.col(folded).str.count_matches("\n", literal=True).fill_null(0))
        before = (ends.cum_sum() - ends + self._folds).cast(pl.UInt32)
        self._folds += batch.select(ends.sum()).item()
        return batch.with_columns(pl.col(LINE) + before)

    def problems(self, most: int) -> Iterator[Problem]:
        """Give the first problems, by line and column."""
        for line, name, _, message, hint in self.listed().head(most).rows():
            yield Problem(self._table.place(line, name), "bad-answer", message, hint)

    def listed(self) -> pl.DataFrame:
        """List all bad cells, by line and column, with what is wrong and what to do."""
        columns = list(self._table.columns)
        order = pl.col("column").replace_strict(columns, list(range(len(columns))))
        none = pl.DataFrame(schema={"line": pl.UInt32(), **FAULT})
        return pl.concat([none, *self._bad]).sort("line", order)

    def _misread(self, batch: pl.DataFrame, codes: pl.DataFrame) -> Iterator[pl.DataFrame]:
        """Give the cells that are no answers, each with its row in the batch."""
        for column in self._columns:
            if codes[column.name].null_count():
                rows = batch.with_row_index(ROW).filter(codes[column.name].is_null())
                cells = rows.select(ROW, column=pl.lit(column.name), cell=column.name)
                yield cells.join(column.said, on="cell", maintain_order="left")


class _Column:
    """Hold what the texts of one question's column were read as."""

    def __init__(self, question: Question, domain: Domain) -> None:
        self._question = question
        self._domain = domain
        self._codes = {"": _NOT_ANSWERED}
        self._answers: dict[str, Value] = {}
        self.name = question.id
        self.faults: dict[str, BadAnswer] = {}
        self.is_folded = False  # a cell of it filled several lines

    def learn(self, texts: Iterable[str | None]) -> None:
        """Read the texts that are new; a blank one is no answer, and no fault."""
        for text in texts:
            if text is None or text in self._codes or text in self.faults:
                continue
            try:
                answer = read_cell(self._question, text) if text.strip(" \t") else None
                self._codes[text] = self._domain.code(answer)
                if answer is not None:
                    self._answers[text] = answer
            except BadAnswer as bad:
                self.faults[text] = bad
                self.is_folded = self.is_folded or "\n" in text

    def answer(self, text: str | None) -> Value | None:
        """Give the answer that a text was read as; None where it is none."""
        return self._answers.get(text or "")

    @property
    def said(self) -> pl.DataFrame:
        """Give what is wrong with each text that is no answer, and what to do."""
        faults = [(text, bad.message, bad.hint) for text, bad in self.faults.items()]
        schema = {name: kind for name, kind in FAULT.items() if name != "column"}
        return pl.DataFrame(faults, schema=schema, orient="row")

    @property
    def codes(self) -> pl.Expr:
        """Give what turns its cells into codes; null for a bad one."""
        codes = pl.lit(pl.Series(self._codes.values(), dtype=pl.Int32))
        texts = pl.col(self.name).fill_null("").cast(pl.Enum(list(self._codes)), strict=False)
        return codes.gather(texts.to_physical()).alias(self.name)
