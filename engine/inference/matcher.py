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
)

Facts = dict[type, list[Fact]]
"""The facts that are there, by their type, in the order in which they came."""

Bound = dict[str, Any]
"""What the patterns of a rule bind: name → value."""


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
        self._facts: Facts = {}
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
        due: dict[Turn, None] = {}
        for fact in adding or ():
            kind = type(fact)
            if kind in self._facts:
                self._facts[kind].append(fact)
                again = [left for left in self._naming.get(kind, ()) if left in self._turns]
                due.update((self._turns[left], None) for left in again)
            else:
                self._facts[kind] = [fact]
                due.update((turn, None) for turn in self._ready(kind))
        return list(due), []

    def _ready(self, kind: type) -> Iterator["Turn"]:
        """Move the rules that wait on a type on; give those that wait on none any more."""
        for left in chain(self._starting.get(kind, ()), self._waiting.pop(kind, ())):
            for other in left.kinds:
                if other not in self._facts:
                    self._waiting.setdefault(other, []).append(left)
                    break
            else:
                turn = self._turns[left] = Turn(left, self._facts)
                yield turn


class Turn(Activation):  # type: ignore[misc]
    """Hold a rule on the agenda; its matches are looked for when its turn comes."""

    def __init__(self, left: "_LeftSide", facts: Facts) -> None:
        self.key = left.key
        self.stands = False  # on the agenda
        self.looked = False  # at all facts that are there
        self._left = left
        self._facts = facts
        self._seen = -1  # the number of the last fact that was looked at
        self._matches: list[tuple[list[int], Match]] = []

    __eq__ = object.__eq__
    __hash__ = object.__hash__

    def next_match(self) -> "Match | None":
        """Give the next match, by the numbers of its facts; None where there is no more."""
        if not self.looked:
            self._look()
        while self._matches:
            _, match = heapq.heappop(self._matches)
            if not self._left.forbidden(self._facts, match.context):
                return match
        return None

    def _look(self) -> None:
        """Find the matches that a fact not looked at before makes possible."""
        self.looked = True
        left = self._left
        if left.is_out(self._facts):
            return
        for facts, context in left.matches(self._facts):
            numbers = sorted(fact["__factid__"] for fact in facts)
            if numbers[-1] > self._seen:
                heapq.heappush(self._matches, (numbers, Match(left.rule, facts, context)))
        self._seen = max(self._facts[kind][-1]["__factid__"] for kind in left.kinds)


class Match(Activation):  # type: ignore[misc]
    """Hold a rule that fires: the facts that match its patterns, in their order; what they bind."""

    def __init__(self, rule: Rule, facts: tuple[Fact, ...], context: Bound) -> None:
        self.rule, self.facts, self.context = rule, facts, context


class TurnAgenda(Agenda):  # type: ignore[misc]
    """Keep the rules whose turn may come as a heap."""

    def get_next(self) -> Match | None:
        """Give the first match of the first rule that has one, and leave out those without."""
        waiting = self.activations
        while waiting:
            turn = waiting[0][1]
            match = turn.next_match()
            if match is not None:
                return match
            heapq.heappop(waiting)
            turn.stands = False
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
            turn.looked = False
            if not turn.stands:
                turn.stands = True
                heapq.heappush(agenda.activations, (turn.key, turn))


class _LeftSide:
    """Hold the patterns of a rule, ready to be tried."""

    __slots__ = ("_negated_alone", "_negated_joined", "_patterns", "key", "kinds", "rule")

    def __init__(self, rule: Rule) -> None:
        self.rule = rule
        self.key = (-rule.salience, rule.order)
        self._patterns = [_Pattern(part) for part in rule if type(part) is not NOT]
        negated = [_Pattern(part[0]) for part in rule if type(part) is NOT]
        self._negated_alone = [pattern for pattern in negated if not pattern.binds]
        self._negated_joined = [pattern for pattern in negated if pattern.binds]
        self.kinds = tuple(dict.fromkeys(pattern.kind for pattern in self._patterns))

    def is_out(self, facts: Facts) -> bool:
        """Tell whether a `NOT` keeps the rule from firing, whatever its patterns bind."""
        return any(pattern.forbids(facts, {}) for pattern in self._negated_alone)

    def forbidden(self, facts: Facts, context: Bound) -> bool:
        """Tell whether a `NOT` keeps a match from firing."""
        if self._negated_alone and self.is_out(facts):
            return True
        return any(pattern.forbids(facts, context) for pattern in self._negated_joined)

    def matches(self, facts: Facts) -> Iterator[tuple[tuple[Fact, ...], Bound]]:
        """Give each choice of facts that match the patterns together, with what they bind."""
        columns = []
        for pattern in self._patterns:
            column = [fact for fact in facts[pattern.kind] if pattern.passes(fact)]
            if not column:
                return
            columns.append(column)
        for chosen in product(*columns):
            context: Bound = {}
            for pattern, fact in zip(self._patterns, chosen, strict=True):
                if pattern.binds and not pattern.agrees(fact, context):
                    break
            else:
                yield chosen, context


class _Pattern:
    """Hold a type of fact, the tests of its fields, and the names that some of them are bound to."""

    __slots__ = ("_tests", "binds", "kind")

    def __init__(self, written: Fact) -> None:
        self.kind = type(written)
        self._tests = [(field, _test(wanted)) for field, wanted in written.items()]
        fields = [(field, wanted) for field, wanted in written.items() if isinstance(wanted, P)]
        self.binds = [(field, wanted.__bind__) for field, wanted in fields if wanted.__bind__]

    def passes(self, fact: Fact) -> bool:
        """Tell whether a fact of the type passes every test."""
        for field, test in self._tests:
            if not test(fact[field]):
                return False
        return True

    def agrees(self, fact: Fact, context: Bound) -> bool:
        """Tell whether a fact agrees with what is bound; bind what is not."""
        for field, name in self.binds:
            if context.setdefault(name, fact[field]) != fact[field]:
                return False
        return True

    def forbids(self, facts: Facts, context: Bound) -> bool:
        """Tell whether a fact is there that matches and agrees with what is bound."""
        for fact in facts.get(self.kind, ()):
            if self.passes(fact) and self.agrees(fact, dict(context)):
                return True
        return False


def _test(wanted: Any) -> Callable[[Any], bool]:
    """Give the test of a field: its predicate, or whether it is the value written."""
    if isinstance(wanted, P):
        return wanted.match
    return lambda value: bool(value == wanted)
