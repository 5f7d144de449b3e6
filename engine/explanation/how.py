"""Turn an Outcome into how a result came about, from the trace alone."""

from collections.abc import Iterable, Iterator
from typing import Literal

import msgspec

from engine.consultation.outcome import Outcome, Upshot
from engine.inference.trace import Firing
from engine.inference.ways import CERTAIN, meet
from engine.language.entries import Branch
from engine.language.words import NONE, Value

Kind = Literal["answer", "conclusion", "node", "action"]
"""What can be explained: something answered or concluded, a place on the path, something to do."""

_KINDS: tuple[Kind, ...] = ("conclusion", "node", "action", "answer")


class Chain(msgspec.Struct, frozen=True, eq=False):
    """Hold how a result came about: answers, what was assumed, the rules as they fired."""

    kind: Kind
    id: str
    answers: tuple[tuple[str, Value], ...]
    assumed: tuple[str, ...]
    firings: tuple[Firing, ...]


def came_out(outcome: Upshot, kind: Kind) -> tuple[str, ...]:
    """Name what came out of a kind, in the order of the outcome."""
    names = {
        "conclusion": outcome.facts,
        "node": outcome.visited,
        "action": outcome.recommended,
        "answer": outcome.answers,
    }
    return tuple(names[kind])


def kinds(outcome: Outcome, name: str) -> tuple[Kind, ...]:
    """Say as what a name came out: an id can be a question's and a node's at once."""
    return tuple(kind for kind in _KINDS if name in came_out(outcome, kind))


def how(outcome: Outcome, kind: Kind, name: str, *, turns_alone: bool = False) -> Chain:
    """Give the chain from answers to a result that came out.

    With `turns_alone`, of the path to a node or an action it has those branches alone beside which
    there is one that leads elsewhere; and without it, all.
    """
    if kind == "answer":
        return Chain(kind, name, ((name, outcome.answers[name]),), (), ())
    node = name
    ends: Iterable[Firing] = _arrivals(outcome, name)
    if kind != "node":
        ends = outcome.firings(kind, name)
        node = next((firing.node for firing in ends), "")
    return _chain(outcome, kind, name, ends, node if turns_alone else "")


def overview(outcome: Outcome) -> Chain | None:
    """Give the one chain to the conclusions that a plan opens with; None while none is known."""
    headline = outcome.kb.head.headline
    names = [name for name in headline if outcome.facts.get(name, NONE) != NONE]
    if not names:
        return None
    ends = [firing for name in names for firing in outcome.firings("conclusion", name)]
    return _chain(outcome, "conclusion", names[0], ends)


def turns(outcome: Outcome) -> tuple[Firing, ...]:
    """Give the branches that were taken for certain because of a fact, in the order of the path."""
    return tuple(f for f in outcome.trace if f.kind == "branch" and f.facts and f.ways == CERTAIN)


def _chain(
    outcome: Outcome, kind: Kind, name: str, ends: Iterable[Firing], node: str = ""
) -> Chain:
    """Gather what the firings at the end rest on, in the order of the outcome.

    With a `node` it is gathered as `_all_behind` says.
    """
    firings = _all_behind(outcome, ends, node)
    facts = {fact: value for firing in firings for fact, value in firing.facts}
    given = dict.fromkeys((*outcome.asked, *outcome.answers))  # some rules take what none asks
    answers = [(fact, facts[fact]) for fact in given if fact in facts]
    assumed = {question for firing in firings for question in firing.assumed}
    in_order = tuple(question for question in outcome.kb.questions if question in assumed)
    return Chain(kind, name, tuple(answers), in_order, firings)


def _all_behind(outcome: Outcome, ends: Iterable[Firing], node: str) -> tuple[Firing, ...]:
    """Go back from some firings to all that they rest on, themselves included.

    Where a `node` is named, branches are passed over beside which every other leads there too.
    """
    leading = outcome.kb.leading_to([node]) if node else set()
    seen: set[int] = set()
    passed: set[int] = set()
    waiting = list(ends)
    while waiting:
        firing = waiting.pop()
        if id(firing) in seen:
            continue
        seen.add(id(firing))
        if isinstance(firing.entry, Branch) and _leads_all_the_same(outcome, firing, leading):
            passed.add(id(firing))
        else:
            waiting += _facts_behind(outcome, firing)
        waiting += _way_behind(outcome, firing)
    return tuple(one for one in outcome.trace if id(one) in seen - passed)


def _leads_all_the_same(outcome: Outcome, firing: Firing, leading: set[str]) -> bool:
    """Tell whether a branch makes no difference, as all of its node lead to the same in the end."""
    return all(branch.go in leading for branch in outcome.kb.nodes[firing.id].branches)


def _facts_behind(outcome: Outcome, firing: Firing) -> Iterator[Firing]:
    """Give what the facts of a firing rest on, and what it assumes."""
    for name, _ in firing.facts:
        yield from outcome.firings("conclusion", name)
        yield from outcome.firings("milestone", name)
    for question in firing.assumed:
        yield from outcome.firings("not-yet", question)[:1]


def _way_behind(outcome: Outcome, firing: Firing) -> Iterator[Firing]:
    """Give the branches that led to where a firing stands."""
    if firing.node:
        for arrival in _arrivals(outcome, firing.node):
            if meet(arrival.ways, firing.ways):
                yield arrival


def _arrivals(outcome: Outcome, node: str) -> Iterator[Firing]:
    """Give the branches that led to a node."""
    for firing in outcome.trace:
        if isinstance(firing.entry, Branch) and firing.entry.go == node:
            yield firing
