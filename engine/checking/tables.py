"""Find columns that are declared wrongly, and cells that are not what their column declares."""

from collections.abc import Iterator, Mapping

from engine.checking.suggestions import Suggest
from engine.errors import Problem, short
from engine.language.base import KnowledgeBase
from engine.language.condition import within
from engine.language.tables import Cell, Cells, Column, Table
from engine.language.words import DECLINED, NOT_YET, UNKNOWN

# What a column of each type is called, and the keys that say more about it.
_TYPES: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "text": ("text", ()),
    "number": ("a number", ("min", "max", "at_most")),
    "row": ("a row", ("table",)),
    "choice": ("a choice", ("of",)),
}
_KEYS = ("min", "max", "at_most", "table", "of")
_OPTIONAL = ("at_most",)


def columns(kb: KnowledgeBase, suggest: Suggest) -> Iterator[Problem]:
    """Find columns that lack a key or have one too many, and name what there is not."""
    for table in kb.tables.values():
        for name, column in table.columns.items():
            yield from _keys(table, name, column)
            yield from _bounds(table, name, column)
            yield from _named(table, name, column, kb, suggest)


def _keys(table: Table, name: str, column: Column) -> Iterator[Problem]:
    kind, wanted = _TYPES[column.type]
    called = f'column "{name}" of table "{table.id}" is {kind}'
    for key in _KEYS:
        is_given = getattr(column, key) not in (None, "")
        if is_given and key not in wanted:
            message = f'{called} and has no "{key}".'
            yield table.problem("unknown-key", message, "Take it out.", "columns", name, key)
        elif key in wanted and not is_given and key not in _OPTIONAL:
            message = f'{called} and needs "{key}".'
            yield table.problem("missing-key", message, f"Add {key}: …", "columns", name)


def _bounds(table: Table, name: str, column: Column) -> Iterator[Problem]:
    low, high = column.min, column.max
    if low is not None and high is not None and low > high:
        message = f'column "{name}" of table "{table.id}" has a min of {low}, above its max.'
        hint = f"Write min: {high}, max: {low}."
        yield table.problem("out-of-range", message, hint, "columns", name, "min")


def _named(
    table: Table, name: str, column: Column, kb: KnowledgeBase, suggest: Suggest
) -> Iterator[Problem]:
    called = f'column "{name}" of table "{table.id}"'
    if column.table and column.table not in kb.tables:
        message = f'{called} holds rows of table "{column.table}", which there is not.'
        hint = suggest(column.table, kb.tables)
        yield table.problem("unknown-table", message, hint, "columns", name, "table")
    choosable = [*kb.questions, *kb.conclusions]
    if column.of and column.of not in choosable:
        message = f'{called} holds choices of "{column.of}", which is no question or conclusion.'
        hint = suggest(column.of, choosable)
        yield table.problem("unknown-question", message, hint, "columns", name, "of")
    elif column.of and kb.facts[column.of].type == "integer":
        message = f'{called} holds choices of "{column.of}", which is a number.'
        hint = "Write type: number, with min and max."
        yield table.problem("wrong-type", message, hint, "columns", name, "of")


def bounding(kb: KnowledgeBase, suggest: Suggest) -> Iterator[Problem]:
    """Find columns that are at most what is no other column of numbers."""
    for table in kb.tables.values():
        numbers = [name for name, column in table.columns.items() if column.type == "number"]
        for name in numbers:
            most = table.columns[name].at_most
            others = [other for other in numbers if other != name]
            if most and most not in others:
                called = f'column "{name}" of table "{table.id}"'
                message = f'{called} is at most "{most}", which is no other column of numbers.'
                hint = suggest(most, others)
                yield table.problem("unknown-column", message, hint, "columns", name, "at_most")


def cells(kb: KnowledgeBase, suggest: Suggest) -> Iterator[Problem]:
    """Find cells of declared columns that are missing, of another kind, or in no such column."""
    for table in kb.tables.values():
        for row, row_cells in table.rows.items() if table.columns else ():
            yield from _row(table, row, row_cells, suggest)
            for name, cell in row_cells.items():
                if name in table.columns:
                    yield from _cell(table, row, name, cell, kb, suggest)


def _row(table: Table, row: str, row_cells: Cells, suggest: Suggest) -> Iterator[Problem]:
    called = f'row "{row}" of table "{table.id}"'
    for name in row_cells:
        if name not in table.columns:
            message = f'{called} has a cell "{name}", and there is no such column.'
            hint = suggest(name, table.columns)
            yield table.problem("unknown-column", message, hint, "rows", row, name)
    for name, column in table.columns.items():
        if name not in row_cells and not column.missing:
            message = f'{called} has no "{name}".'
            hint = f"Add {name}: …, or say missing: true of the column."
            yield table.problem("missing-key", message, hint, "rows", row)


def _cell(
    table: Table, row: str, name: str, cell: Cell, kb: KnowledgeBase, suggest: Suggest
) -> Iterator[Problem]:
    """Hold one cell against its column."""
    column = table.columns[name]
    called = f'"{name}" of row "{row}" in table "{table.id}"'
    keys = ("rows", row, name)
    if column.type == "number":
        yield from _number(table, called, cell, column, keys)
        yield from _at_most(table, called, cell, column, keys)
    elif not isinstance(cell, str):
        message = f"{called} must be {_TYPES[column.type][0]}, not a number."
        yield table.problem("wrong-type", message, "Write a word; quote it.", *keys)
    elif column.type != "text":
        names = _names(column, kb)
        if names is not None and cell not in names:
            message = f'{called} is "{short(cell)}", which is no {column.type} there.'
            yield table.problem("unknown-choice", message, suggest(cell, names), *keys)


def _number(
    table: Table, called: str, cell: Cell, column: Column, keys: tuple[str, str, str]
) -> Iterator[Problem]:
    if not isinstance(cell, int):
        message = f'{called} must be a whole number, not "{short(cell)}".'
        yield table.problem("wrong-type", message, "Write a number, like 12.", *keys)
    elif not within(cell, (column.min, column.max)):
        message = f"{called} is {cell}, outside what its column can be."
        hint = f"Give a whole number from {column.min} to {column.max}."
        yield table.problem("out-of-range", message, hint, *keys)


def _at_most(
    table: Table, called: str, cell: Cell, column: Column, keys: tuple[str, str, str]
) -> Iterator[Problem]:
    """Find a number above that of the other column in its row, where there is one."""
    most = table.rows[keys[1]].get(column.at_most)
    if isinstance(cell, int) and isinstance(most, int) and cell > most:
        message = f'{called} is {cell}, above its "{column.at_most}" of {most}.'
        hint = "One of the two is wrong: look both up again."
        yield table.problem("out-of-range", message, hint, *keys)


def _names(column: Column, kb: KnowledgeBase) -> list[str] | None:
    """Give the rows, or the choices, that a cell may name; None where it is not known of what."""
    if column.type == "row":
        return list(kb.tables[column.table].rows) if column.table in kb.tables else None
    if column.of not in kb.facts:
        return None
    return [word for word in kb.facts[column.of].words if word not in (UNKNOWN, DECLINED, NOT_YET)]


def unread(kb: KnowledgeBase) -> Iterator[Problem]:
    """Find declared columns that no conclusion looks up and no question draws its choices from."""
    read = {(one.lookup.table, one.lookup.column) for one in kb.conclusions.values() if one.lookup}
    for question in kb.questions.values():
        drawn = question.choices_from
        if drawn and not isinstance(drawn, str):
            read.add((drawn.table, drawn.column))
    for table in kb.tables.values():
        for name in table.columns:
            if (table.id, name) not in read:
                message = f'column "{name}" of table "{table.id}" is read by nothing.'
                hint = "Look it up in a conclusion, or take it out."
                yield table.problem("unused", message, hint, "columns", name)


def same_names(kb: KnowledgeBase) -> Iterator[Problem]:
    """Find rows that a question offers as choices under the name of another row."""
    drawn = [question.choices_from for question in kb.questions.values()]
    offered = {(one.table, one.column) for one in drawn if one and not isinstance(one, str)}
    for name, column in sorted(offered):
        table = kb.tables[name]
        seen: dict[str, str] = {}
        for row, row_cells in table.rows.items():
            shown = str(row_cells.get(column, ""))
            first = seen.setdefault(shown.casefold(), row)
            if shown and first != row:
                message = f'row "{row}" of table "{name}" is called "{short(shown)}", as "{first}".'
                hint = "Call one of them otherwise: they are offered side by side."
                yield table.problem("duplicate-label", message, hint, "rows", row, column)


TABLES = (columns, bounding, cells)
