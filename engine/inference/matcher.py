"""Match rules when their turn comes: the matcher, the agenda and the strategy of our engine.

Between two resets facts are only ever added: none is retracted or modified. So no match ever has
to be taken back, and none is looked for before it is wanted:

- a rule waits on one type of fact that is not there yet; the first fact of that type moves it on to
  the next one, and once each of its types has a fact, it stands on the agenda;
- its patterns are matched when its turn comes, and what a `NOT` names is looked for only then;
- one more fact of a type puts the rules that name it on the agenda anew, for what is new with it.

A rule is made of patterns of facts, all of which must match, some of them negated. Experta's other
elements (`OR`, `TEST`, `EXISTS`, one within another) are not understood.
"""

import heapq
from collections.abc import Callable, Iterable, Iterator
from itertools import chain, product
from typing import Any

from engine.inference.experta_import import (
    NOT,
    Activation,
    Agenda,
    Fact,
    Matcher,
    P,
    Rule,
    Strategy,
    W,
)

Facts = dict[type, list[Fact]]
"""The facts that are there, by their type, in the order in which they came."""

Bound = dict[str, Any]
"""What the patterns of a rule bind: name → value."""

Test = Callable[[Any], bool]


class LazyMatcher(Matcher):  # type: ignore[misc]
    """Tell which rules have a fact of each of their types."""

    def __init__(self, engine: Any) -> None:
        super().__init__(engine)
        self._starting: dict[type, list[_LeftSide]] = {}
        self._naming: dict[type, list[_LeftSide]] = {}
        for rule in engine.get_rules():
            left = _LeftSide(rule)
            self._starting.setdefault(left.kinds[0], []).append(left)
            for kind in left.kinds:
                self._naming.setdefault(kind, []).append(left)
        self.reset()

    def reset(self) -> None:
        """Forget every fact, and what matched."""
        self.facts: Facts = {}
        self._waiting: dict[type, list[_LeftSide]] = {}
        self._turns: dict[_LeftSide, Turn] = {}

    def changes(
        self, adding: Iterable[Fact] | None = None, deleting: Iterable[Fact] | None = None
    ) -> tuple[list["Turn"], list["Turn"]]:
        """Give the rules that new facts may have made match; none is ever taken back.

        Raises NotImplementedError where a fact was retracted.
        """
        if deleting:
            raise NotImplementedError("no fact can be retracted from this matcher")
        due: list[Turn] = []
        for fact in adding or ():
            kind = type(fact)
            if kind in self.facts:
                self.facts[kind].append(fact)
                due += self._again(kind)
            else:
                self.facts[kind] = [fact]
                due += self._ready(kind)
        return due, []

    def _again(self, kind: type) -> Iterator["Turn"]:
        """Give the rules that name a type of which there was a fact before, and wait on none."""
        for left in self._naming.get(kind, ()):
            if left in self._turns:
                yield self._turns[left]

    def _ready(self, kind: type) -> Iterator["Turn"]:
        """Move the rules that wait on a type on; give those that wait on none any more."""
        for left in chain(self._starting.get(kind, ()), self._waiting.pop(kind, ())):
            for other in left.kinds:
                if other not in self.facts:
                    self._waiting.setdefault(other, []).append(left)
                    break
            else:
                turn = self._turns[left] = Turn(left, self.facts)
                yield turn


class Turn(Activation):  # type: ignore[misc]
    """Hold a rule on the agenda; its matches are looked for when its turn comes."""

    def __init__(self, left: "_LeftSide", facts: Facts) -> None:
        self.key = left.key
        self.stands = False  # on the agenda
        self.has_looked = False  # at all facts that are there
        self.matches: list[tuple[list[int], Match]] = []
        self._left = left
        self._facts = facts
        self._newest = -1  # the number of the newest fact in a match so far

    __eq__ = object.__eq__
    __hash__ = object.__hash__

    def next_match(self) -> "Match | None":
        """Give the next match, by the numbers of its facts; None where there is no more."""
        if not self.has_looked:
            self._look()
        while self.matches:
            _, match = heapq.heappop(self.matches)
            if not self._left.is_forbidden(self._facts, match.context):
                return match
        return None

    def _look(self) -> None:
        """Find the matches that a fact not looked at before makes possible."""
        self.has_looked = True
        seen = self._newest
        for facts, bound in self._left.matches(self._facts):
            numbers = sorted([fact["__factid__"] for fact in facts])
            if numbers[-1] > seen:
                heapq.heappush(self.matches, (numbers, Match(self._left.rule, facts, bound)))
                self._newest = max(self._newest, numbers[-1])


class Match(Activation):  # type: ignore[misc]
    """Hold a rule that fires: the facts that match its patterns, in their order; what they bind."""

    def __init__(self, rule: Rule, facts: tuple[Fact, ...], context: Bound) -> None:
        self.rule, self.facts, self.context = rule, facts, context


class TurnAgenda(Agenda):  # type: ignore[misc]
    """Keep the rules whose turn may come as a heap."""

    def get_next(self) -> Match | None:
        """Give the first match of the first rule that has one, and leave out those without."""
        while self.activations:
            turn = self.activations[0][1]
            match: Match | None = turn.next_match()
            if not turn.matches:
                heapq.heappop(self.activations)
                turn.stands = False
            if match:
                return match
        return None


class DocumentOrder(Strategy):  # type: ignore[misc]
    """Give turns by salience, then in document order.

    Experta's own strategies fire equal salience in random order; here every rule has a place of
    its own, and its matches come in the order of their facts.
    """

    def update_agenda(self, agenda: TurnAgenda, added: list[Turn], removed: list[Turn]) -> None:
        """Put the rules whose turn may have come on the agenda, unless they stand there."""
        self._update_agenda(agenda, added, removed)

    def _update_agenda(self, agenda: TurnAgenda, added: list[Turn], removed: list[Turn]) -> None:
        for turn in added:
            turn.has_looked = False
            if not turn.stands:
                turn.stands = True
                heapq.heappush(agenda.activations, (turn.key, turn))


class _LeftSide:
    """Hold the patterns of a rule, ready to be tried."""

    __slots__ = ("_absent", "_patterns", "_unless", "key", "kinds", "rule")

    def __init__(self, rule: Rule) -> None:
        self.rule = rule
        self.key = (-rule.salience, rule.order)
        self._patterns = [_Pattern(part) for part in rule if not isinstance(part, NOT)]
        negated = [part[0] for part in rule if isinstance(part, NOT)]
        self._absent = [type(fact) for fact in negated if not fact]
        self._unless = [_Pattern(fact) for fact in negated if fact]
        self.kinds = tuple(dict.fromkeys(pattern.kind for pattern in self._patterns))

    def matches(self, facts: Facts) -> list[tuple[tuple[Fact, ...], Bound]]:
        """List each choice of facts that match the patterns together, with what they bind.

        None does where a fact is there of a type of which there must be none.
        """
        for kind in self._absent:
            if kind in facts:
                return []
        columns = []
        for pattern in self._patterns:
            column = pattern.passing(facts[pattern.kind])
            if not column:
                return []
            columns.append(column)
        found = []
        for chosen in product(*columns):
            bound = self._bound(chosen)
            if bound is not None:
                found.append((chosen, bound))
        return found

    def is_forbidden(self, facts: Facts, bound: Bound) -> bool:
        """Tell whether a `NOT` keeps a match from firing."""
        for kind in self._absent:
            if kind in facts:
                return True
        for pattern in self._unless:
            for fact in pattern.passing(facts.get(pattern.kind, [])):
                if pattern.agrees(fact, dict(bound)):
                    return True
        return False

    def _bound(self, chosen: tuple[Fact, ...]) -> Bound | None:
        """Give what patterns bind in the facts that they match; None where they disagree."""
        bound: Bound = {}
        for pattern, fact in zip(self._patterns, chosen, strict=True):
            if pattern.binds and not pattern.agrees(fact, bound):
                return None
        return bound


class _Pattern:
    """Hold a type of fact, the tests of its fields, and the names to which some are bound."""

    __slots__ = ("_tests", "binds", "kind")

    def __init__(self, written: Fact) -> None:
        self.kind = type(written)
        self.binds: list[tuple[str, str]] = []
        self._tests: list[tuple[str, Test]] = []
        for field, wanted in written.items():
            if isinstance(wanted, (P, W)) and wanted.__bind__:
                self.binds.append((field, wanted.__bind__))
            if not isinstance(wanted, W):
                self._tests.append((field, _test(wanted)))

    def passing(self, facts: list[Fact]) -> list[Fact]:
        """List those facts of the type that pass every test."""
        for field, test in self._tests:
            facts = [fact for fact in facts if test(fact[field])]
            if not facts:
                break
        return facts

    def agrees(self, fact: Fact, bound: Bound) -> bool:
        """Tell whether a fact agrees with what is bound; bind what is not."""
        return all(bound.setdefault(name, fact[field]) == fact[field] for field, name in self.binds)


def _test(wanted: Any) -> Test:
    """Give the test of a field: its predicate, or whether it is the value written."""
    if isinstance(wanted, P):
        predicate: Test = wanted.match
        return predicate
    return lambda value: bool(value == wanted)
