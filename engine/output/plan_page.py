"""Give what the templates of a plan show, in plain values: the first page, then phase by phase."""

import hashlib
import json
import re
from collections.abc import Iterator
from typing import Any

import msgspec

from engine.consultation.answers import plain
from engine.consultation.outcome import Outcome, Recommendation
from engine.output import drafts, path_text, plan_parts, wording
from engine.output.chapters import Chapter, chapters, leave_alone, musts_by_date
from engine.output.citations import cited_by
from engine.output.hinge import hinge
from engine.output.notes import Notes
from engine.output.opening import Opening, opening
from engine.output.page_ruler import page_ruler
from engine.output.plan_parts import Choice
from engine.output.question_text import asked
from engine.output.turns import turns

# A text in quotes long enough to be sent or said as it stands.
_SAMPLE = re.compile(r"(“[^”]{60,}”)")

_FEW = 8  # steps below the first page that have room on a sheet in large letters

_Content = dict[str, Any]


class _Maker(msgspec.Struct, frozen=True, eq=False):
    """Hold what a page is made from: the outcome, what of it is shown around, the sources so far.

    `whole` shows all of it.
    """

    outcome: Outcome
    shown: Outcome
    notes: Notes
    whole: bool


def plan(outcome: Outcome, shown: Outcome, whole: bool) -> _Content:
    """Give the content of a plan; what stands for its picture is of what is `shown` of it."""
    maker = _Maker(outcome, shown, Notes(outcome.kb), whole)
    first = opening(outcome, whole)
    content = {} if first.alone else _first_page(maker)
    content |= {
        "first": first,
        "next": [_step(maker, step) for step in first.steps],
        "key": _key(outcome),
        "imprint": wording.imprint(outcome),
        "support": outcome.kb.head.support,
        "drafts": [drafts.filled(outcome, step) for step in drafts.with_drafts(outcome, whole)],
    }
    if first.alone:
        return content | {"title": outcome.kb.head.title, "foot": (), "notes": []}
    content |= {"title": wording.title(outcome), "foot": outcome.kb.head.foot}
    content |= _rest(maker, first)
    return content | {"notes": maker.notes.listed()}


def _key(outcome: Outcome) -> str:
    """Give what the ticks of a plan are kept by: the same for the same answers, and no word."""
    answers = {name: plain(value) for name, value in outcome.answers.items()}
    written = json.dumps(answers, sort_keys=True)
    return f"matchpath-{hashlib.sha256(written.encode()).hexdigest()[:16]}"


def _first_page(maker: _Maker) -> _Content:
    """Give what stands on the first page beside what comes first."""
    outcome = maker.outcome
    pending = outcome.pending
    open_choice = _to_decide(outcome)
    return {
        "ruler": page_ruler(outcome),
        "stands": [
            {
                "what": stand.what,
                "because": stand.because,
                "mentions": maker.notes.name(stand.sources, f"stand-{stand.name}"),
                "id": f"stand-{stand.name}",
            }
            for stand in wording.stands(outcome)
        ],
        "stand_lines": wording.category_lines(outcome),
        "next_question": asked(outcome, pending).ask if pending else "",
        "open_choice": _choice(maker, open_choice) if open_choice else None,
        "musts": [
            {"when": when, "steps": [_must(outcome, step) for step in steps]}
            for when, steps in musts_by_date(outcome, outcome.next)
        ],
    }


def _to_decide(outcome: Outcome) -> plan_parts.Choice | None:
    """Give the first choice that is open; none where what comes first says what to decide."""
    if outcome.first and outcome.first.decide:
        return None
    return plan_parts.open_choice(outcome)


def _must(outcome: Outcome, step: Recommendation) -> _Content:
    """Give a must in few words, with what it hangs on."""
    return {
        "do": wording.to_do(outcome, step),
        "id": step.action.id,
        "hinge": wording.capitalized(hinge(outcome, step)) if step.contingent else "",
    }


def _rest(maker: _Maker, first: Opening) -> _Content:
    """Give what stands below the first page: the phases, what to leave, choices, the path."""
    outcome = maker.outcome
    heads = [item for item in path_text.outline(maker.shown) if item.phase]
    above = _to_decide(outcome)
    rest = [
        _chapter(maker, chapter, [item for item in heads if item.phase == chapter.phase.phase])
        for chapter in chapters(outcome, first, whole=True)
    ]
    return {
        "chapters": rest,
        "is_brief": sum(len(one["steps"]) for one in rest) <= _FEW,
        "leave": [_step(maker, step) for step in leave_alone(outcome, first)],
        "choices": [
            _choice(maker, choice)
            for choice in plan_parts.choices(outcome)
            if above is None or choice.question.id != above.question.id
        ],
        "waiting": plan_parts.waiting_line(outcome, maker.whole),
        "unknowns": plan_parts.unknown_lines(outcome),
        "beside": list(plan_parts.notes(outcome)),
        "path": turns(outcome),
        "legend": plan_parts.legend(outcome),
        "numbers": path_text.numbers(maker.shown),
        "with_steps": {step.action.id for step in outcome.actions if step.state != "done"},
        "done": [
            wording.called(outcome, one.action) for one in outcome.actions if one.state == "done"
        ],
    }


def _chapter(maker: _Maker, chapter: Chapter, heads: list[path_text.Item]) -> _Content:
    """Give a phase: its steps, what was decided in it, the tree of what may come with its steps."""
    trees = [item for item in heads if item.contingent]
    certain = [item for item in heads if not item.contingent]  # the last is where it is not over
    at_nodes = _nodes_below(maker.outcome, trees)
    may_come: list[_Content] = []
    beside: list[_Content] = []
    for recommendation in chapter.open_:
        place = may_come if recommendation.node in at_nodes else beside
        place.append(_step(maker, recommendation))
    musts = [_step(maker, step) for step in chapter.musts]
    others = [*(_step(maker, step) for step in chapter.others), *beside]
    return {
        "id": chapter.phase.phase,
        "name": chapter.phase.title,
        "title": certain[-1].text if certain else chapter.phase.title,
        "musts": musts,
        "others": others,
        "decided": [item.below for item in certain],
        "trees": trees,
        "steps": _that_are_near([*musts, *others, *may_come]),
        "steps_at": _by_node(may_come, at_nodes),
        "near": _that_are_near(may_come),
    }


def _that_are_near(steps: list[_Content]) -> list[_Content]:
    return [step for step in steps if not step["far"]]


def _by_node(steps: list[_Content], first_at: dict[str, str]) -> dict[str, list[_Content]]:
    """Map the first step of each node to all the steps beside that node."""
    grouped: dict[str, list[_Content]] = {first: [] for first in first_at.values()}
    for step in steps:
        grouped[first_at[step["node"]]].append(step)
    return grouped


def _nodes_below(outcome: Outcome, items: list[path_text.Item]) -> dict[str, str]:
    """Map the nodes whose steps stand in some trees to the first of these steps, as it is named."""
    homes = {step.action.id: step.node for step in outcome.actions}
    nodes: dict[str, str] = {}
    waiting = list(items)
    while waiting:
        item = waiting.pop()
        waiting += item.below
        if item.action in homes and not item.below:
            nodes[homes[item.action]] = item.action
    return nodes


def _choice(maker: _Maker, choice: Choice) -> _Content:
    """Give a choice as a table: a column for each option that something is said of."""
    options = list(dict.fromkeys(side.choice for side in choice.sides))
    place = f"choice-{choice.question.id}"
    rows = []
    for stand in ("for", "against"):
        cells = [_cell(maker, choice, option, stand, place) for option in options]
        if any(cell["said"] for cell in cells):
            rows.append((wording.capitalized(stand), cells))
    return {
        "id": place,
        "head": choice.head,
        "options": [choice.question.words[option] for option in options],
        "rows": rows,
    }


def _cell(maker: _Maker, choice: Choice, option: str, stand: str, place: str) -> _Content:
    """Give what is said for or against an option of a choice, with the notes of its sources."""
    held = [side for side in choice.sides if (side.choice, side.stand) == (option, stand)]
    cited = [name for side in held for name in side.sources]
    said = " ".join(side.said for side in held)
    return {"said": said, "mentions": maker.notes.name(cited, place)}


def _step(maker: _Maker, recommendation: Recommendation) -> _Content:
    """Give a step in words."""
    outcome, action = maker.outcome, recommendation.action
    advice = wording.worded(outcome, recommendation)
    return {
        "id": action.id,
        "node": recommendation.node,
        "strength": action.strength,
        "mark": advice.mark,
        "do": advice.do,
        "called": wording.called(outcome, action),
        "how": list(_parts(advice.how)),
        "when": plan_parts.step_time_text(outcome, recommendation),
        "because": advice.because,
        "draft": drafts.filled(outcome, recommendation),
        "source": advice.source,
        "mentions": maker.notes.name(cited_by(outcome, action), f"step-{action.id}"),
        "far": not maker.whole and plan_parts.is_far(outcome, recommendation),
    }


def _parts(how: str) -> Iterator[_Content]:
    """Split what to do into paragraphs, and texts that can be copied as they stand."""
    for paragraph in how.strip().split("\n"):
        for part in _SAMPLE.split(paragraph):
            if part.strip():
                yield {"text": part.strip(), "sample": bool(_SAMPLE.fullmatch(part))}
