"""Say by when things are due, and how much time is left."""

import datetime
from collections.abc import Iterable

from engine.consultation.outcome import Outcome, Recommendation
from engine.language.cycles import Milestone

_DAYS_A_WEEK = 7


def date_of(outcome: Outcome, milestone: Milestone) -> datetime.date | None:
    """Give a milestone's date, if it has one that holds for these answers."""
    return milestone.date if outcome.holds(milestone.when) else None


def due_text(outcome: Outcome, recommendation: Recommendation) -> str:
    """Say by when an action is due: `before the rank list (Wed 3 Mar 2027)`.

    The date is left out where the base gives none; the text is empty where the action is not due
    by any milestone.
    """
    milestone = outcome.kb.milestones.get(recommendation.by)
    if milestone is None:
        return ""
    date = date_of(outcome, milestone)
    if date is None:
        return milestone.label
    return f"{milestone.label} ({date:%a} {date.day} {date:%b %Y})"


def due_day(
    outcome: Outcome, recommendation: Recommendation, today: datetime.date
) -> datetime.date | None:
    """Give the day an action is due: its milestone's date, or so many days from `today`."""
    milestone = outcome.kb.milestones.get(recommendation.by)
    if milestone is None:
        return None
    if milestone.days is not None:
        return today + datetime.timedelta(days=milestone.days)
    return date_of(outcome, milestone)


def days_left(outcome: Outcome, milestone: Milestone) -> int | None:
    """Count the days until a milestone, fewer than 0 when it is past.

    None where it has no date, or the outcome no day.
    """
    date = date_of(outcome, milestone)
    if date is None or outcome.today is None:
        return None
    return (date - outcome.today).days


def weeks_left(outcome: Outcome, milestone: Milestone) -> int | None:
    """Count the whole weeks until a milestone; None where its days can't be counted."""
    days = days_left(outcome, milestone)
    return None if days is None else days // _DAYS_A_WEEK


def first_ahead(outcome: Outcome, names: Iterable[str]) -> Milestone | None:
    """Give the first of some milestones that is not past; one without a date never is."""
    for name in names:
        milestone = outcome.kb.milestones[name]
        days = days_left(outcome, milestone)
        if days is None or days >= 0:
            return milestone
    return None
