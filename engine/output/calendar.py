"""Turn an Outcome into a calendar of this person's dates, as iCalendar."""

import datetime
from collections.abc import Iterator

import icalendar
import msgspec

from engine.consultation.moment import EASTERN, Day, day_of, minute_of
from engine.consultation.outcome import Outcome
from engine.language.cycles import Instant
from engine.output import wording
from engine.output.due import due_day, instant_of


class _Event(msgspec.Struct, frozen=True):
    """Hold an event of a whole day, or of an hour of it; `id` is the milestone's or action's."""

    id: str
    at: Instant
    summary: str
    description: str


def to_ics(outcome: Outcome, today: Day) -> bytes:
    """Write the steps that are still to be done and the milestones they lead to.

    `today` stamps the events and is what "this week" counts from; what is past is left out. The
    same outcome and day give the same bytes.
    """
    calendar = icalendar.Calendar()
    calendar.add("prodid", "-//matchpath//plan//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", "matchpath")
    day = day_of(today)
    stamp = datetime.datetime.combine(day, datetime.time(), datetime.timezone.utc)
    events = [*_milestone_events(outcome), *_action_events(outcome, day)]
    now = minute_of(outcome.today or today)
    for event in sorted(events, key=lambda event: (event.at.begins, event.id)):
        if now is None or now < event.at.ends:
            calendar.add_component(_component(event, stamp))
    return bytes(calendar.to_ical())


def _milestone_events(outcome: Outcome) -> Iterator[_Event]:
    """Give the milestones of the calendar, and those that what is to be done hangs on."""
    bounds = {
        name
        for recommendation in outcome.actions
        if recommendation.state != "done"
        for name in (recommendation.by, recommendation.action.starts)
    }
    for milestone in outcome.kb.milestones.values():
        instant = instant_of(outcome, milestone)
        if instant and (milestone.calendar or milestone.id in bounds):
            label = wording.capitalized(wording.called(outcome, milestone))
            source = wording.cited_text(outcome.kb, milestone.sources)
            yield _Event(milestone.id, instant, label, source)


def _action_events(outcome: Outcome, today: datetime.date) -> Iterator[_Event]:
    """Give the actions that are certain, still to be done and due on a day."""
    for recommendation in outcome.actions:
        day = due_day(outcome, recommendation, today)
        is_open = recommendation.state in ("now", "later") and not recommendation.contingent
        if day and is_open:
            do = wording.called(outcome, recommendation.action)
            how = wording.worded(outcome, recommendation).how
            yield _Event(recommendation.action.id, Instant(day), do, how)


def _component(event: _Event, stamp: datetime.datetime) -> icalendar.Event:
    component = icalendar.Event()
    component.add("uid", f"{event.id}-{event.at.day:%Y%m%d}@matchpath")
    component.add("dtstamp", stamp)
    begins = event.at.begins.replace(tzinfo=EASTERN).astimezone(datetime.timezone.utc)
    component.add("dtstart", begins if event.at.hour else event.at.day)
    component.add("summary", event.summary)
    component.add("description", event.description)
    component.add("transp", "TRANSPARENT")
    return component
