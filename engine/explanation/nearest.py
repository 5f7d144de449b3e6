"""Turn an Outcome into the nearest answers that bring a result."""

import heapq
from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations, count, product

import msgspec

from engine.checking.decisions import Applicants
from engine.consultation.outcome import Outcome
from engine.explanation import how, why_not
from engine.explanation.change import instead
from engine.explanation.how import Kind
from engine.explanation.levers import changeable
from engine.explanation.why_not import Failed
from engine.language import when
from engine.language.entries import Question
from engine.language.words import AHEAD, NOT_YET, Value

_MOST_TRIED = (
    120  # outcomes looked at in search of the nearest change; the shipped base needs far fewer
)


class Change(msgspec.Struct, frozen=True, eq=False):
    """Hold the nearest answers that bring a result: those to change, those to add, and the outcome they give."""

    changed: Mapping[str, Value]
    added: Mapping[str, Value]
    outcome: Outcome


def nearest(outcome: Outcome, kind: Kind, name: str) -> Change | None:
    """Give the answers nearest to those given that bring a node or an action; None when no few do.

    Answers that a person can still change count as nearer than those that are fixed, and answers
    not given yet as nearest. Every proposal has been run.
    """
    search = _Search(outcome, kind, name)
    return search.run()


class _Search:
    """Look for the nearest change, cheapest first; what to try next comes from the conditions that fail."""

    def __init__(self, outcome: Outcome, kind: Kind, name: str) -> None:
        self._before = outcome
        self._kind: Kind = kind
        self._name = name
        self._applicants = Applicants(outcome.kb)
        self._order = count()

    def run(self) -> Change | None:
        waiting: list[tuple[int, int, int, dict[str, Value]]] = [(0, 0, next(self._order), {})]
        seen: set[frozenset[tuple[str, Value]]] = set()
        tried = 0
        while waiting and tried < _MOST_TRIED:
            *_, answers = heapq.heappop(waiting)
            if (mark := frozenset(answers.items())) in seen:
                continue
            seen.add(mark)
            tried += 1
            outcome = instead(self._before, answers)
            if self._brings(outcome):
                return self._change(answers, outcome)
            for more in self._next(outcome, answers):
                # What was changed stays; what was only added may still be answered otherwise.
                if not any(name in answers and name in self._before.answers for name in more):
                    both = {**answers, **more}
                    # Of changes that cost the same the longest first: it is the nearest to the end.
                    heapq.heappush(waiting, (self._cost(both), -len(both), next(self._order), both))
        return None

    def _brings(self, outcome: Outcome) -> bool:
        return self._name in how.came_out(outcome, self._kind)

    def _change(self, answers: Mapping[str, Value], outcome: Outcome) -> Change:
        """Give what of the answers found it takes: each that can be left out is."""
        used = {name: value for name, value in answers.items() if name in outcome.answers}
        for name in list(used) if len(used) > 1 else ():
            fewer = {one: value for one, value in used.items() if one != name}
            without = instead(self._before, fewer)
            if self._brings(without):
                used, outcome = fewer, without
        changed = {name: value for name, value in used.items() if name in self._before.answers}
        return Change(changed, {n: v for n, v in used.items() if n not in changed}, outcome)

    def _cost(self, answers: Mapping[str, Value]) -> int:
        return sum(self._price(self._before.kb.questions[name]) for name in answers)

    def _price(self, question: Question) -> int:
        if question.id not in self._before.answers:
            return 0
        return 2 if changeable(self._before, question) else 5

    def _next(self, outcome: Outcome, answers: Mapping[str, Value]) -> Iterator[dict[str, Value]]:
        """Give the answers worth trying next: those that mend a failed condition, those that are still open."""
        rows = list(why_not.ways_to(outcome, self._kind, self._name))
        pending = outcome.pending
        if pending and (
            not rows or any(one.of or one.value is None for row in rows for one in row)
        ):
            yield {pending.id: next(self._values(pending.id))}
        for row in rows:
            known = [one for one in row if one.value is not None]
            yield from self._mending(outcome, known or row, answers)

    def _mending(
        self, outcome: Outcome, row: Iterable[Failed], answers: Mapping[str, Value]
    ) -> Iterator[dict[str, Value]]:
        for one in row:
            if one.name in outcome.kb.questions:
                yield from (
                    {one.name: value} for value in self._near(outcome, one.name) if one.test(value)
                )
            elif one.name in outcome.kb.conclusions:
                yield from self._concluding(outcome, one, answers)
            else:
                yield from self._dating(outcome, one)

    def _values(self, name: str) -> Iterator[Value]:
        return (value for value in self._applicants.values(name) if value != NOT_YET)

    def _near(self, outcome: Outcome, name: str) -> list[Value]:
        """Give the values of a question other than the present one; of a number, the nearest of each stretch."""
        now, values = outcome.answers.get(name), list(self._values(name))
        numbers = [one for one in values if isinstance(one, int)]
        if not isinstance(now, int) or not numbers:
            return [value for value in values if value != now]
        above = [low for low in numbers if low > now]
        below = [high - 1 for high in numbers if high <= now]
        nearest_first: list[int] = sorted(
            (*above, *(one for one in below if one >= numbers[0])), key=lambda one: abs(one - now)
        )
        return [*nearest_first]

    def _concluding(
        self, outcome: Outcome, one: Failed, answers: Mapping[str, Value]
    ) -> Iterator[dict[str, Value]]:
        """Give the answers, one or else two at once, that make a conclusion pass a test."""
        behind = self._applicants.roots(one.name)
        fixed = answers.keys() & self._before.answers.keys()
        roots = [name for name in outcome.kb.questions if name in behind and name not in fixed]
        enough: set[str] = set()
        for size in (1, 2):
            for names in combinations(roots, size):
                if not enough & set(names) and (more := self._passing(outcome, one, names)):
                    enough.update(names if size == 1 else ())
                    yield more

    def _passing(self, outcome: Outcome, one: Failed, names: tuple[str, ...]) -> dict[str, Value]:
        for values in product(*(self._near(outcome, name) for name in names)):
            more = dict(zip(names, values, strict=True))
            value = self._applicants.given(one.name, {**outcome.answers, **more})
            if value is not None and one.test(value):
                return more
        return {}

    def _dating(self, outcome: Outcome, one: Failed) -> Iterator[dict[str, Value]]:
        """Give the answers for which a milestone's date holds, or does not: whichever makes the test pass."""
        clauses, _ = when.read(outcome.kb.milestones[one.name].when or {}, outcome.kb.facts)
        wanted = not one.test(AHEAD)
        for name, test in (pair for clause in clauses for pair in clause):
            if name in outcome.kb.questions:
                yield from ({name: value} for value in self._values(name) if test(value) == wanted)
