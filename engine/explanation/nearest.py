"""Turn an Outcome into the nearest answers that bring a result.

A best-first search. It starts from the answers given, and takes the cheapest change not looked at
yet: it runs the rules with it, and when the result is not there, the conditions that failed say
what to change next. An answer is changed only where a lever leads to the other one without a
change of aim, or where the choice is the person's own: what nobody can change is never proposed.
What was not answered costs nothing. So the first change that brings the result is the nearest; then
each answer of it that can be left out is.
"""

import heapq
from collections.abc import Iterator, Mapping
from functools import partial
from itertools import combinations, count, product

import msgspec

from engine.checking import limits
from engine.checking.decisions import decisions
from engine.consultation.outcome import Outcome, Upshot
from engine.explanation import how, why_not
from engine.explanation.change import instead, instead_at_a_glance
from engine.explanation.how import Kind
from engine.explanation.levers import can_become
from engine.explanation.why_not import Failed
from engine.language.condition import pairs
from engine.language.words import AHEAD, NOT_YET, Value

_MOST_TRIED = 60  # outcomes looked at; the shipped base needs up to 36
_MOST_MATCHES = 3_000_000  # of facts by rules, in all outcomes looked at: seconds

Tried = dict[str, Value]
"""Answers to put in place of those given, or to add to them."""


class Change(msgspec.Struct, frozen=True, eq=False):
    """Hold the nearest answers that bring a result: to change, to add, and their outcome."""

    changed: Mapping[str, Value]
    added: Mapping[str, Value]
    outcome: Outcome


def nearest(outcome: Outcome, kind: Kind, name: str) -> Change | None:
    """Give the answers nearest to those given that bring a node or an action; None when no few do.

    Only what a person can still change is changed; answers not given yet count as nearest. Every
    proposal has been run.
    """
    return _Search(outcome, kind, name).run()


class _Search:
    """Look for the nearest change; the conditions that fail say what to try next."""

    def __init__(self, outcome: Outcome, kind: Kind, name: str) -> None:
        self._before = outcome
        self._kind: Kind = kind
        self._name = name
        self._decisions = decisions(outcome.kb)
        self._most_tried = min(_MOST_TRIED, _MOST_MATCHES // limits.size(outcome.kb))

    def run(self) -> Change | None:
        order = count()
        waiting: list[tuple[int, int, int, Tried]] = [(0, 0, next(order), {})]
        seen: set[frozenset[tuple[str, Value]]] = set()
        while waiting and len(seen) < self._most_tried:
            *_, tried = heapq.heappop(waiting)
            if frozenset(tried.items()) in seen:
                continue
            seen.add(frozenset(tried.items()))
            outcome = instead_at_a_glance(self._before, tried)
            if self._brings(outcome):
                return self._shortest(tried, outcome)
            for more in self._next(outcome, tried):
                if not self._goes_back(more, tried):
                    both = {**tried, **more}
                    # Of changes that cost the same the longest first: it is nearest to the end.
                    heapq.heappush(waiting, (self._cost(both), -len(both), next(order), both))
        return None

    def _brings(self, outcome: Upshot) -> bool:
        return self._name in how.came_out(outcome, self._kind)

    def _goes_back(self, more: Tried, tried: Tried) -> bool:
        """Tell whether an answer that was changed already would be changed again.

        What was only added may still be answered otherwise.
        """
        return any(name in tried and name in self._before.answers for name in more)

    def _shortest(self, tried: Tried, outcome: Upshot) -> Change:
        """Give what of the answers found it takes: each that can be left out is."""
        used = {name: value for name, value in tried.items() if name in outcome.answers}
        for name in list(used) if len(used) > 1 else ():
            fewer = {kept: value for kept, value in used.items() if kept != name}
            without = instead_at_a_glance(self._before, fewer)
            if self._brings(without):
                used, outcome = fewer, without
        given = self._before.answers
        changed = {name: value for name, value in used.items() if name in given}
        added = {name: value for name, value in used.items() if name not in given}
        return Change(changed, added, instead(self._before, used))

    def _cost(self, tried: Tried) -> int:
        return sum(name in self._before.answers for name in tried)

    def _next(self, outcome: Upshot, tried: Tried) -> Iterator[Tried]:
        """Give the answers to try next: those still open, those that mend a condition."""
        rows = list(why_not.ways_to(outcome, self._kind, self._name))
        if outcome.pending and (not rows or any(map(_may_open, rows))):
            name = outcome.pending.id
            yield {name: next(self._values(name))}
        for row in rows:
            known = [condition for condition in row if condition.value is not None]
            for condition in known or row:
                yield from self._mending(outcome, condition, tried)

    def _mending(self, outcome: Upshot, condition: Failed, tried: Tried) -> Iterator[Tried]:
        """Give answers with which one condition holds."""
        if condition.name in outcome.kb.questions:
            for value in self._near(outcome, condition.name):
                if condition.test(value):
                    yield {condition.name: value}
        elif condition.name in outcome.kb.conclusions:
            yield from self._concluding(outcome, condition, tried)
        else:
            yield from self._dating(outcome, condition)

    def _values(self, name: str) -> Iterator[Value]:
        return filter(partial(self._can_be, name), self._decisions.values(name))

    def _can_be(self, name: str, value: Value) -> bool:
        """Tell whether a person can still give an answer: a first, or one that a lever brings."""
        if name in self._before.answers:
            return can_become(self._before, self._before.kb.questions[name], value)
        return value != NOT_YET

    def _near(self, outcome: Upshot, name: str) -> list[Value]:
        """Give the other values of a question; of a number, the nearest of each stretch."""
        now = outcome.answers.get(name)
        starts = [value for value in self._decisions.values(name) if isinstance(value, int)]
        if not isinstance(now, int) or not starts:
            return [value for value in self._values(name) if value != now]
        # A stretch above begins at its start; one below ends just before the next one's start.
        above = [start for start in starts if start > now]
        below = [start - 1 for start in starts if starts[0] < start <= now]
        nearest_first: list[int] = sorted([*above, *below], key=lambda number: abs(number - now))
        return [number for number in nearest_first if self._can_be(name, number)]

    def _concluding(self, outcome: Upshot, condition: Failed, tried: Tried) -> Iterator[Tried]:
        """Give the answers, one or else two at once, that make a conclusion pass a test."""
        behind = self._decisions.roots(condition.name)
        fixed = tried.keys() & self._before.answers.keys()
        open_ = [name for name in outcome.kb.questions if name in behind and name not in fixed]
        alone: set[str] = set()
        for name in open_:
            if more := self._passing(outcome, condition, (name,)):
                alone.add(name)
                yield more
        for pair in combinations(open_, 2):
            if alone.isdisjoint(pair) and (more := self._passing(outcome, condition, pair)):
                yield more

    def _passing(self, outcome: Upshot, condition: Failed, names: tuple[str, ...]) -> Tried:
        """Give the nearest answers with which a conclusion passes; empty when none do."""
        for values in product(*(self._near(outcome, name) for name in names)):
            more = dict(zip(names, values, strict=True))
            value = self._decisions.given(condition.name, {**outcome.answers, **more})
            if value is not None and condition.test(value):
                return more
        return {}

    def _dating(self, outcome: Upshot, condition: Failed) -> Iterator[Tried]:
        """Give the answers for which a date holds, or does not: whichever passes the test."""
        milestone = outcome.kb.milestones[condition.name]
        wanted = not condition.test(AHEAD)
        for name, test in pairs(milestone.when.parts):
            if name in outcome.kb.questions:
                for value in self._values(name):
                    if test(value) == wanted:
                        yield {name: value}


def _may_open(row: tuple[Failed, ...]) -> bool:
    """Tell whether an answer still open could bring a row about."""
    return any(condition.of or condition.value is None for condition in row)
