"""Turn an Outcome into one JSON object for a program."""

from typing import Any

from engine.consultation.answers import plain
from engine.consultation.outcome import Outcome, Recommendation, Step
from engine.inference.ways import Way
from engine.output import wording
from engine.output.wording import decides


def to_json(outcome: Outcome) -> dict[str, Any]:
    """Give the outcome as one JSON object, so that another program can lead the consultation."""
    kb, pending = outcome.kb, outcome.pending
    return {
        "knowledge": {"title": kb.head.title, "version": kb.head.version},
        "answers": {name: plain(value) for name, value in outcome.answers.items()},
        "facts": {name: plain(value) for name, value in outcome.facts.items()},
        "path": [_step_json(step) for step in outcome.path],
        "actions": [_action_json(outcome, one) for one in outcome.actions],
        "pending": pending
        and {
            "question": pending.id,
            "ask": pending.ask,
            "why": decides(outcome, pending),
            "type": pending.type,
            "choices": pending.words,
            "min": pending.min,
            "max": pending.max,
            "allow": [*pending.allow, *(["not_yet"] if pending.is_chance else [])],
        },
        "problems": [problem.message for problem in outcome.problems],
    }


def _step_json(step: Step) -> dict[str, Any]:
    return {
        "phase": step.phase.phase,
        "node": step.node.id,
        "branch": step.branch.label if step.branch else None,
        "go": step.branch.go if step.branch else None,
        "contingent": step.contingent,
        "if": _ways_json(step.ways),
    }


def _action_json(outcome: Outcome, one: Recommendation) -> dict[str, Any]:
    action = one.action
    return {
        "id": action.id,
        "phase": one.phase.phase,
        "node": one.node,
        "strength": action.strength,
        "do": wording.filled(action.do, outcome),
        "how": wording.filled(action.how, outcome),
        "because": wording.filled(action.because, outcome),
        "by": one.by or None,
        "contingent": one.contingent,
        "if": _ways_json(one.ways),
        "sources": list(action.sources),
    }


def _ways_json(ways: tuple[Way, ...]) -> list[list[dict[str, Any]]]:
    return [
        [{"question": question, "values": list(allowed)} for question, allowed in way]
        for way in ways
    ]
