"""Find what would take the rules or the proof too long: what passes is worked out in seconds."""

from collections.abc import Callable, Iterator, Mapping

import msgspec

from engine.errors import Problem
from engine.language.base import KnowledgeBase, conditions
from engine.language.condition import MOST_CLAUSES, Clause, TooManyClauses, opposite
from engine.language.decision_table import with_clauses
from engine.language.entries import Action, Conclusion, Fact, Milestone, Node, Question
from engine.language.expression import Sum

LONGEST_CHAIN = 50  # conclusions that rest on each other, one below the other
MOST_NAMED = 10  # choices of a question with several answers: the proof tries each set of them
MOST_MATCHES = 100_000  # of facts by rules; the shipped base has some two thousand
MOST_ADDITIONS = 1_000_000  # to find all that sums can come to


def chains(kb: KnowledgeBase) -> Iterator[Problem]:
    """Find a conclusion that rests on too long a chain of others."""
    depths: dict[str, int] = {}
    for conclusion in kb.ordered_conclusions.values():
        below = [depths.get(name, 0) for name in conclusion.rests_on]
        depths[conclusion.id] = 1 + max(below, default=0)
        if depths[conclusion.id] > LONGEST_CHAIN:
            called = f'conclusion "{conclusion.id}"'
            message = f"{called} rests on a chain of more than {LONGEST_CHAIN} conclusions."
            yield conclusion.problem("too-many", message, "Let it rest on questions sooner.")
            return


def named_choices(kb: KnowledgeBase) -> Iterator[Problem]:
    """Find questions with several answers of which conditions name too many choices."""
    named: dict[str, set[str]] = {}
    for condition in conditions(kb):
        for comparison in condition.comparisons:
            if comparison.operator in ("has", "has-any", "lacks"):
                written = {str(operand.written) for operand in comparison.operands}
                named.setdefault(comparison.name, set()).update(written)
    for name, choices in named.items():
        if len(choices) > MOST_NAMED:
            message = f'conditions name {len(choices)} choices of question "{name}".'
            hint = f"Name up to {MOST_NAMED}, or make two questions of it."
            yield kb.questions[name].problem("too-many", message, hint, "choices")


def clauses(kb: KnowledgeBase) -> Iterator[Problem]:
    """Find conditions, and tables with `otherwise`, that multiply out to too many clauses."""
    matches = 0
    entries = (kb.questions, kb.conclusions, kb.milestones, kb.nodes, kb.actions)
    for entry in (entry for some in entries for entry in some.values()):
        called = f'{type(entry).__name__.lower()} "{entry.id}"'
        try:
            matches += sum(_matches(clause, kb) for clause in _clauses(entry, kb))
        except TooManyClauses:
            message = f"the conditions of {called} come to more than {MOST_CLAUSES} cases."
            hint = 'Name fewer facts inside "any", or beside "otherwise".'
            yield entry.problem("too-many", message, hint)
            return
        if matches > MOST_MATCHES:
            message = f"with {called}, the conditions of the base come to too many cases."
            yield entry.problem("too-many", message, "Take some out, or name fewer facts in each.")
            return


def _clauses(entry: Fact | Node | Action, kb: KnowledgeBase) -> Iterator[Clause]:
    """Give the clauses that the conditions of an entry multiply out to."""
    if isinstance(entry, Question):
        yield from entry.until.clauses if entry.until else ()
    elif isinstance(entry, Milestone):
        yield from entry.when.clauses
        yield from opposite(entry.when.clauses)
    elif isinstance(entry, Action):
        yield from entry.when.clauses
    else:
        rows = entry.rules if isinstance(entry, Conclusion) else entry.branches
        for _, some in with_clauses(rows, kb.facts):
            yield from some


def _matches(clause: Clause, kb: KnowledgeBase) -> int:
    """Measure the rules of a clause: some for each fact in it, each of which matches all of them.

    A chance doubles them: it is answered, or assumed.
    """
    chances = sum(name in kb.chances for name, _ in clause)
    return int(2**chances * (1 + len(clause)) ** 2)


class _Span(msgspec.Struct, frozen=True):
    """Hold between what a number lies, and how many different ones it can be at most."""

    low: int
    high: int
    count: int

    def plus(self, sign: int, other: "_Span") -> "_Span":
        """Give what the sum, or the difference, of two numbers lies between."""
        low, high = sorted((sign * other.low, sign * other.high))
        low, high = self.low + low, self.high + high
        return _Span(low, high, min(self.count * other.count, high - low + 1))


def sums(kb: KnowledgeBase) -> Iterator[Problem]:
    """Find the sum with which there is too much to add up: all that each of them can come to."""
    spans = {one.id: _asked(one) for one in kb.questions.values() if one.type == "integer"}
    additions = 0
    for conclusion in kb.ordered_conclusions.values():
        if conclusion.value:
            spans[conclusion.id], count = _added(conclusion.value, spans)
            additions += count
        elif conclusion.type == "integer":
            spans[conclusion.id] = _given(conclusion, spans, kb)
        if additions > MOST_ADDITIONS:
            called = f'the sum of conclusion "{conclusion.id}"'
            message = f"{called} can come about in too many ways, with the sums before it."
            hint = "Bring min and max of the questions in it closer together."
            yield conclusion.problem("too-many", message, hint, "value")
            return


def _asked(question: Question) -> _Span:
    low, high = question.min or 0, question.max or 0
    return _Span(low, high, high - low + 1)


def _given(conclusion: Conclusion, spans: Mapping[str, _Span], kb: KnowledgeBase) -> _Span:
    """Give what a conclusion lies between that rows or a table give."""
    values: list[object] = [row.then for row in conclusion.rules]
    count = 0
    if conclusion.lookup:
        values += kb.cells(conclusion.lookup).values()
        stands_in = spans.get(conclusion.lookup.missing)
        if stands_in:
            values += [stands_in.low, stands_in.high]
            count = stands_in.count
    numbers = {value for value in values if isinstance(value, int)}
    return _Span(min(numbers, default=0), max(numbers, default=0), count + len(numbers))


def _added(total: Sum, spans: Mapping[str, _Span]) -> tuple[_Span, int]:
    """Give what a sum lies between, and how many additions it takes to find all it can be.

    They are made once for the sum itself, and once for each term that its thresholds go down to.
    """
    result, additions = _Span(0, 0, 1), 0
    for term in total.terms:
        number = term.operand
        span = _Span(number, number, 1) if isinstance(number, int) else spans[number]
        additions += result.count * span.count
        result = result.plus(term.sign, span)
    return result, additions * len(total.terms)


LIMITS: tuple[Callable[[KnowledgeBase], Iterator[Problem]], ...] = (
    chains,
    named_choices,
    clauses,
    sums,
)
