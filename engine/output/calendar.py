"""Turn an Outcome into a calendar: its milestones, and the steps that have a date, as iCalendar."""

import datetime
from collections.abc import Iterator

import icalendar

from engine.consultation.outcome import Outcome, Recommendation
from engine.output import wording


def to_ics(outcome: Outcome, today: datetime.date) -> bytes:
    """Write the milestones that hold for an outcome, and the steps due by them, as all-day events.

    `today` stamps the events and is what "this week" counts from; what is past is left out. The
    same outcome and day give the same bytes.
    """
    calendar = icalendar.Calendar()
    calendar.add("prodid", "-//matchpath//plan//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", "matchpath")
    for name, day, summary, description in sorted(
        _events(outcome, today), key=lambda one: (one[1], one[0])
    ):
        event = icalendar.Event()
        event.add("uid", f"{name}-{day:%Y%m%d}@matchpath")
        event.add(
            "dtstamp", datetime.datetime.combine(today, datetime.time(), datetime.timezone.utc)
        )
        event.add("dtstart", day)
        event.add("summary", summary)
        event.add("description", description)
        event.add("transp", "TRANSPARENT")
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def _events(
    outcome: Outcome, today: datetime.date
) -> Iterator[tuple[str, datetime.date, str, str]]:
    for milestone in outcome.kb.milestones.values():
        day = wording.date_of(outcome, milestone)
        if day and day >= today:
            label = milestone.label[:1].upper() + milestone.label[1:]
            yield milestone.id, day, label, wording.cited_text(outcome.kb, milestone.sources)
    for one in outcome.actions:
        day = _due(outcome, one, today)
        if day and day >= today and not one.contingent:
            yield (
                one.action.id,
                day,
                wording.filled(one.action.do, outcome),
                wording.filled(one.action.how, outcome),
            )


def _due(outcome: Outcome, one: Recommendation, today: datetime.date) -> datetime.date | None:
    """Give the day a step is due: its milestone's date, or so many days from today."""
    milestone = outcome.kb.milestones.get(one.by)
    if milestone is None:
        return None
    if milestone.days is not None:
        return today + datetime.timedelta(days=milestone.days)
    return wording.date_of(outcome, milestone)
