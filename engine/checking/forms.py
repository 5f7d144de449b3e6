"""Find questions and conclusions whose parts do not fit together: bounds, choices, sums, cells."""

from collections.abc import Collection, Iterator

from engine.checking.suggestions import Suggest
from engine.errors import Problem
from engine.language.base import KnowledgeBase
from engine.language.cycles import Milestone
from engine.language.entries import Conclusion, Question
from engine.language.tables import Lookup
from engine.language.words import END

_TAKEN_BY_RULES = ("engine", "self")  # a fact's value is handed to a rule's function by its name
_TAKEN_BY_ANSWERS = ("answers", "moment", "done")  # what rules know of an applicant beside answers


def taken_ids(kb: KnowledgeBase, suggest: Suggest) -> Iterator[Problem]:
    """Find ids that mean something else where they stand."""
    entries = [kb.facts[name] for name in _TAKEN_BY_RULES if name in kb.facts]
    entries += [kb.questions[name] for name in _TAKEN_BY_ANSWERS if name in kb.questions]
    for entry in (*entries, *([kb.nodes[END]] if END in kb.nodes else ())):
        message = f'"{entry.id}" has a meaning of its own.'
        yield entry.problem("reserved-id", message, "Choose another id.", "id")


def a_first_node(kb: KnowledgeBase, suggest: Suggest) -> Iterator[Problem]:
    """Find a base without a node: no path starts in it."""
    if not kb.nodes:
        message = "no phase has a node, so there is nowhere to start."
        yield kb.head.problem("missing-key", message, "Add nodes: to a phase.", "phases")


def questions(kb: KnowledgeBase, suggest: Suggest) -> Iterator[Problem]:
    """Find questions without choices or bounds, and chances that are no choice of one word."""
    for question in kb.questions.values():
        called = f'question "{question.id}"'
        if question.type == "integer":
            yield from _bounds(question, called)
        elif question.type != "yes-no" and not question.choices:
            message, hint = f"{called} has no choices.", "Add choices: {…}, or choices_from: {…}."
            yield question.problem("missing-key", message, hint)
        if question.is_chance and question.type in ("integer", "choices"):
            message = f"{called} has a future, which only one word can have."
            hint = "Make it a choice or yes-no, or take future out."
            yield question.problem("wrong-type", message, hint, "future")


def _bounds(question: Question, called: str) -> Iterator[Problem]:
    low, high = question.min, question.max
    if low is None or high is None:
        message = f"{called} is answered by a number and needs both min and max."
        yield question.problem("missing-key", message, f"Add {'min' if low is None else 'max'}: …")
    elif low > high:
        message = f"{called} has a min of {low}, above its max of {high}."
        yield question.problem("out-of-range", message, f"Write min: {high}, max: {low}.", "min")


def sums(kb: KnowledgeBase, suggest: Suggest) -> Iterator[Problem]:
    """Find sums of what is no number, and sums that are to be something else than one."""
    for conclusion in kb.conclusions.values():
        called = f'conclusion "{conclusion.id}"'
        if conclusion.value and conclusion.type != "integer":
            message = f"{called} is calculated, so it is a number."
            yield conclusion.problem("wrong-type", message, "Write type: integer.", "type")
        for name in conclusion.value.names if conclusion.value else ():
            if name in kb.facts and kb.facts[name].type != "integer":
                message = f'{called} calculates with "{name}", which is no number.'
                hint = "Name a question or conclusion of type integer."
                yield conclusion.problem("comparison-on-choice", message, hint, "value")


def lookups(kb: KnowledgeBase, suggest: Suggest) -> Iterator[Problem]:
    """Find cells that a conclusion reads and can't be, and facts that it can't look up or take."""
    for conclusion in kb.conclusions.values():
        if conclusion.lookup and conclusion.lookup.table in kb.tables:
            yield from _facts(conclusion, conclusion.lookup, kb)
            yield from _cells(conclusion, conclusion.lookup, kb, suggest)


def _facts(conclusion: Conclusion, lookup: Lookup, kb: KnowledgeBase) -> Iterator[Problem]:
    called = f'conclusion "{conclusion.id}"'
    key, missing = kb.facts.get(lookup.key), kb.facts.get(lookup.missing)
    if key and key.type == "choices":
        message = f'{called} looks up "{key.id}", which may have several answers.'
        hint = "Look up a fact that has one."
        yield conclusion.problem("comparison-on-choice", message, hint, "lookup", "key")
    if missing and missing.type != conclusion.type:
        message = (
            f'{called} is of type {conclusion.type}, and "{missing.id}", which stands in, is not.'
        )
        hint = f"Name a fact of type {conclusion.type}."
        yield conclusion.problem("wrong-type", message, hint, "lookup", "missing")


def _cells(
    conclusion: Conclusion, lookup: Lookup, kb: KnowledgeBase, suggest: Suggest
) -> Iterator[Problem]:
    """Find the cells of a column that are no value of the conclusion that reads it.

    A declared column tells by its type whether it holds numbers; its cells are held against that.
    """
    table = kb.tables[lookup.table]
    column = table.columns.get(lookup.column)
    if column and (column.type == "number") != (conclusion.type == "integer"):
        message = f'"{conclusion.id}" is of type {conclusion.type}, and reads {column.type}s.'
        hint = "Give the conclusion and the column types that agree."
        yield conclusion.problem("wrong-type", message, hint, "lookup", "column")
        return
    if column and column.type == "number":
        return
    for row, cell in kb.cells(lookup).items():
        keys = ("rows", row, lookup.column)
        called = f'"{lookup.column}" of row "{row}" in table "{table.id}"'
        if conclusion.type == "integer":
            if not isinstance(cell, int):
                message = f'{called} must be a whole number, as "{conclusion.id}" is one.'
                yield table.problem("wrong-type", message, "Write a number, like 12.", *keys)
        elif cell not in conclusion.words:
            message = f'{called} is "{cell}", which is no choice of "{conclusion.id}".'
            hint = suggest(cell, conclusion.words)
            yield table.problem("unknown-choice", message, hint, *keys)


def beside(kb: KnowledgeBase, suggest: Suggest) -> Iterator[Problem]:
    """Find what is to be shown beside the choices of a question, and can't tell them apart."""
    for question in kb.questions.values():
        if question.beside and question.type not in ("choice", "yes-no"):
            message = f'question "{question.id}" offers no choices of which one is taken.'
            hint = "Take beside out: it is shown with each choice."
            yield question.problem("wrong-type", message, hint, "beside")
        else:
            yield from _beside(question, kb, suggest)


def _beside(question: Question, kb: KnowledgeBase, suggest: Suggest) -> Iterator[Problem]:
    for index, name in enumerate(question.beside):
        shown = f'"{name}" beside the choices of question "{question.id}"'
        if name not in kb.conclusions:
            message, hint = f"{shown} is no conclusion.", suggest(name, kb.conclusions)
            yield question.problem("unknown-question", message, hint, "beside", index)
        elif question.id not in _behind(kb, name):
            message = f"{shown} would be the same for each: it does not rest on the answer."
            hint = "Name a conclusion that does."
            yield question.problem("unused", message, hint, "beside", index)


def _behind(kb: KnowledgeBase, name: str) -> set[str]:
    """Name a conclusion and all that it rests on, whatever lies between."""
    behind, waiting = {name}, [name]
    while waiting:
        fact = kb.facts.get(waiting.pop())
        below: Collection[str] = ()
        if isinstance(fact, Conclusion):
            below = fact.rests_on
        elif isinstance(fact, Milestone):
            below = fact.when.names
        waiting += [other for other in below if other not in behind]
        behind.update(below)
    return behind
