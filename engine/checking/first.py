"""Check what comes first: its actions, its end, and rows that an earlier one always hides."""

from collections.abc import Iterator, Mapping

from engine.checking.regions import regions
from engine.checking.suggestions import Suggest
from engine.errors import Problem
from engine.language.base import KnowledgeBase
from engine.language.condition import clauses
from engine.language.decision_table import MOST_CLAUSES
from engine.language.entries import MOST_NEXT, First
from engine.language.expression import shown_facts
from engine.language.words import Value


def rows(kb: KnowledgeBase, suggest: Suggest) -> Iterator[Problem]:
    """Find rows that name no action or too many, or show facts that may not be known there."""
    for row in kb.first.values():
        for index, name in enumerate(row.first):
            if name not in kb.actions:
                message = f'"{row.id}" puts "{name}" first, which is no action.'
                hint = suggest(name, kb.actions)
                yield row.problem("unknown-action", message, hint, "first", index)
        if len(row.first) > MOST_NEXT:
            message = f'"{row.id}" puts {len(row.first)} actions first; {MOST_NEXT} are the most.'
            yield row.problem("too-many", message, "Keep those that can't wait.", "first")
        for name in shown_facts(*row.texts):
            if name not in row.when.names:
                message = f'"{row.id}" shows "{{{name}}}", which its condition does not name.'
                yield row.problem("unknown-question", message, "Name it in when, or leave it out.")


def ending(kb: KnowledgeBase, suggest: Suggest) -> Iterator[Problem]:
    """Find rows without a condition, and an otherwise that is not the last row."""
    table = list(kb.first.values())
    for row in table:
        if row.when.written is None and not row.otherwise:
            message = f'"{row.id}" has no when.'
            yield row.problem("missing-key", message, "Add when: {…}, or otherwise: true.")
        elif row.otherwise != (row is table[-1]):
            message = f'"{row.id}" is {"not last" if row.otherwise else "last, without otherwise"}.'
            yield row.problem("wrong-order", message, "Let one row, the last, say otherwise: true.")


def hidden(kb: KnowledgeBase) -> Iterator[Problem]:
    """Find rows that never come first, since an earlier one always holds where they do."""
    earlier = _Earlier()
    for row in kb.first.values():
        if row.otherwise:
            continue
        accepted = _accepted(row, kb)
        above = earlier.hiding(accepted)
        if above:
            message = f'"{row.id}" never comes first: "{above}" above it holds wherever it does.'
            yield row.problem("hidden", message, "Move it up, or let the one above say more.")
        earlier.add(row.id, accepted)


_Accepted = Mapping[str, frozenset[Value]]
"""Map the facts of a clause to their values that pass, as far as conditions tell them apart."""


class _Earlier:
    """Hold rows, found by the facts that a person has to have for one of their clauses to hold."""

    def __init__(self) -> None:
        self._rows: list[tuple[str, list[_Accepted]]] = []
        self._by_fact: dict[str, dict[int, None]] = {"": {}}  # "": whom a clause asks nothing

    def add(self, name: str, accepted: list[_Accepted]) -> None:
        """Take a row in, after all others, by one fact of each clause: the one that fewest name."""
        number = len(self._rows)
        self._rows.append((name, accepted))
        for clause in accepted:
            rarest = min(clause, key=lambda fact: len(self._by_fact.get(fact, ())), default="")
            self._by_fact.setdefault(rarest, {})[number] = None

    def hiding(self, accepted: list[_Accepted]) -> str:
        """Name the first row that holds wherever a later one does; empty where none is."""
        facts = ["", *accepted[0]] if accepted else list(self._by_fact)
        numbers = {number for fact in facts for number in self._by_fact.get(fact, ())}
        for number in sorted(numbers):
            name, before = self._rows[number]
            if _hides(before, accepted):
                return name
        return ""


def _accepted(row: First, kb: KnowledgeBase) -> list[_Accepted]:
    """Give what each clause of a row accepts."""
    values = regions(kb).values
    found: list[_Accepted] = []
    for clause in clauses(row.when.parts, MOST_CLAUSES):
        found.append({name: frozenset(filter(test, values(name))) for name, test in clause})
    return found


def _hides(before: list[_Accepted], row: list[_Accepted]) -> bool:
    """Tell whether one row holds wherever another does, as far as single facts can tell.

    A fact that the other row does not name may be unknown there, and then fails the first.
    """
    return all(any(_follows(given, wanted) for wanted in before) for given in row)


def _follows(given: _Accepted, wanted: _Accepted) -> bool:
    return all(name in given and given[name] <= values for name, values in wanted.items())


ROWS = (rows, ending)
