"""Turn an Outcome into one JSON object for a program."""

from typing import Any

from engine.consultation.answers import plain
from engine.consultation.outcome import Outcome, Recommendation, Step
from engine.inference.ways import Way
from engine.language.draft import Draft
from engine.language.entries import Question
from engine.language.words import NOT_YET
from engine.output import drafts, wording
from engine.output.citations import cited_by
from engine.output.opening import opening
from engine.output.question_text import asked, decides


def to_json(outcome: Outcome) -> dict[str, Any]:
    """Give the outcome as one JSON object, so that another program can lead the consultation."""
    kb, pending = outcome.kb, outcome.pending
    return {
        "knowledge": {"title": kb.head.title, "version": kb.head.version},
        "moment": _moment_json(outcome),
        "first": _first_json(outcome),
        "next": list(outcome.next),
        "answers": {name: plain(value) for name, value in outcome.answers.items()},
        "facts": {name: plain(value) for name, value in outcome.facts.items()},
        "path": [_step_json(step) for step in outcome.path],
        "actions": [_action_json(outcome, recommendation) for recommendation in outcome.actions],
        "pending": _question_json(outcome, asked(outcome, pending)) if pending else None,
        "problems": [problem.message for problem in outcome.problems],
    }


def _moment_json(outcome: Outcome) -> dict[str, Any]:
    today = outcome.today
    return {
        "today": today.isoformat() if today else None,
        "cycle": outcome.cycle or None,
        "stage": plain(outcome.answers.get(outcome.kb.head.stage)),
    }


def _first_json(outcome: Outcome) -> dict[str, Any] | None:
    if outcome.first is None:
        return None
    first = opening(outcome)
    return {
        "id": outcome.first.id,
        "say": first.say,
        "decide": first.decide or None,
        "call": first.call or None,
        "not_now": list(first.not_now),
        "only": outcome.first.only,
    }


def _question_json(outcome: Outcome, question: Question) -> dict[str, Any]:
    also_allowed = [NOT_YET] if question.is_chance else []
    return {
        "question": question.id,
        "ask": question.ask,
        "why": decides(outcome, question),
        "type": question.type,
        "choices": question.words,
        "min": question.min,
        "max": question.max,
        "allow": [*question.allow, *also_allowed],
    }


def _step_json(step: Step) -> dict[str, Any]:
    return {
        "phase": step.phase.phase,
        "node": step.node.id,
        "branch": step.branch.label if step.branch else None,
        "go": step.branch.go if step.branch else None,
        "state": step.state,
        "contingent": step.contingent,
        "if": _ways_json(step.ways),
    }


def _action_json(outcome: Outcome, recommendation: Recommendation) -> dict[str, Any]:
    action, advice = recommendation.action, wording.worded(outcome, recommendation)
    return {
        "id": action.id,
        "phase": recommendation.phase.phase,
        "node": recommendation.node,
        "strength": action.strength,
        "do": wording.filled(action.do, outcome),
        "how": advice.how,
        "because": advice.because,
        "draft": _draft_json(drafts.filled(outcome, recommendation)),
        "state": recommendation.state,
        "from": action.starts or None,
        "by": recommendation.by or None,
        "contingent": recommendation.contingent,
        "if": _ways_json(recommendation.ways),
        "sources": list(cited_by(outcome, action)),
    }


def _draft_json(draft: Draft | None) -> dict[str, Any] | None:
    if draft is None:
        return None
    return {"title": draft.title, "kind": draft.kind or None, "text": draft.text}


def _ways_json(ways: tuple[Way, ...]) -> list[list[dict[str, Any]]]:
    return [_way_json(way) for way in ways]


def _way_json(way: Way) -> list[dict[str, Any]]:
    return [{"question": question, "values": list(allowed)} for question, allowed in way]
