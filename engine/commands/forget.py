"""Delete a case for good."""

from pathlib import Path

import click

from engine import outside
from engine.commands import inputs, options
from engine.consultation import casefile


@click.command("forget")
@options.case
def command(case_path: Path) -> None:
    """Delete a case file for good.

    Example: matchpath forget me.yaml
    """
    casefile.load_kept(case_path, inputs.base())  # a file that is no case is not deleted
    with outside.alone(case_path):
        case_path.unlink()
    click.echo(f"Deleted: {case_path}", err=True)
