"""Turn two bases into tables of the dates that differ, beside last cycle's, and what is unusual."""

import datetime
from collections.abc import Iterator, Mapping
from itertools import compress
from statistics import median_low

import msgspec

from engine.authoring.naming import Naming
from engine.language.base import KnowledgeBase
from engine.language.cycles import Cycle, Instant
from engine.output.due import clock_text, short_date_text
from engine.output.layout import counted

_SOME = 5  # dates of a cycle that tell how far most of them moved
_TOGETHER = 4  # days: the dates of one cycle move no further apart
_NEAR = 7  # days: the same weekday of the same week lies no further from last year's


class DateChange(msgspec.Struct, frozen=True):
    """Hold a date that is added, moved or taken out: last cycle's, its own, what is unusual."""

    milestone: str
    last: str
    now: str
    unusual: str


class CycleChange(msgspec.Struct, frozen=True):
    """Hold the dates of a cycle that differ, and what the cycle before it is called, if any."""

    cycle: str
    last: str
    dates: tuple[DateChange, ...]

    @property
    def is_unusual(self) -> bool:
        """Tell whether anything is unusual; it stands in the last column of the table."""
        return any(one.unusual for one in self.dates)

    @property
    def table(self) -> list[tuple[str, ...]]:
        """Give a row of headings and a row a date, without a column in which nothing stands."""
        heads = ("Eastern time", self.last, self.cycle, "Unusual")
        rows = [heads, *((one.milestone, one.last, one.now, one.unusual) for one in self.dates)]
        kept = [bool(self.last), True, self.is_unusual]
        return [tuple(compress(row, (True, *kept))) for row in rows]


def date_changes(naming: Naming) -> tuple[CycleChange, ...]:
    """Give the dates that differ between two bases, by cycle, in the order of the milestones."""
    found = []
    last: Cycle | None = None
    for cycle in naming.new.cycles.values():
        dates = tuple(_changes(naming, cycle, last.id if last else ""))
        if dates:
            found.append(CycleChange(cycle.label, last.label if last else "", dates))
        last = cycle
    return tuple(found)


def moved(old: KnowledgeBase, new: KnowledgeBase) -> frozenset[str]:
    """Name the milestones that have other dates in one base than in the other."""
    names = set()
    for cycle in {**old.cycles, **new.cycles}:
        names |= {
            name
            for name in {**old.milestones, **new.milestones}
            if old.instant(name, cycle) != new.instant(name, cycle)
        }
    return frozenset(names)


def with_dates_of(old: KnowledgeBase, new: KnowledgeBase) -> KnowledgeBase:
    """Give a base with the dates that another has for the same cycles: so that they alone agree."""
    cycles = {
        name: msgspec.structs.replace(cycle, dates=new.cycles[name].dates)
        if name in new.cycles
        else cycle
        for name, cycle in old.cycles.items()
    }
    return msgspec.structs.replace(old, cycles=cycles)


def _changes(naming: Naming, cycle: Cycle, last: str) -> Iterator[DateChange]:
    old, new = naming.old, naming.new
    years = _years(last, cycle.id)
    shifts = {
        name: _shift(instant, new.instant(name, last), years)
        for name, instant in cycle.instants.items()
    }
    for name in new.milestones:
        was, now = old.instant(name, cycle.id), new.instant(name, cycle.id)
        earlier = new.instant(name, last)
        if was != now:
            unusual = "; ".join((*_unusual(was, now, earlier, years), *_alone(name, shifts)))
            called = naming.entry("milestone", name)
            yield DateChange(called, instant_text(earlier), instant_text(now), unusual)


def instant_text(instant: Instant | None) -> str:
    """Say a day with its weekday, and its hour: `Wed, Mar 3, 2027, 9 p.m.`; a dash for none."""
    if instant is None:
        return "–"
    day = short_date_text(instant)
    return f"{day}, {clock_text(instant.begins)}" if instant.hour else day


def _unusual(
    was: Instant | None, now: Instant | None, earlier: Instant | None, years: int
) -> Iterator[str]:
    """Say what is worth a look at a date: that it moved, or lies otherwise than last cycle's."""
    if was:
        yield f"was {instant_text(was)}"
    if now is None or earlier is None:
        return
    if now.day.weekday() != earlier.day.weekday() and not _is_yearly(now, earlier):
        yield f"a {now.day:%A}, not a {earlier.day:%A}"
    if now.hour != earlier.hour:
        yield f"last at {clock_text(earlier.begins)}" if earlier.hour else "last without an hour"
    days = _shift(now, earlier, years) or 0
    if abs(days) > _NEAR:
        yield f"{_by(days)} in its year"


def _alone(name: str, shifts: Mapping[str, int | None]) -> Iterator[str]:
    """Say of a date that moved otherwise than most of its cycle did: by a week, say."""
    own, others = shifts.get(name), [shift for shift in shifts.values() if shift is not None]
    if own is None or abs(own) > _NEAR or len(others) < _SOME:
        return
    most = median_low(others)
    if abs(own - most) > _TOGETHER:
        yield f"{_by(own)} in its year, most dates {_by(most)}"


def _by(days: int) -> str:
    return f"{counted(abs(days), 'day')} {'later' if days > 0 else 'earlier'}"


def _shift(now: Instant | None, earlier: Instant | None, years: int) -> int | None:
    """Give by how many days a date lies later in its year than last cycle's; None without one."""
    if now is None or earlier is None:
        return None
    return (now.day - _later(earlier.day, years)).days


def _later(day: datetime.date, years: int) -> datetime.date:
    """Give the same day of a later year; the last of February where that has none."""
    last = 28 if (day.month, day.day) == (2, 29) else day.day
    return day.replace(year=day.year + years, day=last)


def _years(last: str, cycle: str) -> int:
    """Give how many years lie between two cycles that are called by theirs; else one."""
    return int(cycle) - int(last) if last.isdecimal() and cycle.isdecimal() else 1


def _is_yearly(one: Instant, other: Instant) -> bool:
    return (one.day.month, one.day.day) == (other.day.month, other.day.day)
