"""Turn a table of applicants, .csv or .parquet, into batches of rows that know their line."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import msgspec
import polars as pl
from polars.exceptions import NoDataError, PolarsError

from engine import outside
from engine.errors import CaseError, Place, Problem, nearest, short
from engine.language.base import KnowledgeBase

ID = "id"  # what a school calls an applicant
LINE = "line:"  # no id of a base has a colon, so this column is none of its facts
BETWEEN = "|"  # parts several choices in a cell: a comma parts cells
BATCH = 50_000  # rows at once: what bounds the memory
_READ_AHEAD = 4_000_000  # bytes of a .csv that Polars takes at a time, several times ahead
_WORDS = (pl.String, pl.Categorical, pl.Enum, pl.Boolean, pl.Null)
_AS_TEXT = "Save it as CSV UTF-8, and try again."


class Table(msgspec.Struct, frozen=True, eq=False):
    """Hold a table that was opened: its columns by name, and what reads its rows as text.

    `first_line` is where the first row stands: a .csv counts its heading, a .parquet has none.
    """

    path: Path
    columns: tuple[str, ...]
    rows: pl.LazyFrame
    first_line: int

    @property
    def questions(self) -> tuple[str, ...]:
        """Name the questions that it answers, in its order."""
        return tuple(name for name in self.columns if name != ID)

    @property
    def is_text(self) -> bool:
        """Tell whether its rows stand on lines, of which a cell may fill several."""
        return is_csv(self.path)

    def place(self, line: int, column: str) -> Place:
        """Name a cell by its line and by the number of its column."""
        return Place(str(self.path), line, self.columns.index(column) + 1)


def is_csv(path: Path) -> bool:
    """Tell by its ending whether a table is text."""
    return path.suffix.lower() == ".csv"


def open_table(path: Path, kb: KnowledgeBase) -> Table:
    """Open a table and look at its columns: one for each question it answers, perhaps an id.

    Raises CaseError with every column that can't be, or where the file is no table.
    """
    file = outside.readable(path, "Name a table: a .csv or a .parquet file.")
    opened = _opened_csv if is_csv(path) else _opened_parquet
    with _reading(path):
        return opened(path, file, kb)


def batches(table: Table) -> Iterator[pl.DataFrame]:
    """Give the rows in their order, BATCH at a time, as text with their LINE; no blank ones.

    A cell that fills several lines is not counted so. Raises CaseError where the file can't be
    read on.
    """
    # Left to itself, Polars has hundreds of megabytes of a large file in memory before its turn.
    outside.tell_library("POLARS_CSV_CHUNK_SIZE", str(_READ_AHEAD))
    with _reading(table.path):
        line = table.first_line
        for batch in _in_turn(table):
            numbered = batch.with_row_index(LINE, offset=line)
            yield numbered.filter(pl.any_horizontal(pl.exclude(LINE).is_not_null()))
            line += batch.height


def _in_turn(table: Table) -> Iterator[pl.DataFrame]:
    if table.is_text:
        yield from table.rows.collect_batches(chunk_size=BATCH, maintain_order=True)
        return
    # Of a .parquet, batches come when the whole of it is in memory; a slice is found at once.
    start, batch = 0, table.rows.head(BATCH).collect()
    while batch.height:
        yield batch
        start += batch.height
        batch = table.rows.slice(start, BATCH).collect()


def _opened_csv(path: Path, file: Path, kb: KnowledgeBase) -> Table:
    # Read by itself: as a heading, names that stand twice would be made different.
    heading = pl.scan_csv(file, has_header=False, n_rows=1, infer_schema=False, glob=False)
    columns = [(name or "").strip() for name in heading.collect().row(0)]
    _refuse(_misnamed(path, columns, kb))
    rows = pl.scan_csv(file, infer_schema=False, glob=False, new_columns=columns)
    lines = 1 + sum(name.count("\n") for name in columns)
    return Table(path, tuple(columns), rows, 1 + lines)


def _opened_parquet(path: Path, file: Path, kb: KnowledgeBase) -> Table:
    rows = pl.scan_parquet(file, glob=False)
    columns = rows.collect_schema()
    _refuse([*_misnamed(path, list(columns), kb), *_mistyped(path, columns)])
    return Table(path, tuple(columns), rows.select(map(_as_text, columns.items())), 1)


def _refuse(problems: Sequence[Problem]) -> None:
    if problems:
        raise CaseError(problems)


def _misnamed(path: Path, columns: Sequence[str], kb: KnowledgeBase) -> list[Problem]:
    """Find the columns that are neither a question nor the id, or stand twice."""
    problems = []
    for number, name in enumerate(columns, start=1):
        place = Place(str(path), 1, number)
        if name in columns[: number - 1]:
            message = f'there are two columns "{short(name)}".'
            problems.append(Problem(place, "duplicate-column", message, "Take one out."))
        elif not name:
            message = f"column {number} has no name."
            problems.append(Problem(place, "unknown-column", message, "Name it, or take it out."))
        elif name in kb.conclusions:
            message = f'"{name}" is worked out, not answered.'
            problems.append(Problem(place, "unknown-column", message, "Take the column out."))
        elif name != ID and name not in kb.questions:
            message, hint = f'there is no question "{short(name)}".', nearest(name, kb.questions)
            problems.append(Problem(place, "unknown-column", message, hint))
    return problems


def _mistyped(path: Path, columns: pl.Schema) -> list[Problem]:
    """Find the columns of a .parquet whose values are no answers, such as dates."""
    problems = []
    for number, (name, kind) in enumerate(columns.items(), start=1):
        inner = kind.inner if isinstance(kind, pl.List) else kind
        if not (isinstance(inner, _WORDS) or kind.is_numeric()):
            message = f'column "{short(name)}" holds values of the type {kind}.'
            place, hint = Place(str(path), 1, number), "Write words or whole numbers."
            problems.append(Problem(place, "wrong-type", message, hint))
    return problems


def _as_text(column: tuple[str, pl.DataType]) -> pl.Expr:
    """Write the values of a column of a .parquet as the cells of a .csv would have them."""
    name, kind = column
    cells = pl.col(name)
    if isinstance(kind, pl.List):
        return cells.list.eval(pl.element().cast(pl.String)).list.join(BETWEEN)
    if isinstance(kind, pl.Boolean):
        return pl.when(cells).then(pl.lit("yes")).when(~cells).then(pl.lit("no")).alias(name)
    if kind.is_float():  # how some write whole numbers where one of them is missing
        whole = cells.cast(pl.Int64, strict=False)
        is_whole = whole.cast(kind) == cells
        return pl.when(is_whole).then(whole.cast(pl.String)).otherwise(cells.cast(pl.String))
    return cells.cast(pl.String)


@contextmanager
def _reading(path: Path) -> Iterator[None]:
    """Turn what Polars says of a file that is no table into one problem."""
    try:
        yield
    except NoDataError:
        raise _unreadable(path, "this table is empty.", "Write a line with names first.") from None
    except (PolarsError, OSError) as error:
        first_line = next(iter(str(error).splitlines()), "")
        if "utf-8" in first_line:
            raise _unreadable(path, "this is not UTF-8 text.", _AS_TEXT) from None
        if "more fields" in first_line:
            raise _too_wide(path) from None
        raise _unreadable(path, f"this can't be read as a table ({short(first_line)}).") from None


def _unreadable(path: Path, message: str, hint: str = "", line: int = 1) -> CaseError:
    return CaseError([Problem(Place(str(path), line), "unreadable", message, hint)])


def _too_wide(path: Path) -> CaseError:
    """Find the first line with more cells than the heading: Polars does not name it."""
    # Each line is read as one cell: no sign that separates or quotes is looked at.
    lines = pl.scan_csv(
        outside.target(path),
        has_header=False,
        infer_schema=False,
        separator="\x1f",
        quote_char=None,
        glob=False,
    )
    commas = pl.first().str.replace_all('"[^"]*"', "").str.count_matches(",", literal=True)
    counted = lines.select(is_wide=commas > commas.first()).with_row_index(LINE, offset=1)
    wide = counted.filter("is_wide").head(1).collect()
    number = wide[LINE].item() if wide.height else 1
    message = "this line has more cells than there are columns."
    return _unreadable(path, message, "Quote a cell that holds a comma.", number)
