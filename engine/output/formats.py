"""Name the formats of a plan: what each is called, the endings of its files, what writes it."""

import datetime
import json
from collections.abc import Callable

import msgspec

from engine.consultation.deidentified import beside_plan, without_private
from engine.consultation.outcome import Outcome
from engine.output import plan_json, plan_text
from engine.output.opening import opening
from engine.output.picture import Picture
from engine.output.shell import EXAMPLE, Shell

Draw = Callable[[Outcome], list[Picture]]


class Paper(msgspec.Struct, frozen=True):
    """Hold what a plan is written for: the width in columns, the day, what draws its pictures.

    `whole` shows all of it where what comes first stands alone; `private` what else is left out of
    pictures, calendars and sheets. `shell` is the reader's, where the plan is read in it.
    """

    width: int
    today: datetime.date
    draw: Draw
    whole: bool = False
    private: bool = False
    shell: Shell = EXAMPLE


class Format(msgspec.Struct, frozen=True):
    """Describe one format of a plan; an ending of "" stands for a file without one.

    `write` gives the plan of an outcome as the bytes of a file.
    """

    name: str
    endings: tuple[str, ...]
    write: Callable[[Outcome, Paper], bytes]


def _text(outcome: Outcome, paper: Paper) -> bytes:
    if paper.whole:
        return plan_text.to_text(outcome, paper.width, whole=True, shell=paper.shell).encode()
    return plan_text.first_page(outcome, paper.width, paper.shell).encode()


def _json(outcome: Outcome, _: Paper) -> bytes:
    return (json.dumps(plan_json.to_json(outcome), indent=2, ensure_ascii=False) + "\n").encode()


# Templates and calendars are slow to import: only those who write such a file wait for them.


def _markdown(outcome: Outcome, paper: Paper) -> bytes:
    from engine.output import page

    return page.to_markdown(outcome, paper.whole).encode()


def _html(outcome: Outcome, paper: Paper) -> bytes:
    from engine.output import page

    shown = outcome if paper.private else beside_plan(outcome)
    pictures = () if opening(outcome, paper.whole).alone else paper.draw(shown)
    return page.to_html(outcome, pictures, paper.whole, shown).encode()


def _meeting(outcome: Outcome, paper: Paper) -> bytes:
    from engine.output import page

    return page.to_meeting(outcome, paper.private).encode()


def _calendar(outcome: Outcome, paper: Paper) -> bytes:
    from engine.output import calendar

    shown = outcome if paper.private else without_private(outcome)
    return calendar.to_ics(shown, outcome.today or paper.today)


PLAN = (
    Format("text", ("", ".txt"), _text),
    Format("markdown", (".md",), _markdown),
    Format("html", (".html",), _html),
    Format("json", (".json",), _json),
    Format("ics", (".ics",), _calendar),
    Format("meeting", (), _meeting),
)

_BY_NAME = {plan.name: plan for plan in PLAN}
_BY_ENDING = {ending: plan for plan in PLAN for ending in plan.endings}


def named(name: str) -> Format:
    """Give the format of a plan by its name. Raises KeyError for a name that is none."""
    return _BY_NAME[name]


def ended(ending: str) -> Format | None:
    """Give the format that files of an ending have, its letters small or capital; else None."""
    return _BY_ENDING.get(ending.lower())


def endings() -> list[str]:
    """List the endings that a plan's file can have."""
    return [ending for ending in _BY_ENDING if ending]
