"""Turn an Outcome into a page to keep, print and show: the plan, or the sheet for a meeting."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import jinja2
import markupsafe

from engine.consultation.deidentified import without_private
from engine.consultation.outcome import Outcome
from engine.language.base import KnowledgeBase
from engine.output import plan_page, plan_parts, wording
from engine.output.picture import Picture

_TEMPLATES = Path(__file__).parent / "templates"

# What Markdown would read as a sign of its own.
_MARKDOWN = re.compile(r"([\\`*_\[\]<>#|])")

# An address in a text, without the sign that ends the sentence or the bracket.
_ADDRESS = re.compile(r"(https?://[^\s<>\"“”]*[^\s<>\"“”.,:;)])")

# A telephone number in a text: a long one, or a short one of three digits.
_PHONE = re.compile(r"(?<![\w$.,-])(\d-\d{3}-\d{3}-\d{4}|\d{3})(?![\w%-]|[.,]\d)")
# One that a line of support says to text: "call or text 988".
_TEXTED = re.compile(r"\btext (\d[\d-]*\d)")

# Where a picture shows a station: the id in the page, and the node.
_PLACE = re.compile(r'<g id="((?:[^"]*?--)?station-([^"]+))"')

# The sides of a picture, and how high those that are open may be together, in their width.
_SIDES = re.compile(r'viewBox="[\d.]+ [\d.]+ ([\d.]+) ([\d.]+)"')
_MOST = 1.3

# Markdown needs one blank line between blocks; a template leaves more where a part is empty.
_BLANK_LINES = re.compile(r"\n{3,}")


def to_html(
    outcome: Outcome,
    pictures: Sequence[Picture] = (),
    whole: bool = False,
    shown: Outcome | None = None,
) -> str:
    """Write the plan as one page of HTML that stands alone; `pictures` are shown in their order.

    They and the list that says the same are of what is `shown` of the outcome, all where not said.

    Where what comes first stands alone, the rest is left out, unless the `whole` plan is asked for.
    """
    return html("plan.html", plan_content(outcome, pictures, whole, shown))


def plan_content(
    outcome: Outcome,
    pictures: Sequence[Picture] = (),
    whole: bool = False,
    shown: Outcome | None = None,
) -> dict[str, Any]:
    """Give what the template of the plan shows; what goes in is as in `to_html`."""
    content = plan_page.plan(outcome, shown or outcome, whole)
    places = {node: place for picture in pictures for place, node in _PLACE.findall(picture.svg)}
    drawn = {"pictures": list(_drawn(pictures)), "places": places, "dark": dark(pictures)}
    return {**content, **drawn}


def to_markdown(outcome: Outcome, whole: bool = False) -> str:
    """Write the plan as Markdown, with a box to tick for each step; `whole` as in `to_html`."""
    return markdown("plan.md", plan_page.plan(outcome, outcome, whole))


def to_meeting(outcome: Outcome, private: bool = False) -> str:
    """Write the sheet to take to a meeting, as one page of HTML.

    It has the figures, what to bring, what to ask, what is not known, and room for the answers.
    What is private stands there only where that is asked for.
    """
    shown, sheet = outcome if private else without_private(outcome), outcome.kb.head.meeting
    content = {
        "imprint": wording.standing(shown),
        "foot": outcome.kb.head.foot,
        "title": sheet.title if sheet else outcome.kb.head.title,
        "sheet": sheet,
        "figures": _figures(shown),
        "left_out": "" if private else _left_out(outcome, shown),
        "unknowns": plan_parts.unknown_lines(shown),
    }
    return html("meeting.html", content)


def svg(picture: Picture) -> markupsafe.Markup:
    """Give a picture as a template takes it: our own SVG, as it stands."""
    return markupsafe.Markup(picture.svg)


def dark(pictures: Sequence[Picture]) -> markupsafe.Markup:
    """Give the rules that recolor the pictures on a dark screen, as a template takes them."""
    return markupsafe.Markup(" ".join(dict.fromkeys(picture.dark for picture in pictures)))


@cache
def templates(*folders: Path) -> jinja2.Environment:
    """Give what fills the templates of HTML in some folders, and those here, everything escaped."""
    loader = jinja2.FileSystemLoader([*folders, _TEMPLATES])
    environment = jinja2.Environment(loader=loader, autoescape=True)
    environment.filters["linked"] = _linked
    return environment


def script() -> str:
    """Give the script in the page of a plan, as it stands there."""
    return templates().get_template("page.js").render()


def html(template: str, content: Mapping[str, Any]) -> str:
    """Fill a template of HTML with plain values, everything escaped."""
    return templates().get_template(template).render(**content)


def markdown(template: str, content: Mapping[str, Any]) -> str:
    """Fill a template of Markdown with plain values, everything escaped."""
    text = _markdown().get_template(template).render(**content)
    return _BLANK_LINES.sub("\n\n", text).rstrip() + "\n"


def _drawn(pictures: Sequence[Picture]) -> Iterator[dict[str, Any]]:
    """Give pictures as the page shows them: open from where the reader stands, as far as they fit.

    What lies behind is folded, and so is what would take too much of the page; one is always open.
    """
    height, all_behind = 0.0, all(picture.behind for picture in pictures)
    for picture in pictures:
        across, down = map(float, _SIDES.findall(picture.svg)[0])
        passed = picture.behind and not all_behind
        fits = not height or height + down / across <= _MOST
        height += 0 if passed else down / across
        yield {
            "name": picture.name,
            "svg": svg(picture),
            "wide": picture.wide,
            "folded": passed or not fits,
        }


@cache
def _markdown() -> jinja2.Environment:
    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(_TEMPLATES),
        autoescape=True,
        finalize=_escaped,
        keep_trailing_newline=True,
    )


@jinja2.pass_context
def _linked(context: jinja2.runtime.Context, text: str) -> markupsafe.Markup:
    """Make links of the addresses in a text, and of the numbers that the lines of support name.

    `urlize` of Jinja takes a semicolon for part of an address.
    """
    support = " ".join(context.get("support", ()))
    numbers, texted = set(_PHONE.findall(support)), set(_TEXTED.findall(support))
    parts = []
    for part in _ADDRESS.split(text):
        if _ADDRESS.fullmatch(part):
            address = markupsafe.escape(part)
            parts.append(f'<a href="{address}" rel="noreferrer">{address}</a>')
        else:
            parts += [_called(piece, numbers, texted) for piece in _PHONE.split(part)]
    return markupsafe.Markup("".join(parts))


def _called(text: str, numbers: set[str], texted: set[str]) -> str:
    """Make a number that can be called a link, with one to text it where support says to."""
    if text not in numbers:
        return str(markupsafe.escape(text))
    link = f'<a href="tel:{text}">{text}</a>'
    return f'{link} (<a href="sms:{text}">text {text}</a>)' if text in texted else link


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


def _left_out(outcome: Outcome, shown: Outcome) -> str:
    """Name the figures that are private and known, and so left out; empty where none is."""
    known = [name for name in _figure_names(outcome.kb) if name in outcome.known]
    return ", ".join(outcome.kb.facts[name].label for name in known if name not in shown.known)


def _figures(outcome: Outcome) -> list[tuple[str, str]]:
    """Give the facts that a meeting is about, each by its label and in words, as far as known."""
    kb, known = outcome.kb, outcome.known
    return [
        (kb.facts[name].label, wording.value_text(kb, name, known[name]))
        for name in _figure_names(kb)
        if name in known
    ]


def _figure_names(kb: KnowledgeBase) -> tuple[str, ...]:
    """Name the facts that a meeting is about; without a sheet for one, what a plan opens with."""
    if kb.head.meeting:
        return kb.head.meeting.figures
    return tuple(dict.fromkeys((*kb.head.caption, *kb.head.headline)))
