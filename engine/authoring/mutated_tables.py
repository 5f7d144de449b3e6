"""Turn the tables of a base into single changes of them: thresholds, results, ways on, cells."""

from collections.abc import Iterable, Iterator
from itertools import pairwise

import msgspec

from engine.authoring import altered, shifted
from engine.authoring.mutation import Mutation, later, said_of
from engine.language.base import KnowledgeBase, called
from engine.language.entries import Branch, Conclusion, Node, Row
from engine.language.expression import read_sum
from engine.language.tables import Cell, Table


def _tables(kb: KnowledgeBase) -> Iterator[Conclusion | Node]:
    yield from (conclusion for conclusion in kb.conclusions.values() if conclusion.rules)
    yield from (node for node in kb.nodes.values() if node.branches)


def _rows(table: Conclusion | Node) -> tuple[Row, ...] | tuple[Branch, ...]:
    return table.rules if isinstance(table, Conclusion) else table.branches


def _with_rows(
    kb: KnowledgeBase, table: Conclusion | Node, rows: Iterable[Row | Branch]
) -> KnowledgeBase:
    if isinstance(table, Conclusion):
        return altered.with_conclusion(kb, msgspec.structs.replace(table, rules=tuple(rows)))
    return altered.with_node(kb, msgspec.structs.replace(table, branches=tuple(rows)))


def _with_row(
    kb: KnowledgeBase, table: Conclusion | Node, row: Row | Branch, **change: object
) -> KnowledgeBase:
    new = msgspec.structs.replace(row, **change)
    return _with_rows(kb, table, (new if old is row else old for old in _rows(table)))


def thresholds(kb: KnowledgeBase) -> Iterator[Mutation]:
    """Move a threshold in every row of its table, so that no gap opens."""
    for table in _tables(kb):
        rows = _rows(table)
        found = [cut for row in rows for cut in shifted.cuts(row.when)]
        for name, number in dict.fromkeys(found):
            for by in (1, -1):
                yield _moved_in_table(kb, table, (name, number), by)


def _moved_in_table(
    kb: KnowledgeBase, table: Conclusion | Node, cut: shifted.Cut, by: int
) -> Mutation:
    rows = _rows(table)
    whens = {id(row): shifted.moved(row.when, cut, by) for row in rows}

    def base() -> KnowledgeBase:
        new = (msgspec.structs.replace(row, when=whens[id(row)]) for row in rows)
        return _with_rows(kb, table, new)

    name, number = cut
    touched = [row for row in rows if cut in shifted.cuts(row.when)]
    return Mutation(
        "threshold",
        touched[0].origin.at("when", name),
        said_of(table, f"{name} parts at {number + by}, not at {number}"),
        base,
        tuple(row.when for row in touched),
        tuple(whens[id(row)] for row in touched),
    )


def results(kb: KnowledgeBase) -> Iterator[Mutation]:
    """Let a row give another result of its table."""
    for conclusion in kb.conclusions.values():
        results = list(dict.fromkeys(row.then for row in conclusion.rules))
        for row in conclusion.rules if len(results) > 1 else ():
            other = results[(results.index(row.then) + 1) % len(results)]
            yield Mutation(
                "result",
                row.origin.at("then"),
                said_of(conclusion, f"a row gives {other}, not {row.then}"),
                later(_with_row, kb, conclusion, row, then=other),
                (row.when,),
            )


def ways(kb: KnowledgeBase) -> Iterator[Mutation]:
    """Let a branch go where another one of its node goes, else to the node after its own."""
    names = [node.id for node in kb.ordered_nodes]
    for node in kb.nodes.values():
        for branch in node.branches:
            others = [one.go for one in node.branches if one.go != branch.go]
            others += names[names.index(branch.go) + 1 :] if branch.go in names else []
            if others:
                yield Mutation(
                    "go",
                    branch.origin.at("go"),
                    f'node "{node.id}": "{called(branch)}" goes to {others[0]}, not {branch.go}',
                    later(_with_row, kb, node, branch, go=others[0]),
                    (branch.when,),
                )


def labels(kb: KnowledgeBase) -> Iterator[Mutation]:
    """Let a branch have the label of the next one of its node, and that one its own."""
    for node in kb.nodes.values():
        for branch, other in pairwise(node.branches):
            exchanged = {id(branch): other.label, id(other): branch.label}
            rows = [
                msgspec.structs.replace(row, label=exchanged.get(id(row), row.label))
                for row in node.branches
            ]
            yield Mutation(
                "label",
                branch.origin.at("label"),
                said_of(node, f'"{branch.label}" and "{other.label}" are exchanged'),
                later(_with_rows, kb, node, rows),
                (other.when if branch.otherwise else branch.when,),
                told=node.id,
            )


def ends(kb: KnowledgeBase) -> Iterator[Mutation]:
    """Let a path end at a node as it ends elsewhere."""
    names = list(kb.ends)
    for node in kb.nodes.values():
        if node.end and len(names) > 1:
            other = names[(names.index(node.end) + 1) % len(names)]
            yield Mutation(
                "end",
                node.origin.at("end"),
                said_of(node, f"ends as {other}, not as {node.end}"),
                later(altered.with_node, kb, msgspec.structs.replace(node, end=other)),
                told=node.id,
            )


def sums(kb: KnowledgeBase) -> Iterator[Mutation]:
    """Let a sum come to one more."""
    for conclusion in kb.conclusions.values():
        if conclusion.value:
            more = read_sum(f"{conclusion.value.written} + 1")
            new = msgspec.structs.replace(conclusion, value=more)
            yield Mutation(
                "sum",
                conclusion.origin.at("value"),
                said_of(conclusion, "one more"),
                later(altered.with_conclusion, kb, new),
            )


# Cells


def cells(kb: KnowledgeBase) -> Iterator[Mutation]:
    """Let a cell that something is looked up in say what another one of its column says."""
    read = [fact.lookup for fact in kb.conclusions.values() if fact.lookup]
    for lookup in {(one.table, one.column): one for one in read}.values():
        table, column = kb.tables[lookup.table], lookup.column
        for row in table.rows:
            new = _other_cell(table, row, column)
            if new is not None:
                yield Mutation(
                    "cell",
                    table.origin.at("rows", row, column),
                    f'table "{table.id}": {column} of {row} is {new}, '
                    f"not {table.rows[row][column]}",
                    later(_with_cell, kb, table, row, column, new),
                    answers={lookup.key: row} if lookup.key in kb.questions else {},
                )


def _other_cell(table: Table, row: str, column: str) -> Cell | None:
    """Give a number one more, a word that stands elsewhere in the column; None where none does."""
    old = table.rows[row].get(column)
    if isinstance(old, int):
        return old + 1
    written = [cells[column] for cells in table.rows.values() if column in cells]
    return next((cell for cell in written if old is not None and cell != old), None)


def _with_cell(kb: KnowledgeBase, table: Table, row: str, column: str, new: Cell) -> KnowledgeBase:
    rows = {**table.rows, row: {**table.rows[row], column: new}}
    return altered.with_table(kb, msgspec.structs.replace(table, rows=rows))
