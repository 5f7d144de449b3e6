"""Turn an Outcome into a page to keep, print and show: the plan as HTML or Markdown, the sheet for a meeting."""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import jinja2
import markupsafe

from engine.consultation.outcome import Outcome, Recommendation
from engine.output import path_text, plan_text, wording
from engine.output.picture import Picture

_TEMPLATES = Path(__file__).parent / "templates"


_SAMPLE = re.compile(
    r"(“[^”]{60,}”)"
)  # a text in quotes long enough to be sent or said as it stands


_MARKDOWN = re.compile(r"([\\`*_\[\]<>#|])")


def to_html(outcome: Outcome, pictures: Iterable[Picture] = ()) -> str:
    """Write the plan as one page of HTML that stands alone; `pictures` are shown in their order."""
    drawn = [
        {"name": one.name, "svg": markupsafe.Markup(one.svg), "wide": one.wide} for one in pictures
    ]
    return _html().get_template("plan.html").render(**_content(outcome), pictures=drawn)


def to_markdown(outcome: Outcome) -> str:
    """Write the plan as Markdown, with a box to tick for each step."""
    text = _markdown().get_template("plan.md").render(**_content(outcome))
    return re.sub(r"\n{3,}", "\n\n", text).rstrip() + "\n"


def to_meeting(outcome: Outcome) -> str:
    """Write the sheet to take to a meeting: the figures, what to bring, what to ask, room for the answers."""
    kb, known = outcome.kb, outcome.known
    names = kb.head.meeting.figures if kb.head.meeting else ()
    figures = [
        (kb.facts[n].label, wording.value_text(kb, n, known[n])) for n in names if n in known
    ]
    content = {
        **_content(outcome),
        "sheet": kb.head.meeting,
        "figures": figures,
        "unknowns": plan_text.unknown_lines(outcome),
    }
    return _html().get_template("meeting.html").render(**content)


@cache
def _html() -> jinja2.Environment:
    return jinja2.Environment(loader=jinja2.FileSystemLoader(_TEMPLATES), autoescape=True)


@cache
def _markdown() -> jinja2.Environment:
    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(_TEMPLATES),
        autoescape=True,
        finalize=_escaped,
        keep_trailing_newline=True,
    )


def _escaped(value: Any) -> Any:
    """Escape what Markdown would read as a sign of its own; what a template marks as safe is left."""
    if isinstance(value, markupsafe.Markup) or not isinstance(value, str):
        return value
    return markupsafe.Markup(_MARKDOWN.sub(r"\\\1", value))


def _content(outcome: Outcome) -> dict[str, Any]:
    """Give what the templates show, in plain values."""
    return {
        "title": wording.title(outcome),
        "category": wording.category_lines(outcome),
        "next_question": outcome.pending.ask if outcome.pending else "",
        "imprint": wording.standing(outcome),
        "sections": [
            {
                "title": title,
                "contingent": any(one.contingent for one in group),
                "steps": [_step(outcome, one) for one in group],
            }
            for title, group in plan_text.sections(outcome)
        ],
        "notes": [(title, lines) for title, lines in plan_text.notes(outcome) if lines],
        "path": path_text.path_text(outcome),
        "foot": [*outcome.kb.head.foot, *outcome.kb.head.support],
    }


def _step(outcome: Outcome, one: Recommendation) -> dict[str, Any]:
    action = one.action
    return {
        "strength": action.strength,
        "do": wording.filled(action.do, outcome),
        "how": list(_parts(wording.filled(action.how, outcome))),
        "due": wording.due_text(outcome, one) if one.contingent else "",
        "because": wording.filled(action.because, outcome),
        "source": wording.cited_text(outcome.kb, action.sources),
    }


def _parts(how: str) -> Iterator[dict[str, Any]]:
    """Split what to do into paragraphs, and texts that can be copied as they stand."""
    for paragraph in how.strip().split("\n"):
        for part in _SAMPLE.split(paragraph):
            if part.strip():
                yield {"text": part.strip(), "sample": bool(_SAMPLE.fullmatch(part))}
