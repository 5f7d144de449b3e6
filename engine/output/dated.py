"""Say when a phase, and when a station, has its time; and where the reader stands today."""

from collections.abc import Iterable

from engine.consultation.moment import day_of
from engine.consultation.outcome import Outcome, Recommendation
from engine.language.cycles import Milestone
from engine.language.entries import Phase
from engine.output import wording
from engine.output.due import hour_text, instant_of, usual_text


def phase_dates(outcome: Outcome, phase: Phase, state: str) -> str:
    """Say from when to when things are due in a phase: `this week – Sep 24, 2027`.

    A phase that is over says so; the text is empty where nothing in it is due by a time.
    """
    if state == "past":
        return "behind you"
    due = [one.by for one in outcome.actions if one.phase is phase and one.state != "done"]
    times = [_short(outcome, one) for one in _in_order(outcome, due)]
    ends = list(dict.fromkeys([*times[:1], *times[-1:]]))
    return " – ".join(filter(None, ends))


def station_hour(outcome: Outcome, steps: Iterable[Recommendation]) -> str:
    """Say when the first of some steps can be done, with its hour; empty where nothing says it."""
    steps = list(steps)
    starts = _in_order(outcome, [step.action.starts for step in steps])
    if starts:
        return _hour(outcome, starts[0])
    due = _in_order(outcome, [step.by for step in steps])
    return f"before {_hour(outcome, due[0])}" if due and due[0].days is None else ""


def here_text(outcome: Outcome) -> str:
    """Say what day it is for the reader, and where in the cycle: `November 22, 2026 · …`."""
    kb, parts = outcome.kb, []
    if outcome.today:
        day = day_of(outcome.today)
        parts.append(f"{day:%B} {day.day}, {day.year}")
    if kb.head.stage in outcome.known:
        parts.append(wording.value_text(kb, kb.head.stage, outcome.known[kb.head.stage]))
    return " · ".join(parts)


def _in_order(outcome: Outcome, names: Iterable[str]) -> list[Milestone]:
    """Give the milestones among some names, in the order of the year."""
    wanted = set(names)
    return [milestone for name, milestone in outcome.kb.milestones.items() if name in wanted]


def _short(outcome: Outcome, milestone: Milestone) -> str:
    instant = instant_of(outcome, milestone)
    if instant is None:
        return usual_text(outcome, milestone) or milestone.label
    return f"{instant.day:%b} {instant.day.day}, {instant.day.year}"


def _hour(outcome: Outcome, milestone: Milestone) -> str:
    instant = instant_of(outcome, milestone)
    if instant is None:
        return usual_text(outcome, milestone) or milestone.label
    day = f"{instant.day:%A}, {instant.day:%b} {instant.day.day}"
    return ", ".join(filter(None, (day, hour_text(instant))))
