"""Turn what things are called in a base into single changes: two exchange what they are called."""

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import TypeVar

import msgspec

from engine.authoring import altered
from engine.authoring.mutation import Mutation, given, later, said_of
from engine.language.base import KnowledgeBase
from engine.language.condition import ALWAYS, Condition
from engine.language.cycles import Milestone
from engine.language.entries import Action, Conclusion, Node, Question

_Fact = Question | Conclusion
_E = TypeVar("_E", Node, Question, Conclusion, Action)


def titles(kb: KnowledgeBase) -> Iterator[Mutation]:
    """Let a node have the title of the next one, and that one its own."""
    yield from _exchanged(kb, list(kb.nodes.values()), "title")


def labels(kb: KnowledgeBase) -> Iterator[Mutation]:
    """Let a question, or a conclusion, have the label of the next one, and that one its own."""
    yield from _exchanged(kb, list(kb.questions.values()), "label")
    yield from _exchanged(kb, list(kb.conclusions.values()), "label")


def drafts(kb: KnowledgeBase) -> Iterator[Mutation]:
    """Let an action have the draft of the next one that has one, and that one its own."""
    yield from _exchanged(kb, [one for one in kb.actions.values() if one.draft], "draft")


def milestones(kb: KnowledgeBase) -> Iterator[Mutation]:
    """Let a milestone by which something is due have the label of the next, and that one its own.

    It shows in a plan above what is due by it.
    """
    due = {name: one.id for one in kb.actions.values() for name in one.milestones}
    for one, other in pairwise(kb.milestones.values()):
        if action := due.get(one.id):
            renamed = (
                msgspec.structs.replace(one, label=other.label),
                msgspec.structs.replace(other, label=one.label),
            )
            yield Mutation(
                "text",
                one.origin.at("label"),
                f'milestone "{one.id}": its label is that of "{other.id}"',
                later(_with, kb, *renamed),
                shows=(("due", action), one.id),
            )


def choices(kb: KnowledgeBase) -> Iterator[Mutation]:
    """Let two choices that stand side by side be shown by each other's text."""
    facts: tuple[_Fact, ...] = (*kb.questions.values(), *kb.conclusions.values())
    for fact in facts:
        for choice, other in pairwise(fact.choices):
            texts = {choice: fact.choices[other], other: fact.choices[choice]}
            yield _renamed(
                fact,
                "choices",
                f'the texts of "{choice}" and "{other}" are exchanged',
                later(_with, kb, msgspec.structs.replace(fact, choices={**fact.choices, **texts})),
                given(fact, choice, other),
            )


def _exchanged(kb: KnowledgeBase, entries: Sequence[_E], key: str) -> Iterator[Mutation]:
    """Let each entry have the text of the next one at a key, and that one its own."""
    for entry, other in pairwise(entries):
        mine, theirs = getattr(entry, key), getattr(other, key)
        exchanged = (
            msgspec.structs.replace(entry, **{key: theirs}),
            msgspec.structs.replace(other, **{key: mine}),
        )
        if mine != theirs:
            said = f'its {key} is that of "{other.id}"'
            yield _renamed(entry, key, said, later(_with, kb, *exchanged))


def _renamed(
    entry: Node | Action | _Fact,
    key: str,
    said: str,
    base: Callable[[], KnowledgeBase],
    shows: Condition = ALWAYS,
) -> Mutation:
    """Give a change of what is said of an entry; it `shows` to those for whom that holds."""
    return Mutation(
        "text", entry.origin.at(key), said_of(entry, said), base, (shows,), told=entry.id
    )


def _with(kb: KnowledgeBase, *entries: Node | Action | Milestone | _Fact) -> KnowledgeBase:
    for entry in entries:
        if isinstance(entry, Node):
            kb = altered.with_node(kb, entry)
        elif isinstance(entry, Action):
            kb = altered.with_action(kb, entry)
        elif isinstance(entry, Milestone):
            kb = altered.with_milestone(kb, entry)
        elif isinstance(entry, Question):
            kb = altered.with_question(kb, entry)
        else:
            kb = altered.with_conclusion(kb, entry)
    return kb
