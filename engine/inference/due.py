"""Turn actions into where they stand and when their time comes."""

from collections.abc import Iterator

import msgspec

from engine.language.base import KnowledgeBase
from engine.language.condition import Atom, Clause, Test, conjoin
from engine.language.entries import Action, State
from engine.language.words import AHEAD, PAST

IS_AHEAD = Test((Atom(frozenset({AHEAD})),))
_IS_PAST = Test((Atom(frozenset({PAST})),))


class Due(msgspec.Struct, frozen=True):
    """Hold one turn an action's time can take: its state, what it is due by, on which dates."""

    state: State
    by: str
    clause: Clause


def due_turns(action: Action, kb: KnowledgeBase) -> Iterator[Due]:
    """Give the turns an action's time can take, with the clause for each to have come.

    Before its `from` it is for later. It is due by the first milestone that is still ahead; one
    that no cycle dates is always ahead. When all are past, it is late.
    """
    begun: Clause = ()
    if action.starts:
        begun = ((action.starts, _IS_PAST),)
        first = action.milestones[0] if action.milestones else ""
        yield Due("later", first, ((action.starts, IS_AHEAD),))
    gone: Clause = ()
    for name in action.milestones:
        if not kb.dates[name].past_from:
            yield Due("now", name, conjoin(begun, gone))
            return
        yield Due("now", name, conjoin(begun, conjoin(gone, ((name, IS_AHEAD),))))
        gone = conjoin(gone, ((name, _IS_PAST),))
    if action.milestones:
        yield Due("late", action.milestones[-1], conjoin(begun, gone))
    else:
        yield Due("now", "", begun)
