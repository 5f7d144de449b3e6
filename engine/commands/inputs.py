"""Turn the words of a command into what it works on: one base, a case, answers, the day."""

import datetime
from collections.abc import Iterable
from pathlib import Path

import click
import msgspec

from engine import outside
from engine.checking.required import require
from engine.commands import session
from engine.commands.terminal import fail, say
from engine.consultation import casefile
from engine.consultation.answers import read_answers, taken, taken_twice
from engine.consultation.consult import consult
from engine.consultation.glance import glance
from engine.consultation.moment import Day, eastern
from engine.consultation.outcome import Outcome, Upshot
from engine.dialogue.typed import read_typed
from engine.errors import CaseError, Problem, nearest
from engine.language import loader, yaml_file
from engine.language.base import KnowledgeBase
from engine.language.cycles import YEARS
from engine.language.words import Answers, Value


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


def day(given: Day | None = None, own: Day | None = None) -> datetime.date:
    """Give the day of a moment, in Eastern time."""
    found = moment(given, own)
    return found.date() if isinstance(found, datetime.datetime) else found


def outcome(path: Path, today: Day | None) -> Outcome:
    """Consult with a case file, at the moment named, else at the case's own, else now."""
    case = casefile.load(path, base())
    return consult(base(), case.answers, moment(today, case.today), case.done)


def upshot(path: Path, today: Day | None) -> Upshot:
    """Give what comes out for a case file, as `outcome` does, without how it came about."""
    case = casefile.load(path, base())
    return glance(base(), case.answers, moment(today, case.today), case.done)


def person_first(found: Upshot) -> None:
    """Say whom to call before anything else is said, where that comes before all else."""
    if found.first and found.first.only:
        say("\n".join((*found.kb.head.support, "")))


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


def settings(given: Iterable[str], known: Answers) -> dict[str, Value]:
    """Read answers written as QUESTION=ANSWER, each ANSWER as a prompt takes it.

    `known` are the answers that they come to. Raises CaseError with all that can't be.
    """
    answers: dict[str, Value] = {}
    problems: list[Problem] = []
    for setting in given:
        label, sign, typed = (part.strip() for part in setting.partition("="))
        name = _question_called(label)
        if not sign:
            fail(f'--set takes QUESTION=ANSWER, like {_example()}; "{setting}" has no "=".')
        try:
            answers[name] = _typed(name, typed, {**known, **answers})
        except CaseError as error:
            problems += error.problems
    for name, problem in taken_twice(base(), {**known, **answers}).items():
        problems.append(msgspec.structs.replace(problem, code=f"--set {name}"))
    if problems:
        raise CaseError(problems)
    return answers


def _example() -> str:
    """Write how an answer to the first question is set."""
    first = next(iter(base().questions.values()))
    return f"--set {first.id}={next(iter(first.words), first.min)}"


def _question_called(label: str) -> str:
    """Give the id of the question of that id, else of that label; what is neither, as it is."""
    questions = base().questions
    if label in questions:
        return label
    of_label = (n for n, q in questions.items() if q.label.casefold() == label.casefold())
    return next(of_label, label)


def _typed(name: str, typed: str, known: Answers) -> Value:
    """Read an answer that was typed for a question. Raises CaseError when there is none such."""
    question = base().questions.get(name)
    if question is None:
        raise CaseError(read_answers({name: typed}, base())[1])
    try:
        return read_typed(question, typed, taken(base(), question, known))
    except ValueError as bad:
        message, hint = bad.args
        raise CaseError([Problem(None, f"--set {name}", message, hint)]) from None


def phase(typed: str) -> tuple[str, ...]:
    """Give the one phase named, or none; fail where the base has none of that id."""
    phases = [one.phase for one in base().phases]
    if typed and typed not in phases:
        fail(f'There is no phase "{typed}". {nearest(typed, phases)}')
    return (typed,) if typed else ()
