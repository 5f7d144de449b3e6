"""Turn an Outcome into its path as a list: all that the picture says, in words."""

from collections.abc import Iterator

import msgspec

from engine.consultation.outcome import Outcome
from engine.output import wording
from engine.output.dated import here_text, phase_dates, station_hour
from engine.output.layout import WIDTH, counted, wrapped
from engine.output.ruler import measure, measure_lines
from engine.output.station import Exit, Run, Station
from engine.output.stations import here, numbers, runs, stations

__all__ = ["Item", "numbers", "outline", "path_lines", "path_text"]

_STATES = {"past": "behind you", "here": "for now", "ahead": "ahead"}


class Item(msgspec.Struct, frozen=True):
    """Hold one item of a list, and those below it; `action` is the id of the step it leads to.

    The head of a run has the `phase` it is of, and is `contingent` where it hangs on chance.
    """

    text: str
    below: tuple["Item", ...] = ()
    action: str = ""
    phase: str = ""
    contingent: bool = False


class _Course(msgspec.Struct, frozen=True, eq=False):
    """Hold what a list is made from: the runs of the path, and the run that each station is in."""

    outcome: Outcome
    runs: tuple[Run, ...]
    homes: dict[str, Run]
    here: str


def path_text(outcome: Outcome, width: int = WIDTH, phases: tuple[str, ...] = ()) -> str:
    """Give the path as an indented list, wrapped to a width in columns.

    Each phase has its stations, with what was decided, the roads not taken, and the first step.
    What hangs on chance is nested as the tree it is. With `phases`, ids of phases, only they are
    listed.
    """
    return "\n".join(path_lines(outcome, width, phases)) + "\n"


def path_lines(outcome: Outcome, width: int, phases: tuple[str, ...] = ()) -> Iterator[str]:
    """Give the lines of `path_text` one by one."""
    for item in outline(outcome, phases):
        yield from _lines(item, width, 0)


def outline(outcome: Outcome, phases: tuple[str, ...] = ()) -> tuple[Item, ...]:
    """Give the path as nested items: the ruler, how it is read, each card, then what may come."""
    whole = stations(outcome)
    line = tuple(one for one in whole if not phases or one.phase.phase in phases)
    made = runs(line)
    homes = {station.node: run for run in made for station in run.stations}
    course = _Course(outcome, made, homes, here(whole))
    ruler = measure(outcome)
    items = []
    if ruler:
        first, *rest = measure_lines(ruler)
        items.append(Item(first, tuple(map(Item, rest))))
    items += map(Item, wording.category_lines(outcome))
    nested = {way.to for run in made for way in run.last.exits if _nests(course, run, way)}
    for run in made:
        if run.stations[0].node not in nested:
            items.append(_run(course, run))
    return tuple(items)


def _lines(item: Item, width: int, indent: int) -> Iterator[str]:
    mark = "- " if indent else ""
    lead = " " * indent
    yield from wrapped(f"{lead}{mark}{item.text}", width, indent + len(mark))
    for below in item.below:
        yield from _lines(below, width, indent + 2)


def _run(course: _Course, run: Run) -> Item:
    """Give a run as an item: the head of its phase, and its stations below."""
    outcome = course.outcome
    first = run.stations[0]
    when = phase_dates(outcome, run.phase, run.state)
    if run.last.end:
        when = ""
    elif first.contingent and run.is_card:
        when = f"if {wording.supposed(outcome.kb, first.ways)}"
    is_open = run.contingent and not run.is_card
    title = f"{run.phase.title}, as it may turn out" if is_open else run.phase.title
    head = f"{title} ({when})" if when else title
    below = tuple(_stations(course, run))
    return Item(head, below, phase=run.phase.phase, contingent=run.contingent)


def _stations(course: _Course, run: Run) -> Iterator[Item]:
    for station in run.stations:
        yield _station(course, station)


def _station(course: _Course, station: Station) -> Item:
    """Give a station as an item; below it what was decided, what to do, what follows."""
    outcome = course.outcome
    mark = f"{station.number}. " if station.number else "? " * (not station.end)
    hour = station_hour(outcome, station.steps) if not station.number else ""
    where = _STATES[station.state] if station.number and not station.contingent else ""
    if station.node == course.here:
        where = f"you are here, {here_text(outcome)}".rstrip(", ")
    said = ", ".join(filter(None, (hour, where)))
    title = f"{mark}{station.title}" + (f" ({said})" if said else "")
    below = [*_decided(station), *_to_do(course, station)]
    below += [Item(station.end.say)] if station.end else []
    below += [item for way in station.exits for item in _onward(course, station, way)]
    return Item(title, tuple(below), station.steps[0].action.id if station.steps else "")


def _decided(station: Station) -> Iterator[Item]:
    """Say which road is taken, which are closed and where they would have led, and by what."""
    if station.waits:
        yield Item("Waits for your answer")
    for road in station.roads:
        if road.taken:
            because = f": {road.because}" if road.because else ""
            yield Item(f"Your answer: {road.label}{because}")
        else:
            to = f", which would lead to {road.to}" if road.to else ""
            yield Item(f"Not taken: {road.label}{to}")
    if station.closed:
        closed = "; ".join(f"{label} ({value})" for label, value in station.closed)
        yield Item(f"Closed by {closed}")


def _to_do(course: _Course, station: Station) -> Iterator[Item]:
    if not station.steps:
        if station.text and not station.number:
            yield Item(station.text)
        return
    first, *rest = station.steps
    lead = "Next, " if first.action.id in course.outcome.next[:1] else ""
    text = lead + wording.step_text(course.outcome, first)
    more = f" (and {counted(len(rest), 'more step')})" if rest else ""
    yield Item(wording.capitalized(text) + more, (), first.action.id)


def _onward(course: _Course, station: Station, way: Exit) -> Iterator[Item]:
    """Give a way on: what follows below it in the tree, or where it leads."""
    run, target = course.homes[station.node], course.homes.get(way.to)
    label = " · ".join(way.labels)
    if target is run:
        return
    if target and _nests(course, run, way):
        below = _stations(course, target)
        yield from below if len(station.exits) == 1 else (Item(f"If {label}:", tuple(below)),)
    elif len(station.exits) > 1:
        yield Item(f"If {label}: {way.called}")
    elif target is None or not way.below:
        yield Item(f"On to: {way.called}")


def _nests(course: _Course, run: Run, way: Exit) -> bool:
    """Tell whether what a way leads to stands below its station in the list: in the same tree."""
    target = course.homes.get(way.to)
    if target is None or target is run or not way.below:
        return False
    return run.contingent and not run.is_card and not target.is_card and target.phase is run.phase
