"""Hold the calendar: milestones, the same in every cycle, and the day and hour each cycle has."""

import datetime
import re
from collections.abc import Mapping
from typing import Literal

import msgspec

from engine.errors import Misread
from engine.language.condition import ALWAYS, Condition
from engine.language.words import AHEAD, PAST, Choice, Days, Id, Line, Reference, Texts
from engine.language.written import Entry

OPEN = "open"  # a milestone's state that hangs on the cycle, which is not known yet

YEARS = range(1900, 2200)  # days and weeks are counted from each day, either way

_WRITTEN = re.compile(r"(\d{4}-\d\d-\d\d)(?:[ T](\d\d:\d\d))?")

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]


class Instant(msgspec.Struct, frozen=True):
    """Hold a day, or an hour of it in Eastern time."""

    day: datetime.date
    hour: datetime.time | None = None

    @property
    def begins(self) -> datetime.datetime:
        """Give its first minute."""
        return datetime.datetime.combine(self.day, self.hour or datetime.time())

    @property
    def ends(self) -> datetime.datetime:
        """Give the minute from which it is over: its hour, or the end of its day."""
        return self.begins if self.hour else self.begins + datetime.timedelta(days=1)


def read_instant(written: str) -> Instant:
    """Read `2027-03-03` or `2027-03-03 21:00`. Raises Misread for anything else."""
    found = _WRITTEN.fullmatch(written)
    try:
        if not found:
            raise ValueError
        day = datetime.date.fromisoformat(found[1])
        hour = datetime.time.fromisoformat(found[2]) if found[2] else None
    except ValueError:
        raise Misread(
            "is no day", "Write 2026-11-22, or 2026-11-22 21:00 for an hour of it."
        ) from None
    return Instant(day, hour)


def read_date(written: str) -> Instant:
    """Read the day or hour of a milestone. Raises Misread for one outside the years of `YEARS`."""
    instant = read_instant(written)
    if instant.day.year not in YEARS:
        raise Misread("is far from any cycle", f"Write a year from {YEARS[0]} to {YEARS[-1]}.")
    return instant


class Moment(msgspec.Struct, frozen=True):
    """Hold when a consultation takes place: the minute in Eastern time, and the cycle.

    Without `now` nothing is past. `cycle` is the id of a cycle, or another answer to the question
    that asks for it; empty while that is open.
    """

    now: datetime.datetime | None = None
    cycle: str = ""


TIMELESS = Moment()  # nothing is past, and no cycle known


class Milestone(Entry, frozen=True, kw_only=True, eq=False):
    """Describe a day that actions are due by; a fact as well, `ahead` or `past`.

    Its dates stand in the cycles. `when` says for whom they hold; for others, and in a cycle that
    has none, it is always ahead, and texts say when it `usually` is. It is past when its day, or
    its hour if it is `timed`, is over; one that `opens` something, from the start of its day.
    A usual time has a year where `usual_year` says which: the cycle's, or the one before.
    `days` counts from today: what a calendar takes for "this week". What has to be done by it is
    due "before" its label, or in the words of `due`. One of the `calendar` stands in everybody's
    calendar; the others where something is to be done by them.
    """

    id: Id
    label: Line
    due: Line = ""
    days: Days | None = None
    when: Condition = ALWAYS
    opens: bool = False
    weekday: Weekday | Literal[""] = ""
    timed: bool = False
    calendar: bool = False
    usually: Line = ""
    usual_year: Literal["cycle", "before"] | None = None

    @property
    def type(self) -> Literal["choice"]:
        """Give the type it has as a fact."""
        return "choice"

    @property
    def words(self) -> Texts:
        """Map every value it has as a fact to the text shown for it."""
        return {AHEAD: "still ahead", PAST: "past"}

    @property
    def before(self) -> str:
        """Say by when something due by it has to be done: `before you leave`, `this week`."""
        return self.due or (f"before {self.label}" if self.days is None else self.label)

    def past_from(self, instant: Instant) -> datetime.datetime:
        """Give the minute from which it is past, where it falls on an instant."""
        return instant.begins if self.opens else instant.ends


class CycleDate(Entry, frozen=True, kw_only=True, eq=False):
    """Say when a milestone is in one cycle."""

    milestone: Reference
    at: Instant


class Cycle(Entry, frozen=True, kw_only=True, eq=False):
    """Hold the dates of one cycle; none yet where it is `unpublished`."""

    id: Choice
    label: Line
    dates: tuple[CycleDate, ...] = ()
    unpublished: bool = False

    @property
    def instants(self) -> Mapping[str, Instant]:
        """Map milestones to their day and hour."""
        return {date.milestone: date.at for date in self.dates}


class Dates(msgspec.Struct, frozen=True):
    """Hold from when on a milestone is past, by cycle."""

    past_from: tuple[tuple[str, datetime.datetime], ...]

    def state(self, moment: Moment) -> str:
        """Say whether it is ahead, past, or open while the cycle is not known.

        Before the first of its dates it is ahead whichever the cycle.
        """
        now, dates = moment.now, dict(self.past_from)
        if now is None or not dates or now < min(dates.values()):
            return AHEAD
        if not moment.cycle:
            return OPEN
        return PAST if moment.cycle in dates and now >= dates[moment.cycle] else AHEAD


def running(cycles: Mapping[str, Cycle], now: datetime.datetime | None) -> str:
    """Name the cycle that runs at a minute: the first whose last date is not over, else the last.

    Without a minute it is the first; empty where there is no cycle.
    """
    for cycle in cycles.values():
        ends = [date.at.ends for date in cycle.dates]
        if now is None or not ends or now < max(ends):
            return cycle.id
    return next(reversed(list(cycles)), "")
