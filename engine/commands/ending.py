"""Give what a consultation ends with: what comes first, the plan, the picture."""

from pathlib import Path

from engine import outside
from engine.commands import again
from engine.commands.plan import picture, picture_format, plan_bytes, plan_format
from engine.commands.terminal import give, give_long, say, width, write
from engine.consultation.outcome import Outcome
from engine.errors import MatchpathError
from engine.output.end_text import end_text
from engine.output.layout import WIDTH
from engine.output.plan_text import to_text


def check_formats(plan_path: Path | None, tree_path: Path | None) -> None:
    """Fail where a file to write has the ending of no format."""
    if tree_path:
        picture_format(tree_path)
    if plan_path:
        plan_format(plan_path)


def give_end(outcome: Outcome, case_path: Path | None) -> None:
    """Give what comes first, how much there is to do, and the next date."""
    give(end_text(outcome, width(), again.shell(case_path)), nl=False)


def give_plan(outcome: Outcome) -> None:
    """Give the whole plan as text, for those who keep it in no file."""
    give_long("\n" + to_text(outcome, width(), shell=again.shell(None)))


def tell_links(*paths: Path | None) -> None:
    """Say where what was written can be opened, to a person who can click there."""
    for path in paths:
        if path and outside.is_dressed() and outside.exists(path):
            say(f"Open: {outside.link(path)}")


def written(outcome: Outcome, plan_path: Path | None, tree_path: Path | None) -> list[str]:
    """Write the plan and the picture; give what could not be written, for the end."""
    failed = []
    for path, make in ((plan_path, _plan), (tree_path, _picture)):
        try:
            if path:
                write(path, make(outcome, path))
        except MatchpathError as error:
            failed.append(str(error))
    return failed


def _plan(outcome: Outcome, path: Path) -> bytes:
    return plan_bytes(outcome, plan_format(path), WIDTH)


def _picture(outcome: Outcome, path: Path) -> bytes:
    return picture(outcome, picture_format(path))
