"""Turn the actions of a base, and what is private, into single changes of them."""

from collections.abc import Iterator, Mapping
from typing import get_args

import msgspec

from engine.authoring import altered, shifted
from engine.authoring.mutation import Mutation, later, said_of, words_of
from engine.language.base import KnowledgeBase
from engine.language.condition import Condition
from engine.language.entries import Action, Strength

_STRENGTHS: tuple[str, ...] = get_args(Strength)


def _with_action(kb: KnowledgeBase, action: Action, **change: object) -> KnowledgeBase:
    return altered.with_action(kb, msgspec.structs.replace(action, **change))


def _on_action(
    kb: KnowledgeBase, kind: str, action: Action, key: str, said: str, change: Mapping[str, object]
) -> Mutation:
    after = change.get("when")
    return Mutation(
        kind,
        action.origin.at(key),
        said_of(action, said),
        later(_with_action, kb, action, **change),
        (action.when,),
        (after,) if isinstance(after, Condition) else (),
        next(iter(action.milestones), action.starts),
    )


def strengths(kb: KnowledgeBase) -> Iterator[Mutation]:
    """Let an action have the strength after its own."""
    for action in kb.actions.values():
        place = (_STRENGTHS.index(action.strength) + 1) % len(_STRENGTHS)
        said = f"{_STRENGTHS[place]}, not {action.strength}"
        change = {"strength": _STRENGTHS[place]}
        yield _on_action(kb, "strength", action, "strength", said, change)


def due_and_from(kb: KnowledgeBase) -> Iterator[Mutation]:
    """Let an action be due by the next milestone, begin at once or late, be over with its time."""
    names = list(kb.milestones)
    for action in kb.actions.values() if names else ():
        for due in action.milestones:
            other = names[(names.index(due) + 1) % len(names)]
            by = tuple(other if name == due else name for name in action.milestones)
            yield _on_action(kb, "due", action, "by", f"due by {other}, not {due}", {"by": by})
        start, said = "", f"begins at once, not from {action.starts}"
        if not action.starts:
            start, said = names[-1], f"begins from {names[-1]}, not at once"
        yield _on_action(kb, "from", action, "from", said, {"starts": start})
        if action.late:
            said = "falls away when its time is over"
            yield _on_action(kb, "late", action, "late", said, {"late": ""})


def places(kb: KnowledgeBase) -> Iterator[Mutation]:
    """Let an action stand beside the node before its own, as the tree is ordered."""
    names = [node.id for node in kb.ordered_nodes]
    for action in kb.actions.values():
        old = action.nodes[0]
        new = names[names.index(old) - 1]  # before the first stands the last
        said = f"stands at {new}, not {old}"
        yield _on_action(kb, "place", action, "at", said, {"at": (new, *action.nodes[1:])})


def settled(kb: KnowledgeBase) -> Iterator[Mutation]:
    """Let doing an action answer nothing."""
    for action in kb.actions.values():
        if action.settles:
            yield Mutation(
                "settles",
                action.origin.at("settles"),
                said_of(action, "answers nothing once it is done"),
                later(_with_action, kb, action, settles={}),
                (action.when,),
                told=action.id,
            )


def stages(kb: KnowledgeBase) -> Iterator[Mutation]:
    """Let an action that asks for no stage come at one of them alone."""
    for action in kb.actions.values():
        for said, alone in shifted.narrowed(action.when, kb.head.stage, words_of(kb)):
            yield _on_action(kb, "stage", action, "when", said, {"when": alone})


def private(kb: KnowledgeBase) -> Iterator[Mutation]:
    """Let what is private stand in what is shown around, and what is not, no longer."""
    for action in kb.actions.values():
        said = "no longer private" if action.private else "private"
        change = {"private": not action.private}
        yield _on_action(kb, "private", action, "private", said, change)
    for question in kb.questions.values():
        said = "no longer private" if question.private else "private"
        turned = msgspec.structs.replace(question, private=not question.private)
        yield Mutation(
            "private",
            question.origin.at("private"),
            f'question "{question.id}": {said}',
            later(altered.with_question, kb, turned),
        )


def conditions(kb: KnowledgeBase) -> Iterator[Mutation]:
    """Move a threshold of an action's own, or leave out one of the facts that it asks for."""
    for action in kb.actions.values():
        for cut in dict.fromkeys(shifted.cuts(action.when)):
            for by in (1, -1):
                said = f"{cut[0]} parts at {cut[1] + by}, not at {cut[1]}"
                change = {"when": shifted.moved(action.when, cut, by)}
                yield _on_action(kb, "threshold", action, "when", said, change)
        for name in action.when.written or {}:
            change = {"when": shifted.without(action.when, name)}
            yield _on_action(kb, "condition", action, "when", f"{name} not asked for", change)


def words(kb: KnowledgeBase) -> Iterator[Mutation]:
    """Let a condition of an action hold for one word more, or for one less."""
    for action in kb.actions.values():
        for said, new in shifted.varied(action.when, words_of(kb)):
            yield _on_action(kb, "word", action, "when", said, {"when": new})
