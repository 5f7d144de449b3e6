"""Find what would take the rules or the proof too long: what passes is worked out in seconds."""

from collections.abc import Callable, Iterable, Iterator, Mapping

import msgspec

from engine.checking.size import multiplied_out
from engine.errors import Problem
from engine.language.base import KnowledgeBase, conditions
from engine.language.condition import Condition
from engine.language.entries import Action, Conclusion, Fact, Node, Question
from engine.language.expression import Sum

LONGEST_CHAIN = 50  # conclusions that rest on each other, one below the other
MOST_NAMED = 10  # choices of a question with several answers: the proof tries each set of them
MOST_CHANCES = 6  # questions with a future that one table or action names
MOST_MATCHES = 500_000  # of facts by rules; the shipped base makes some two thousand
MOST_ADDITIONS = 4_000_000  # to find all that sums can come to


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


def chances_together(kb: KnowledgeBase) -> Iterator[Problem]:
    """Find entries that name many chances: each is answered or assumed, which doubles the rules."""
    for entry, names in _named(kb):
        chances = kb.chances.keys() & set(names)
        if len(chances) > MOST_CHANCES:
            called = f'{type(entry).__name__.lower()} "{entry.id}"'
            message = f"{called} names {len(chances)} questions with a future."
            hint = f"Name up to {MOST_CHANCES}; ask the others in a node of their own."
            yield entry.problem("too-many", message, hint)


def _named(kb: KnowledgeBase) -> Iterator[tuple[Fact | Node | Action, Iterable[str]]]:
    """Give what has conditions, with the facts that they name."""
    for question in kb.questions.values():
        yield question, question.until.names if question.until else ()
    for milestone in kb.milestones.values():
        yield milestone, milestone.when.names
    for conclusion in kb.conclusions.values():
        yield conclusion, conclusion.rests_on
    for node in kb.nodes.values():
        yield node, [name for branch in node.branches for name in branch.when.names]
    for action in kb.actions.values():
        yield action, (*action.when.names, *action.shown)


def rules(kb: KnowledgeBase) -> Iterator[Problem]:
    """Find the entry with which the base comes to more rules than are run in time."""
    matches = 0
    for entry, count in _matches(kb):
        matches += count
        if matches > MOST_MATCHES:
            called = f'{type(entry).__name__.lower()} "{entry.id}"'
            message = f"with {called}, the conditions of the base come to too many rules."
            hint = "Name fewer facts in each, or fewer nodes and milestones in each action."
            yield entry.problem("too-many", message, hint)
            return


def size(kb: KnowledgeBase) -> int:
    """Measure a base: how many matches of facts by rules a run of it takes, at most."""
    return 1 + sum(count for _, count in _matches(kb))


def _matches(kb: KnowledgeBase) -> Iterator[tuple[Conclusion | Node | Action, int]]:
    """Measure the rules of each entry: one for each fact of a condition, which looks at all."""
    for conclusion in kb.conclusions.values():
        yield conclusion, sum(_squared(row.when) for row in conclusion.rules)
    for node in kb.nodes.values():
        yield node, sum(_squared(branch.when) for branch in node.branches)
    for action in kb.actions.values():
        turns = len(action.nodes) * max(1, len(action.milestones))
        yield action, turns * _squared(action.when, len(action.milestones) + len(action.shown))


def _squared(condition: Condition, more: int = 0) -> int:
    return (1 + len(condition.comparisons) + more) ** 2


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
    column = kb.figured_column(conclusion)
    if column and column.min is not None and column.max is not None:
        values += [column.min, column.max]
        count = column.max - column.min
    if conclusion.lookup:
        values += kb.cells(conclusion.lookup).values()
        stands_in = spans.get(conclusion.lookup.missing)
        if stands_in:
            values += [stands_in.low, stands_in.high]
            count += stands_in.count
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
    chances_together,
    rules,
    multiplied_out,
    sums,
)
