"""Turn a base and a changed entry into the base with that entry in place of the old one."""

from collections.abc import Iterable, Mapping
from typing import TypeVar

import msgspec

from engine.language.base import KnowledgeBase
from engine.language.cycles import Cycle, Milestone
from engine.language.entries import Action, Conclusion, First, Node, Phase, Question
from engine.language.tables import Table

_E = TypeVar("_E", Action, Node, Milestone)


def with_question(kb: KnowledgeBase, question: Question) -> KnowledgeBase:
    """Give the base with a question in place of the one of its id."""
    return msgspec.structs.replace(kb, questions={**kb.questions, question.id: question})


def with_conclusion(kb: KnowledgeBase, conclusion: Conclusion) -> KnowledgeBase:
    """Give the base with a conclusion in place of the one of its id."""
    return msgspec.structs.replace(kb, conclusions={**kb.conclusions, conclusion.id: conclusion})


def with_table(kb: KnowledgeBase, table: Table) -> KnowledgeBase:
    """Give the base with a table in place of the one of its id."""
    return msgspec.structs.replace(kb, tables={**kb.tables, table.id: table})


def with_cycle(kb: KnowledgeBase, cycle: Cycle) -> KnowledgeBase:
    """Give the base with a cycle in place of the one of its id."""
    return msgspec.structs.replace(kb, cycles={**kb.cycles, cycle.id: cycle})


def with_milestone(kb: KnowledgeBase, milestone: Milestone) -> KnowledgeBase:
    """Give the base with a milestone in place of the one of its id."""
    milestones = _with(kb.head.milestones, milestone)
    return msgspec.structs.replace(kb, head=msgspec.structs.replace(kb.head, milestones=milestones))


def with_action(kb: KnowledgeBase, action: Action) -> KnowledgeBase:
    """Give the base with an action in place of the one of its id."""
    return _with_phases(
        kb,
        (
            msgspec.structs.replace(phase, actions=_with(phase.actions, action))
            for phase in kb.phases
        ),
    )


def with_node(kb: KnowledgeBase, node: Node) -> KnowledgeBase:
    """Give the base with a node in place of the one of its id."""
    return _with_phases(
        kb,
        (msgspec.structs.replace(phase, nodes=_with(phase.nodes, node)) for phase in kb.phases),
    )


def with_first(kb: KnowledgeBase, rows: Iterable[First]) -> KnowledgeBase:
    """Give the base with rows of what comes first in this order."""
    return msgspec.structs.replace(kb, first={row.id: row for row in rows})


def without_figures(kb: KnowledgeBase) -> KnowledgeBase:
    """Give the base as it is where the file with the figures is left out."""
    tables = dict(kb.tables)
    for figure in kb.figures:
        table = tables[figure.table]
        cells: Mapping[str, object] = table.rows[figure.row]
        left = {name: cell for name, cell in cells.items() if name != figure.column}
        tables[figure.table] = msgspec.structs.replace(table, rows={**table.rows, figure.row: left})
    return msgspec.structs.replace(kb, tables=tables, figures=())


def _with_phases(kb: KnowledgeBase, phases: Iterable[Phase]) -> KnowledgeBase:
    return msgspec.structs.replace(kb, phases=tuple(phases))


def _with(entries: tuple[_E, ...], entry: _E) -> tuple[_E, ...]:
    return tuple(entry if old.id == entry.id else old for old in entries)
