"""Turn an Outcome into a calendar: its milestones and the steps that have a date, as iCalendar."""

import datetime
from collections.abc import Iterator

import icalendar
import msgspec

from engine.consultation.outcome import Outcome
from engine.output import wording
from engine.output.due import date_of, due_day


class _Event(msgspec.Struct, frozen=True):
    """Hold an event of a whole day; `id` is that of the milestone or the action."""

    id: str
    day: datetime.date
    summary: str
    description: str


def to_ics(outcome: Outcome, today: datetime.date) -> bytes:
    """Write the milestones that hold for an outcome, and the steps due by them, as all-day events.

    `today` stamps the events and is what "this week" counts from; what is past is left out. The
    same outcome and day give the same bytes.
    """
    calendar = icalendar.Calendar()
    calendar.add("prodid", "-//matchpath//plan//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", "matchpath")
    stamp = datetime.datetime.combine(today, datetime.time(), datetime.timezone.utc)
    events = [*_milestone_events(outcome), *_action_events(outcome, today)]
    for event in sorted(events, key=lambda event: (event.day, event.id)):
        if event.day >= today:
            calendar.add_component(_component(event, stamp))
    return bytes(calendar.to_ical())


def _milestone_events(outcome: Outcome) -> Iterator[_Event]:
    for milestone in outcome.kb.milestones.values():
        day = date_of(outcome, milestone)
        if day:
            label = wording.capitalized(wording.called(outcome, milestone))
            source = wording.cited_text(outcome.kb, milestone.sources)
            yield _Event(milestone.id, day, label, source)


def _action_events(outcome: Outcome, today: datetime.date) -> Iterator[_Event]:
    """Give the actions that are certain and due on a day; what waits on the world has none."""
    for recommendation in outcome.actions:
        day = due_day(outcome, recommendation, today)
        if day and not recommendation.contingent:
            advice = wording.worded(outcome, recommendation)
            yield _Event(recommendation.action.id, day, advice.do, advice.how)


def _component(event: _Event, stamp: datetime.datetime) -> icalendar.Event:
    component = icalendar.Event()
    component.add("uid", f"{event.id}-{event.day:%Y%m%d}@matchpath")
    component.add("dtstamp", stamp)
    component.add("dtstart", event.day)
    component.add("summary", event.summary)
    component.add("description", event.description)
    component.add("transp", "TRANSPARENT")
    return component
