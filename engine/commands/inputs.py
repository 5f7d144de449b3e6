"""Turn the words of a command into what it works on: one base, a case, answers, the day."""

import datetime
from collections.abc import Iterable
from pathlib import Path

import click

from engine import outside
from engine.checking.required import require
from engine.commands import session
from engine.commands.terminal import fail
from engine.consultation import casefile
from engine.consultation.answers import read_answers
from engine.consultation.consult import consult
from engine.consultation.moment import Day, eastern
from engine.consultation.outcome import Outcome
from engine.errors import CaseError, nearest
from engine.language import loader, yaml_file
from engine.language.base import KnowledgeBase
from engine.language.words import Value

YEARS = range(1900, 2200)  # a plan counts days and weeks from its day, either way


def folder(given: Path | None = None) -> Path:
    """Give the folder of the base in use: the one named, else --knowledge, else the built-in."""
    chosen: Path | None = given or click.get_current_context().find_root().params["knowledge"]
    return chosen or loader.BUILT_IN


def base(given: Path | None = None) -> KnowledgeBase:
    """Give the base in use, read and checked once a command.

    Raises KnowledgeError with all that keeps it from being used.
    """
    read = session.current().bases
    where = folder(given)
    if where not in read:
        read[where] = require(loader.load(where))
    return read[where]


def moment(given: Day | None, own: Day | None = None) -> Day:
    """Give the day or minute named, else a case's own, else this instant, in Eastern time."""
    day = given or own or eastern(datetime.datetime.now(datetime.timezone.utc))
    if day.year not in YEARS:
        first, last = YEARS[0], YEARS[-1]
        fail(f"{day} is no day to plan for. Name one of the years {first} to {last}: --today DATE")
    return day


def outcome(path: Path, today: Day | None) -> Outcome:
    """Consult with a case file, at the moment named, else at the case's own, else now."""
    case = casefile.load(path, base())
    return consult(base(), case.answers, moment(today, case.today), case.done)


def handed_over(more: Path | None) -> dict[str, Value]:
    """Read answers from a file, or from standard input where it is called "-"."""
    if more is None:
        return {}
    limit = yaml_file.LARGEST_CASE
    if str(more) == "-":
        document = yaml_file.parse(outside.read_input(limit), "standard input")
    else:
        document = yaml_file.read(more, limit=limit)
    return dict(casefile.read(document, more.stem, base()).answers)


def settings(given: Iterable[str]) -> dict[str, Value]:
    """Read answers written as QUESTION=ANSWER; commas part several choices."""
    raw: dict[str, object] = {}
    for setting in given:
        name, sign, value = setting.partition("=")
        if not sign:
            fail(f'--set takes QUESTION=ANSWER, like --set step2_ck=228; "{setting}" has no "=".')
        raw[name.strip()] = value.split(",") if "," in value else value.strip()
    answers, problems = read_answers(raw, base())
    if problems:
        raise CaseError(problems)
    return answers


def completed(typed: str, names: Iterable[str]) -> str:
    """Complete a name typed halfway when there is only one; name the nearest of a mistyped one."""
    known = list(dict.fromkeys(names))
    if typed in known:
        return typed
    starts = [name for name in known if name.startswith(typed)]
    if len(starts) == 1:
        return starts[0]
    hint = f"It could be: {', '.join(starts)}." if starts else nearest(typed, known)
    return fail(f'There is nothing called "{typed}". {hint}')


def phase(typed: str) -> tuple[str, ...]:
    """Give the one phase named, or none; fail where the base has none of that id."""
    phases = [one.phase for one in base().phases]
    if typed and typed not in phases:
        fail(f'There is no phase "{typed}". {nearest(typed, phases)}')
    return (typed,) if typed else ()
