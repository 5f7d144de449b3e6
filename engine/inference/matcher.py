"""Match rules when their turn comes: the matcher, the agenda and the strategy of our engine.

Between two resets facts are only ever added: none is retracted or modified. So no match ever has
to be taken back, and none is looked for before it is wanted:

- a rule waits on one type of fact of which none came yet that it could match; such a fact moves it
  on to the next type, and with the last of them it stands on the agenda;
- which rules a fact could match is known by the values of its fields: each test is asked once for
  each value, whichever the run;
- a fact that a `NOT` forbids closes the rule for good, and its turn is passed over;
- its patterns are matched together when its turn comes;
- one more fact of a type puts the rules that it could match on the agenda anew, for what is new
  with it.

A rule is made of patterns of facts, all of which must match, some of them negated. Experta's other
elements (`OR`, `TEST`, `EXISTS`, one within another) are not understood.
"""

import heapq
from collections.abc import Iterable
from itertools import product
from typing import Any

from engine.inference.experta_import import (
    NOT,
    Activation,
    Agenda,
    Fact,
    Matcher,
    Rule,
    Strategy,
)
from engine.inference.patterns import Index, Pattern

Facts = dict[type, list[Fact]]
"""The facts that are there, by their type, in the order in which they came."""

Bound = dict[str, Any]
"""What the patterns of a rule bind: name → value."""


class LazyMatcher(Matcher):  # type: ignore[misc]
    """Tell which rules have, of each of their types, a fact that they could match."""

    def __init__(self, engine: Any) -> None:
        super().__init__(engine)
        self.facts: Facts = {}
        self.closed: set[Turn] = set()
        self._waiting: dict[type, list[Turn]] = {}
        self._passed: dict[type, frozenset[Turn]] = {}  # a fact of the type could match them
        self._starting: dict[type, list[Turn]] = {}
        naming: dict[type, dict[Turn, Pattern | None]] = {}
        closing: dict[type, dict[Turn, Pattern | None]] = {}
        rules = sorted(engine.get_rules(), key=lambda rule: (-rule.salience, rule.order))
        for place, rule in enumerate(rules):
            turn = Turn(place, rule, self.facts)
            self._starting.setdefault(turn.kinds[0], []).append(turn)
            for kind, pattern in turn.named.items():
                naming.setdefault(kind, {})[turn] = pattern
            for kind, pattern in turn.closing.items():
                closing.setdefault(kind, {})[turn] = pattern
        self._naming = {kind: Index(patterns) for kind, patterns in naming.items()}
        self._closing = {kind: Index(patterns) for kind, patterns in closing.items()}

    def reset(self) -> None:
        """Forget every fact, and what waits on one."""
        self.facts.clear()
        self.closed.clear()
        self._waiting.clear()
        self._passed.clear()

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
            if kind in self._closing:
                self.closed |= self._closing[kind].passing(fact)
            if kind in self._naming:
                due += self._woken(kind, self._naming[kind].passing(fact))
            self.facts.setdefault(kind, []).append(fact)
        return due, []

    def _woken(self, kind: type, passing: frozenset["Turn"]) -> list["Turn"]:
        """Move the rules that one more fact of a type could match on; give those that wait on none.

        Where there was such a fact before, all of them are looked at anew.
        """
        if kind in self._passed:
            self._passed[kind] |= passing
            moving = passing
        else:
            self._passed[kind] = passing
            waiting = [*self._starting.get(kind, ()), *self._waiting.pop(kind, ())]
            moving = passing.intersection(waiting)
        return [turn for turn in moving - self.closed if self._is_ready(turn)]

    def _is_ready(self, turn: "Turn") -> bool:
        """Tell whether a rule could match a fact of each type; where it can't, it goes on waiting.

        Where facts of a type are there, none of which it could match, the next one looks for it.
        """
        for kind in turn.kinds:
            passed = self._passed.get(kind)
            if passed is None:
                self._waiting.setdefault(kind, []).append(turn)
                return False
            if turn not in passed:
                return False
        return True


class Turn(Activation):  # type: ignore[misc]
    """Hold a rule with its place in the order of all; what matches is looked for at its turn.

    `named` has the pattern for each type of fact, None where there are several. `closing` has those
    that a `NOT` forbids whatever the others bind: such a fact closes the rule as it comes.
    """

    def __init__(self, place: int, rule: Rule, facts: Facts) -> None:
        self.rule = rule
        self.entry = (place, self)  # on the agenda
        self._facts = facts
        self.named: dict[type, Pattern | None] = {}
        self._binding = []
        patterns = [Pattern(part) for part in rule if not isinstance(part, NOT)]
        for index, pattern in enumerate(patterns):
            self.named[pattern.kind] = None if pattern.kind in self.named else pattern
            self._binding += [(index, field, name) for field, name in pattern.binds]
        self._patterns = [(p, p.is_early and self.named[p.kind] is p) for p in patterns]
        self.kinds = tuple(self.named)
        self.closing: dict[type, Pattern] = {}
        self._unless: list[Pattern] = []
        for part in rule:
            if isinstance(part, NOT):
                self._forbid(Pattern(part[0]))

    __eq__ = object.__eq__
    __hash__ = object.__hash__

    def matches(self) -> list["Match"]:
        """List each choice of facts that match the patterns together, with what they bind."""
        columns = []
        for pattern, is_sure in self._patterns:
            column = self._facts[pattern.kind]
            # A fact that is alone has passed, or it would not be this rule's turn.
            if not is_sure or len(column) > 1:
                column = pattern.passing(column)
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
        for pattern in self._unless:
            for fact in pattern.passing(self._facts.get(pattern.kind, [])):
                if all(
                    bound.get(name, fact[field]) == fact[field] for field, name in pattern.binds
                ):
                    return True
        return False

    def _forbid(self, pattern: Pattern) -> None:
        """Note what a `NOT` forbids: by itself, or together with what is bound or tested late."""
        if pattern.binds or not pattern.is_early or pattern.kind in self.closing:
            self._unless.append(pattern)
        else:
            self.closing[pattern.kind] = pattern

    def _bound(self, facts: tuple[Fact, ...]) -> Bound | None:
        """Give what the patterns bind in facts, one for each; None where they disagree."""
        bound: Bound = {}
        for index, field, name in self._binding:
            value = facts[index][field]
            if bound.setdefault(name, value) != value:
                return None
        return bound


class Match(Activation):  # type: ignore[misc]
    """Hold a rule that fires, the facts it matches, what they bind, and what it then declares."""

    def __init__(self, rule: Rule, facts: tuple[Fact, ...], context: Bound) -> None:
        self.rule, self.facts, self.context = rule, facts, context
        self.declared: list[Fact] = []

    def numbers(self) -> list[int]:
        """Give the numbers of its facts, in order: matches of one rule come by them."""
        return sorted(fact["__factid__"] for fact in self.facts)


class TurnAgenda(Agenda):  # type: ignore[misc]
    """Keep the rules whose turn may come as a heap, and pass over those that are closed."""

    def __init__(self, closed: set[Turn]) -> None:
        super().__init__()
        self._closed = closed
        self._found: dict[Turn, list[tuple[Fact, ...]]] = {}  # when its turn last came
        self._waiting: dict[Turn, list[Match]] = {}  # found, and not yet given

    def add(self, turns: Iterable[Turn]) -> None:
        """Put rules on the agenda; where one stands there twice, its second turn finds nothing."""
        for turn in turns:
            heapq.heappush(self.activations, turn.entry)

    def get_next(self) -> Match | None:
        """Give the first match of the first rule that has one, and leave out those without."""
        while self.activations:
            turn = heapq.heappop(self.activations)[1]
            if turn in self._closed:
                continue
            waiting = self._new(turn, turn.matches())
            while waiting:
                match = waiting.pop()
                if not turn.is_forbidden(match.context):
                    if waiting:
                        self._waiting[turn] = waiting
                        self.add([turn])
                    return match
        return None

    def _new(self, turn: Turn, matches: list[Match]) -> list[Match]:
        """List those matches of a rule that were not given yet, the first of them last."""
        if turn in self._found:
            before = self._found[turn]
            waiting = self._waiting.pop(turn, [])
            waiting += [match for match in matches if match.facts not in before]
        else:
            waiting = matches
        if matches:
            self._found[turn] = [match.facts for match in matches]
        if len(waiting) > 1:
            waiting.sort(key=Match.numbers, reverse=True)
        return waiting


class DocumentOrder(Strategy):  # type: ignore[misc]
    """Give turns by salience, then in document order.

    Experta's own strategies fire equal salience in random order; here every rule has a place of
    its own, and its matches come in the order of their facts.
    """

    def _update_agenda(self, agenda: TurnAgenda, added: list[Turn], removed: list[Turn]) -> None:
        """Put the rules whose turn may have come on the agenda."""
        agenda.add(added)

    update_agenda = _update_agenda  # Experta's own would look whether to log each
