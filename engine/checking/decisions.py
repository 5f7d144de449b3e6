"""Turn decision tables into the applicants that tell their rows apart: all that answers can produce, once each.

Questions run free, conclusions are calculated from them, and nothing is decided before it is looked
at: evaluating a row asks for facts, and only the facts asked for are tried in each of their values.
So a handful of applicants stands for all combinations. Numbers are cut at the thresholds in use;
choices of a table that no condition names and whose cells read alike are taken once.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import combinations, product
from typing import TypeVar

from engine.checking.thresholds import atoms_by_fact, cuts_of, terms
from engine.language import when
from engine.language.base import KnowledgeBase
from engine.language.condition import Clause
from engine.language.entries import Conclusion, Fact, Milestone, Question
from engine.language.expression import evaluate
from engine.language.words import DECLINED, NONE, NOT_YET, UNKNOWN, Value

_T = TypeVar("_T")


Known = dict[str, Value]


class _Asked(Exception):
    """Say that a fact is needed whose value is still open."""

    def __init__(self, name: str) -> None:
        self.name = name


class Applicants:
    """Try a knowledge base's facts in every combination that matters."""

    def __init__(self, kb: KnowledgeBase) -> None:
        self._kb = kb
        self._rows = {c.id: when.row_clauses(c.rules, kb.facts) for c in kb.conclusions.values()}
        self._atoms = atoms_by_fact(kb)
        self._cuts: dict[str, set[int]] = {}
        self._values: dict[str, dict[Value, Known]] = {}
        self._roots: dict[str, frozenset[str]] = {}
        self._tested = {below for name in self._atoms for below in self._behind(name)}
        self._collect_cuts()

    def tell_apart(
        self, decide: Callable[[Callable[[str], Value]], _T], names: Iterable[str]
    ) -> Iterator[tuple[Known, _T]]:
        """Give each applicant that a decision tells apart, with the decision.

        `decide` gets a function from fact to value, and is called anew for each applicant. `names`
        are the facts it may look at: a conclusion that shares no question with another of them is
        tried in each value it can have; the others are calculated from their questions.
        """
        free = self._independent(tuple(dict.fromkeys(names)))
        yield from self._branch(decide, {}, free)

    def values(self, name: str) -> tuple[Value, ...]:
        """List the values of a fact that conditions can tell apart; of a conclusion, those it can have."""
        if name not in self._values:
            fact = self._kb.facts[name]
            found: dict[Value, Known] = {}
            if isinstance(fact, Conclusion):
                for known, value in self.tell_apart(
                    lambda value: self._conclude(fact, value), fact.rests_on
                ):
                    found.setdefault(value, known)
            else:
                found = {value: {name: value} for value in self._answers(fact)}
            self._values[name] = found
        return tuple(self._values[name])

    def given(self, name: str, answers: Mapping[str, Value]) -> Value | None:
        """Give what a fact comes to for some answers; None where one that it rests on is missing."""
        fact = self._kb.facts[name]
        if not isinstance(fact, Conclusion):
            return answers.get(name)

        def value(below: str) -> Value:
            found = self.given(below, answers)
            if found is None:
                raise _Asked(below)
            return found

        try:
            return self._conclude(fact, value)
        except _Asked:
            return None

    def answers(self, known: Known) -> Known:
        """Give answers that lead to what is known, conclusions traced back to questions."""
        found: Known = {}
        for name, value in known.items():
            if self.roots(name) == {name}:
                found[name] = value
            elif name in self._values and value in self._values[name]:
                witness = self._values[name][value]
                found.update((n, v) for n, v in self.answers(witness).items() if n not in known)
        return {**found, **{n: v for n, v in known.items() if n in self._kb.questions}}

    def span(self, name: str, value: Value) -> str:
        """Write a value as a condition would: a number as the stretch in which no test changes."""
        if not isinstance(value, int):
            return f"[{', '.join(sorted(value))}]" if isinstance(value, frozenset) else value
        cuts = sorted(self._cuts.get(name, ()))
        low = max((cut for cut in cuts if cut <= value), default=None)
        high = min((cut - 1 for cut in cuts if cut > value), default=None)
        if low is not None and low == high:
            return str(value)
        if low is None and high is None:
            return "{not: unknown}"
        return f"{'' if low is None else low}..{'' if high is None else high}"

    def roots(self, name: str) -> frozenset[str]:
        """Name the questions and milestones behind a fact."""
        if name not in self._roots:
            fact = self._kb.facts.get(name)
            behind = fact.rests_on if isinstance(fact, Conclusion) else ()
            self._roots[name] = (
                frozenset().union(*map(self.roots, behind)) if behind else frozenset({name})
            )
        return self._roots[name]

    def _independent(self, names: tuple[str, ...]) -> frozenset[str]:
        """Name the facts that can be tried in their own values, for nothing they rest on is shared."""
        shared = {
            n for n in names for other in names if other != n and self.roots(n) & self.roots(other)
        }
        return frozenset(names) - shared

    def _branch(
        self,
        decide: Callable[[Callable[[str], Value]], _T],
        known: Known,
        free: frozenset[str],
        before: Known | None = None,
    ) -> Iterator[tuple[Known, _T]]:
        calculated: Known = dict(before or {})  # what was calculated from less stays true

        def value(name: str) -> Value:
            if name in known:
                return known[name]
            if name in calculated:
                return calculated[name]
            fact = self._kb.facts[name]
            if name in free or not isinstance(fact, Conclusion):
                raise _Asked(name)
            calculated[name] = self._conclude(fact, value)
            return calculated[name]

        try:
            decision = decide(value)
        except _Asked as asked:
            for one in self.values(asked.name):
                yield from self._branch(decide, {**known, asked.name: one}, free, calculated)
        else:
            yield known | {n: v for n, v in calculated.items() if n not in known}, decision

    def _conclude(self, conclusion: Conclusion, value: Callable[[str], Value]) -> Value:
        """Calculate a conclusion as its rules do; of rows that clash, the first."""
        if lookup := conclusion.lookup:
            cells = self._kb.tables[lookup.table].rows.get(str(value(lookup.key)), {})
            return (
                cells[lookup.column]
                if lookup.column in cells
                else value(lookup.missing)
                if lookup.missing
                else UNKNOWN
            )
        if conclusion.value:
            return evaluate(conclusion.value, {name: value(name) for name in conclusion.rests_on})
        for row, clauses in self._rows[conclusion.id]:
            if any(holds(clause, value) for clause in clauses):
                return row.then
        return UNKNOWN

    # Values

    def _answers(self, fact: Fact) -> Iterator[Value]:
        if isinstance(fact, Milestone):
            yield from fact.words
        elif isinstance(fact, Question) and fact.type == "integer":
            low, high = fact.min or 0, fact.max if fact.max is not None else (fact.min or 0)
            yield from sorted(
                {low, *(cut for cut in self._cuts.get(fact.id, ()) if low < cut <= high)}
            )
            yield from fact.allow
        elif isinstance(fact, Question) and fact.type == "choices":
            yield from self._lists(fact)
        elif isinstance(fact, Question):
            yield from self._choices(fact)

    def _lists(self, question: Question) -> Iterator[Value]:
        """Give the lists of choices that conditions tell apart: those named, and one that is not."""
        named = {c for atom in self._atoms.get(question.id, ()) for c in (*atom.has, *atom.lacks)}
        real = [choice for choice in question.choices if choice != NONE]
        kept = [c for c in real if c in named] + [c for c in real if c not in named][:1]
        for size in range(1, len(kept) + 1):
            yield from (frozenset(some) for some in combinations(kept, size))
        if NONE in question.choices:
            yield frozenset({NONE})
        yield from question.allow

    def _choices(self, question: Question) -> Iterator[Value]:
        named = {str(v) for atom in self._atoms.get(question.id, ()) for v in atom.values}
        seen: set[object] = set()
        for choice in (
            c for c in (question.choices or question.words) if c not in (UNKNOWN, DECLINED, NOT_YET)
        ):
            mark: object = choice if choice in named else self._reading(question, choice)
            if mark not in seen:
                seen.add(mark)
                yield choice
        yield from question.allow

    def edges(
        self, name: str, conclusion: Conclusion | None, known: Mapping[str, Value]
    ) -> tuple[int, ...]:
        """List the numbers of a question on either side of each threshold in use.

        The thresholds are those of tests on the question itself, or, with a `conclusion` calculated
        from it, those on that conclusion, given what else it is calculated from.
        """
        sign, rest = 1, 0
        for factor, term in terms(conclusion.value) if conclusion else ():
            other = known.get(term, int(term) if term.isdigit() else UNKNOWN)
            if term == name:
                sign = factor
            elif not isinstance(other, int):
                return ()
            else:
                rest += factor * other
        tested = {
            cut
            for atom in self._atoms.get(conclusion.id if conclusion else name, ())
            for cut in cuts_of(atom)
        }
        cuts = {cut - rest if sign > 0 else rest - cut + 1 for cut in tested}
        return tuple(sorted({number for cut in cuts for number in (cut - 1, cut)}))

    def _reading(self, question: Question, choice: str) -> tuple[object, ...]:
        """Give what lookups that matter read in the table for a choice."""
        looked = [
            c.lookup
            for c in self._kb.conclusions.values()
            if c.lookup and c.lookup.key == question.id and c.id in self._tested
        ]
        return tuple(
            self._kb.tables[one.table].rows.get(choice, {}).get(one.column) for one in looked
        )

    def _behind(self, name: str) -> Iterator[str]:
        yield name
        fact = self._kb.facts.get(name)
        for below in fact.rests_on if isinstance(fact, Conclusion) else ():
            yield from self._behind(below)

    # Thresholds

    def _collect_cuts(self) -> None:
        """Find where tests on numbers change, and carry that down through sums and differences."""
        for name, atoms in self._atoms.items():
            self._cuts.setdefault(name, set()).update(
                cut for atom in atoms for cut in cuts_of(atom)
            )
        for conclusion in reversed(list(self._kb.ordered_conclusions.values())):
            if conclusion.value and (cuts := self._cuts.get(conclusion.id)):
                self._carry(conclusion, cuts)

    def _carry(self, conclusion: Conclusion, cuts: Iterable[int]) -> None:
        summands = terms(conclusion.value)
        for sign, name in summands:
            if name not in self._kb.facts:
                continue
            others = [
                [s * n for n in self._numbers(other)] for s, other in summands if other != name
            ]
            rests = {sum(rest) for rest in product(*others)}
            wanted = (cut - rest if sign > 0 else rest - cut + 1 for cut in cuts for rest in rests)
            self._cuts.setdefault(name, set()).update(wanted)

    def _numbers(self, name: str) -> Iterable[int]:
        """List the numbers that a term of a sum can be."""
        if name not in self._kb.facts:
            return [int(name)]
        fact = self._kb.facts[name]
        if isinstance(fact, Question):
            return range(fact.min or 0, (fact.max or 0) + 1)
        if isinstance(fact, Conclusion) and fact.lookup:
            rows = self._kb.tables[fact.lookup.table].rows.values()
            return {n for row in rows if isinstance(n := row.get(fact.lookup.column), int)}
        if isinstance(fact, Conclusion) and fact.rules:
            return {row.then for row in fact.rules if isinstance(row.then, int)}
        return {n for n in self.values(name) if isinstance(n, int)}


def holds(clause: Clause, value: Callable[[str], Value]) -> bool:
    """Tell whether a clause holds, looking at no more facts than it takes to know."""
    return all(test(value(name)) for name, test in clause)
