"""Name what a table is made of: rows of cells, columns with their kinds, figures kept apart."""

from collections.abc import Mapping
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from engine.language.words import Choice, Id, Line, Number, Reference
from engine.language.written import Entry

Cell = Line | Number
Cells = Annotated[dict[Id, Cell], Meta(max_length=50)]
Rows = Annotated[dict[Choice, Cells], Meta(max_length=1_000)]


class Column(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Describe what the cells of a column are.

    A number lies between `min` and `max`, and is `at_most` that of another column in its row; a row
    is one of `table`; a choice is one of those `of` a question or a conclusion. Where cells may be
    `missing`, figures can fill them.
    """

    type: Literal["text", "number", "row", "choice"]
    min: Number | None = None
    max: Number | None = None
    at_most: Reference = ""
    table: Reference = ""
    of: Reference = ""
    missing: bool = False


Columns = Annotated[dict[Id, Column], Meta(max_length=50)]


class Table(Entry, frozen=True, kw_only=True, eq=False):
    """Hold rows of named cells. Where it declares its `columns`, each cell is held against them."""

    id: Id
    columns: Columns = msgspec.field(default_factory=dict)
    rows: Rows

    @property
    def column_names(self) -> Mapping[str, None]:
        """Name its columns: those declared, and those that some row has."""
        used = [column for row in self.rows.values() for column in row]
        return dict.fromkeys([*self.columns, *used])


class Figure(Entry, frozen=True, kw_only=True, eq=False):
    """Give one cell of a table that stands elsewhere: its row, its column, its value."""

    table: Reference
    row: Reference
    column: Reference
    value: Cell


class ColumnOf(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Point at a column of a table."""

    table: Reference
    column: Reference


class Lookup(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Read a cell of a table, in a fact's row; `missing` names the fact to take instead."""

    table: Reference
    key: Reference
    column: Reference
    missing: Reference = ""
