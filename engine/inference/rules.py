"""Collect the Experta rules of one base: their fact classes, their left-hand sides, their order."""

from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache, partial
from itertools import product
from typing import Any

import msgspec

from engine.inference.experta_engine import Engine, Fact, OpenRule, P, Rule, W
from engine.inference.facts import About, Applicant, At, Derived, Failed, Held, NotYet, Production
from engine.inference.predicates import IsKnownToFail, LeavesRoom
from engine.inference.ways import Way, Ways, narrow
from engine.language.base import KnowledgeBase
from engine.language.condition import KNOWN, Clause, Options, Parts, Test
from engine.language.decision_table import Form
from engine.language.words import Value

_REMEMBERED = 500  # values of which each test of a field knows what it said

INFER = 1_000_000  # salience of all that derives facts; the needs come after, on a finished picture

_INNER: Production | None = None  # what a rule stands for that no advisor wrote by itself

Act = Callable[..., None]
"""What a rule does: it gets the engine, and the values that its patterns bind."""


class Variant(msgspec.Struct, frozen=True):
    """Hold the left-hand side of one Experta rule for a form, and what it assumes of chances."""

    patterns: tuple[Any, ...]
    assumed: Way


class Rules:
    """Hold the rules written so far, in the order of the document, and what they share."""

    def __init__(self, kb: KnowledgeBase) -> None:
        self.kb = kb
        self.written: list[Rule] = []
        self._classes: dict[tuple[type[About], str], type[About]] = {}
        self._same: dict[Callable[[Any], bool], P] = {}
        self._some: dict[Options, type[About]] = {}
        self._failing: dict[Parts, type[About]] = {}
        self._narrowing: dict[Way, Callable[[Ways], Ways | None]] = {}
        self.derived = {
            name: self.about(Derived, name) for name in (*kb.conclusions, *kb.milestones)
        }

    def add(
        self,
        production: Production | None,
        patterns: Iterable[Any],
        act: Act,
        salience: int = INFER,
    ) -> None:
        """Write a rule: when the patterns match, act; salience decides which of two fires first."""
        rule = OpenRule(*_of_one_applicant(patterns), salience=salience, act=act)
        rule.production = production
        rule.order = len(self.written)
        self.written.append(rule)

    def about(self, kind: type[About], subject: str) -> type[About]:
        """Give the fact class of one node, conclusion or question: rules are found by type."""
        if (kind, subject) not in self._classes:
            made = type(kind.__name__, (kind,), {"subject": subject})
            self._classes[kind, subject] = made
        return self._classes[kind, subject]

    def same(self, predicate: Callable[[Any], bool]) -> P:
        """Give the one pattern for equal tests of a field, which asks them once for each value.

        Rules share it: to bind the field, take a pattern of its own with its test.
        """
        if predicate not in self._same:
            self._same[predicate] = P(lru_cache(maxsize=_REMEMBERED)(predicate))
        return self._same[predicate]

    # Left-hand sides

    def variants(self, form: Form) -> Iterator[Variant]:
        """Give a left-hand side for each mix of chances answered and chances assumed.

        A form without conditions matches the applicant, who always stands there.
        """
        clause = form.clause
        chances = [name for name, _ in clause if name in self.kb.chances]
        more = [self.some(options) for options in form.options]
        more += [self.failing(parts) for parts in form.failed]
        for mix in product((False, True), repeat=len(chances)):
            assumed = {name for name, is_assumed in zip(chances, mix, strict=True) if is_assumed}
            variant = self._variant(clause, assumed)
            if variant is not None:
                patterns = (*variant.patterns, *more) or (Applicant(),)
                yield Variant(patterns, variant.assumed)

    def _variant(self, clause: Clause, assume: set[str]) -> Variant | None:
        """Give the left-hand side that assumes some chances; None where no choice would do."""
        answers: dict[str, P] = {}
        patterns: list[Fact] = []
        assumed: list[tuple[str, tuple[str, ...]]] = []
        for name, test in clause:
            if name in assume:
                allowed = self.allowed(name, test)
                if not allowed:
                    return None
                assumed.append((name, allowed))
                patterns.append(self.about(NotYet, name)())
            elif name in self.kb.questions:
                answers[name] = self.same(test)
            else:
                patterns.append(self.derived[name](value=self.same(test)))
        applicant = [Applicant(**answers)] if answers else []
        return Variant((*applicant, *patterns), tuple(assumed))

    def known(self, form: Form) -> tuple[Any, ...]:
        """Give the left-hand side of a form that holds on what is known, chances assumed or not."""
        variant = self._variant(form.clause, set())
        assert variant  # without anything to assume, there is always one
        return (*variant.patterns, *map(self.some, form.options))

    # What is not multiplied out: options of which one holds, rows that are known to fail

    def some(self, options: Options) -> Fact:
        """Give the pattern of an `any` that holds: one rule an option says so, each as written."""
        if options not in self._some:
            held = self.about(Held, f"any {len(self._some)}")
            self._some[options] = held
            for index, option in enumerate(options.options):
                this = self.about(Held, f"{held.subject} option {index}")
                for variant in self.variants(Form(option)):
                    self.add(_INNER, variant.patterns, declaring(held, this))
        return self._some[options]()

    def option(self, options: Options, index: int) -> Fact:
        """Give the pattern of one option of an `any` that holds."""
        self.some(options)
        return self.about(Held, f"{self._some[options].subject} option {index}")()

    def failing(self, parts: Parts) -> Fact:
        """Give the pattern of parts that are known to fail: one rule a part says so.

        Options fail when each of them does; what is not known, or not yet so, fails nothing. Where
        the parts are one derived fact, it is matched itself.
        """
        if len(parts) == 1 and not isinstance(parts[0], Options) and parts[0][0] in self.derived:
            return self._failed(*parts[0])
        if parts not in self._failing:
            failed = self.about(Failed, f"parts {len(self._failing)}")
            self._failing[parts] = failed
            for part in parts:
                if isinstance(part, Options):
                    patterns = [self.failing(option) for option in part.options]
                else:
                    patterns = [self._failed(*part)]
                self.add(_INNER, patterns, declaring(failed))
        return self._failing[parts]()

    def _failed(self, name: str, test: Test) -> Fact:
        failed = self.same(IsKnownToFail(test))
        if name in self.kb.questions:
            return Applicant(**{name: failed})
        return self.derived[name](value=failed)

    def allowed(self, chance: str, test: Test) -> tuple[str, ...]:
        """List the choices of a chance question that pass a test."""
        return tuple(choice for choice in self.kb.chances[chance] if test(choice))

    def at(self, node: str, assumed: Way = ()) -> Fact:
        """Give the pattern of a node reached on ways with room for what is assumed; bind both."""
        room = P(self.same(LeavesRoom(assumed)).match) if assumed else W()
        return self.about(At, node)(ways="ways" << room, settled="settled" << W())

    def narrowing(self, assumed: Way) -> Callable[[Ways], Ways | None]:
        """Give what narrows ways to the choices that a row assumes."""
        if assumed not in self._narrowing:
            narrowed = partial(narrow, assumed=assumed, choices=self.kb.chances)
            self._narrowing[assumed] = lru_cache(maxsize=_REMEMBERED)(narrowed)
        return self._narrowing[assumed]

    def binding(self, name: str, test: Test = KNOWN) -> Fact:
        """Give a pattern that binds a fact's value to its name."""
        field = name << P(self.same(test).match)
        if name in self.kb.questions:
            return Applicant(**{name: field})
        return self.derived[name](value=field)


def _of_one_applicant(patterns: Iterable[Any]) -> list[Any]:
    """Join patterns of the applicant into one, where the first of them stands.

    There is one applicant; two patterns that test the same field stay two.
    """
    joined: list[Any] = []
    place: int | None = None
    for pattern in patterns:
        is_applicant = type(pattern) is Applicant
        if is_applicant and place is not None and pattern.keys().isdisjoint(joined[place]):
            joined[place] = Applicant(**joined[place], **pattern)
        else:
            place = len(joined) if is_applicant else place
            joined.append(pattern)
    return joined


def declaring(*kinds: type[Fact]) -> Act:
    """Give the act that declares facts without fields."""

    def declare(engine: Engine, **_: Any) -> None:
        for kind in kinds:
            engine.conclude(kind())

    return declare


def declare_value(engine: Engine, fact: About) -> None:
    """Declare what a fact comes to, and let the right-hand sides that follow look it up."""
    engine.known.setdefault(fact.subject, fact["value"])
    engine.conclude(fact)


def declaring_value(make: type[About], value: Value) -> Act:
    """Give the act that declares a value as it stands, anew at each run."""

    def declare(engine: Engine, **_: Any) -> None:
        declare_value(engine, make(value=value))

    return declare
