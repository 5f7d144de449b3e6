"""Turn an Outcome into how a result came about, from the trace alone."""

from collections.abc import Iterable, Iterator
from typing import Literal

import msgspec

from engine.consultation.outcome import Outcome
from engine.inference.trace import Firing
from engine.inference.ways import CERTAIN
from engine.language.entries import Branch, Node
from engine.language.words import NONE, Value

Kind = Literal["answer", "conclusion", "node", "action"]


"""What can be explained: something answered, something concluded, a place on the path, something to do."""


class Chain(msgspec.Struct, frozen=True, eq=False):
    """Hold how a result came about: the answers it rests on, what was assumed, the rules in the order they fired."""

    kind: Kind
    id: str
    answers: tuple[tuple[str, Value], ...]
    assumed: tuple[str, ...]
    firings: tuple["Firing", ...]


_KINDS: tuple[Kind, ...] = ("conclusion", "node", "action", "answer")


def came_out(outcome: Outcome, kind: Kind) -> tuple[str, ...]:
    """Name what came out of a kind, in the order of the outcome."""
    if kind == "conclusion":
        return tuple(outcome.facts)
    if kind == "node":
        return tuple(dict.fromkeys(step.node.id for step in outcome.path))
    return (
        tuple(one.action.id for one in outcome.actions)
        if kind == "action"
        else tuple(outcome.answers)
    )


def kinds(outcome: Outcome, name: str) -> tuple[Kind, ...]:
    """Say as what a name came out: an id can be a question's and a node's at once."""
    return tuple(kind for kind in _KINDS if name in came_out(outcome, kind))


def how(outcome: Outcome, kind: Kind, name: str) -> Chain:
    """Give the chain from answers to a result that came out, from the trace alone."""
    if kind == "answer":
        return Chain(kind, name, ((name, outcome.answers[name]),), (), ())
    if kind == "node":
        return _chain(outcome, kind, name, _arrivals(outcome, name))
    return _chain(outcome, kind, name, outcome.firings(kind, name))


def overview(outcome: Outcome) -> Chain | None:
    """Give the one chain to the conclusions that a plan opens with; None while none of them is known."""
    names = [name for name in outcome.kb.headline if outcome.facts.get(name, NONE) != NONE]
    ends = [firing for name in names for firing in outcome.firings("conclusion", name)]
    return _chain(outcome, "conclusion", names[0], ends) if names else None


def turns(outcome: Outcome) -> tuple["Firing", ...]:
    """Give the branches that were taken for certain because of a fact, in the order of the path."""
    return tuple(f for f in outcome.trace if f.kind == "branch" and f.facts and f.way == CERTAIN)


def _chain(outcome: Outcome, kind: Kind, name: str, ends: Iterable["Firing"]) -> Chain:
    answers: dict[str, Value] = {}
    found: dict[int, Firing] = {}
    waiting = list(ends)
    while waiting:
        firing = waiting.pop()
        if id(firing) in found:
            continue
        found[id(firing)] = firing
        answers.update(
            (fact, value) for fact, value in firing.facts if fact in outcome.kb.questions
        )
        waiting += _behind(outcome, firing)
    fired = tuple(firing for firing in outcome.trace if id(firing) in found)
    assumed = {question for firing in fired for question in firing.assumed}
    return Chain(
        kind,
        name,
        tuple((fact, answers[fact]) for fact in outcome.asked if fact in answers),
        tuple(question for question in outcome.kb.questions if question in assumed),
        fired,
    )


def _behind(outcome: Outcome, firing: "Firing") -> Iterator["Firing"]:
    """Give the firings that a firing rests on: for its facts, for what it assumes, for the node it stands at."""
    for name, _ in firing.facts:
        yield from outcome.firings("conclusion", name)
        yield from outcome.firings("milestone", name)
    for question in firing.assumed:
        yield from outcome.firings("not-yet", question)[:1]
    if firing.node:
        yield from (one for one in _arrivals(outcome, firing.node) if one.way == firing.origin)
    elif firing.kind == "not-yet" and isinstance(firing.entry, Node):
        yield from (one for one in _arrivals(outcome, firing.entry.id) if one.way != CERTAIN)


def _arrivals(outcome: Outcome, node: str) -> Iterator["Firing"]:
    return (
        f
        for f in outcome.trace
        if f.kind == "branch" and isinstance(f.entry, Branch) and f.entry.go == node
    )
