"""Write what a consultation ends with: what comes first, how much there is to do, the next date."""

import datetime

from engine.consultation.moment import day_of
from engine.consultation.outcome import Outcome, Recommendation
from engine.output import wording
from engine.output.due import due_day, due_text, short_text
from engine.output.layout import WIDTH, counted, wrapped
from engine.output.opening import opening
from engine.output.plan_text import to_text


def end_text(outcome: Outcome, width: int = WIDTH) -> str:
    """Write the end of a consultation for one screen, wrapped to a width in columns.

    It says where the person stands, the at most three things that come next, whom to call, and how
    much more the plan holds. Where what comes first stands alone, that is all.
    """
    first = opening(outcome)
    if first.alone:
        return to_text(outcome, width)
    lines = [*wrapped(first.say, width), ""] if first.say else []
    for step in first.steps:
        do = wording.called(outcome, step.action)
        lines += wrapped(f"- {do}{_by_when(outcome, step)}", width, 2)
    lines += wrapped(f"Whom to call: {first.call}", width) if first.call else []
    lines += [""] if first.steps or first.call else []
    lines += wrapped(counts_text(outcome), width)
    return "\n".join(lines) + "\n"


def _by_when(outcome: Outcome, step: Recommendation) -> str:
    """Say in brackets by when a step is due: ` (by Tue, Dec 1, 2026)`, ` (this week)`."""
    milestone = outcome.kb.milestones.get(step.by)
    if milestone is None:
        return ""
    when = short_text(outcome, step)
    lead = "by " if milestone.days is None and when != milestone.before else ""
    return f" ({lead}{when})"


def counts_text(outcome: Outcome) -> str:
    """Count what there is to do and the musts in it, and name the next date by which one is due.

    What is done, or waits on how things go, doesn't count.
    """
    ahead = [step for step in outcome.actions if step.state != "done" and not step.contingent]
    steps = [step for step in ahead if step.action.strength != "avoid"]
    musts = [step for step in steps if step.action.strength == "must"]
    said = f"{counted(len(steps), 'thing')} to do, {_musts(len(musts))}"
    dated = _first_dated(outcome, steps)
    return f"{said}. The next date: {due_text(outcome, dated)}." if dated else f"{said}."


def _musts(number: int) -> str:
    if number < 2:
        return f"{'one' if number else 'none'} of them a must"
    return f"{number} of them musts"


def _first_dated(outcome: Outcome, steps: list[Recommendation]) -> Recommendation | None:
    """Give the step whose date comes first, from today on; None where no step has a date."""
    if outcome.today is None:
        return None
    today = day_of(outcome.today)
    days: dict[datetime.date, Recommendation] = {}
    for step in steps:
        milestone = outcome.kb.milestones.get(step.by)
        day = due_day(outcome, step, today)
        if milestone and milestone.days is None and day and day >= today:
            days.setdefault(day, step)
    return days[min(days)] if days else None
