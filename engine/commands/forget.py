"""Delete a case for good."""

from pathlib import Path
from typing import NoReturn

import click

from engine import outside
from engine.commands import inputs, options
from engine.commands.terminal import fail, quoted, tell
from engine.consultation import casefile
from engine.consultation.held_case import written_beside


@click.command("forget")
@options.case
def command(case_path: Path) -> None:
    """Delete a case file for good, and what a consultation that was killed left beside it.

    Example: matchpath forget me.yaml
    """
    if outside.is_link(case_path):
        _fail_for_link(case_path)
    if outside.exists(case_path) or not outside.leftovers(case_path):
        casefile.load_kept(case_path, inputs.base())  # a file that is no case is not deleted
    with outside.alone(case_path, writing=False):
        for path in (case_path, *outside.leftovers(case_path)):
            if outside.exists(path):
                outside.remove(path)
                tell(f"Deleted: {path}")
    for path in written_beside(case_path):
        tell(f"There are answers in {path} too: matchpath forget {quoted(path)}")


def _fail_for_link(path: Path) -> NoReturn:
    """Say where a link leads; neither it nor a file elsewhere is deleted unasked."""
    target = outside.target(path)
    fail(
        f"{path} is a link to {target}. Nothing was deleted.\n"
        f"To delete the answers: matchpath forget {quoted(target)}\n"
        "The link can be deleted like any file."
    )
