"""Work out what comes out for many people at once, from a table of their answers."""

import sys
from collections.abc import Iterator
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import click

from engine import outside
from engine.commands import again, inputs, options, targets, together
from engine.commands.terminal import fail, give, quoted, say, tell, width
from engine.consultation.moment import Day
from engine.errors import MOST_SHOWN, CaseError, nearest, rest, shortened
from engine.output.layout import counted

if TYPE_CHECKING:  # Polars is there for those who installed it
    import polars as pl

    from engine.cohort.cells import Cells

_ENDINGS = (".csv", ".parquet")
_SEED = 1


@click.command("cohort", short_help="Work out many people at once, from a table.")
@click.argument("table_path", metavar="[TABLE]", required=False, type=options.FILE)
@click.option(
    "-o", "--output", type=options.FILE, help="Write a row a person to FILE (.csv, .parquet)."
)
@click.option(
    "--bad-cells",
    "bad_path",
    type=options.FILE,
    help="List every cell that is no answer in FILE (.csv, .parquet).",
)
@click.option(
    "--synthetic",
    type=click.IntRange(1, 100_000_000),
    metavar="N",
    help="Make N people up instead, and write their answers to the file of -o.",
)
@click.option(
    "--seed", type=int, default=_SEED, metavar="N", help="Make up the same ones each time; 1."
)
@options.today
def command(
    table_path: Path | None,
    output: Path | None,
    bad_path: Path | None,
    synthetic: int | None,
    seed: int,
    today: Day | None,
) -> None:
    """Work out path, actions and what comes first for every row of TABLE, a .csv or a .parquet.

    A column a question, called by its id, and one called "id" if you like; choices of several as
    "a|b"; no answer is an empty cell. Out come "pending", "first", "next", and a column a
    conclusion, node and action, with the state of each action. On the screen comes a summary
    without a name. Exit 1 when a cell was no answer: its row is left out. To try a change of the
    rules, make people up with --synthetic, and work them out with both bases.

    Example: matchpath cohort class.csv -o outcomes.parquet
    """
    if find_spec("polars") is None:
        fail("Many at once takes Polars, which is not installed: pip install matchpath[cohort]")
    for path in filter(None, (table_path, output, bad_path)):
        _check_ending(path)
    if (table_path is None) == (synthetic is None):
        fail("Name a table of people, or make some up: --synthetic N -o FILE")
    if table_path is None:
        instead = "Make people up first, then work out their table."
        together.refuse("--synthetic", "bad_path", "today", instead=instead)
        _make_up(synthetic or 0, seed, output)
    else:
        instead = "--seed is for people made up: --synthetic N -o FILE"
        together.refuse("A table", "seed", instead=instead)
        _work_out(table_path, output, bad_path, inputs.moment(today))


def _check_ending(path: Path) -> None:
    ending = path.suffix.lower()
    if ending not in _ENDINGS:
        hint = nearest(ending, _ENDINGS)
        fail(f'{path}: the ending "{ending}" is no format of a table. {hint}')


def _make_up(count: int, seed: int, output: Path | None) -> None:
    if output is None:
        fail(f"Name a file for them: --synthetic {count} -o drawn.csv")
    targets.check(output)
    from engine.cohort import run, synthetic

    kb = inputs.base()
    with outside.placed(output) as file:
        drawn = _watched(synthetic.draw(kb, count, seed))
        run.write(drawn, synthetic.schema(kb), file, output)
    say(f"Written: {output}")
    tell(f"Next: {again.program()} cohort {quoted(output)} -o outcomes.parquet")


def _work_out(path: Path, output: Path | None, bad_path: Path | None, today: Day) -> None:
    for target in (output, bad_path):
        targets.check(target, path)
    if output and bad_path and outside.is_same(output, bad_path):
        fail("Name two files: one for the outcomes, one for the bad cells.")
    from engine.cohort.run import Run, write
    from engine.cohort.summary import summary
    from engine.cohort.table import open_table

    kb = inputs.base()
    table = open_table(path, kb)
    run = Run(kb, table, today)
    outcomes = _watched(run.outcomes())
    if output:
        with outside.placed(output) as file:
            write(outcomes, run.schema, file, output)
        say(f"Written: {output}")
    else:
        for _ in outcomes:
            pass
    _tell_bad_cells(run.cells, bad_path)
    give(summary(run.tally, len(table.questions), width()), nl=False)
    sys.exit(int(run.cells.bad > 0))


def _watched(batches: "Iterator[pl.DataFrame]") -> "Iterator[pl.DataFrame]":
    """Pass batches on, and say on a terminal how many rows are done."""
    done, said = 0, ""
    for batch in batches:
        yield batch
        done += batch.height
        if outside.is_heard():
            said = f"{done:,} rows"
            with suppress(CaseError):
                outside.write_error(f"\r{said}")
    with suppress(CaseError):
        outside.write_error(f"\r{' ' * len(said)}\r" if said else "")


def _tell_bad_cells(cells: "Cells", path: Path | None) -> None:
    """Name the cells that are no answers: the first on the screen, all in a file if asked."""
    if path:
        from engine.cohort.run import write

        listed = cells.listed()
        with outside.placed(path) as file:
            write(iter([listed]), listed.schema, file, path)
        say(f"Written: {path}")
    for problem in cells.problems(MOST_SHOWN):
        tell(shortened(problem))
    for line in rest(cells.bad - MOST_SHOWN):
        tell(f"{line} All of them: --bad-cells FILE")
    if cells.bad:
        cells_said, rows = counted(cells.bad, "cell"), counted(cells.bad_rows, "row")
        tell(f"{cells_said} can't be read as answers; {rows} left out.")
