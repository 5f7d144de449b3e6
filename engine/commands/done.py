"""Take note in a case of what was done, and say what comes next."""

import datetime
from collections.abc import Mapping
from pathlib import Path

import click

from engine import outside
from engine.commands import again, inputs, naming, options, together
from engine.commands.completion import complete_action, complete_case
from engine.commands.terminal import fail, give, quoted, read, say, tell
from engine.consultation.casefile import Case
from engine.consultation.consult import consult
from engine.consultation.held_case import HeldCase
from engine.consultation.moment import Day, day_of
from engine.consultation.outcome import Outcome
from engine.dialogue.taking import still_settled, unsettled
from engine.errors import listed
from engine.language.entries import Action
from engine.language.words import Answers, Value
from engine.output import wording
from engine.output.due import due_text

_YES = ("", "y", "yes")


@click.command("done", short_help="Take note of an action that was done.")
@click.argument("case_path", metavar="CASE", type=options.FILE, shell_complete=complete_case)
@click.argument("typed", metavar="ACTION", shell_complete=complete_action)
@click.option("--on", type=options.Today(), metavar="DATE", help="The day it was done; else today.")
@click.option("--undo", is_flag=True, help="It was not done after all.")
@click.option("--no-input", is_flag=True, help="Ask nothing; say how to set what it settles.")
@options.today
def command(
    case_path: Path,
    typed: str,
    on: Day | None,
    undo: bool,
    no_input: bool,
    today: Day | None,
) -> None:
    """Take note in a case that an ACTION of its plan was done, and say what comes next.

    An ACTION is its id or its title, or the start of one.

    Example: matchpath done me.yaml ACTION
    """
    if undo:
        together.refuse("--undo", "on", instead="To note another day, leave out --undo.")
    if not outside.exists(case_path):
        fail(f'There is no case "{case_path}".')
    held = HeldCase()
    held.take(case_path)
    try:
        case = _opened(held)
        moment = inputs.moment(today, case.today)
        outcome = consult(inputs.base(), case.answers, moment, case.done)
        action = _named(outcome, case, typed, undo)
        answers, done = dict(case.answers), dict(case.done)
        if undo:
            del done[action.id]
        else:
            done[action.id] = _day(on, done.get(action.id), inputs.day(today, case.today))
            answers |= _settled(outcome, action, no_input, case_path)
        if to_say := held.save(answers, done):
            say(to_say)
    finally:
        held.let_go()
    _give(action, done, consult(inputs.base(), answers, moment, done))


def _opened(held: HeldCase) -> Case:
    """Read the case; what no longer applies is named, and stays in the file."""
    kept = held.open(inputs.base())
    for line in listed(kept.outgrown):
        say(f"Left aside: {line}")
    return kept.case


def _day(on: Day | None, noted: datetime.date | None, today: datetime.date) -> datetime.date:
    """Give the day named, else the one noted before, else today; fail where it has not come."""
    day = day_of(on) if on else noted or today
    if day > today:
        fail(f"{day} has not come yet. Name the day it was done: --on {today}")
    return day


def titles(outcome: Outcome, done: Mapping[str, datetime.date], undo: bool) -> dict[str, str]:
    """Map the actions that a person can mean to their titles: of the plan, or what was done."""
    names = done if undo else outcome.recommended
    return {name: wording.called(outcome, outcome.kb.actions[name]) for name in names}


def _named(outcome: Outcome, case: Case, typed: str, undo: bool) -> Action:
    """Find the action that was typed, by its id, its title or the start of one; else fail."""
    known = titles(outcome, case.done, undo)
    names = naming.fitting(typed, naming.titled(known))
    if len(names) == 1:
        return outcome.kb.actions[names[0]]
    return fail(_not_found(outcome, known, typed, names, undo))


def _not_found(
    outcome: Outcome, known: Mapping[str, str], typed: str, names: list[str], undo: bool
) -> str:
    """Say why what was typed is no action to take note of, and what to type."""
    if names:
        return f'"{typed}" could be: {", ".join(names)}.'
    if undo:
        what = f"Done so far: {', '.join(known)}." if known else "Nothing is done yet."
        return f'"{typed}" was not done. {what}'
    if typed in outcome.kb.actions:
        hint = f"Why: {again.program()} explain … --why-not {typed}"
        return f'"{typed}" is not in this plan. {hint}'
    hint = naming.nearest_named(typed, naming.titled(known))
    return f'There is no action "{typed}" in this plan. {hint}'


def _settled(outcome: Outcome, action: Action, no_input: bool, path: Path) -> dict[str, Value]:
    """Offer the answers that doing an action settles; give those that the person takes."""
    taken: dict[str, Value] = {}
    for name, value in unsettled(outcome.answers, action).items():
        label = outcome.kb.questions[name].label
        answer = wording.value_text(outcome.kb, name, value)
        if not no_input and _agreed(f"Answer “{label}” with “{answer}” now? [Y/n] "):
            taken[name] = value
        else:
            command = f"{again.program()} consult --case {quoted(path)} --set {name}={value}"
            tell(f"“{label}” stays as it is. To change it: {command}")
    return taken


def _agreed(prompt: str) -> bool:
    try:
        return read(prompt).strip().lower() in _YES
    except (EOFError, KeyboardInterrupt):
        return False


def _give(action: Action, done: Mapping[str, datetime.date], outcome: Outcome) -> None:
    """Say what was taken note of, and what comes next now."""
    title = wording.called(outcome, action)
    day = done.get(action.id)
    give(f"Done on {day}: {title}" if day else f"Not done: {title}")
    _give_undecided(action, outcome.answers, undone=day is None)
    if not outcome.next:
        give("Nothing else is to be done now.")
        return
    give("Next:")
    planned = {one.action.id: one for one in outcome.actions}
    for name in outcome.next:
        title = wording.called(outcome, planned[name].action)
        due = due_text(outcome, planned[name])
        give(f"- {title}")
        if due:
            give(f"  {wording.capitalized(due)}")


def _give_undecided(action: Action, answers: Answers, undone: bool) -> None:
    """Say which answers still speak of an action that was not done after all."""
    for name, value in still_settled(answers, action).items() if undone else ():
        give(f"{name} is still {value}.")
