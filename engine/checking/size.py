"""Find conditions that multiply out into more than can be tried, before they do."""

from collections.abc import Iterator

from engine.errors import Problem
from engine.language.base import KnowledgeBase
from engine.language.condition import Condition, TooMany
from engine.language.decision_table import MOST_CLAUSES, opposite_forms, with_forms
from engine.language.entries import Branch, Conclusion, Node, Row, Written

_HINT = "Ask the chance in a node of its own, or write fewer options."


def multiplied_out(kb: KnowledgeBase) -> Iterator[Problem]:
    """Find tables, actions and times that ask a chance beside more options than can be tried."""
    tables: list[tuple[Conclusion | Node, tuple[Row | Branch, ...]]] = []
    tables += [(conclusion, conclusion.rules) for conclusion in kb.conclusions.values()]
    tables += [(node, node.branches) for node in kb.nodes.values()]
    for owner, rows in tables:
        try:
            with_forms(rows, kb.facts, kb.chances)
        except TooMany:
            yield _too_many(owner, f'the rows of {type(owner).__name__.lower()} "{owner.id}"')
    for action in kb.actions.values():
        yield from _condition(action, f'the condition of action "{action.id}"', action.when, kb)
    for question in kb.questions.values():
        if question.until:
            called = f'"until" of question "{question.id}"'
            yield from _condition(question, called, question.until, kb)
    for milestone in kb.milestones.values():
        called = f'the condition of milestone "{milestone.id}"'
        yield from _condition(milestone, called, milestone.when, kb)


def _condition(
    entry: Written, called: str, condition: Condition, kb: KnowledgeBase
) -> Iterator[Problem]:
    try:
        opposite_forms(condition, kb.chances)  # no less than its own forms come to
    except TooMany:
        yield _too_many(entry, called)


def _too_many(entry: Written, called: str) -> Problem:
    message = (
        f"a chance stands in {called} beside more than {MOST_CLAUSES} combinations of options."
    )
    return entry.problem("too-many", message, _HINT)
