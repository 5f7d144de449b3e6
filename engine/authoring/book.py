"""Turn a base and its cases into a book: all that it asks, decides and says, for those who sign."""

import datetime
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import msgspec

from engine.authoring.cases import Result
from engine.authoring.difference import fingerprint, written_instant
from engine.consultation.outcome import Outcome
from engine.language.base import KnowledgeBase
from engine.language.condition import Condition
from engine.language.cycles import Milestone
from engine.language.entries import Action, Branch, Conclusion, Node, Phase, Question, Row
from engine.language.expression import Sum
from engine.language.words import NAME
from engine.language.written import Entry
from engine.output import page, wording
from engine.output.for_anyone import condition_text, text_for_anyone
from engine.output.picture import Picture

MOST_NAMED = 5  # cases that are named where one is reached

_NAME = re.compile(NAME)
_ID = re.compile(r"""(\bid="|href="#|url\(#)""")
_LABELLED = re.compile(r"""(aria-labelledby|aria-describedby)="([^"]*)\"""")

_Cases = Mapping[str, list[str]]
"""Map what cases reach to their names."""


def book(
    kb: KnowledgeBase,
    results: Iterable[Result],
    pictures: Iterable[Picture],
    printed: datetime.date,
) -> str:
    """Write the book as one page of HTML that stands alone; `pictures` has one a phase.

    It says when it was printed and with which content, so that what was signed can be told from
    what changed.
    """
    reached = _reached(result for result in results if result.outcome)
    drawn = {
        picture.name: page.svg(_with_own_ids(picture, f"picture-{number}-"))
        for number, picture in enumerate(pictures, 1)
    }
    content = {
        "title": kb.head.title,
        "version": kb.head.version,
        "fingerprint": fingerprint(kb),
        "printed": printed,
        "head": kb.head,
        "figures": [kb.facts[name].label for name in _figures(kb)],
        "headline": [kb.facts[name].label for name in kb.head.headline],
        "phases": [_phase(kb, phase, reached, drawn) for phase in kb.phases],
        "questions": [_question(kb, question, reached) for question in kb.questions.values()],
        "conclusions": [_conclusion(kb, one, reached) for one in kb.conclusions.values()],
        "first": [_first(kb, number) for number in range(len(kb.first))],
        "tables": [_table(kb, name) for name in kb.tables],
        "milestones": [_milestone(kb, one) for one in kb.milestones.values()],
        "cycles": [_cycle(kb, name) for name in kb.cycles],
        "sources": [_source(kb, name) for name in kb.sources],
    }
    return page.html("book.html", content)


def _with_own_ids(picture: Picture, prefix: str) -> Picture:
    """Give a picture whose ids, and all that points at them, no other picture of the page has."""
    svg = _ID.sub(rf"\1{prefix}", picture.svg)
    svg = _LABELLED.sub(lambda found: _prefixed(found, prefix), svg)
    return msgspec.structs.replace(picture, svg=svg)


def _prefixed(found: re.Match[str], prefix: str) -> str:
    names = " ".join(f"{prefix}{name}" for name in found[2].split())
    return f'{found[1]}="{names}"'


def _reached(results: Iterable[Result]) -> _Cases:
    """Map each node, action, conclusion and question to the cases that reach it."""
    reached: dict[str, list[str]] = {}
    for result in results:
        if result.outcome:
            for name in _names(result.outcome):
                reached.setdefault(name, []).append(result.name)
    return reached


def _names(outcome: Outcome) -> Iterator[str]:
    yield from (f"question {name}" for name in outcome.asked)
    yield from (f"conclusion {name}" for name in outcome.facts)
    yield from (f"node {name}" for name in outcome.visited)
    yield from (f"action {name}" for name in outcome.recommended)
    if outcome.first:
        yield f"first {outcome.first.id}"


def _cases(kind: str, name: str, reached: _Cases) -> str:
    """Say how many cases reach something, and name some of them."""
    found = reached.get(f"{kind} {name}", [])
    if not found:
        return "no case reaches it"
    named = "; ".join(found[:MOST_NAMED])
    rest = len(found) - MOST_NAMED
    return f"{named} and {rest} more" if rest > 0 else named


def _cited(kb: KnowledgeBase, entry: Entry) -> str:
    return wording.cited_text(kb, entry.sources)


def _when(kb: KnowledgeBase, condition: Condition, otherwise: bool = False) -> str:
    return "in all other cases" if otherwise else condition_text(kb, condition)


def _figures(kb: KnowledgeBase) -> tuple[str, ...]:
    return kb.head.meeting.figures if kb.head.meeting else ()


def _milestone(kb: KnowledgeBase, milestone: Milestone) -> dict[str, str]:
    """Say what a milestone is called, when it usually is, for whom, and what is due by it."""
    year = {"cycle": " of its year", "before": " of the year before"}
    usually = f"{milestone.usually}{year.get(milestone.usual_year or '', '')}"
    days = f"within {milestone.days} days" if milestone.days else ""
    return {
        "id": milestone.id,
        "label": milestone.label,
        "usually": usually if milestone.usually else days,
        "due": milestone.before,
        "when": _when(kb, milestone.when),
    }


def _phase(
    kb: KnowledgeBase, phase: Phase, reached: _Cases, drawn: Mapping[str, Any]
) -> dict[str, Any]:
    return {
        "title": phase.title,
        "aim": text_for_anyone(kb, phase.aim),
        "picture": drawn.get(phase.title),
        "nodes": [_node(kb, node, reached) for node in phase.nodes],
    }


def _node(kb: KnowledgeBase, node: Node, reached: _Cases) -> dict[str, Any]:
    return {
        "id": node.id,
        "title": node.title,
        "text": text_for_anyone(kb, node.text),
        "end": kb.ends[node.end].say if node.end else "",
        "source": _cited(kb, node),
        "note": node.note,
        "cases": _cases("node", node.id, reached),
        "branches": [_branch(kb, branch) for branch in node.branches],
        "actions": [_action(kb, action, reached) for action in kb.actions_beside[node.id]],
    }


def _branch(kb: KnowledgeBase, branch: Branch) -> dict[str, str]:
    return {
        "when": _when(kb, branch.when, branch.otherwise),
        "result": f"{branch.label or 'on'}: {_aim(kb, branch)}",
        "because": text_for_anyone(kb, branch.because),
        "source": _cited(kb, branch),
    }


def _aim(kb: KnowledgeBase, branch: Branch) -> str:
    return kb.nodes[branch.go].title if branch.go in kb.nodes else branch.go


def _action(kb: KnowledgeBase, action: Action, reached: _Cases) -> dict[str, str]:
    labels = [kb.milestones[name].label for name in action.milestones]
    times = [f"from: {kb.milestones[action.starts].label}"] if action.starts else []
    times += [f"by: {', else '.join(labels)}"] if labels else []
    return {
        "id": action.id,
        "strength": action.strength,
        "do": text_for_anyone(kb, action.do),
        "how": text_for_anyone(kb, action.how),
        "late": text_for_anyone(kb, action.late),
        "draft": text_for_anyone(kb, action.drafted.text) if action.drafted else "",
        "because": text_for_anyone(kb, action.because),
        "when": _when(kb, action.when),
        "time": "; ".join(times) or "at any time",
        "private": "private" if action.private else "",
        "source": _cited(kb, action),
        "note": action.note,
        "cases": _cases("action", action.id, reached),
    }


def _question(kb: KnowledgeBase, question: Question, reached: _Cases) -> dict[str, Any]:
    bounds = f"{question.min} to {question.max}" if question.type == "integer" else ""
    return {
        "id": question.id,
        "ask": text_for_anyone(kb, question.ask),
        "help": text_for_anyone(kb, question.help),
        "answers": [f"{word}: {text}" for word, text in question.words.items()],
        "bounds": bounds,
        "private": "private" if question.private else "",
        "source": _cited(kb, question),
        "note": question.note,
        "cases": _cases("question", question.id, reached),
    }


def _conclusion(kb: KnowledgeBase, conclusion: Conclusion, reached: _Cases) -> dict[str, Any]:
    how = conclusion.because
    if conclusion.lookup:
        lookup = conclusion.lookup
        row = kb.facts[lookup.key].label
        how = f"looked up: {lookup.column} of table {lookup.table}, row by “{row}”. {how}"
    if conclusion.value:
        how = f"calculated: {_sum(kb, conclusion.value)}. {how}"
    return {
        "id": conclusion.id,
        "label": conclusion.label,
        "how": text_for_anyone(kb, how),
        "rows": [_row(kb, conclusion, row) for row in conclusion.rules],
        "source": _cited(kb, conclusion),
        "note": conclusion.note,
        "cases": _cases("conclusion", conclusion.id, reached),
    }


def _sum(kb: KnowledgeBase, value: Sum) -> str:
    """Write a sum with what its facts are called."""
    return _NAME.sub(lambda found: _in_a_sum(kb, found[0]), value.written)


def _in_a_sum(kb: KnowledgeBase, name: str) -> str:
    return f"“{kb.facts[name].label}”" if name in kb.facts else name


def _row(kb: KnowledgeBase, conclusion: Conclusion, row: Row) -> dict[str, str]:
    return {
        "when": _when(kb, row.when, row.otherwise),
        "result": wording.value_text(kb, conclusion.id, row.then),
        "because": text_for_anyone(kb, row.because),
        "source": _cited(kb, row),
    }


def _first(kb: KnowledgeBase, number: int) -> dict[str, str]:
    row = list(kb.first.values())[number]
    said = " ".join(filter(None, (row.say, row.decide, row.call)))
    steps = [kb.actions[name].do for name in row.first]
    return {
        "when": _when(kb, row.when, row.otherwise),
        "result": f"{number + 1}. {row.id}",
        "because": text_for_anyone(kb, " ".join([said, *(["First:"] if steps else []), *steps])),
        "source": _cited(kb, row),
    }


def _table(kb: KnowledgeBase, name: str) -> dict[str, Any]:
    table = kb.tables[name]
    columns = list(table.column_names)
    rows = [
        [row, *(cells.get(column, "") for column in columns)] for row, cells in table.rows.items()
    ]
    cited = list(table.sources)
    for figure in kb.figures:
        if figure.table == name:
            cited += figure.sources
    return {
        "id": name,
        "columns": columns,
        "rows": rows,
        "source": wording.cited_text(kb, cited),
    }


def _cycle(kb: KnowledgeBase, name: str) -> dict[str, Any]:
    cycle = kb.cycles[name]
    dates = [
        (kb.milestones[date.milestone].label, written_instant(date.at), _cited(kb, date))
        for date in cycle.dates
    ]
    return {"label": cycle.label, "dates": dates, "unpublished": cycle.unpublished}


def _source(kb: KnowledgeBase, name: str) -> dict[str, Any]:
    source = kb.sources[name]
    return {
        "id": name,
        "title": source.title,
        "publisher": source.publisher,
        "year": source.year or "",
        "status": source.status,
        "checked_on": source.checked_on,
        "review_by": source.review_by,
        "url": source.url,
        "claims": [f"{claim}: {text}" for claim, text in source.claims.items()],
    }
