"""Print a draft of a plan, filled from the answers, to copy and finish."""

from collections.abc import Mapping
from pathlib import Path
from typing import NoReturn

import click

from engine.commands import again, inputs, naming, options, targets
from engine.commands.completion import complete_draft
from engine.commands.terminal import fail, give, say, tell, width, write
from engine.consultation.moment import Day
from engine.consultation.outcome import Outcome, Recommendation
from engine.errors import nearest
from engine.output.drafts import filled, listing, titles, with_drafts
from engine.output.layout import counted
from engine.output.opening import opening
from engine.output.shell import Shell

_ENDINGS = (".txt", ".md")


@click.command("draft", short_help="Print a letter, a mail, an answer to copy.")
@options.case
@click.argument("typed", metavar="[ACTION]", required=False, shell_complete=complete_draft)
@options.output
@click.option("--private", is_flag=True, help="Show the drafts of private actions too.")
@options.whole_plan
@options.today
def command(
    case_path: Path,
    typed: str | None,
    output: Path | None,
    private: bool,
    whole_plan: bool,
    today: Day | None,
) -> None:
    """List the texts to copy that a plan has, or print the one of an ACTION.

    It is filled from the answers; what stands in [brackets] is yours to fill in. An ACTION is its
    id or the title of its draft, or the start of one.

    Example: matchpath draft me.yaml ACTION
    """
    targets.check(output, case_path)
    _check_ending(output)
    outcome = inputs.outcome(case_path, today)
    inputs.person_first(outcome)
    if typed is None:
        text = _list(outcome, case_path, private, whole_plan)
    else:
        text = _text(outcome, _found(outcome, typed, private))
    if output:
        write(output, text.encode())
    else:
        give(text, nl=False)


def _check_ending(output: Path | None) -> None:
    ending = output.suffix.lower() if output else ""
    if ending and ending not in _ENDINGS:
        fail(
            f'{output}: the ending "{ending}" is no format of a draft. {nearest(ending, _ENDINGS)}'
        )


def _list(outcome: Outcome, case_path: Path, private: bool, whole: bool) -> str:
    """List the drafts of a plan; what is left out is said."""
    steps = with_drafts(outcome, whole)
    shown = [step for step in steps if private or not step.action.private]
    if len(shown) < len(steps):
        say("What is private is left out. To see it: --private")
    shell = again.shell(case_path)
    if waiting := _waiting(outcome, len(steps), whole, shell):
        tell(waiting)
    return listing(outcome, shown, shell, width()) if shown else "There is no draft in this plan.\n"


def _waiting(outcome: Outcome, shown: int, whole: bool, shell: Shell) -> str:
    """Say how many drafts the plan keeps for later; empty where it has none."""
    hidden = opening(outcome, whole).hidden(shell)
    count = len(with_drafts(outcome, whole=True)) - shown
    if hidden or not count:
        return hidden
    return (
        f"{counted(count, 'more draft')} can wait. To see {'it' if count == 1 else 'them'}: --all"
    )


def _text(outcome: Outcome, step: Recommendation) -> str:
    draft = filled(outcome, step)
    return f"{draft.text}\n" if draft else ""


def _found(outcome: Outcome, typed: str, private: bool) -> Recommendation:
    """Find the recommendation whose draft was named; fail where there is none to be shown."""
    known = titles(outcome, private)
    names = naming.fitting(typed, naming.titled(known))
    if len(names) != 1:
        _not_found(outcome, known, typed, names)
    (step,) = [step for step in outcome.actions if step.action.id == names[0]]
    return step


def _not_found(
    outcome: Outcome, known: Mapping[str, str], typed: str, names: list[str]
) -> NoReturn:
    """Say why what was typed is no draft of this plan, and what to type."""
    if names:
        fail(f'"{typed}" could be: {", ".join(names)}.')
    hint = naming.nearest_named(typed, naming.titled(known))
    action = outcome.recommended.get(typed)
    if action and action.drafted:
        fail(f'The draft of "{typed}" is private. To see it: --private')
    if action:
        fail(f'"{typed}" has no draft. {hint}')
    if typed in outcome.kb.actions:
        why = f"{again.program()} explain … --why-not {typed}"
        fail(f'"{typed}" is not in this plan. Why: {why}')
    fail(f'There is no draft "{typed}" in this plan. {hint}')
