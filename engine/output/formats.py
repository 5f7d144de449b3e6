"""Name the formats of a plan: what each is called, the endings of its files, what writes it."""

import datetime
import json
from collections.abc import Callable, Iterable

import msgspec

from engine.consultation.outcome import Outcome
from engine.output import plan_json, plan_text
from engine.output.picture import Picture

Draw = Callable[[Outcome], list[Picture]]


class Paper(msgspec.Struct, frozen=True):
    """Hold what a plan is written for: the width in columns, the day, what draws its pictures."""

    width: int
    today: datetime.date
    draw: Draw


class Format(msgspec.Struct, frozen=True):
    """Describe one format of a plan; an `endings` of "" stands for a file without one."""

    name: str
    endings: tuple[str, ...]
    write: Callable[[Outcome, Paper], bytes]


def _text(outcome: Outcome, paper: Paper) -> bytes:
    return plan_text.to_text(outcome, paper.width).encode()


def _json(outcome: Outcome, _: Paper) -> bytes:
    return (json.dumps(plan_json.to_json(outcome), indent=2, ensure_ascii=False) + "\n").encode()


# Templates and calendars are slow to import: only those who write such a file wait for them.


def _markdown(outcome: Outcome, _: Paper) -> bytes:
    from engine.output import page

    return page.to_markdown(outcome).encode()


def _html(outcome: Outcome, paper: Paper) -> bytes:
    from engine.output import page

    return page.to_html(outcome, paper.draw(outcome)).encode()


def _meeting(outcome: Outcome, _: Paper) -> bytes:
    from engine.output import page

    return page.to_meeting(outcome).encode()


def _calendar(outcome: Outcome, paper: Paper) -> bytes:
    from engine.output import calendar

    return calendar.to_ics(outcome, outcome.today or paper.today)


PLAN = (
    Format("text", ("", ".txt"), _text),
    Format("markdown", (".md",), _markdown),
    Format("html", (".html",), _html),
    Format("json", (".json",), _json),
    Format("ics", (".ics",), _calendar),
    Format("meeting", (), _meeting),
)


def named(name: str) -> Format:
    """Give the format of a plan by its name. Raises StopIteration for a name that is none."""
    return next(one for one in PLAN if one.name == name)


def ended(ending: str) -> Format | None:
    """Give the format that files of an ending have; None where no format has it."""
    return next((one for one in PLAN if ending.lower() in one.endings), None)


def endings(formats: Iterable[Format] = PLAN) -> list[str]:
    """List the endings that a plan's file can have."""
    return [ending for one in formats for ending in one.endings if ending]
