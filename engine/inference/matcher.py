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
        self.facts: Facts = {}
        self._waiting: dict[type, list[Turn]] = {}
        self._starting: dict[type, list[Turn]] = {}
        self._naming: dict[type, list[Turn]] = {}
        rules = sorted(engine.get_rules(), key=lambda rule: (-rule.salience, rule.order))
        for place, rule in enumerate(rules):
            turn = Turn(place, rule, self.facts)
            self._starting.setdefault(turn.kinds[0], []).append(turn)
            for kind in turn.kinds:
                self._naming.setdefault(kind, []).append(turn)

    def reset(self) -> None:
        """Forget every fact, and what waits on one."""
        self.facts.clear()
        self._waiting.clear()

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

    def _ready(self, kind: type) -> Iterator["Turn"]:
        """Move the rules that wait on a type on; give those that wait on none any more."""
        for turn in chain(self._starting.get(kind, ()), self._waiting.pop(kind, ())):
            for other in turn.kinds:
                if other not in self.facts:
                    self._waiting.setdefault(other, []).append(turn)
                    break
            else:
                yield turn

    def _again(self, kind: type) -> Iterator["Turn"]:
        """Give the rules that name a type of which there was a fact before, and wait on none."""
        for turn in self._naming.get(kind, ()):
            if all(other in self.facts for other in turn.kinds):
                yield turn


class Turn(Activation):  # type: ignore[misc]
    """Hold a rule with its place in the order of all; what matches is looked for at its turn."""

    def __init__(self, place: int, rule: Rule, facts: Facts) -> None:
        self.rule = rule
        self.entry = (place, self)  # on the agenda
        self._facts = facts
        self._patterns = [_Pattern(part) for part in rule if not isinstance(part, NOT)]
        negated = [part[0] for part in rule if isinstance(part, NOT)]
        self._absent = [type(fact) for fact in negated if not fact]
        self._unless = [_Pattern(fact) for fact in negated if fact]
        self.kinds = tuple(dict.fromkeys(pattern.kind for pattern in self._patterns))
        self._binding = []
        for index, pattern in enumerate(self._patterns):
            self._binding += [(index, field, name) for field, name in pattern.binds]

    __eq__ = object.__eq__
    __hash__ = object.__hash__

    def matches(self) -> list["Match"]:
        """List each choice of facts that match the patterns together, with what they bind."""
        for kind in self._absent:
            if kind in self._facts:
                return []
        columns = []
        for pattern in self._patterns:
            column = pattern.passing(self._facts[pattern.kind])
            if not column:
                return []
            columns.append(column)
        found = []
        for facts in product(*columns):
            bound = self._bound(facts)
            if bound is not None:
                found.append(Match(self.rule, facts, bound))
        return found

    def is_forbidden(self, bound: Bound) -> bool:
        """Tell whether a `NOT` keeps a match from firing that binds some values."""
        for kind in self._absent:
            if kind in self._facts:
                return True
        for pattern in self._unless:
            for fact in pattern.passing(self._facts.get(pattern.kind, [])):
                if all(
                    bound.get(name, fact[field]) == fact[field] for field, name in pattern.binds
                ):
                    return True
        return False

    def _bound(self, facts: tuple[Fact, ...]) -> Bound | None:
        """Give what the patterns bind in facts, one for each; None where they disagree."""
        bound: Bound = {}
        for index, field, name in self._binding:
            value = facts[index][field]
            if bound.setdefault(name, value) != value:
                return None
        return bound


class Match(Activation):  # type: ignore[misc]
    """Hold a rule that fires, the facts that match its patterns, and what they bind."""

    def __init__(self, rule: Rule, facts: tuple[Fact, ...], context: Bound) -> None:
        self.rule, self.facts, self.context = rule, facts, context

    def numbers(self) -> list[int]:
        """Give the numbers of its facts, in order: matches of one rule come by them."""
        return sorted(fact["__factid__"] for fact in self.facts)


class TurnAgenda(Agenda):  # type: ignore[misc]
    """Keep the rules whose turn may come as a heap."""

    def __init__(self) -> None:
        super().__init__()
        self._found: dict[Turn, list[Match]] = {}  # when its turn last came
        self._waiting: dict[Turn, list[Match]] = {}  # found, and not yet given

    def add(self, turn: Turn) -> None:
        """Put a rule on the agenda; where it stands there twice, its second turn finds nothing."""
        heapq.heappush(self.activations, turn.entry)

    def get_next(self) -> Match | None:
        """Give the first match of the first rule that has one, and leave out those without."""
        while self.activations:
            turn = heapq.heappop(self.activations)[1]
            matches = turn.matches()
            if matches or turn in self._waiting:
                match = self._first(turn, matches)
                if match:
                    return match
        return None

    def _first(self, turn: Turn, matches: list[Match]) -> Match | None:
        """Give the first match of a rule that is new and allowed; those after it wait."""
        before = [match.facts for match in self._found.get(turn, ())]
        self._found[turn] = matches
        waiting = self._waiting.pop(turn, [])
        waiting += [match for match in matches if match.facts not in before]
        if len(waiting) > 1:
            waiting.sort(key=Match.numbers, reverse=True)
        while waiting:
            match = waiting.pop()
            if not turn.is_forbidden(match.context):
                if waiting:
                    self._waiting[turn] = waiting
                    self.add(turn)
                return match
        return None


class DocumentOrder(Strategy):  # type: ignore[misc]
    """Give turns by salience, then in document order.

    Experta's own strategies fire equal salience in random order; here every rule has a place of
    its own, and its matches come in the order of their facts.
    """

    def update_agenda(self, agenda: TurnAgenda, added: list[Turn], removed: list[Turn]) -> None:
        """Put the rules whose turn may have come on the agenda."""
        self._update_agenda(agenda, added, removed)

    def _update_agenda(self, agenda: TurnAgenda, added: list[Turn], removed: list[Turn]) -> None:
        for turn in added:
            agenda.add(turn)


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
        if not self._tests:
            return facts
        passing = []
        for fact in facts:
            for field, test in self._tests:
                if not test(fact[field]):
                    break
            else:
                passing.append(fact)
        return passing


def _test(wanted: Any) -> Test:
    """Give the test of a field: its predicate, or whether it is the value written."""
    if isinstance(wanted, P):
        predicate: Test = wanted.match
        return predicate
    return lambda value: bool(value == wanted)
