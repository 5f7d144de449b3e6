"""Turn the values of facts into small whole numbers, their codes, and tests into runs of codes.

0 stands for what is not known. Then come the words a fact can be, one code each; then its numbers,
from the lowest to the highest; or, for a question with several answers, its choices as bits. A
choice that no condition names can't be told from another such, so they share one bit.
"""

import itertools
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property

import msgspec

from engine.language.base import KnowledgeBase, conditions
from engine.language.condition import Pair, Test, pairs
from engine.language.entries import Conclusion, Fact, Question
from engine.language.words import NOT_YET, UNKNOWN, Value

MOST_BITS = 12  # choices told apart in one question: a test is called on each set of them
LARGEST_CODE = 2**31 - 1  # what a column of whole numbers holds

Run = tuple[int, int]
"""A stretch of codes, both ends included."""

Runs = tuple[Run, ...]
"""Stretches of codes, ascending, none next to another."""


class NotLowered(Exception):
    """Say why a base is left to the rule engine."""


class Domain(msgspec.Struct, frozen=True, dict=True):
    """Hold what a fact can be: words, numbers from `low` to `high`, or sets of choices.

    `bits` maps each choice to its place in a set's code.
    """

    words: tuple[str, ...] = ()
    low: int = 0
    high: int = -1
    bits: Mapping[str, int] = {}

    @property
    def shift(self) -> int:
        """Give what is added to a number to make its code."""
        return len(self.words) + 1 - self.low

    @cached_property
    def last(self) -> int:
        """Give the highest code there is."""
        sets = (1 << len(set(self.bits.values()))) - 1
        return len(self.words) + max(0, self.high - self.low + 1) + sets

    @property
    def known(self) -> Runs:
        """Give the codes of all that a fact can be once it is known."""
        return ((1, self.last),)

    @property
    def undecided(self) -> Runs:
        """Give the codes with which no test is known to fail: not known, or not yet so."""
        codes = [0, *(self.code(word) for word in self.words if word == NOT_YET)]
        return joined((code, code) for code in codes)

    @cached_property
    def _word_codes(self) -> Mapping[str, int]:
        return {word: code for code, word in enumerate(self.words, 1)}

    def code(self, value: Value | None) -> int:
        """Give the code of a value; of None, which stands for not known, it is 0."""
        if value is None:
            return 0
        if isinstance(value, frozenset):
            places = {self.bits[choice] for choice in value}
            return len(self.words) + sum(1 << place for place in sorted(places))
        if isinstance(value, int):
            return value + self.shift
        return self._word_codes[value]

    def value(self, code: int) -> str | int | None:
        """Give the word or the number that a code stands for; None for 0."""
        if code == 0:
            return None
        return self.words[code - 1] if code <= len(self.words) else code - self.shift

    def runs(self, test: Test) -> Runs:
        """Give the codes of the values that pass a test, which is called to find them."""
        return joined((first, last) for first, last, value in self._stretches(test) if test(value))

    def _stretches(self, test: Test) -> Iterator[tuple[int, int, Value]]:
        """Give stretches of codes in which a test can't change, with a value of each."""
        for code, word in enumerate(self.words, 1):
            yield code, code, word
        starts = sorted({self.low, *self._cuts(test), self.high + 1})
        for start, following in itertools.pairwise(starts):
            yield start + self.shift, following - 1 + self.shift, start
        choices = {place: choice for choice, place in reversed([*self.bits.items()])}
        for bits in range(1, 1 << len(choices)):
            chosen = frozenset(choices[place] for place in choices if bits >> place & 1)
            yield len(self.words) + bits, len(self.words) + bits, chosen

    def _cuts(self, test: Test) -> Iterator[int]:
        """Give the numbers at which a test may change."""
        for atom in test.atoms:
            numbers = [value for value in atom.values if isinstance(value, int)]
            for low, high in (*zip(numbers, numbers, strict=True), *atom.ranges):
                cuts = (self.low if low is None else low, self.high if high is None else high + 1)
                yield from (cut for cut in cuts if self.low < cut <= self.high)


def joined(runs: Iterable[Run]) -> Runs:
    """Put runs in ascending order; those that touch or overlap become one."""
    result: list[Run] = []
    for first, last in sorted(runs):
        if result and first <= result[-1][1] + 1:
            result[-1] = (result[-1][0], max(last, result[-1][1]))
        else:
            result.append((first, last))
    return tuple(result)


def domains(kb: KnowledgeBase) -> dict[str, Domain]:
    """Map every fact to what it can be, each after those that it rests on.

    Raises NotLowered where that is too much to be told in codes.
    """
    result: dict[str, Domain] = {}
    for question in kb.questions.values():
        result[question.id] = _answers(question, kb)
    for milestone in kb.milestones.values():
        result[milestone.id] = Domain(tuple(milestone.words))
    for conclusion in kb.ordered_conclusions.values():
        result[conclusion.id] = _conclusions(conclusion, kb, result)
    for name, domain in result.items():
        if max(domain.last, abs(domain.shift)) > LARGEST_CODE:
            raise NotLowered(f'"{name}" can be too many numbers')
    return result


def _answers(question: Question, kb: KnowledgeBase) -> Domain:
    if question.type == "integer":
        low = question.min or 0
        high = low if question.max is None else question.max
        return Domain(tuple(question.words), low, high)
    if question.type != "choices":
        return Domain(tuple(question.words))
    named = _named_choices(question, kb)
    if len(named) >= MOST_BITS:
        raise NotLowered(f'conditions name too many choices of "{question.id}"')
    places = {choice: place for place, choice in enumerate(named)}
    bits = {choice: places.get(choice, len(named)) for choice in question.choices}
    return Domain(tuple(word for word in question.words if word not in bits), bits=bits)


def _named_choices(question: Question, kb: KnowledgeBase) -> list[str]:
    """List the choices of a question that a condition tells from the rest."""
    named: set[str] = set()
    for name, test in _pairs(kb):
        if name == question.id:
            for atom in test.atoms:
                named.update(atom.has, atom.lacks, map(str, atom.values))
    return [choice for choice in question.choices if choice in named]


def _pairs(kb: KnowledgeBase) -> Iterator[Pair]:
    for condition in conditions(kb):
        yield from pairs(condition.parts)


def _conclusions(conclusion: Conclusion, kb: KnowledgeBase, before: Mapping[str, Domain]) -> Domain:
    """Give what a conclusion can be, given what the facts before it can be."""
    values: list[Value] = [row.then for row in conclusion.rules]
    ends: list[int] = []
    if conclusion.lookup:
        values += kb.cells(conclusion.lookup).values()
        stands_in = before[conclusion.lookup.missing] if conclusion.lookup.missing else Domain()
        values += stands_in.words
        if stands_in.low <= stands_in.high:
            ends += [stands_in.low, stands_in.high]
    elif conclusion.value:
        ends += _total(conclusion, before)
    ends += [value for value in values if isinstance(value, int)]
    words = dict.fromkeys([*conclusion.words, UNKNOWN])
    words.update((value, None) for value in values if isinstance(value, str))
    return Domain(tuple(words), min(ends, default=0), max(ends, default=-1))


def _total(conclusion: Conclusion, before: Mapping[str, Domain]) -> tuple[int, int]:
    """Give the lowest and the highest that a sum can come to."""
    low, high = 0, 0
    for term in conclusion.value.terms if conclusion.value else ():
        number = term.operand
        span = (number, number) if isinstance(number, int) else _numbers(before[number])
        first, last = sorted(term.sign * end for end in span)
        low, high = low + first, high + last
    return low, high


def _numbers(domain: Domain) -> tuple[int, int]:
    return (domain.low, domain.high) if domain.low <= domain.high else (0, 0)


def is_word(fact: Fact, domain: Domain) -> bool:
    """Tell whether a fact is a word and nothing else."""
    return fact.type != "choices" and domain.low > domain.high
