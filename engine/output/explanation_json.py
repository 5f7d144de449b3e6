"""Turn explanations and what-ifs into plain data for a program."""

from typing import Any

from engine.consultation.answers import plain
from engine.consultation.outcome import Outcome
from engine.explanation import change, levers, nearest, why_not
from engine.explanation.how import Chain, Kind
from engine.inference.trace import Firing
from engine.language.entries import Question
from engine.output import wording
from engine.output.comparison_text import order
from engine.output.explanation_text import failed_text, sentence, title_of
from engine.output.levers_text import time_left


def chain_json(outcome: Outcome, chain: Chain) -> dict[str, Any]:
    """Give a chain as plain data: the result, its answers, the rules in the order they fired."""
    return {
        "kind": chain.kind,
        "id": chain.id,
        "title": title_of(outcome, chain.kind, chain.id),
        "answers": {name: plain(value) for name, value in chain.answers},
        "assumed": list(chain.assumed),
        "rules": [_firing_json(outcome, firing) for firing in chain.firings],
    }


def _firing_json(outcome: Outcome, firing: "Firing") -> dict[str, Any]:
    place = firing.place
    return {
        "kind": firing.kind,
        "id": firing.id,
        "text": sentence(outcome, firing),
        "facts": {name: plain(value) for name, value in firing.facts},
        "assumed": list(firing.assumed),
        "rule": {"file": place.file, "line": place.line, "column": place.column},
        "sources": list(firing.entry.sources),
    }


def why_not_json(outcome: Outcome, kind: Kind, name: str) -> dict[str, Any]:
    """Give why something is not there as plain data, with the change that would bring it."""
    change = nearest.nearest(outcome, kind, name)
    return {
        "kind": kind,
        "id": name,
        "failed": [
            {
                "fact": one.name,
                "wanted": wording.test_text(outcome.kb, one.name, one.test),
                "is": plain(one.value),
                "node": one.of.id if one.of else None,
                "rule": str(one.at.place),
                "text": failed_text(outcome, one),
            }
            for one in why_not.failed(outcome, kind, name)
        ],
        "change": change and {n: plain(v) for n, v in {**change.changed, **change.added}.items()},
        "fixed": [
            n for n in change.changed if not levers.changeable(outcome, outcome.kb.questions[n])
        ]
        if change
        else [],
    }


def comparison_json(before: Outcome, after: Outcome) -> dict[str, Any]:
    """Give what differs between two outcomes as plain data."""
    effect = change.effect(before, after)
    return {
        "facts": {name: [plain(one), plain(other)] for name, one, other in effect.facts},
        "path": {"came": list(effect.nodes_came), "went": list(effect.nodes_went)},
        "actions": {
            "came": [one.id for one in effect.came],
            "went": [one.id for one in effect.went],
        },
        "asks": effect.asks or None,
    }


def each_json(outcome: Outcome, question: Question) -> list[dict[str, Any]]:
    """Give the outcome of every answer of a question as plain data."""
    return [
        {
            "answer": plain(value),
            "facts": {n: plain(after.facts.get(n)) for n in outcome.kb.head.columns},
        }
        for value, after in sorted(
            change.each(outcome, question), key=lambda one: order(outcome.kb, one[1])
        )
    ]


def levers_json(outcome: Outcome) -> list[dict[str, Any]]:
    """Give the levers as plain data, the best first."""
    return [
        {
            "question": option.question.id,
            "answer": plain(option.value),
            "do": option.lever.do,
            "weeks": option.lever.weeks,
            "weeks_left": time_left(outcome, option.lever.milestones)[1],
            "apart": option.lever.apart,
            "facts": {name: [plain(one), plain(other)] for name, one, other in option.effect.facts},
            "relieves": [action.id for action in option.effect.relieves],
            "came": [action.id for action in option.effect.came],
            "went": [action.id for action in option.effect.went],
        }
        for option in levers.levers(outcome)
        if option.lever
    ]
