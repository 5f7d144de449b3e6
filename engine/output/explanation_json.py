"""Turn explanations and what-ifs into plain data for a program."""

from collections.abc import Sequence
from typing import Any

from engine.consultation.answers import plain
from engine.consultation.outcome import Outcome, Upshot
from engine.explanation import levers, nearest, why_not
from engine.explanation.change import Effect, effect
from engine.explanation.how import Chain, Kind
from engine.explanation.why_not import Failed
from engine.inference.trace import Firing
from engine.language.entries import Lever, Question
from engine.output import wording
from engine.output.citations import cited_by
from engine.output.comparison_text import outcomes_by_answer
from engine.output.due import first_ahead, weeks_left
from engine.output.explanation_text import failed_text, is_fixed, result_title, sentence


def chain_json(outcome: Outcome, chain: Chain) -> dict[str, Any]:
    """Give a chain as plain data: the result, its answers, the rules in the order they fired."""
    return {
        "kind": chain.kind,
        "id": chain.id,
        "title": result_title(outcome, chain.kind, chain.id),
        "answers": {name: plain(value) for name, value in chain.answers},
        "assumed": list(chain.assumed),
        "rules": [_firing_json(outcome, firing) for firing in chain.firings],
    }


def _firing_json(outcome: Outcome, firing: Firing) -> dict[str, Any]:
    place = firing.place
    return {
        "kind": firing.kind,
        "id": firing.id,
        "text": sentence(outcome, firing),
        "facts": {name: plain(value) for name, value in firing.facts},
        "assumed": list(firing.assumed),
        "rule": {"file": place.file, "line": place.line, "column": place.column},
        "sources": list(cited_by(outcome, firing.entry)),
    }


def why_not_json(outcome: Outcome, kind: Kind, name: str) -> dict[str, Any]:
    """Give why something is not there as plain data, with the change that would bring it."""
    failed = why_not.failed(outcome, kind, name)
    change = nearest.nearest(outcome, kind, name)
    return {
        "kind": kind,
        "id": name,
        "failed": [_failed_json(outcome, condition) for condition in failed],
        "change": _answers_json(change) if change else None,
    }


def _answers_json(change: nearest.Change) -> dict[str, Any]:
    answers = {**change.changed, **change.added}
    return {name: plain(value) for name, value in answers.items()}


def _failed_json(outcome: Outcome, failed: Failed) -> dict[str, Any]:
    return {
        "fact": failed.name,
        "wanted": wording.test_text(outcome.kb, failed.name, failed.test),
        "is": plain(failed.value),
        "fixed": is_fixed(outcome, failed.name),
        "node": failed.of.id if failed.of else None,
        "rule": str(failed.at.place),
        "text": failed_text(outcome, failed),
    }


def comparison_json(before: Outcome, after: Outcome) -> dict[str, Any]:
    """Give what differs between two outcomes as plain data."""
    differing = effect(before, after)
    return {
        "facts": _facts_json(differing),
        "path": {"came": list(differing.nodes_came), "went": list(differing.nodes_went)},
        "actions": _actions_json(differing),
        "asks": differing.asks or None,
    }


def each_json(outcome: Upshot, question: Question) -> list[dict[str, Any]]:
    """Give the outcome of every answer of a question as plain data."""
    rows = []
    for answer, after in outcomes_by_answer(outcome, question):
        facts = {name: plain(after.facts.get(name)) for name in outcome.kb.head.columns}
        rows.append({"answer": plain(answer), "facts": facts})
    return rows


def levers_json(outcome: Upshot, questions: Sequence[Question] = ()) -> list[dict[str, Any]]:
    """Give the levers as plain data, the best first; only those of some questions where named."""
    return [
        _lever_json(outcome, option, option.lever)
        for option in levers.levers(outcome, questions)
        if option.lever
    ]


def _lever_json(outcome: Upshot, option: levers.Option, lever: Lever) -> dict[str, Any]:
    deadline = first_ahead(outcome, lever.milestones)
    return {
        "question": option.question.id,
        "answer": plain(option.value),
        "do": wording.filled(lever.do, outcome),
        "weeks": lever.weeks,
        "weeks_left": weeks_left(outcome, deadline) if deadline else None,
        "apart": lever.apart,
        "facts": _facts_json(option.effect),
        "relieves": [action.id for action in option.effect.relieves],
        **_actions_json(option.effect),
    }


def _facts_json(effect: Effect) -> dict[str, Any]:
    return {name: [plain(before), plain(after)] for name, before, after in effect.facts}


def _actions_json(effect: Effect) -> dict[str, list[str]]:
    return {
        "came": [action.id for action in effect.came],
        "went": [action.id for action in effect.went],
    }
