"""Say by when things are due, and how much time is left."""

import datetime
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from engine.consultation.moment import EASTERN, day_of, minute_of
from engine.consultation.outcome import Outcome, Recommendation, Upshot
from engine.language.cycles import Instant, Milestone, Moment
from engine.language.words import PAST

_DAYS_A_WEEK = 7

_readers: ContextVar[datetime.tzinfo | None] = ContextVar("readers", default=None)

# What is shown where a cycle has no date yet.
_NO_DATE, _NO_HOUR, _NO_YEAR = "a day to be announced", "the hour announced", "coming"


@contextmanager
def in_eastern_alone() -> Iterator[None]:
    """Say no hour in the reader's own time: what is compared reads alike on every machine."""
    token = _readers.set(EASTERN)
    try:
        yield
    finally:
        _readers.reset(token)


def instant_of(outcome: Upshot, milestone: Milestone) -> Instant | None:
    """Give a milestone's day and hour, if its cycle has them and they hold for these answers."""
    if not outcome.holds(milestone.when):
        return None
    return outcome.kb.instant(milestone.id, outcome.cycle)


def date_text(instant: Instant) -> str:
    """Say a day: `Wednesday, March 3`."""
    return f"{instant.day:%A}, {instant.day:%B} {instant.day.day}"


def short_date_text(instant: Instant) -> str:
    """Say a day and its year in few words: `Wed, Mar 3, 2027`."""
    return f"{instant.day:%a}, {instant.day:%b} {instant.day.day}, {instant.day.year}"


def hour_text(instant: Instant, in_brackets: bool = False) -> str:
    """Say an hour: `9 p.m. Eastern`, and the reader's own where their clock differs.

    Where it is another day with them, that too. Theirs stands in brackets, unless all of it does.
    The text is empty where only the day is known.
    """
    if instant.hour is None:
        return ""
    there = instant.begins.replace(tzinfo=EASTERN)
    yours = there.astimezone(_readers.get())
    text = f"{clock_text(there)} Eastern"
    if yours.utcoffset() == there.utcoffset():
        return text
    day = "" if yours.date() == there.date() else f"{yours:%A}, "
    own = f"{day}{clock_text(yours)} yours"
    return f"{text}; {own}" if in_brackets else f"{text} ({own})"


def clock_text(minute: datetime.datetime) -> str:
    """Say what the clock shows: `9 p.m.`, `11:59 p.m.`, `noon`."""
    if (minute.hour, minute.minute) == (12, 0):
        return "noon"
    minutes = f":{minute.minute:02}" if minute.minute else ""
    return f"{minute.hour % 12 or 12}{minutes} {'a.m.' if minute.hour < 12 else 'p.m.'}"


def usual_text(outcome: Upshot, milestone: Milestone) -> str:
    """Say when a milestone without a date usually is, with its year: `late September 2027`.

    The year is the cycle's, or the one before, where the cycle is called by its year.
    """
    year = outcome.cycle
    if not milestone.usual_year or not year.isdecimal():
        return milestone.usually
    shift = 1 if milestone.usual_year == "before" else 0
    return f"{milestone.usually} {int(year) - shift}"


def time_text(outcome: Upshot, kind: str, name: str) -> str:
    """Say what `{date:…}`, `{hour:…}`, `{when:…}` (both) or `{year:…}` shows.

    Where there is no date yet, it is when the milestone usually is.
    """
    if kind == "year":
        return outcome.cycle if outcome.cycle in outcome.kb.cycles else _NO_YEAR
    milestone = outcome.kb.milestones[name]
    instant = instant_of(outcome, milestone)
    if instant is None:
        return _NO_HOUR if kind == "hour" else usual_text(outcome, milestone) or _NO_DATE
    day, hour = date_text(instant), hour_text(instant)
    shown = {"date": day, "hour": hour, "when": ", ".join(filter(None, (day, hour)))}
    return shown[kind]


def when_text(outcome: Upshot, milestone: Milestone, in_brackets: bool = False) -> str:
    """Say when a milestone is: `Wednesday, March 3, 2027, 9 p.m. Eastern`; else when it usually is.

    The text is empty where nothing is known of it.
    """
    instant = instant_of(outcome, milestone)
    if instant is None:
        return usual_text(outcome, milestone)
    hour = hour_text(instant, in_brackets)
    return ", ".join(filter(None, (date_text(instant), str(instant.day.year), hour)))


def before_text(outcome: Upshot, milestone: Milestone) -> str:
    """Say before what: `before you leave (Friday, March 19, 2027, noon Eastern)`."""
    when = when_text(outcome, milestone, in_brackets=True)
    return f"{milestone.before} ({when})" if when else milestone.before


def due_text(outcome: Outcome, recommendation: Recommendation) -> str:
    """Say before what an action is due; empty where it is not due by any milestone."""
    milestone = outcome.kb.milestones.get(recommendation.by)
    return before_text(outcome, milestone) if milestone else ""


def short_text(outcome: Outcome, recommendation: Recommendation) -> str:
    """Say in few words when an action is due: `Wed, Mar 3, 2027, 9 p.m. Eastern`, `early March`.

    The text is empty where the action is not due by any milestone.
    """
    milestone = outcome.kb.milestones.get(recommendation.by)
    if milestone is None:
        return ""
    instant = instant_of(outcome, milestone)
    if instant is None:
        return usual_text(outcome, milestone) or milestone.before
    return ", ".join(filter(None, (short_date_text(instant), hour_text(instant))))


def begin_text(outcome: Outcome, recommendation: Recommendation) -> str:
    """Say from when on an action can be done: `Later, from early February 2028: ranking opens`."""
    milestone = outcome.kb.milestones[recommendation.action.starts]
    when = when_text(outcome, milestone)
    return f"Later, from {when}: {milestone.label}" if when else f"Later: {milestone.label}"


def due_day(
    outcome: Outcome, recommendation: Recommendation, today: datetime.date
) -> datetime.date | None:
    """Give the day an action is due: its milestone's date, or so many days from `today`."""
    milestone = outcome.kb.milestones.get(recommendation.by)
    if milestone is None:
        return None
    if milestone.days is not None:
        return today + datetime.timedelta(days=milestone.days)
    instant = instant_of(outcome, milestone)
    return instant.day if instant else None


def days_left(outcome: Upshot, milestone: Milestone) -> int | None:
    """Count the days until a milestone, fewer than 0 when it is past.

    None where it has no date, or the outcome no day.
    """
    instant = instant_of(outcome, milestone)
    if instant is None or outcome.today is None:
        return None
    return (instant.day - day_of(outcome.today)).days


def weeks_left(outcome: Upshot, milestone: Milestone) -> int | None:
    """Count the whole weeks until a milestone; None where its days can't be counted."""
    days = days_left(outcome, milestone)
    return None if days is None else days // _DAYS_A_WEEK


def first_ahead(outcome: Upshot, names: Iterable[str]) -> Milestone | None:
    """Give the first of some milestones that is not past; one without a date never is."""
    moment = Moment(minute_of(outcome.today), outcome.cycle)
    for name in names:
        milestone = outcome.kb.milestones[name]
        is_past = outcome.kb.dates[name].state(moment) == PAST
        if not (is_past and outcome.holds(milestone.when)):
            return milestone
    return None
