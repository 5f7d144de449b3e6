"""Turn commands into files, text and exit codes; everything else is in `engine` and `diagrams`."""

import datetime
import json
import os
import sys
import textwrap
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any, NoReturn, TypeVar

import click

from engine import case as case_files
from engine import checks, dialogue, loader, plan
from engine.consultation import Outcome, consult
from engine.errors import MatchpathError, nearest
from engine.model import Answers, KnowledgeBase

_F = TypeVar("_F", bound=Callable[..., Any])
WRONG_USE = 2
_TREE_FORMATS = ("svg", "png", "pdf", "dot")


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="matchpath")
def main() -> None:
    """A plan after a low USMLE Step 2 CK score, and a decision tree of your own.

    Nothing leaves this machine. Start with: matchpath consult
    """


def _stops_on_problems(command: _F) -> _F:
    """Print what is wrong, one problem a line, and exit 2: never a traceback."""

    @wraps(command)
    def run(*args: Any, **kwargs: Any) -> Any:
        try:
            return command(*args, **kwargs)
        except MatchpathError as error:
            _fail(str(error))

    return run  # type: ignore[return-value]


def _fail(message: str) -> NoReturn:
    click.echo(message, err=True)
    sys.exit(WRONG_USE)


def _knowledge() -> KnowledgeBase:
    return checks.require(loader.load())


def _outcome(path: Path, today: datetime.datetime | None) -> Outcome:
    kb = _knowledge()
    case = case_files.load(path, kb)
    return consult(kb, case.answers, _day(today) if today else case.today or _day(None))


def _day(given: datetime.datetime | None) -> datetime.date:
    return given.date() if given else datetime.datetime.now().astimezone().date()


_today = click.option(
    "--today", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE", help="Plan as if it were DATE, like 2026-11-22."
)


@main.command("consult")
@click.option(
    "--case", "case_path", type=click.Path(path_type=Path), help="Keep the answers in FILE; go on from it if it exists."
)
@click.option("--plan", "plan_path", type=click.Path(path_type=Path), help="Write the plan to FILE.")
@click.option(
    "--tree", "tree_path", type=click.Path(path_type=Path), help="Draw the path to FILE (.svg, .png, .pdf, .dot)."
)
@_today
@_stops_on_problems
def consult_command(
    case_path: Path | None, plan_path: Path | None, tree_path: Path | None, today: datetime.datetime | None
) -> None:
    """Answer questions and get your category, path and actions.

    Example: matchpath consult --case me.yaml --plan plan.txt --tree path.svg
    """
    tree_format = _tree_format(None, tree_path) if tree_path else ""
    kb = _knowledge()
    answers: Answers = case_files.load(case_path, kb).answers if case_path and case_path.exists() else {}
    _say(f"{kb.title}\n\n{kb.opening}\n")
    _say("Nothing leaves this machine. Type ? for help, quit to stop.")
    if case_path is None:
        _say("Your answers are kept nowhere unless you name a file: --case FILE.")
    try:
        outcome = dialogue.converse(kb, answers, _read, _say, lambda known: _save(case_path, known), _day(today))
    except dialogue.Quit as stop:
        _say(
            f"\nStopped after {len(stop.answers)} answers."
            + (f" Go on with: matchpath consult --case {case_path}" if case_path else "")
        )
        sys.exit(1)
    click.echo(plan.to_text(outcome), nl=False)
    if plan_path:
        _write(plan_path, plan.to_text(outcome).encode())
    if tree_path:
        _write(tree_path, _drawn(outcome, tree_format))


def _read(prompt: str) -> str:
    click.echo(prompt, nl=False, err=True)
    line = sys.stdin.readline()
    if not line:
        raise EOFError
    return line


def _say(text: str) -> None:
    for line in text.split("\n"):
        indent = " " * (len(line) - len(line.lstrip()) + 3) if line.startswith(" ") else ""
        click.echo(textwrap.fill(line, plan.WIDTH, subsequent_indent=indent), err=True)


def _save(path: Path | None, answers: Answers) -> None:
    if path:
        _write(path, case_files.to_yaml(answers).encode(), tell=False)


@main.command("plan")
@click.argument("case_path", metavar="CASE", type=click.Path(path_type=Path))
@click.option("--format", "format_", type=click.Choice(["text", "json"]), help="Text to read, or one JSON object.")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Write to FILE instead of the screen.")
@_today
@_stops_on_problems
def plan_command(case_path: Path, format_: str | None, output: Path | None, today: datetime.datetime | None) -> None:
    """Print the plan for a case file; a partial one names the next question.

    Example: matchpath plan me.yaml --format json -o plan.json
    """
    outcome = _outcome(case_path, today)
    as_json = format_ == "json" or (format_ is None and output is not None and output.suffix == ".json")
    text = json.dumps(plan.to_json(outcome), indent=2, ensure_ascii=False) + "\n" if as_json else plan.to_text(outcome)
    if output:
        _write(output, text.encode())
    else:
        click.echo(text, nl=False)


@main.command("tree")
@click.argument("case_path", metavar="CASE", type=click.Path(path_type=Path))
@click.option(
    "--format", "format_", type=click.Choice(_TREE_FORMATS), help="Taken from the file's ending when not given."
)
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Write to FILE instead of the screen.")
@_today
@_stops_on_problems
def tree_command(case_path: Path, format_: str | None, output: Path | None, today: datetime.datetime | None) -> None:
    """Draw the path of a case file.

    Example: matchpath tree me.yaml -o path.svg
    """
    kind = _tree_format(format_, output)
    data = _drawn(_outcome(case_path, today), kind)
    if output:
        _write(output, data)
    elif kind in ("png", "pdf") and sys.stdout.isatty():
        _fail(f"A {kind.upper()} is no text for a screen. Name a file: -o path.{kind}")
    else:
        sys.stdout.buffer.write(data)


def _tree_format(format_: str | None, output: Path | None) -> str:
    if format_ or output is None:
        return format_ or "svg"
    ending = output.suffix.lstrip(".").lower()
    if ending not in _TREE_FORMATS:
        _fail(f'{output}: the ending ".{ending}" is no picture format. {nearest(ending, _TREE_FORMATS)}')
    return ending


def _drawn(outcome: Outcome, format_: str) -> bytes:
    import diagrams  # brings Graphviz along: only for those who draw

    return diagrams.render(diagrams.draw_path(outcome), format_)


def _write(path: Path, data: bytes, tell: bool = True) -> None:
    """Write a file whole or not at all, readable by its owner alone."""
    partial = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with os.fdopen(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(data)
        partial.replace(path)
    except OSError as error:
        partial.unlink(missing_ok=True)
        _fail(f"{path}: can't be written ({error.strerror}).")
    if tell:
        click.echo(f"Written: {path}", err=True)


if __name__ == "__main__":
    main()
