"""Put figures that are kept apart into the cells of their tables, or say why one fits nowhere."""

from collections.abc import Iterable, Mapping

import msgspec

from engine.errors import Origin, Problem, nearest
from engine.language.tables import Cells, Figure, Table


def filled(
    tables: Mapping[str, Table], figures: Iterable[Figure], problems: list[Problem]
) -> dict[str, Table]:
    """Give the tables with their figures; one that fits into no free cell is a problem.

    A cell filled so is placed where its figure stands, and checked as any other.
    """
    result = dict(tables)
    for figure in figures:
        problem = _misfit(figure, result)
        if problem:
            problems.append(problem)
        else:
            result[figure.table] = _with_cell(result[figure.table], figure)
    return result


def _misfit(figure: Figure, tables: Mapping[str, Table]) -> Problem | None:
    """Say what is wrong with the place that a figure names: its table, row, column, or its cell."""
    table = tables.get(figure.table)
    if table is None:
        message = f'a figure names table "{figure.table}", which there is not.'
        return figure.problem("unknown-table", message, nearest(figure.table, tables), "table")
    if figure.row not in table.rows:
        message = f'table "{table.id}" has no row "{figure.row}".'
        return figure.problem("unknown-row", message, nearest(figure.row, table.rows), "row")
    open_columns = [name for name, column in table.columns.items() if column.missing]
    if figure.column not in open_columns:
        return _closed(figure, table, open_columns)
    if figure.column in table.rows[figure.row]:
        place = table.origin.at("rows", figure.row, figure.column)
        message = f'"{figure.column}" of row "{figure.row}" is given by {place} as well.'
        return figure.problem("duplicate-key", message, "Keep one of the two.", "value")
    return None


def _closed(figure: Figure, table: Table, open_columns: list[str]) -> Problem:
    """Say that a column is not there, or has no cells for figures to fill."""
    if figure.column in table.column_names:
        message = f'column "{figure.column}" of table "{table.id}" is not one for figures.'
        hint = "Declare it under columns: with missing: true, or write the value in its row."
    else:
        message = f'table "{table.id}" has no column "{figure.column}".'
        hint = nearest(figure.column, open_columns)
    return figure.problem("unknown-column", message, hint, "column")


def _with_cell(table: Table, figure: Figure) -> Table:
    keys = (*table.origin.path, "rows", figure.row, figure.column)
    marks = {**table.origin.marks, keys: figure.origin.at("value")}
    row: Cells = {**table.rows[figure.row], figure.column: figure.value}
    rows = {**table.rows, figure.row: row}
    return msgspec.structs.replace(table, rows=rows, origin=Origin(marks, table.origin.path))
