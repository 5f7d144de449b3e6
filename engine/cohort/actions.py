"""Turn what is advised into expressions: its worlds, its state, what comes first and what next.

The rules are those of `consultation.now`. What may come next is listed once, the first before the
next: what rows of first.yaml name first, second and third, then each action in the order of the
plan, by each milestone it may be due by. Of this list the first three that a row of the table is
ready for come next.
"""

from collections.abc import Iterator
from operator import itemgetter

import msgspec

from engine.cohort.conditions import Conditions, Truth
from engine.cohort.dialect import Dialect, Expression, Stage
from engine.cohort.reach import EVERY, SOME, Reach, Way
from engine.cohort.tree import Tree
from engine.consultation.consult import urgency
from engine.consultation.now import AT_HAND
from engine.inference.lowered.codes import joined
from engine.language.base import KnowledgeBase
from engine.language.entries import MOST_NEXT, First

DO, DUE, READY, COMES_FIRST, GOES_ON = "do:", "due:", "ready:", "comes-first:", "goes-on:"
NEXT = tuple(f"next:{place}" for place in range(1, MOST_NEXT + 1))

_GONE = "gone"  # shown to no one here: of nobody it is known what is done


class Due(msgspec.Struct, frozen=True):
    """Hold one turn of an action's time: its state, and the milestone it is due by."""

    state: str
    by: str
    column: str  # SOME and EVERY of it tell where it is advised so


class Candidate(msgspec.Struct, frozen=True):
    """Hold what may come next: an action in one of some turns, by their columns.

    `rows` are those of first.yaml, by their numbers, that name it at this place; or, of what stands
    here by the order of the plan, those that name it, so that it does not come again.
    """

    action: str
    dues: tuple[str, ...]
    rows: frozenset[int]
    is_named: bool


class Actions:
    """Write the stages from which on it is known what is advised and what comes first.

    `dues` has the turns of each action that may come, and `names` what its columns SOME and EVERY
    are of (none where it never comes); `candidates` are those whose numbers, from 1, stand in the
    columns NEXT.
    """

    def __init__(
        self, kb: KnowledgeBase, tree: Tree, conditions: Conditions, dialect: Dialect
    ) -> None:
        self._kb = kb
        self._form = tree.form
        self._reach = Reach(tree, conditions, dialect)
        self._conditions = conditions
        self._dialect = dialect
        self._rows = dict(enumerate(kb.first.values(), start=1))
        self._ways: dict[str, list[Way]] = {}
        self.dues = self._dues()
        self.names = {
            name: dues[0].column if len(dues) == 1 else DO + name
            for name, dues in self.dues.items()
            if dues
        }
        self.candidates = (*self._named(), *self._planned())

    def _dues(self) -> dict[str, list[Due]]:
        """Give the turns of each action, in the order of the nodes; not one that comes for none."""
        dues: dict[str, list[Due]] = {name: [] for name in self._kb.actions}
        for place in self._form.places:
            for advice in place.advice:
                if advice.state == _GONE or self._conditions.guard(advice.when.guard) is False:
                    continue
                due = Due(
                    advice.state, advice.by, f"{DUE}{advice.state}:{advice.by}:{advice.action}"
                )
                if due not in dues[advice.action]:
                    dues[advice.action].append(due)
                self._ways.setdefault(due.column, []).append((place.node, advice.when))
        return dues

    def _named(self) -> Iterator[Candidate]:
        """Give what rows name first, then second, then third."""
        rows: dict[tuple[int, str], list[int]] = {}
        for number, row in self._rows.items():
            for place, action in enumerate(row.first):
                rows.setdefault((place, action), []).append(number)
        for (_, action), some in sorted(rows.items()):
            dues = [due.column for due in self.dues[action] if due.state in AT_HAND]
            if dues:
                yield Candidate(action, tuple(dues), frozenset(some), is_named=True)

    def _planned(self) -> list[Candidate]:
        """Give what says what to do and has a time of its own, in the order of the plan."""
        found: list[tuple[tuple[int, int], Candidate]] = []
        for action in self._kb.actions.values():
            rows = self._named_by(action.id)
            for due in self.dues[action.id]:
                if due.state == "now" and action.strength != "avoid":
                    candidate = Candidate(action.id, (due.column,), rows, is_named=False)
                    found.append((urgency(self._kb, action, due.by), candidate))
        return [candidate for _, candidate in sorted(found, key=itemgetter(0))]

    def _named_by(self, action: str) -> frozenset[int]:
        """Give the rows that name an action, of those after which the plan goes on."""
        return frozenset(
            number for number, row in self._rows.items() if action in row.first and row.goes_on
        )

    # Expressions

    def stages(self) -> list[Stage]:
        """Give the stages, for rows whose nodes and facts are worked out."""
        some = {SOME + name: self._reach.some(ways) for name, ways in self._ways.items()}
        every = self._every()
        named: dict[str, Expression] = {}
        planned: dict[str, Expression] = {}
        for number, candidate in enumerate(self.candidates, start=1):
            stage = named if candidate.is_named else planned
            stage[f"{READY}{number}"] = self._ready(candidate)
        going_on = {GOES_ON: self._goes_on(list(named))}
        first = {COMES_FIRST: self._first_row(), **some}
        before = [self._reach.stage(), first, self._joining(), every]
        return [*before, named, going_on, planned, *self._next()]

    def _joining(self) -> Stage:
        """Tell which actions come in some world in any of their turns."""
        stage: dict[str, Expression] = {}
        for action, dues in self.dues.items():
            if len(dues) > 1:
                stage[SOME + DO + action] = self._dialect.any(
                    [self._dialect.column(SOME + due.column) for due in dues]
                )
        return stage

    def _goes_on(self, named: list[str]) -> Expression:
        """Tell whether the plan's own actions come: after what is named, or for want of any."""
        going = self._is_at_none([row for row in self._rows.values() if not row.goes_on])
        backed = self._is_at_none([row for row in self._rows.values() if not row.falls_back])
        if not named:
            return self._dialect.any([going, backed])
        none_named = ~self._dialect.any([self._dialect.column(name) for name in named])
        return self._dialect.any([going, self._dialect.all([backed, none_named])])

    def _is_at_none(self, rows: list[First]) -> Expression:
        """Tell whether none of some rows comes first."""
        runs = joined((number, number) for number, row in self._rows.items() if row in rows)
        return ~self._dialect.within(COMES_FIRST, runs) if runs else self._dialect.flag(True)

    def _every(self) -> Stage:
        """Tell which actions come in every world, and in which turns those that may come next."""
        named = {column: [column] for one in self.candidates for column in one.dues}
        named |= {
            self.names[action]: [due.column for due in self.dues[action]] for action in self.names
        }
        return {
            EVERY + name: self._reach.every(
                name, [way for one in columns for way in self._ways[one]]
            )
            for name, columns in named.items()
        }

    def _first_row(self) -> Expression:
        """Give the number of the first row that holds of what comes first; 0 for none."""
        options: list[tuple[Truth, Expression]] = [
            (self._conditions.guards(row.when), self._dialect.place(number))
            for number, row in enumerate(self._form.first, start=1)
        ]
        none = (True, self._dialect.place(0))
        return self._conditions.first([*options, none])

    def _ready(self, candidate: Candidate) -> Expression:
        """Tell whether an action is certain, in a turn of a candidate, and not kept back."""
        certain = [self._dialect.column(EVERY + due) for due in candidate.dues]
        conditions: list[Truth] = [self._conditions.any(certain)]
        if not candidate.is_named:
            conditions.append(self._dialect.column(GOES_ON))
        if candidate.rows:
            runs = joined((number, number) for number in candidate.rows)
            is_among = self._dialect.within(COMES_FIRST, runs)
            conditions.append(is_among if candidate.is_named else ~is_among)
        return self._conditions.expression(self._conditions.all(conditions))

    def _next(self) -> Iterator[Stage]:
        """Give the numbers of the candidates that come next: each the first after the last."""
        before = ""
        for name in NEXT:
            options = []
            for number in range(1, len(self.candidates) + 1):
                ready = self._dialect.column(f"{READY}{number}")
                if before:
                    ready = ready & (self._dialect.column(before) < number)
                options.append((ready, self._dialect.place(number)))
            yield {name: self._conditions.first(options)}
            before = name
