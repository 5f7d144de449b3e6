"""Write what a consultation ends with: what comes first, how much there is to do, the next date."""

import datetime

from engine.consultation.answers import in_distress
from engine.consultation.moment import day_of
from engine.consultation.outcome import Outcome, Recommendation
from engine.output import wording
from engine.output.due import due_day, due_text, short_text
from engine.output.layout import WIDTH, counted, wrapped
from engine.output.opening import opening
from engine.output.plan_text import to_text
from engine.output.shell import EXAMPLE, Shell


def end_text(outcome: Outcome, width: int = WIDTH, shell: Shell = EXAMPLE) -> str:
    """Write the end of a consultation for one screen, wrapped to a width in columns.

    It says where the person stands, the at most three things that come next, whom to call, and how
    much more the plan holds. Where what comes first stands alone, that is all. `shell` is the
    reader's, for the command that is offered.
    """
    first = opening(outcome)
    if first.alone:
        return to_text(outcome, width, shell=shell)
    lines = [*wrapped(first.say, width), ""] if first.say else []
    for step in first.steps:
        do = wording.called(outcome, step.action)
        lines += wrapped(f"- {do}{_by_when(outcome, step)}", width, 2)
    lines += wrapped(f"Whom to call: {first.call}", width) if first.call else []
    lines += [""] if first.steps or first.call else []
    lines += wrapped(counts_text(outcome), width)
    return "\n".join(lines) + "\n"


def _by_when(outcome: Outcome, step: Recommendation) -> str:
    """Say by when a step is due: ` (this week)`; without brackets where there are some in it."""
    milestone = outcome.kb.milestones.get(step.by)
    if milestone is None:
        return ""
    when = short_text(outcome, step)
    lead = "by " if milestone.days is None and when != milestone.before else ""
    lead = "was due " if step.state == "late" else lead
    said = f"{lead}{when}"
    return f" {wording.capitalized(said)}." if "(" in when else f" ({said})"


def counts_text(outcome: Outcome) -> str:
    """Count what there is to do and the musts in it, and name the next date by which one is due.

    What is done, or waits on how things go, doesn't count. Nothing is counted out to a person in
    distress.
    """
    ahead = [step for step in outcome.actions if step.state != "done" and not step.contingent]
    steps = [step for step in ahead if step.action.strength != "avoid"]
    musts = [step for step in steps if step.action.strength == "must"]
    said = f"{counted(len(steps), 'thing')} to do{_musts(len(musts))}"
    if not steps:
        said = "Nothing is to be done now"
    elif in_distress(outcome.kb, outcome.answers):
        said = "The rest is in your plan"
    dated = _first_dated(outcome, steps)
    if dated is None:
        return f"{said}."
    if dated.action.id in outcome.next:  # it stands above
        return f"{said}. The next date: {due_text(outcome, dated)}."
    do = wording.called(outcome, dated.action)
    return f"{said}. The next date, {due_text(outcome, dated)}: {do}"


def _musts(number: int) -> str:
    if number < 2:
        return ", one of them a must" if number else ""
    return f", {number} of them musts"


def _first_dated(outcome: Outcome, steps: list[Recommendation]) -> Recommendation | None:
    """Give the step whose date comes first of those that are ahead; None where none has one."""
    if outcome.today is None:
        return None
    today = day_of(outcome.today)
    days: dict[datetime.date, Recommendation] = {}
    for step in steps:
        if step.state == "late":
            continue
        milestone = outcome.kb.milestones.get(step.by)
        day = due_day(outcome, step, today)
        if milestone and milestone.days is None and day and day >= today:
            days.setdefault(day, step)
    return days[min(days)] if days else None
