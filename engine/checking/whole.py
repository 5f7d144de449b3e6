"""Find what a base as a whole lacks: uses, ends, sources, a chance that has been asked."""

import datetime
from collections.abc import Callable, Iterator

from engine.checking.calendar import far_dates, typed
from engine.checking.ends import open_ends, unused_ends
from engine.checking.exchanged import exchanged
from engine.checking.first import hidden
from engine.checking.lookups import unled
from engine.checking.ruler import contradicted
from engine.checking.support import nobody_to_call, numbers, told_not_to_call, weakly_advised
from engine.checking.tables import same_names, unread
from engine.checking.unfinished import unfilled, unfinished, unopened
from engine.checking.wording import said_twice, wording
from engine.errors import Problem
from engine.language.base import KnowledgeBase, called, cited, conditions
from engine.language.cycles import CycleDate, Milestone
from engine.language.entries import Action, Conclusion, First, Node, Question, Source

# What says nothing of its own: a date stands in a cycle that has a source.
_WITHOUT_SOURCE = (Source, Milestone, CycleDate, First)


def unused_facts(kb: KnowledgeBase) -> Iterator[Problem]:
    """Find questions and conclusions that nothing names."""
    named = _named_facts(kb)
    facts: tuple[Question | Conclusion, ...] = (*kb.questions.values(), *kb.conclusions.values())
    for fact in facts:
        if fact.id not in named:
            message = f'{type(fact).__name__.lower()} "{fact.id}" is used nowhere.'
            yield fact.problem("unused", message, "Name it in a condition, or take it out.")


def _named_facts(kb: KnowledgeBase) -> set[str]:
    named = {*kb.head.headline, *kb.head.caption}
    if kb.head.ruler:
        named.update(name for _, name in kb.head.ruler.facts)
    for condition in conditions(kb):
        named.update(condition.names)
    for question in kb.questions.values():
        named.update(question.beside)
    for conclusion in kb.conclusions.values():
        named.update(conclusion.rests_on)
    for action in kb.actions.values():
        named.update(action.shown)
    return named


def unused_nodes(kb: KnowledgeBase) -> Iterator[Problem]:
    """Find nodes that no branch goes to; the first needs none."""
    targets = {branch.go for node in kb.nodes.values() for branch in node.branches}
    for node in kb.nodes.values():
        if node.id not in targets and node.id != kb.start.id:
            message = f'no branch goes to node "{node.id}".'
            yield node.problem("unused", message, "Send a branch there, or take it out.")


def sources(kb: KnowledgeBase) -> Iterator[Problem]:
    """Find sources of others without a year, or without an address where they can be read."""
    for source in kb.sources.values():
        if source.status == "ours":
            continue
        if source.year is None:
            message = f'source "{source.id}" says no year.'
            hint = "Add year: …, that of its publication, of its figures, or of reading it."
            yield source.problem("missing-key", message, hint)
        if not source.url:
            message = f'source "{source.id}" has no address.'
            hint = "Add url: https://…, where a reader can look it up; our own readings need none."
            yield source.problem("missing-key", message, hint)


def empty_drafts(kb: KnowledgeBase) -> Iterator[Problem]:
    """Find drafts without a word in them."""
    for action in kb.actions.values():
        if action.drafted and not action.drafted.text.strip():
            message = f'the draft of action "{action.id}" has no text.'
            yield action.problem("empty", message, "Write it, or take draft out.", "draft", "text")


def unused_sources(kb: KnowledgeBase) -> Iterator[Problem]:
    """Find sources that nothing cites."""
    used = {citation.partition("/")[0] for entry in cited(kb) for citation in entry.sources}
    for source in kb.sources.values():
        if source.id not in used:
            message = f'source "{source.id}" is cited nowhere.'
            yield source.problem("unused", message, "Cite it, or take it out.")


def uncited(kb: KnowledgeBase) -> Iterator[Problem]:
    """Find entries that name no source."""
    for entry in cited(kb):
        if not entry.sources and not isinstance(entry, _WITHOUT_SOURCE):
            kind, name = type(entry).__name__.lower(), called(entry)
            message = f'{kind} "{name}" names no source.' if name else f"{kind} names no source."
            hint = "Add source: …; our own reading is one too."
            yield entry.problem("missing-source", message, hint)


def uncited_claims(kb: KnowledgeBase) -> Iterator[Problem]:
    """Find claims of a source that no entry cites."""
    citations = {citation for entry in cited(kb) for citation in entry.sources}
    for source in kb.sources.values():
        for claim in source.claims:
            if f"{source.id}/{claim}" not in citations:
                message = f'claim "{claim}" of source "{source.id}" is cited nowhere.'
                hint = "Cite it where it is followed."
                yield source.problem("uncited-claim", message, hint, "claims", claim)


def chances_in_conclusions(kb: KnowledgeBase) -> Iterator[Problem]:
    """Find conclusions that rest on a chance: what the world decides is asked in a branch."""
    for conclusion in kb.conclusions.values():
        for name in conclusion.rests_on:
            if name in kb.chances:
                message = (
                    f'conclusion "{conclusion.id}" rests on "{name}", which the world decides.'
                )
                yield conclusion.problem("chance", message, "Ask it in a branch instead.")


def chances_named_too_early(kb: KnowledgeBase) -> Iterator[Problem]:
    """Find chances named where some way has not passed the branches that ask them.

    A node that asks the chance is passed by all who come to it, or by none; an action may name it
    beside such a node, or where every way has passed one.
    """
    for name in kb.chances:
        question = kb.questions[name]
        asking = _asking(question, kb)
        passed = _passed(asking, kb)
        for node in kb.nodes.values():
            if node.id in asking and passed.get(node.id) == {True, False}:
                yield _half_passed(node, f'node "{node.id}"', question)
        settled = asking | {place for place, ways in passed.items() if ways == {True}}
        yield from _actions_too_early(question, settled, kb)


def _actions_too_early(
    question: Question, settled: set[str], kb: KnowledgeBase
) -> Iterator[Problem]:
    """Find actions that name a chance beside a node where it is not settled for all who come."""
    for action in kb.actions.values():
        if question.id in action.when.names:
            for _ in set(action.nodes) - settled:
                yield _half_passed(action, f'action "{action.id}"', question)


def _asking(question: Question, kb: KnowledgeBase) -> set[str]:
    """Name the nodes whose branches ask a question."""
    asking = set()
    for node in kb.nodes.values():
        if any(question.id in branch.when.names for branch in node.branches):
            asking.add(node.id)
    return asking


def _passed(asking: set[str], kb: KnowledgeBase) -> dict[str, set[bool]]:
    """Say whether all, some or none of the ways to each node have passed an asking one."""
    passed: dict[str, set[bool]] = {kb.start.id: {False}}
    for node in kb.ordered_nodes:
        after = {True} if node.id in asking else passed.get(node.id, {False})
        for branch in node.branches:
            passed.setdefault(branch.go, set()).update(after)
    return passed


def _half_passed(entry: Node | Action, called: str, question: Question) -> Problem:
    message = f'{called} names "{question.id}", which some ways have not asked when they come here.'
    return entry.problem("chance", message, "Name it after the node whose branches ask it.")


def untimely(kb: KnowledgeBase, today: datetime.date) -> Iterator[Problem]:
    """Warn of sources whose review was due before a day, or that were looked at after it."""
    tomorrow = today + datetime.timedelta(days=1)  # east of here it is that day already
    for source in kb.sources.values():
        if today > source.review_by:
            message = f'source "{source.id}" was to be reviewed by {source.review_by}.'
            hint = "Check it again, then set checked_on and review_by."
            yield _warning(source, "stale-source", message, hint, "review_by")
        if source.checked_on > tomorrow:
            message = f'source "{source.id}" was checked on {source.checked_on}, after today.'
            hint = f"Write the day on which you looked at it; today is {today}."
            yield _warning(source, "future-date", message, hint, "checked_on")
        if source.year and source.year > today.year + 1:  # a book of next year's is sold in fall
            message = f'source "{source.id}" is of {source.year}, which is yet to come.'
            hint = f"Write the year in which it was published; this is {today.year}."
            yield _warning(source, "future-date", message, hint, "year")


def _warning(source: Source, code: str, message: str, hint: str, key: str) -> Problem:
    return Problem(source.origin.at(key), code, message, hint, warning=True)


Check = Callable[[KnowledgeBase], Iterator[Problem]]

WHOLE: tuple[Check, ...] = (
    unused_facts,
    unused_nodes,
    unread,
    unled,
    same_names,
    exchanged,
    unused_sources,
    sources,
    empty_drafts,
    nobody_to_call,
    told_not_to_call,
    weakly_advised,
    numbers,
    open_ends,
    unused_ends,
    uncited,
    uncited_claims,
    chances_in_conclusions,
    chances_named_too_early,
    hidden,
    contradicted,
    far_dates,
    typed,
    wording,
    said_twice,
    unfinished,
    unopened,
    unfilled,
)
