"""Say when a consultation takes place: the minute in Eastern time, and the cycle."""

import datetime
from zoneinfo import ZoneInfo

from engine.language.base import KnowledgeBase
from engine.language.cycles import Moment, read_instant, running
from engine.language.decision_table import may_hold
from engine.language.words import Answers

EASTERN = ZoneInfo("America/New_York")

Day = datetime.date | datetime.datetime
"""A day, whose hour is not known, or a minute of it in Eastern time."""


def eastern(instant: datetime.datetime) -> datetime.datetime:
    """Give an instant of any zone as a minute in Eastern time, without a zone."""
    return instant.astimezone(EASTERN).replace(tzinfo=None, second=0, microsecond=0)


def read_day(written: str) -> Day:
    """Read a day, `2027-03-15`, or a minute of it in Eastern time, `2027-03-15T11:30`.

    Raises Misread for anything else.
    """
    instant = read_instant(written)
    return instant.begins if instant.hour else instant.day


def written_day(today: Day) -> str:
    """Write a day, or a minute of it, as `read_day` reads it."""
    return today.isoformat("T", "minutes") if isinstance(today, datetime.datetime) else str(today)


def day_of(today: Day) -> datetime.date:
    """Give the day without its hour."""
    return today.date() if isinstance(today, datetime.datetime) else today


def minute_of(today: Day | None) -> datetime.datetime | None:
    """Give the minute; the first of the day where its hour is not known."""
    if today is None or isinstance(today, datetime.datetime):
        return today
    return datetime.datetime.combine(today, datetime.time())


def moment_of(kb: KnowledgeBase, answers: Answers, today: Day | None) -> Moment:
    """Tell the moment: the cycle is the one that runs, or the answer given; "" while it is open."""
    now, head = minute_of(today), kb.head
    runs = head.running_when
    if not head.cycle or (runs and runs.holds(answers)):
        return Moment(now, running(kb.cycles, now))
    if runs and may_hold(runs.parts, answers.get):
        return Moment(now)
    return Moment(now, str(answers.get(head.cycle, "")))
