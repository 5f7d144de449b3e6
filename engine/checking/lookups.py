"""Find where the choices of a question and the rows of the table that it looks up part ways."""

from collections.abc import Iterable, Iterator, Mapping

from engine.errors import Problem, did_you_mean
from engine.language.base import KnowledgeBase
from engine.language.tables import Lookup, Table
from engine.language.words import UNKNOWN, Value


def unled(kb: KnowledgeBase) -> Iterator[Problem]:
    """Find rows of tables to which no answer leads: what is looked up there nobody ever gets."""
    for table in kb.tables.values():
        keys = _keys(table, kb)
        if not keys or _is_drawn_from(table, kb):
            continue
        choices = [choice for key in keys for choice in kb.facts[key].words]
        for row in table.rows:
            if row not in choices:
                message = f'no answer leads to row "{row}" of table "{table.id}".'
                add = f'Give "{keys[0]}" a choice of that id, or take the row out.'
                hint = " ".join(filter(None, (did_you_mean(row, choices), add)))
                yield table.problem("unused", message, hint, "rows", row)


def _keys(table: Table, kb: KnowledgeBase) -> list[str]:
    """Name the facts whose choices are rows of a table, by what is looked up in it."""
    lookups = [one.lookup for one in kb.conclusions.values() if one.lookup]
    return list(dict.fromkeys(one.key for one in lookups if one.table == table.id))


def _is_drawn_from(table: Table, kb: KnowledgeBase) -> bool:
    """Tell whether each row of a table is a choice of some question."""
    drawn = [question.choices_from for question in kb.questions.values()]
    return any(one and not isinstance(one, str) and one.table == table.id for one in drawn)


def row_lacking(names: Iterable[str], known: Mapping[str, Value], kb: KnowledgeBase) -> str:
    """Say which row of a table would make known what a person's answer leaves unknown.

    `names` are the facts of the rows under proof; empty where nothing is looked up in vain.
    """
    for name in names:
        if known.get(name) != UNKNOWN:
            continue
        for lookup in _lookups_below(name, kb):
            choice = known.get(lookup.key)
            if isinstance(choice, str) and choice not in (*kb.cells(lookup), UNKNOWN):
                return (
                    f'Choice "{choice}" of "{lookup.key}" has no "{lookup.column}" in table '
                    f'"{lookup.table}". Add it there: {choice}: {{{lookup.column}: …}}'
                )
    return ""


def _lookups_below(name: str, kb: KnowledgeBase) -> Iterator[Lookup]:
    """Give what is looked up for a fact, but for what may be missing."""
    conclusion = kb.conclusions.get(name)
    if conclusion is None:
        return
    lookup = conclusion.lookup
    if lookup and not lookup.missing and not kb.is_figure(name):
        yield lookup
    for below in conclusion.rests_on:
        yield from _lookups_below(below, kb)
