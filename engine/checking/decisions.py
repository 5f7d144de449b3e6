"""Turn decisions into the applicants that tell their outcomes apart, once each.

Questions run free, conclusions are worked out from them, and nothing is decided before it is looked
at: a decision asks for facts, and only the facts asked for are tried in each of their values. So a
handful of applicants stands for all combinations. Numbers are cut at the thresholds in use; choices
of a table that no condition names and whose cells read alike are taken once.

A figure of others, in a column that rows may lack, is no fact of the base's own: it is renewed each
year, or left out. It is tried in each value that a condition tells apart, and in "unknown"; what is
concluded from figures, in each value that it can have. So the proof holds whatever the figures are.

How: a decision is called with a function that gives the value of a fact. When it asks for a fact
that is still open, `_Asked` stops it, and it is called anew once for each value that fact can have.
The calls form a tree, whose leaves are the applicants.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import combinations
from typing import TypeGuard, TypeVar

import msgspec

from engine.checking.thresholds import Thresholds
from engine.language.base import KnowledgeBase
from engine.language.condition import Parts, holds
from engine.language.cycles import Milestone
from engine.language.entries import Conclusion, Fact, Question
from engine.language.tables import Lookup
from engine.language.words import DECLINED, NONE, NOT_YET, UNKNOWN, Value

_T = TypeVar("_T")
Known = dict[str, Value]
Decide = Callable[[Callable[[str], Value]], _T]
_Go = Callable[[Callable[[str], Value], list[bool]], _T]


MOST_APPLICANTS = 6_000  # told apart in one table; the shipped ones come to 809 at most
MOST_LOOKS = 300_000  # applicants times the facts that a table names


class TooManyApplicants(Exception):
    """Say that a decision tells more applicants apart than can be tried: more than `most`."""

    def __init__(self, most: int) -> None:
        self.most = most


class _Asked(Exception):
    """Say that a fact is needed whose value is still open."""

    def __init__(self, name: str) -> None:
        self.name = name


class _Branch(msgspec.Struct, frozen=True):
    """Hold a fact that is asked for, its values still to be tried, what was known before."""

    name: str
    options: Iterator[Value]
    concluded: Known
    held: list[bool]

    def advance(self, known: Known) -> bool:
        """Let the fact have its next value; with none left, let it be open again."""
        known.pop(self.name, None)
        for option in self.options:
            known[self.name] = option
            return True
        return False


@lru_cache(maxsize=2)
def decisions(kb: KnowledgeBase) -> "Decisions":
    """Give the decisions of a base with its own figures, found once."""
    return Decisions(kb, frozenset())


@lru_cache(maxsize=2)
def with_any_figures(kb: KnowledgeBase) -> "Decisions":
    """Give the decisions of a base whatever its figures are, found once.

    A figure runs free there, as a question does, and so does what rows conclude from one. What is
    proved so holds without any figures, and with next year's.
    """
    free = set()
    for name, conclusion in kb.conclusions.items():
        named = {other for row in conclusion.rules for other in row.when.names}
        if kb.is_figure(name) or any(map(kb.is_figure, named)):
            free.add(name)
    return Decisions(kb, frozenset(free)) if free else decisions(kb)


class Decisions:
    """Try a knowledge base's facts in every combination that matters.

    Conclusions among `free` are not worked out, but have each value that they can have.
    """

    def __init__(self, kb: KnowledgeBase, free: frozenset[str]) -> None:
        self._kb = kb
        self._free = free
        self._witnesses: dict[str, dict[Value, Known]] = {}
        self._roots: dict[str, frozenset[str]] = {}
        self.told = 0  # applicants told apart so far
        self.thresholds = Thresholds(kb)
        self._tested = self._kb.behind(self.thresholds.atoms)
        self._readings = self._by_key()

    def tell_apart(self, decide: Decide[_T], names: Iterable[str]) -> Iterator[tuple[Known, _T]]:
        """Give each applicant that a decision tells apart, with the decision.

        `decide` gets a function from fact to value, and is called anew for each applicant. `names`
        are the facts it may look at: a conclusion that shares no question with another of them is
        tried in each value it can have; the others are worked out from their questions. Raises
        TooManyApplicants where there are more than MOST_APPLICANTS, or fewer of many names.
        """
        yield from self._told_apart(lambda value, held: decide(value), names)

    def tell_rows_apart(
        self, rows: Sequence[Parts], names: Iterable[str]
    ) -> Iterator[tuple[Known, tuple[bool, ...]]]:
        """Give each applicant that a table tells apart, and of each of its rows whether it holds.

        As `tell_apart`; but a row that is known to hold, or not to, before a fact is asked for, is
        not looked at again for each value of that fact.
        """

        def go_on(value: Callable[[str], Value], held: list[bool]) -> tuple[bool, ...]:
            for parts in rows[len(held) :]:
                held.append(holds(parts, value))
            return tuple(held)

        yield from self._told_apart(go_on, names)

    def _told_apart(self, go_on: _Go[_T], names: Iterable[str]) -> Iterator[tuple[Known, _T]]:
        named = tuple(dict.fromkeys(names))
        free = self._independent(named)
        most = min(MOST_APPLICANTS, MOST_LOOKS // max(len(named), 1))
        for count, applicant in enumerate(self._branch(go_on, free)):
            self.told += 1
            if count >= most:
                raise TooManyApplicants(most)
            yield applicant

    def values(self, name: str) -> tuple[Value, ...]:
        """List the values that conditions can tell apart; of a conclusion, those it can have."""
        return tuple(self._witnessed(name))

    def is_free(self, name: str) -> bool:
        """Tell whether a fact has each value that it can have, whatever else is known."""
        return not self._is_worked_out(self._kb.facts[name])

    def given(self, name: str, answers: Mapping[str, Value]) -> Value | None:
        """Give what a fact comes to; None where an answer that it rests on is missing."""
        concluded: Known = {}

        def value(name: str) -> Value:
            fact = self._kb.facts[name]
            if isinstance(fact, Conclusion):
                if name not in concluded:
                    concluded[name] = self._kb.concluded(fact, value)
                return concluded[name]
            if name not in answers:
                raise _Asked(name)
            return answers[name]

        try:
            return value(name)
        except _Asked:
            return None

    def answers(self, known: Known) -> Known:
        """Give answers that lead to what is known, conclusions traced back to questions."""
        found: Known = {}
        for name, value in known.items():
            if self.roots(name) == {name}:
                found[name] = value
            elif value in self._witnesses.get(name, {}):
                behind = self.answers(self._witnesses[name][value])
                for question, answer in behind.items():
                    if question not in known:
                        found[question] = answer
        for name, value in known.items():
            if name in self._kb.questions:
                found[name] = value
        return found

    def roots(self, name: str) -> frozenset[str]:
        """Name the questions and milestones behind a fact."""
        if name not in self._roots:
            fact = self._kb.facts.get(name)
            behind = fact.rests_on if self._is_worked_out(fact) else ()
            below = frozenset(root for fact_name in behind for root in self.roots(fact_name))
            self._roots[name] = below or frozenset({name})
        return self._roots[name]

    def _witnessed(self, name: str) -> dict[Value, Known]:
        """Map each value of a fact to what has to be known for it to come about."""
        if name not in self._witnesses:
            fact = self._kb.facts[name]
            found: dict[Value, Known] = {}
            if isinstance(fact, Conclusion) and not (name in self._free and not fact.rules):
                for known, value in self.tell_apart(self._concluding(fact), fact.rests_on):
                    found.setdefault(value, known)
            else:
                found = {value: {name: value} for value in self._answers(fact)}
            self._witnesses[name] = found
        return self._witnesses[name]

    def _is_worked_out(self, fact: Fact | None) -> TypeGuard[Conclusion]:
        """Tell whether a fact is concluded from others here."""
        return isinstance(fact, Conclusion) and fact.id not in self._free

    def _concluding(self, conclusion: Conclusion) -> Decide[Value]:
        return lambda value: self._kb.concluded(conclusion, value)

    def _independent(self, names: tuple[str, ...]) -> frozenset[str]:
        """Name the facts that share nothing they rest on: each can be tried in its own values."""
        behind: dict[str, list[str]] = {}
        for name in names:
            for root in self.roots(name):
                behind.setdefault(root, []).append(name)
        shared = {name for some in behind.values() if len(some) > 1 for name in some}
        return frozenset(names) - shared

    def _branch(self, go_on: _Go[_T], free: frozenset[str]) -> Iterator[tuple[Known, _T]]:
        """Call a decision with nothing known; branch at the first open fact it asks for.

        The open branches wait in a list, for there may be more of them, one below the other, than
        Python calls. What was concluded from less stays true further down, and so does which of the
        first rows of a table hold.
        """
        known: Known = {}
        concluded: Known = {}
        held: list[bool] = []
        open_branches: list[_Branch] = []
        while True:
            try:
                decision = go_on(self._value(known, concluded, free), held)
            except _Asked as asked:
                options = iter(self.values(asked.name))
                open_branches.append(_Branch(asked.name, options, concluded, held))
            else:
                yield {**concluded, **known}, decision
            while open_branches and not open_branches[-1].advance(known):
                open_branches.pop()
            if not open_branches:
                return
            concluded, held = dict(open_branches[-1].concluded), list(open_branches[-1].held)

    def _value(
        self, known: Known, concluded: Known, free: frozenset[str]
    ) -> Callable[[str], Value]:
        """Give the function from facts to values, which notes what it has to conclude."""

        def value(name: str) -> Value:
            if name in known:
                return known[name]
            if name not in concluded:
                fact = self._kb.facts[name]
                if name in free or not self._is_worked_out(fact):
                    raise _Asked(name)
                concluded[name] = self._kb.concluded(fact, value)
            return concluded[name]

        return value

    # The values that answers can have

    def _answers(self, fact: Fact) -> Iterator[Value]:
        if isinstance(fact, Milestone):
            yield from fact.words
        elif isinstance(fact, Question):
            if fact.stands_for:
                pass  # its numbers are the other's: the rules never meet them here
            elif fact.type == "integer":
                yield from self._numbers(fact.id, fact.min, fact.max)
            elif fact.type == "choices":
                yield from self._lists(fact)
            else:
                yield from self._choices(fact)
            yield from fact.allow
        else:
            yield from dict.fromkeys(self._figures(fact))

    def _figures(self, conclusion: Conclusion) -> Iterator[Value]:
        """Give what a figure can be, or a sum with one: what tests tell apart, or none."""
        column = self._kb.figured_column(conclusion)
        if column and conclusion.type == "integer":
            yield from self._numbers(conclusion.id, column.min, column.max)
        elif conclusion.value:
            cuts = self.thresholds.of(conclusion.id)
            yield from (min(cuts, default=0) - 1, *cuts)
        yield from conclusion.words

    def _numbers(self, name: str, lowest: int | None, highest: int | None) -> Iterator[Value]:
        """Give the lowest number, and each at which a test changes."""
        low = lowest or 0
        high = highest if highest is not None else low
        cuts = [cut for cut in self.thresholds.of(name) if low < cut <= high]
        yield from sorted({low, *cuts})

    def _lists(self, question: Question) -> Iterator[Value]:
        """Give the lists of choices to tell apart: those conditions name, and one they don't."""
        named: set[str] = set()
        for atom in self.thresholds.atoms.get(question.id, ()):
            named.update(atom.has, atom.lacks)
        real = [choice for choice in question.choices if choice != NONE]
        kept = [choice for choice in real if choice in named]
        kept += [choice for choice in real if choice not in named][:1]
        for size in range(1, len(kept) + 1):
            for some in combinations(kept, size):
                yield frozenset(some)
        if NONE in question.choices:
            yield frozenset({NONE})

    def _choices(self, question: Question) -> Iterator[Value]:
        """Give the choices that conditions name, and one of each kind that lookups read alike."""
        named: set[str] = set()
        for atom in self.thresholds.atoms.get(question.id, ()):
            named.update(map(str, atom.values))
        seen: set[object] = set()
        for choice in question.choices or question.words:
            if choice in (UNKNOWN, DECLINED, NOT_YET):
                continue
            mark: object = choice if choice in named else self._reading(question, choice)
            if mark not in seen:
                seen.add(mark)
                yield choice

    def _reading(self, question: Question, choice: str) -> tuple[object, ...]:
        """Give what lookups that matter read in the table for a choice."""
        read = []
        for lookup in self._readings.get(question.id, ()):
            row = self._kb.tables[lookup.table].rows.get(choice, {})
            read.append(row.get(lookup.column))
        return tuple(read)

    def _by_key(self) -> Mapping[str, list[Lookup]]:
        """Map facts to the lookups that matter and look them up."""
        found: dict[str, list[Lookup]] = {}
        for conclusion in self._kb.conclusions.values():
            is_read = conclusion.id in self._tested and conclusion.id not in self._free
            if conclusion.lookup and is_read:
                found.setdefault(conclusion.lookup.key, []).append(conclusion.lookup)
        return found
