"""Say where on the path a person stands today, and which actions come next."""

from collections.abc import Collection, Iterator
from typing import TypeVar

import msgspec

from engine.consultation.outcome import Recommendation, Step, Upshot
from engine.language.entries import MOST_NEXT, First
from engine.language.words import NOT_YET

AT_HAND = ("now", "late")

Found = TypeVar("Found", bound=Upshot)


def placed(path: tuple[Step, ...], actions: tuple[Recommendation, ...]) -> tuple[Step, ...]:
    """Say of each step whether it lies behind, is where things are to be done, or is ahead.

    A step is here where something certain is to be done beside its node today. What waits on the
    world is ahead, and so is all that is certain after the last step that is here; the rest lies
    behind. Where nothing is to be done, the last certain step is here.
    """
    certain = [step for step in path if not step.contingent]
    busy = {node for action in actions if at_hand(action) for node in action.action.nodes}
    here = [step for step in certain if step.node.id in busy] or certain[-1:]
    nodes = {step.node.id for step in here}
    last = path.index(here[-1]) if here else -1
    return tuple(
        msgspec.structs.replace(step, state=_place(step, index <= last, nodes))
        for index, step in enumerate(path)
    )


def _place(step: Step, is_before_the_last: bool, here: Collection[str]) -> str:
    if step.contingent or not is_before_the_last:
        return "ahead"
    return "here" if step.node.id in here else "past"


def at_hand(recommendation: Recommendation) -> bool:
    """Tell whether an action is certain, and to be done today or soon."""
    return recommendation.state in AT_HAND and not recommendation.contingent


def next_actions(first: First | None, actions: tuple[Recommendation, ...]) -> tuple[str, ...]:
    """Name the at most three actions that come next: those of the row, then the plan's own.

    An action that does not apply, is done or can't begin yet falls out.
    """
    ready = {one.action.id: one for one in actions if at_hand(one)}
    named = [name for name in (first.first if first else ()) if name in ready]
    goes_on = first is None or first.goes_on or (first.falls_back and not named)
    return tuple(dict.fromkeys([*named, *(_to_do(ready) if goes_on else ())]))[:MOST_NEXT]


def comes_first(found: First | None, upshot: Upshot) -> First | None:
    """Give the row of what comes first: the one that was `found`, or the next where it is over.

    It is over once all was done that it names and that applies. One that stands alone is not: a
    person in danger is not through with it. The last, which always holds, is not either.
    """
    if found is None or not _is_over(found, upshot.actions):
        return found
    rows = list(upshot.kb.first.values())
    known = {name: value for name, value in upshot.known.items() if value != NOT_YET}
    for row in rows[rows.index(found) + 1 :]:
        holds = row.otherwise or row.when.holds(known)
        if holds and not _is_over(row, upshot.actions):
            return row
    return None


def _is_over(row: First, actions: tuple[Recommendation, ...]) -> bool:
    states = {one.state for one in actions if one.action.id in row.first}
    return states == {"done"} and not (row.only or row.otherwise)


def led(upshot: Found, found: First | None) -> Found:
    """Give what was found with what comes first of it, and which actions come next."""
    first = comes_first(found, upshot)
    next_ = next_actions(first, upshot.actions)
    busy = busy_nodes(next_, upshot.actions)
    return msgspec.structs.replace(upshot, first=first, next=next_, busy=busy)


def busy_nodes(next_: Collection[str], actions: tuple[Recommendation, ...]) -> frozenset[str]:
    """Name the nodes with an action that comes next, or that can be done now and should be."""
    nodes = set()
    for one in actions:
        is_due = at_hand(one) and one.action.strength in ("must", "should")
        if is_due or one.action.id in next_:
            nodes.add(one.node)
    return frozenset(nodes)


def _to_do(ready: dict[str, Recommendation]) -> Iterator[str]:
    """Name the actions that say what to do and have a time of their own, in the plan's order."""
    for name, recommendation in ready.items():
        strength = recommendation.action.strength
        if recommendation.state == "now" and strength != "avoid":
            yield name
