"""Turn an Outcome into a page to keep, print and show: the plan, or the sheet for a meeting."""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import jinja2
import markupsafe

from engine.consultation.deidentified import without_private
from engine.consultation.outcome import Outcome, Recommendation
from engine.output import drafts, path_text, plan_parts, wording
from engine.output.due import due_text
from engine.output.opening import opening
from engine.output.picture import Picture
from engine.output.question_text import asked
from engine.output.turns import turns

_TEMPLATES = Path(__file__).parent / "templates"

# A text in quotes long enough to be sent or said as it stands.
_SAMPLE = re.compile(r"(“[^”]{60,}”)")

# What Markdown would read as a sign of its own.
_MARKDOWN = re.compile(r"([\\`*_\[\]<>#|])")

# An address in a text, without the sign that ends the sentence or the bracket.
_ADDRESS = re.compile(r"(https?://[^\s<>\"“”]*[^\s<>\"“”.,:;)])")

# Markdown needs one blank line between blocks; a template leaves more where a part is empty.
_BLANK_LINES = re.compile(r"\n{3,}")


def to_html(
    outcome: Outcome,
    pictures: Iterable[Picture] = (),
    whole: bool = False,
    shown: Outcome | None = None,
) -> str:
    """Write the plan as one page of HTML that stands alone; `pictures` are shown in their order.

    They and the list that says the same are of what is `shown` of the outcome, all where not said.

    Where what comes first stands alone, the rest is left out, unless the `whole` plan is asked for.
    """
    drawn = [
        {"name": picture.name, "svg": svg(picture), "wide": picture.wide} for picture in pictures
    ]
    content = _plan(outcome, whole)
    if content["path"]:
        content["path"] = path_text.outline(shown or outcome)
    return html("plan.html", {**content, "pictures": drawn})


def to_markdown(outcome: Outcome, whole: bool = False) -> str:
    """Write the plan as Markdown, with a box to tick for each step; `whole` as in `to_html`."""
    return markdown("plan.md", _plan(outcome, whole))


def to_meeting(outcome: Outcome, private: bool = False) -> str:
    """Write the sheet to take to a meeting, as one page of HTML.

    It has the figures, what to bring, what to ask, what is not known, and room for the answers.
    What is private stands there only where that is asked for.
    """
    shown = outcome if private else without_private(outcome)
    content = {
        **_frame(shown),
        "foot": outcome.kb.head.foot,
        "sheet": outcome.kb.head.meeting,
        "figures": _figures(shown),
        "left_out": "" if private else _left_out(outcome, shown),
        "unknowns": plan_parts.unknown_lines(shown),
    }
    return html("meeting.html", content)


def svg(picture: Picture) -> markupsafe.Markup:
    """Give a picture as a template takes it: our own SVG, as it stands."""
    return markupsafe.Markup(picture.svg)


def html(template: str, content: Mapping[str, Any]) -> str:
    """Fill a template of HTML with plain values, everything escaped."""
    return _html().get_template(template).render(**content)


def markdown(template: str, content: Mapping[str, Any]) -> str:
    """Fill a template of Markdown with plain values, everything escaped."""
    text = _markdown().get_template(template).render(**content)
    return _BLANK_LINES.sub("\n\n", text).rstrip() + "\n"


@cache
def _html() -> jinja2.Environment:
    environment = jinja2.Environment(loader=jinja2.FileSystemLoader(_TEMPLATES), autoescape=True)
    environment.filters["linked"] = _linked
    return environment


@cache
def _markdown() -> jinja2.Environment:
    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(_TEMPLATES),
        autoescape=True,
        finalize=_escaped,
        keep_trailing_newline=True,
    )


def _linked(text: str) -> markupsafe.Markup:
    """Make the addresses in a text links: `urlize` of Jinja takes a semicolon for part of one."""
    parts = []
    for part in map(markupsafe.escape, _ADDRESS.split(text)):
        is_address = bool(_ADDRESS.fullmatch(part))
        parts.append(f'<a href="{part}" rel="noreferrer">{part}</a>' if is_address else part)
    return markupsafe.Markup("".join(parts))


def _escaped(value: Any) -> Any:
    """Escape what Markdown would read as a sign, and set addresses apart as it wants them.

    What a template marks as safe is left.
    """
    if isinstance(value, markupsafe.Markup) or not isinstance(value, str):
        return value
    parts = []
    for part in _ADDRESS.split(value):
        is_address = bool(_ADDRESS.fullmatch(part))
        parts.append(f"<{part}>" if is_address else _MARKDOWN.sub(r"\\\1", part))
    return markupsafe.Markup("".join(parts))


def _frame(outcome: Outcome) -> dict[str, Any]:
    """Give what stands at the head and the foot of every page."""
    return {
        "title": wording.title(outcome),
        "imprint": wording.standing(outcome),
        "foot": [*outcome.kb.head.foot, *outcome.kb.head.support],
    }


def _plan(outcome: Outcome, whole: bool) -> dict[str, Any]:
    """Give what the templates of the plan show, in plain values."""
    first = opening(outcome, whole)
    content = {
        **_frame(outcome),
        "first": first,
        "next": [_step(outcome, step, due=True) for step in first.steps],
        "category": (),
        "next_question": "",
        "sections": [],
        "waiting": "",
        "done": [],
        "notes": [],
        "path": (),
        "drafts": [drafts.filled(outcome, step) for step in drafts.with_drafts(outcome, whole)],
        "legend": "",
        "with_steps": {one.action.id for one in outcome.actions},
    }
    if first.alone:
        imprint = wording.imprint(outcome)
        return content | {"title": outcome.kb.head.title, "imprint": imprint, "foot": ()}
    return content | {
        "imprint": wording.imprint(outcome),
        "category": wording.category_lines(outcome),
        "next_question": asked(outcome, outcome.pending).ask if outcome.pending else "",
        "sections": [
            _section(outcome, heading, group)
            for heading, group in plan_parts.sections(outcome, first, whole)
        ],
        "waiting": plan_parts.waiting_line(outcome, whole),
        "done": [
            wording.called(outcome, one.action) for one in outcome.actions if one.state == "done"
        ],
        "notes": list(plan_parts.notes(outcome)),
        "path": turns(outcome),
        "legend": plan_parts.legend(outcome),
    }


def _section(outcome: Outcome, heading: str, group: list[Recommendation]) -> dict[str, Any]:
    return {
        "title": heading,
        "contingent": any(recommendation.contingent for recommendation in group),
        "steps": [_step(outcome, recommendation) for recommendation in group],
    }


def _step(outcome: Outcome, recommendation: Recommendation, *, due: bool = False) -> dict[str, Any]:
    """Give a step in words; with `due`, for one that stands below no date, by when."""
    advice = wording.worded(outcome, recommendation)
    when = wording.capitalized(due_text(outcome, recommendation)) if due else ""
    return {
        "id": recommendation.action.id,
        "strength": recommendation.action.strength,
        "mark": advice.mark,
        "do": advice.do,
        "called": wording.called(outcome, recommendation.action),
        "how": list(_parts(advice.how)),
        "due": advice.due or when,
        "because": advice.because,
        "draft": drafts.filled(outcome, recommendation),
        "source": advice.source,
        "is_traced": bool(_ADDRESS.search(advice.source)),
    }


def _parts(how: str) -> Iterator[dict[str, Any]]:
    """Split what to do into paragraphs, and texts that can be copied as they stand."""
    for paragraph in how.strip().split("\n"):
        for part in _SAMPLE.split(paragraph):
            if part.strip():
                yield {"text": part.strip(), "sample": bool(_SAMPLE.fullmatch(part))}


def _left_out(outcome: Outcome, shown: Outcome) -> str:
    """Name the figures that are private and known, and so left out; empty where none is."""
    kb, names = outcome.kb, outcome.kb.head.meeting.figures if outcome.kb.head.meeting else ()
    private = [name for name in names if name in outcome.known and name not in shown.known]
    return ", ".join(kb.facts[name].label for name in private)


def _figures(outcome: Outcome) -> list[tuple[str, str]]:
    """Give the facts that a meeting is about, each by its label and in words, as far as known."""
    kb, known = outcome.kb, outcome.known
    names = kb.head.meeting.figures if kb.head.meeting else ()
    return [
        (kb.facts[name].label, wording.value_text(kb, name, known[name]))
        for name in names
        if name in known
    ]
