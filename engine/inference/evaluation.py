"""Turn answers into what comes out and what is asked: quicker than the rules, mute.

Where hundreds of outcomes are looked at, this finds the one to show; what is shown is run through
the rules. It reads the conditions from which they are made, and goes the way that a person goes:
the facts, each after those that it rests on; the nodes that are reached, with the worlds in which
they are; then what they ask, and what lies behind. From one outcome to the next few answers differ,
so what comes of a conclusion, a table or an action is remembered by the values of the facts that it
names. A base that is not sound enough, or answers it can't tell, are left to the rules.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache, partial
from graphlib import CycleError, TopologicalSorter
from itertools import chain, product
from typing import Literal

import msgspec

from engine.inference.asked import Behind, DateState, Needed, NeedName, Unsure, needed_by_branches
from engine.inference.due import due_turns
from engine.inference.lowered.codes import NotLowered
from engine.inference.lowered.worlds import Worlds
from engine.inference.remembered import OPENED, Values, remembered
from engine.inference.sound import doubtful, require_sound, rests_on
from engine.inference.standing import Standing, standing
from engine.language.base import KnowledgeBase
from engine.language.condition import KNOWN, TooMany, holds
from engine.language.cycles import OPEN, Milestone, Moment
from engine.language.decision_table import Form, forms, opposite_forms
from engine.language.entries import Action, Conclusion, Node
from engine.language.words import AHEAD, END, NOT_YET, PAST, Answers, Value

Advised = tuple[int, str, str, str]
"""The worlds of an action, its state, the milestone it is due by, the first node it is beside."""


Part = Literal["asked", "advised", "first"]
"""What of the findings can be left out, where nobody looks at it."""


class Findings(msgspec.Struct, frozen=True):
    """Hold what comes out for some answers, worlds as masks.

    `facts`: conclusion or milestone → value, where it is known; `rows`: conclusion → number of the
    row that held. `open`: the chances that are. `reached`: node → worlds; `taken`: node and number
    of a branch → worlds; `advised`: action → worlds, state, milestone and first node. `asked`: the
    questions that bear on it, in the order they come; `first`: the row that does.
    """

    facts: Mapping[str, Value]
    rows: Mapping[str, int]
    open: tuple[str, ...]
    reached: Mapping[str, int]
    taken: Mapping[tuple[str, int], int]
    advised: Mapping[str, Advised]
    asked: tuple[str, ...]
    first: str | None


@lru_cache(maxsize=2)
def evaluator(kb: KnowledgeBase) -> "Evaluator":
    """Give the evaluator of a base, with what it remembers.

    Raises NotLowered where there can be none: a base has faults which `check` finds (circles,
    conclusions that rest on a chance), a date or a chance's time hangs on another chance, or its
    chances come to too many worlds.
    """
    return Evaluator(kb)


class Evaluator:
    """Evaluate answers by one base."""

    def __init__(self, kb: KnowledgeBase) -> None:
        require_sound(kb)
        self._kb = kb
        self.worlds = Worlds(tuple(kb.chances.items()))
        self._every = self.worlds.every
        try:
            self._steps = list(self._facts_in_order())
            self._doubtful = list(doubtful(kb))
            self._first = self._comes_first()
        except CycleError:
            raise NotLowered("its conclusions rest on each other") from None
        except TooMany:
            raise NotLowered("a condition multiplies out into too many clauses") from None
        self._places: dict[str, _Place] = {}
        self._behind = Behind(kb, self.worlds)
        self._dates = lru_cache(maxsize=32)(self._dates_at)

    def evaluate(
        self,
        answers: Answers,
        moment: Moment,
        done: Collection[str] = (),
        without: Collection[Part] = (),
    ) -> Findings | None:
        """Evaluate answers, settled of each other, at a moment; `without` some parts, if need be.

        Gives None where only the rule engine can tell: what is asked hangs on the order of its
        rules, or a table has a gap or an overlap for these answers.
        """
        try:
            return self._findings(answers, self._dates(moment), done, without)
        except (Unsure, TooMany):
            return None

    def _findings(
        self,
        answers: Answers,
        dates: dict[str, DateState],
        done: Collection[str],
        without: Collection[Part],
    ) -> Findings:
        kb = self._kb
        values: Values = {OPENED: (), **dict.fromkeys(kb.facts), **answers}
        rows = self._conclude(values, dates)
        walk = self._walk(values, with_advice="advised" not in without)
        asked: tuple[str, ...] = ()
        # A gap is judged once nothing is asked any more.
        if "asked" not in without or walk.has_gap:
            asked = self._asked(walk, values, dates)
            if walk.has_gap and all(values[name] is not None for name in asked):
                raise Unsure
        derived = (*kb.conclusions, *kb.milestones)
        return Findings(
            facts={name: values[name] for name in derived if values[name] is not None},
            rows=rows,
            open=values[OPENED],
            reached=walk.reached,
            taken=walk.taken,
            advised=walk.advised(done),
            asked=asked,
            first=None if "first" in without else self._first(values),
        )

    # Facts

    def _dates_at(self, moment: Moment) -> dict[str, DateState]:
        anywhere, dates = Moment(moment.now), self._kb.dates
        return {
            name: (dates[name].state(moment), dates[name].state(anywhere) == OPEN)
            for name in self._kb.milestones
        }

    def _facts_in_order(self) -> Iterator[tuple[str, "_Conclude"]]:
        """Give how each fact is worked out, those first that others rest on."""
        kb = self._kb
        below = {name: rests_on(kb.facts[name]) for name in (*kb.conclusions, *kb.milestones)}
        for name in TopologicalSorter(below).static_order():
            fact = kb.facts[name]
            if isinstance(fact, Milestone):
                yield name, remembered(below[name], self._dating(fact))
            elif isinstance(fact, Conclusion):
                yield name, remembered(below[name], self._concluding(fact))

    def _conclude(self, values: Values, dates: Mapping[str, DateState]) -> dict[str, int]:
        """Add every fact that can be worked out; give the rows that held."""
        rows = {}
        for name, conclude in self._steps:
            values[name], row = conclude(values, dates.get(name))
            if row is not None:
                rows[name] = row
        look = values.get
        if any(holds(parts, look) for parts in self._doubtful):
            raise Unsure
        return rows

    def _dating(self, milestone: Milestone) -> "_Conclude":
        """Say of a milestone that it is past, where its date is over and holds for the person."""
        kb, when = self._kb, milestone.when
        past = [Standing(form, form.parts) for form in forms(when, kb.chances)]
        ahead = [Standing(form, form.parts) for form in opposite_forms(when, kb.chances)]

        def conclude(values: Values, date: DateState | None) -> tuple[Value | None, int | None]:
            state = date[0] if date else AHEAD
            if state == PAST and not any(form.holds(values) for form in past):
                state = AHEAD if any(form.holds(values) for form in ahead) else OPEN
            return (None if state == OPEN else state), None

        return conclude

    def _concluding(self, conclusion: Conclusion) -> "_Conclude":
        """Look a conclusion up, add it up, or take the one row that holds."""
        kb, lookup = self._kb, conclusion.lookup
        if lookup and kb.facts[lookup.key].type in ("integer", "choices"):
            raise NotLowered(f'"{conclusion.id}" is looked up by numbers')
        if lookup or conclusion.value:
            return partial(_worked_out, kb, conclusion)
        rows = [
            (number, row.then, Standing(form, form.parts))
            for number, (row, found) in enumerate(kb.row_forms[conclusion.id])
            for form in found
        ]

        def conclude(values: Values, _: DateState | None) -> tuple[Value | None, int | None]:
            found = [(then, number) for number, then, form in rows if form.holds(values)]
            if len(found) > 1:
                raise Unsure
            return found[0] if found else (None, None)

        return conclude

    def _comes_first(self) -> Callable[[Values], str | None]:
        """Find the first row that holds of what comes first; an open chance passes nothing."""
        kb = self._kb
        rows = [
            (row.id, [Form()] if row.otherwise else forms(row.when, kb.chances))
            for row in kb.first.values()
        ]

        def first(values: Values) -> str | None:
            look = values.get
            for name, found in rows:
                if any(holds(form.parts, look) for form in found):
                    return name
            return None

        names = dict.fromkeys(name for row in kb.first.values() for name in row.when.names)
        return remembered(names, first)

    # The tree

    def _walk(self, values: Values, with_advice: bool) -> "_Walk":
        """Go down the tree; anew when a chance turns out to be open on the way."""
        kb, open_ = self._kb, set()
        for chance in kb.chances:
            until = kb.questions[chance].until
            is_early = until is not None and until.holds(values)
            if values[chance] == NOT_YET or (values[chance] is None and is_early):
                open_.add(chance)
        while True:
            values[OPENED] = tuple(chance for chance in kb.chances if chance in open_)
            walk = _Walk(kb.start.id, self._every, with_advice)
            opened = self._opened_on_the_way(walk, values)
            if opened is None:
                return walk
            open_.add(opened)

    def _opened_on_the_way(self, walk: "_Walk", values: Values) -> str | None:
        """Go down the tree, until a chance is met that is open and was not known to be."""
        for node in self._kb.ordered_nodes:
            worlds = walk.reached.get(node.id)
            if not worlds:
                continue
            place = self._place(node)
            if node.id not in walk.certain:
                for chance in place.chances:
                    if values[chance] is None and chance not in values[OPENED]:
                        return chance
            walk.pass_through(place, values)
        return None

    def _place(self, node: Node) -> "_Place":
        if node.id not in self._places:
            self._places[node.id] = _Place(
                self._kb, self.worlds, node, self._kb.actions_beside[node.id]
            )
        return self._places[node.id]

    def _asked(self, walk: "_Walk", values: Values, dates: dict[str, DateState]) -> tuple[str, ...]:
        """Follow what is needed down to questions: in the order in which the rules would ask.

        What a node asks comes in turn; before the next, all that lies behind it.
        """
        asked: list[str] = []
        followed: set[NeedName] = set()
        for place in walk.places:
            if place.wanted <= followed:
                continue
            worlds, certain = walk.reached[place.node.id], place.node.id in walk.certain
            for need in place.needs(values, worlds, certain):
                if need not in followed:
                    asked += self._behind.questions(need, values, dates, followed)
        return tuple(asked)


_Conclude = Callable[[Values, DateState | None], tuple[Value | None, int | None]]
"""Gives the value of a fact, and the number of the row that held; None for what is not known."""


def _worked_out(
    kb: KnowledgeBase, conclusion: Conclusion, values: Values, _: DateState | None
) -> tuple[Value | None, None]:
    """Look a conclusion up, or add it up once all that it takes is known."""
    if conclusion.value and any(values[name] is None for name in conclusion.rests_on):
        return None, None
    try:
        return kb.concluded(conclusion, partial(_known, values)), None
    except KeyError:
        return None, None


def _known(values: Values, name: str) -> Value:
    """Give the value of a fact; raise KeyError where it is not known."""
    value: Value | None = values[name]
    if value is None:
        raise KeyError(name)
    return value


_Exit = tuple[int, str, int]
"""The number of a branch that holds, where it leads, and the worlds in which it does."""

_Advice = tuple[str, str, str, int]
"""An action that is advised, in what state, by which milestone, and the worlds in which it is."""


class _Place:
    """Hold a node: the chances its branches name, where they lead, what is advised and needed."""

    def __init__(
        self, kb: KnowledgeBase, worlds: Worlds, node: Node, actions: Sequence[Action]
    ) -> None:
        self._kb, self._worlds = kb, worlds
        self._every = worlds.every
        self.node = node
        named = dict.fromkeys(name for branch in node.branches for name in branch.when.names)
        self.chances = [name for name in kb.chances if name in named]
        self._exits = [
            (index, branch.go, standing(form, kb, worlds))
            for index, (branch, found) in enumerate(kb.branch_forms[node.id])
            for form in found
        ]
        self._advice = [_Beside(kb, worlds, action) for action in actions]
        by_actions = dict.fromkeys(name for advice in self._advice for name in advice.names)
        self.exits = remembered(named, self._held_exits)
        self.advice = remembered(by_actions, self._held_advice)
        self.needs = remembered(named | by_actions, self._needs)

    @cached_property
    def wanted(self) -> frozenset[NeedName]:
        """Name all that may be needed here."""
        return frozenset().union(*(needed.wanted for needed in self._needed))

    @cached_property
    def _needed(self) -> Sequence[Needed]:
        """Give what its branches need, then what each action beside it does."""
        kb, worlds = self._kb, self._worlds
        by_branches = needed_by_branches(kb, self.node, worlds)
        written = [asking for asking, _ in by_branches.askings]
        by_actions = (
            Needed(kb, advice.rows(kb, worlds), advice.names, written=written)
            for advice in self._advice
        )
        return (by_branches, *by_actions)

    def _held_exits(self, values: Values) -> Sequence[_Exit]:
        """Give the branches that hold on facts, whatever the worlds here."""
        every = self._every
        return [
            (index, go, row.worlds(values, every))
            for index, go, row in self._exits
            if row.holds(values)
        ]

    def _held_advice(self, values: Values) -> Sequence[_Advice]:
        """Give the advice that holds on facts, whatever the worlds here."""
        return [one for advice in self._advice for one in advice.holding(values, self._every)]

    def _needs(self, values: Values, worlds: int, certain: bool) -> tuple[NeedName, ...]:
        """Give what is needed here, each once, in the order in which it is asked."""
        needs = (needed.needs(values, worlds, certain) for needed in self._needed)
        return tuple(dict.fromkeys(chain.from_iterable(needs)))


class _Beside:
    """Hold an action beside a node: when it applies, and the turns that its time can take.

    In the state "gone" it is shown to no one but those who have done it.
    """

    def __init__(self, kb: KnowledgeBase, worlds: Worlds, action: Action) -> None:
        self._id = action.id
        shown = tuple((name, KNOWN) for name in action.shown)
        found = forms(action.when, kb.chances)
        self._forms = [standing(Form((*form.parts, *shown)), kb, worlds) for form in found]
        self._due = list(due_turns(action, kb))
        self._past = "late" if action.late else "gone"
        times = [name for due in self._due for name, _ in due.clause]
        self.names = dict.fromkeys((*action.when.names, *action.shown, *times))

    def holding(self, values: Values, every: int) -> Iterator[_Advice]:
        """Give in what state it is advised, by when, and in which worlds."""
        for form in self._forms:
            if form.holds(values):
                worlds = form.worlds(values, every)
                for due in self._due:
                    if holds(due.clause, values.get):
                        state = self._past if due.state == "late" else due.state
                        yield self._id, state, due.by, worlds

    def rows(self, kb: KnowledgeBase, worlds: Worlds) -> Iterator[Standing]:
        """Give its rows as the rules write them: it asks for what each of them names."""
        for form, due in product(self._forms, self._due):
            yield standing(Form((*form.form.parts, *due.clause)), kb, worlds)


class _Walk:
    """Hold one way down the tree: the nodes reached, in which worlds, and what stands there."""

    def __init__(self, start: str, every: int, with_advice: bool) -> None:
        self._with_advice = with_advice
        self.reached = {start: every}
        self.certain = {start}
        self.places: list[_Place] = []
        self.taken: dict[tuple[str, int], int] = {}
        self._left: dict[str, int] = {}
        self._advised: list[tuple[str, str, str, int, str]] = []

    def pass_through(self, place: _Place, values: Values) -> None:
        """Leave a node by all branches that hold; note what is advised there."""
        self.places.append(place)
        node = place.node.id
        worlds = self.reached[node]
        for index, go, passed in place.exits(values):
            if within := worlds & passed:
                self._leave(node, index, within)
                if go != END:
                    self.reached[go] = self.reached.get(go, 0) | within
                    if within == worlds and node in self.certain:
                        self.certain.add(go)
        for action, state, by, passed in place.advice(values) if self._with_advice else ():
            if within := worlds & passed:
                self._advised.append((action, state, by, within, node))

    def _leave(self, node: str, index: int, within: int) -> None:
        if self._left.get(node, 0) & within:
            raise Unsure  # two rows of a table hold at once
        self._left[node] = self._left.get(node, 0) | within
        self.taken[node, index] = self.taken.get((node, index), 0) | within

    @property
    def has_gap(self) -> bool:
        """Tell whether a node is left by none of its branches in some world."""
        return any(
            place.node.branches and self._left.get(place.node.id, 0) != self.reached[place.node.id]
            for place in self.places
        )

    def advised(self, done: Collection[str]) -> dict[str, Advised]:
        """Map each action to its worlds; to its state, milestone and node where it comes first."""
        result: dict[str, Advised] = {}
        for action, planned, by, worlds, node in self._advised:
            state = "done" if action in done else planned
            if state != "gone":
                first = result.get(action, (0, state, by, node))
                result[action] = first[0] | worlds, *first[1:]
        return result
