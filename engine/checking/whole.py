"""Find what a base as a whole lacks: uses, ends, sources, a passed chance."""

import datetime
from collections.abc import Iterator

from engine.errors import Problem
from engine.language import base, expression
from engine.language.base import KnowledgeBase, cited
from engine.language.entries import Action, Conclusion, Milestone, Node, Question, Source, names_in


def unused(kb: KnowledgeBase) -> Iterator[Problem]:
    named = _named_facts(kb)
    facts: tuple[Question | Conclusion, ...] = (*kb.questions.values(), *kb.conclusions.values())
    for fact in facts:
        if fact.id not in named:
            kind = type(fact).__name__.lower()
            yield Problem(
                fact.place,
                "unused",
                f'{kind} "{fact.id}" is used nowhere.',
                "Name it in a condition, or take it out.",
            )
    targets = {branch.go for node in kb.nodes.values() for branch in node.branches} | {kb.start.id}
    for node in kb.nodes.values():
        if node.id not in targets:
            yield Problem(
                node.place,
                "unused",
                f'no branch goes to node "{node.id}".',
                "Send a branch there, or take it out.",
            )
    used = {citation.partition("/")[0] for entry in cited(kb) for citation in entry.sources}
    for source in kb.sources.values():
        if source.id not in used:
            yield Problem(
                source.place,
                "unused",
                f'source "{source.id}" is cited nowhere.',
                "Cite it, or take it out.",
            )


def _named_facts(kb: KnowledgeBase) -> set[str]:
    named = {name for when in base.conditions(kb) for name in names_in(when)}
    named.update(name for one in kb.conclusions.values() for name in one.rests_on)
    for action in kb.actions.values():
        named.update(expression.shown_facts(action.do, action.how, action.because))
    return named | {*kb.headline, *kb.caption}


def ends(kb: KnowledgeBase) -> Iterator[Problem]:
    for node in kb.nodes.values():
        if not node.branches and not node.end:
            message = f'node "{node.id}" has no branches and is no end.'
            yield Problem(
                node.place, "no-end", message, "Add branches, or end: residency or end: next-cycle."
            )


def uncited(kb: KnowledgeBase) -> Iterator[Problem]:
    found: set[str] = set()
    for entry in cited(kb):
        found.update(entry.sources)
        if not entry.sources and not isinstance(entry, (Source, Milestone)):
            name = (
                getattr(entry, "id", "")
                or getattr(entry, "label", "")
                or getattr(entry, "then", "")
            )
            message = f'{type(entry).__name__.lower()} "{name}" names no source.'
            yield Problem(
                entry.place, "missing-source", message, "Add source: …; our own reading is one too."
            )
    for source in kb.sources.values():
        for claim in source.claims:
            if f"{source.id}/{claim}" not in found:
                message = f'claim "{claim}" of source "{source.id}" is cited nowhere.'
                yield Problem(
                    source.origin.at("claims", claim),
                    "uncited-claim",
                    message,
                    "Cite it where it is followed.",
                )


def chances(kb: KnowledgeBase) -> Iterator[Problem]:
    """Find chance questions named where some way has not passed them, or by a conclusion."""
    for conclusion in kb.conclusions.values():
        for name in conclusion.rests_on:
            if name in kb.questions and kb.questions[name].is_chance:
                message = (
                    f'conclusion "{conclusion.id}" rests on "{name}", which the world decides.'
                )
                yield Problem(conclusion.place, "chance", message, "Ask it in a branch instead.")
    for question in (one for one in kb.questions.values() if one.is_chance):
        yield from _chance(question, kb)


def _chance(question: Question, kb: KnowledgeBase) -> Iterator[Problem]:
    asking = {
        node.id
        for node in kb.nodes.values()
        if any(question.id in names_in(b.when) for b in node.branches)
    }
    passed: dict[str, set[bool]] = {kb.start.id: {False}}
    for node in kb.ordered_nodes:
        after = {True} if node.id in asking else passed.get(node.id, {False})
        for branch in node.branches:
            passed.setdefault(branch.go, set()).update(after)
    for node in kb.nodes.values():
        if node.id in asking and passed.get(node.id) == {True, False}:
            yield _half_passed(node, f'node "{node.id}"', question)
    for action in kb.actions.values():
        if question.id in names_in(action.when):
            for place in action.nodes:
                if place not in asking and passed.get(place) != {True}:
                    yield _half_passed(action, f'action "{action.id}"', question)


def _half_passed(entry: Node | Action, called: str, question: Question) -> Problem:
    message = f'{called} names "{question.id}", which some ways have not asked when they come here.'
    return Problem(entry.place, "chance", message, "Name it after the node whose branches ask it.")


def stale(kb: KnowledgeBase, today: datetime.date | None) -> Iterator[Problem]:
    for source in kb.sources.values():
        if today and today > source.review_by:
            message = f'source "{source.id}" was to be reviewed by {source.review_by}.'
            hint = "Check it again, then set checked_on and review_by."
            yield Problem(
                source.origin.at("review_by"), "stale-source", message, hint, warning=True
            )
