"""Draw made-up applicants, for trying what a change of the rules would do to many."""

from collections.abc import Iterator, Mapping, Sequence
from random import Random

import polars as pl

from engine.checking.thresholds import Thresholds
from engine.cohort.table import BATCH, BETWEEN, ID
from engine.consultation.answers import taken
from engine.language.base import KnowledgeBase
from engine.language.entries import Question
from engine.language.words import NONE, Value

_BESIDE = 5  # how far from a threshold half of the numbers are drawn
_ALLOWED = 0.05  # share of "I don't know" and "rather not say", where a question allows them


def schema(kb: KnowledgeBase) -> pl.Schema:
    """Give the columns of a drawn table: the id, and every question, all of them text."""
    return pl.Schema(dict.fromkeys([ID, *kb.questions], pl.String()))


def draw(kb: KnowledgeBase, count: int, seed: int) -> Iterator[pl.DataFrame]:
    """Draw applicants who answered every question, each answer by itself, BATCH at a time.

    A seed gives the same ones each time; a question's answers don't hang on the other questions,
    so that two bases can be compared: but one that an earlier question took gives way to the next.
    Every answer is as likely as another: no real class is so.
    """
    thresholds = Thresholds(kb)
    pens = [
        _Pen(kb, question, thresholds.of(question.id), Random(f"{seed} {question.id}"))
        for question in kb.questions.values()
        if question.id != ID
    ]
    for start in range(0, count, BATCH):
        rows = range(start + 1, min(start + BATCH, count) + 1)
        drawn: dict[str, list[str]] = {}
        for pen in pens:
            drawn[pen.name] = pen.set_apart(pen.draw(len(rows)), drawn)
        yield pl.DataFrame({ID: [f"drawn-{row}" for row in rows], **drawn})


class _Pen:
    """Draw the cells of one question's column."""

    def __init__(
        self, kb: KnowledgeBase, question: Question, thresholds: list[int], random: Random
    ) -> None:
        self.name = question.id
        self._kb = kb
        self._question = question
        self._random = random
        self._several = question.type == "choices"
        self._allowed = question.allow
        if question.type == "integer":
            self._cells = _numbers(question, thresholds)
        else:
            self._cells = [word for word in question.words if word not in question.allow]

    def draw(self, count: int) -> list[str]:
        """Draw so many cells."""
        if self._several:
            cells = [self._choices() for _ in range(count)]
        else:
            cells = self._random.choices(self._cells, k=count)
        if self._allowed:
            for row in range(count):
                if self._random.random() < _ALLOWED:
                    cells[row] = self._random.choice(self._allowed)
        return cells

    def set_apart(self, cells: list[str], drawn: Mapping[str, Sequence[str]]) -> list[str]:
        """Change the cells that another question's answer took to the next that it left."""
        others = [name for name in self._question.other_than if name in drawn]
        if not others:
            return cells
        given = zip(*(drawn[name] for name in others), strict=True)
        met = [*zip(cells, given, strict=True)]
        left = {
            pair: self._left(pair[0], dict(zip(others, pair[1], strict=True))) for pair in set(met)
        }
        return [left[pair] for pair in met]

    def _left(self, cell: str, before: Mapping[str, str]) -> str:
        """Give a cell, or the next that is not taken by what others were drawn."""
        answers = {
            name: _as_answer(self._kb.questions[name], drawn) for name, drawn in before.items()
        }
        reasons = taken(self._kb, self._question, answers)
        if reasons.keys().isdisjoint(cell.split(BETWEEN)):
            return cell
        start = self._cells.index(cell) if cell in self._cells else 0
        following = (*self._cells[start:], *self._cells[:start])
        return next((word for word in following if word not in reasons), "")

    def _choices(self) -> str:
        """Draw one, two or three of several choices; "none" stands alone."""
        chosen = self._random.sample(self._cells, min(len(self._cells), self._random.randint(1, 3)))
        return NONE if NONE in chosen else BETWEEN.join(sorted(chosen))


def _as_answer(question: Question, cell: str) -> Value:
    return frozenset(cell.split(BETWEEN)) if question.type == "choices" else cell


def _numbers(question: Question, thresholds: list[int]) -> list[str]:
    """List numbers to draw from: those beside a threshold weigh as much as all in between.

    Numbers that no rule tells apart, far below the lowest threshold or above the highest, are few.
    """
    low, high = question.min or 0, question.max or 0
    near = [
        cut + step
        for cut in thresholds
        for step in range(-_BESIDE, _BESIDE + 1)
        if low <= cut + step <= high
    ]
    ends = (min(near, default=low), max(near, default=high))
    return [str(number) for number in (*range(ends[0], ends[1] + 1), *near)]
