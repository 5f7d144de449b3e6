"""Turn two outcomes into what differs, in sentences and columns."""

from collections.abc import Iterator

import msgspec

from engine.consultation.outcome import Outcome, Upshot
from engine.explanation import change
from engine.language.base import KnowledgeBase
from engine.language.entries import Conclusion, Question
from engine.language.words import Value
from engine.output import wording
from engine.output.citations import cited_by
from engine.output.layout import WIDTH, table, wrapped_lines

_MUSTS = "musts"  # the heading of how many an answer brings


def comparison(before: Outcome, after: Outcome, names: tuple[str, str], width: int = WIDTH) -> str:
    """Put two outcomes side by side, wrapped to a width in columns.

    A table holds the answers and conclusions in which they differ, under the outcomes' names;
    sentences below it say what differs in the path and the plan.
    """
    rows = differing_rows(before, after)
    columns = _set_out([("", *names), *rows], width) if rows else ""
    return columns + wrapped_lines(_effect_lines(before, after), width)


def differing_rows(before: Outcome, after: Outcome) -> list[tuple[str, ...]]:
    """Give a row for each answer and each conclusion that differ: what it is, before, after.

    A conclusion that is not known after is left out.
    """
    rows: list[tuple[str, ...]] = []
    for name in after.kb.questions:
        was, now = before.answers.get(name), after.answers.get(name)
        if was != now:
            rows.append(_differing_row(after.kb, name, was, now))
    for name, was, now in change.effect(before, after).facts:
        if now is not None:
            rows.append(_differing_row(after.kb, name, was, now))
    return rows


def _differing_row(
    kb: KnowledgeBase, name: str, was: Value | None, now: Value | None
) -> tuple[str, ...]:
    texts = (wording.value_or_dash(kb, name, value) for value in (was, now))
    return (kb.facts[name].label, *texts)


class Differing(msgspec.Struct, frozen=True):
    """Hold what differs besides answers and conclusions, in words.

    `path` are sentences; `actions` come below what is said of them; `nothing` is said where no
    difference is seen, and `next_asked` where a question is open that was not.
    """

    path: tuple[str, ...]
    actions: tuple[tuple[str, tuple[str, ...]], ...]
    nothing: str = ""
    next_asked: str = ""


def differing(before: Outcome, after: Outcome) -> Differing:
    """Say what differs in the path and the plan, and what is asked next."""
    effect = change.effect(before, after)
    path = (
        *_node_lines(after, "The path no longer comes to", effect.nodes_went),
        *_node_lines(after, "The path comes to", effect.nodes_came),
    )
    actions = (
        ("Falls away", tuple(wording.action_text(before, action) for action in effect.went)),
        ("Comes in", tuple(wording.action_text(after, action) for action in effect.came)),
    )
    asks = effect.asks
    return Differing(
        path=path,
        actions=tuple((said, texts) for said, texts in actions if texts),
        nothing="Nothing that is concluded or advised differs." if effect.nothing else "",
        next_asked=f"Asked next: {after.kb.questions[asks].ask}" if asks else "",
    )


def _effect_lines(before: Outcome, after: Outcome) -> Iterator[str]:
    said = differing(before, after)
    yield from said.path
    for heading, texts in said.actions:
        yield from ("", heading, *(f"- {text}" for text in texts))
    if said.nothing:
        yield said.nothing
    if said.next_asked:
        yield from ("", said.next_asked)


def _node_lines(outcome: Outcome, said: str, names: tuple[str, ...]) -> Iterator[str]:
    titles = [wording.called(outcome, outcome.kb.nodes[name]) for name in names]
    if titles:
        yield f"{said}: {'; '.join(titles)}."


class _Row(msgspec.Struct, frozen=True):
    """Hold the row of an answer, or of several that come to the same: a cell for each heading.

    A cell is empty where its conclusion is not known; there are none where more would be asked.
    """

    answer: str
    cells: tuple[str, ...]


def each(outcome: Upshot, question: Question, width: int = WIDTH) -> str:
    """Set every answer of a question in a table, the nearest category first.

    A number stands in stretches that come to the same, from the highest down. Below it stands what
    is the same with each, which take more answers, and what the columns are, by which source.
    """
    columns = _columns(outcome, question)
    outcomes = outcomes_by_answer(outcome, question)
    headings = [*(column.heading or column.label for column in columns), _MUSTS]
    every = _answer_rows(outcome, question, columns, outcomes)
    rows = [row for row in every if row.cells]
    kept = _differing(rows, len(headings))
    shown = [(question.label, *(headings[place] for place in kept))]
    shown += [(row.answer, *(row.cells[place] or "-" for place in kept)) for row in rows]
    notes = list(_common_notes(every, headings, kept))
    for place, column in enumerate(columns):
        if column.heading and place in kept:
            cited = [citation for _, after in outcomes for citation in cited_by(after, column)]
            source = wording.cited_text(outcome.kb, cited)
            notes.append(f"{column.heading}: {column.label} ({source}).")
    below = wrapped_lines([*notes, *outcome.kb.head.foot[:1]], width)
    return _set_out(shown, width) + below if kept else below


def _columns(outcome: Upshot, question: Question) -> list[Conclusion]:
    """Give the conclusions that a table shows; none that changes with each number of a stretch."""
    found = [outcome.kb.conclusions.get(name) for name in outcome.kb.head.columns]
    is_number = question.type == "integer"
    return [column for column in found if column and not (is_number and column.value)]


def _answer_rows(
    outcome: Upshot,
    question: Question,
    columns: list[Conclusion],
    outcomes: list[tuple[Value, Upshot]],
) -> list[_Row]:
    """Give the rows of the answers; stretches of numbers that come to the same are one."""
    found = [(answer, _cells(outcome, after, columns)) for answer, after in outcomes]
    if question.type == "integer":
        return _stretches(question, found)
    kb = outcome.kb
    return [_Row(wording.value_text(kb, question.id, answer), cells) for answer, cells in found]


def _stretches(question: Question, found: list[tuple[Value, tuple[str, ...]]]) -> list[_Row]:
    """Join the numbers at which a stretch begins while they come to the same, the highest first."""
    starts = {answer: cells for answer, cells in found if isinstance(answer, int)}
    rows: list[_Row] = []
    last = question.max
    ordered = sorted(starts, reverse=True)
    for place, start in enumerate(ordered):
        below = ordered[place + 1] if place + 1 < len(ordered) else None
        if below is None or starts[below] != starts[start]:
            text = str(start) if start == last else f"{start} to {last}"
            rows.append(_Row(text, starts[start]))
            last = start - 1
    return rows


def _cells(outcome: Upshot, after: Upshot, columns: list[Conclusion]) -> tuple[str, ...]:
    """Give what is concluded with an answer, and how many musts it brings.

    There is nothing where the answer leads to a question that was not open before.
    """
    if after.pending and after.pending != outcome.pending:
        return ()
    cells = [wording.cell_text(after, conclusion.id) for conclusion in columns]
    musts = sum(recommendation.action.strength == "must" for recommendation in after.actions)
    return (*("" if cell == "-" else cell for cell in cells), str(musts))


def _differing(rows: list[_Row], count: int) -> list[int]:
    """Give the places of the columns in which rows differ."""
    return [place for place in range(count) if len({row.cells[place] for row in rows}) > 1]


def _common_notes(every: list[_Row], headings: list[str], kept: list[int]) -> Iterator[str]:
    """Say what is the same with every answer, and with which answers more would be asked."""
    same = []
    for first in [row for row in every if row.cells][:1]:
        for place, cell in enumerate(first.cells):
            if cell and place not in kept:
                same.append(f"{headings[place]} {cell}")
    if same:
        yield f"The same with each answer: {'; '.join(same)}."
    waiting = [row.answer for row in every if not row.cells]
    if waiting:
        yield f"More would be asked first with: {'; '.join(waiting)}."


def _set_out(rows: list[tuple[str, ...]], width: int) -> str:
    return "\n".join(table(rows, width)) + "\n\n"


def outcomes_by_answer(outcome: Upshot, question: Question) -> list[tuple[Value, Upshot]]:
    """Give each answer of a question with its outcome, in the order of the columns of the base.

    The first headline conclusion counts before them, so that the nearest category comes first.
    """
    kb = outcome.kb
    names = (*kb.head.headline[:1], *kb.head.columns)

    def places(answered: tuple[Value, Upshot]) -> list[tuple[bool, int]]:
        _, after = answered
        return [_place(kb, name, after.facts.get(name)) for name in names]

    return sorted(change.each(outcome, question), key=places)


def _place(kb: KnowledgeBase, name: str, value: Value | None) -> tuple[bool, int]:
    """Give where a value stands: numbers go up, words come as the base lists them, others last.

    The first member tells whether it is one of the others. What is unknown is a word that the base
    lists last; where the rest are numbers it is the only word, and counts as 0.
    """
    if isinstance(value, int):
        return False, value
    words = list(kb.facts[name].words)
    if value in words:
        return False, words.index(value)
    return True, 0
