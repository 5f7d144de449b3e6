"""Turn what is advised into expressions: its worlds, its state, what comes first and what next.

The rules are those of `consultation.now`. What may come next is listed once, the first before the
next: what rows of first.yaml name first, second and third, then each action in the order of the
plan, by each milestone it may be due by. Of this list the first three that a row of the table is
ready for come next.
"""

from collections.abc import Callable, Iterator
from functools import reduce
from operator import or_
from typing import get_args

import msgspec

from engine.cohort.conditions import Conditions
from engine.cohort.dialect import Dialect, Expression, Stage
from engine.consultation.now import MOST_NEXT
from engine.inference.lowered.codes import joined
from engine.inference.lowered.form import Alternative, Lowered
from engine.language.base import KnowledgeBase
from engine.language.entries import Strength

DO, ADVICE, TURN, READY, COMES_FIRST = "do:", "advice:", "turn:", "ready:", "comes-first:"
NEXT = tuple(f"next:{place}" for place in range(1, MOST_NEXT + 1))

Holding = Callable[[str, Alternative], Expression]
"""Gives the worlds in which a row holds at a node."""

_AT_HAND = ("now", "late")
_GONE = "gone"  # shown to no one here: of nobody it is known what is done


class Due(msgspec.Struct, frozen=True):
    """Hold one turn of an action's time: its state, and the milestone it is due by."""

    state: str
    by: str


class Candidate(msgspec.Struct, frozen=True):
    """Hold what may come next: an action in one of some turns.

    `rows` are those of first.yaml that name it at this place, by their numbers; of what stands here
    by the order of the plan, those with which it does not come (again).
    """

    action: str
    turns: tuple[int, ...]
    rows: frozenset[int]
    is_named: bool


class Actions:
    """Write the stages from which on it is known what is advised and what comes first.

    `dues` has the turns of each action, from 1 in the column TURN; `candidates` those of which the
    numbers, from 1, stand in the columns NEXT.
    """

    def __init__(
        self, kb: KnowledgeBase, form: Lowered, conditions: Conditions, dialect: Dialect
    ) -> None:
        self._kb = kb
        self._rows = dict(enumerate(kb.first.values(), start=1))
        self._form = form
        self._conditions = conditions
        self._dialect = dialect
        self.dues = self._dues()
        self.candidates = (*self._named(), *self._planned())

    def _dues(self) -> dict[str, list[Due]]:
        dues: dict[str, list[Due]] = {name: [] for name in self._kb.actions}
        for place in self._form.places:
            for advice in place.advice:
                due = Due(advice.state, advice.by)
                known = dues[advice.action]
                if due.state != _GONE and due not in known:
                    known.append(due)
        return dues

    def _named(self) -> Iterator[Candidate]:
        """Give what rows name first, then second, then third."""
        for place in range(max((len(row.first) for row in self._rows.values()), default=0)):
            rows: dict[str, list[int]] = {}
            for number, row in self._rows.items():
                if place < len(row.first):
                    rows.setdefault(row.first[place], []).append(number)
            for action, some in rows.items():
                turns = self._turns(action, _AT_HAND)
                if turns:
                    yield Candidate(action, turns, frozenset(some), is_named=True)

    def _planned(self) -> Iterator[Candidate]:
        """Give what says what to do and has a time of its own, in the order of the plan."""
        milestones, strengths = [*self._kb.milestones, ""], get_args(Strength)
        keyed = []
        for place, action in enumerate(self._kb.actions.values()):
            if action.strength == "avoid":
                continue
            for turn in self._turns(action.id, ("now",)):
                by = milestones.index(self.dues[action.id][turn - 1].by)
                keyed.append((by, strengths.index(action.strength), place, action.id, turn))
        for *_, action_id, turn in sorted(keyed):
            yield Candidate(action_id, (turn,), self._not_with(action_id), is_named=False)

    def _not_with(self, action: str) -> frozenset[int]:
        """Give the rows that name an action already, or let nothing come after what they name."""
        return frozenset(
            number
            for number, row in self._rows.items()
            if action in row.first or row.only or not row.fill
        )

    def _turns(self, action: str, states: tuple[str, ...]) -> tuple[int, ...]:
        dues = enumerate(self.dues[action], start=1)
        return tuple(number for number, due in dues if due.state in states)

    # Expressions

    def stages(self, holding: Holding) -> list[Stage]:
        """Give the stages, for rows whose nodes and facts are worked out."""
        advices: dict[str, Expression] = {}
        turns: dict[str, list[tuple[Expression, int]]] = {name: [] for name in self.dues}
        for place in self._form.places:
            for advice in place.advice:
                if advice.state == _GONE:
                    continue
                name = f"{ADVICE}{len(advices)}"
                advices[name] = holding(place.node, advice.when)
                turn = 1 + self.dues[advice.action].index(Due(advice.state, advice.by))
                turns[advice.action].append((self._dialect.column(name), turn))
        advised: dict[str, Expression] = {COMES_FIRST: self._first_row()}
        for action, some in turns.items():
            worlds = [column for column, _ in some]
            advised[DO + action] = reduce(or_, worlds, self._dialect.mask(0))
            numbers = [(column != 0, self._dialect.number(turn)) for column, turn in some]
            advised[TURN + action] = self._dialect.first(numbers)
        ready = {
            f"{READY}{number}": self._ready(candidate)
            for number, candidate in enumerate(self.candidates, start=1)
        }
        return [advices, advised, ready, *self._next()]

    def _first_row(self) -> Expression:
        """Give the number of the first row that holds of what comes first; 0 for none."""
        options = [
            (self._conditions.guards(row.when), self._dialect.number(number))
            for number, row in enumerate(self._form.first, start=1)
        ]
        none = (self._dialect.flag(True), self._dialect.number(0))
        return self._dialect.first([*options, none])

    def _ready(self, candidate: Candidate) -> Expression:
        """Tell whether an action is certain, in a turn of a candidate, and not kept back."""
        turn = self._dialect.column(TURN + candidate.action)
        every = self._form.worlds.every
        is_certain = self._dialect.column(DO + candidate.action) == every
        ready = is_certain & self._conditions.any(turn == number for number in candidate.turns)
        if not candidate.rows:
            return ready
        runs = joined((number, number) for number in candidate.rows)
        is_among = self._dialect.within(COMES_FIRST, runs)
        return ready & (is_among if candidate.is_named else ~is_among)

    def _next(self) -> Iterator[Stage]:
        """Give the numbers of the candidates that come next: each the first after the last."""
        before = ""
        for name in NEXT:
            options = []
            for number in range(1, len(self.candidates) + 1):
                ready = self._dialect.column(f"{READY}{number}")
                if before:
                    ready = ready & (self._dialect.column(before) < number)
                options.append((ready, self._dialect.number(number)))
            yield {name: self._dialect.first(options)}
            before = name
