"""Turn rows and values into what is asked: the askings that `needs` writes as rules, in order."""

import heapq
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from itertools import chain

import msgspec

from engine.inference.askings import Asking, askings, merged, rank, rows_of
from engine.inference.lowered.worlds import Worlds
from engine.inference.remembered import Values, remembered
from engine.inference.sound import rests_on
from engine.inference.standing import Standing, standing
from engine.language.base import KnowledgeBase
from engine.language.condition import Condition, Parts, holds, pairs
from engine.language.cycles import Milestone
from engine.language.decision_table import may_hold, opposite_forms
from engine.language.entries import Conclusion, Node, Question
from engine.language.words import PAST

NeedName = str
"""The name of a fact; with `WANTED` before it a chance, which is asked once its time has come."""

WANTED = "wanted:"

DateState = tuple[str, bool]
"""The state of a milestone, and whether the cycle decides it, be that known or not."""


class Unsure(Exception):
    """Say that only the rule engine can tell: it hangs on the order of its rules."""


class _Waiting(msgspec.Struct, frozen=True):
    """Hold when a row waits on a fact: see the table in `needs`.

    Nothing of `before` is known to fail, nor of `after`, unless it is answered; what is `derived`
    of that counts in either case. None of `instead`, the options before its own, holds.
    """

    name: str
    need: NeedName
    before: Parts
    after: Parts
    derived: Parts
    instead: tuple[Parts, ...]
    room: int

    @property
    def is_chance(self) -> bool:
        return self.need != self.name

    def may_ask(self, worlds: int, certain: bool) -> bool:
        """Tell whether a node so reached may ask it: a chance only where it is for certain."""
        return certain if self.is_chance else bool(worlds & self.room)

    def holds(self, values: Values) -> bool:
        look = values.get
        after = self.derived if values[self.name] is not None else self.after
        if not (may_hold(self.before, look) and may_hold(after, look)):
            return False
        return not any(holds(option, look) for option in self.instead)


class Needed:
    """Hold what some rows at a node need, in the order in which it is asked.

    A row of `decided` that holds without naming a fact makes it needless. `names` are all facts
    that they name, `wanted` those among them that they may need.
    """

    def __init__(
        self,
        kb: KnowledgeBase,
        rows: Iterable[Standing],
        names: Iterable[str],
        decided: Iterable[Standing] = (),
        in_order: bool = False,
        written: Iterable[Asking] = (),
    ) -> None:
        self._kb = kb
        self._rows = rows
        self._decided = [row for row in decided if not row.form.failed]
        self._in_order = in_order
        self._elsewhere = frozenset(written)
        self._waiting: list[_Waiting] | None = None
        self.wanted = frozenset(_need(name, kb) for name in names)
        self.needs = remembered(names, self._needs)

    @property
    def askings(self) -> Iterator[tuple[Asking, int]]:
        """Give the askings as the rules write them, with the worlds they leave room for.

        Beside a rest that was multiplied out, what comes after makes no difference.
        """
        for row in self._rows:
            assumed = tuple((chance, (str(passed),)) for chance, _, passed in row.assumed)
            for asking in askings(("", assumed), merged(row.form)):
                if self._in_order:
                    asking = msgspec.structs.replace(asking, after=())
                yield asking, row.room

    def _needs(self, values: Values, worlds: int, certain: bool) -> tuple[NeedName, ...]:
        """Give what is needed where the node is reached in some worlds, each once."""
        if self._waiting is None:
            self._waiting = list(self._once())
        taken = [
            (row.form.named(values.get), row.worlds(values, worlds))
            for row in self._decided
            if row.holds(values)
        ]
        needs: dict[NeedName, None] = {}
        for waiting in self._waiting:
            if waiting.need in needs or not waiting.may_ask(worlds, certain):
                continue
            lost_to = () if waiting.is_chance and not self._in_order else taken
            certainly = certain or waiting.is_chance
            if waiting.holds(values) and not _is_lost(waiting.name, lost_to, worlds, certainly):
                needs[waiting.need] = None
        return tuple(needs)

    def _once(self) -> Iterator[_Waiting]:
        """Give each asking once, and none that another row of the node has."""
        seen = set(self._elsewhere)
        for asking, room in self.askings:
            if asking not in seen:
                seen.add(asking)
                yield _waiting(asking, room, self._kb)


_Taken = tuple[tuple[str, ...], int]
"""The facts that a row which holds rests on, and the worlds in which it does."""


def _is_lost(name: str, taken: Iterable[_Taken], worlds: int, certain: bool) -> bool:
    """Tell whether a row that does without a fact holds in all the worlds of a node.

    Where it holds in some of them, which came together here, Experta goes each of them alone.
    """
    for named, within in taken:
        if name in named:
            continue
        if within == worlds:
            return True
        if within and not certain:
            raise Unsure
    return False


def _waiting(asking: Asking, room: int, kb: KnowledgeBase) -> _Waiting:
    derived = asking.after
    if asking.name in kb.questions:
        derived = tuple(part for part in asking.after if _is_derived((part,), kb))
    instead = tuple(options.options[number] for options, number in asking.instead)
    need = _need(asking.name, kb)
    return _Waiting(asking.name, need, asking.before, asking.after, derived, instead, room)


def _need(name: str, kb: KnowledgeBase) -> NeedName:
    return WANTED + name if name in kb.chances else name


def _is_derived(parts: Parts, kb: KnowledgeBase) -> bool:
    """Tell whether parts name a conclusion or a date."""
    return any(name not in kb.questions for name, _ in pairs(parts))


def needed_by_branches(kb: KnowledgeBase, node: Node, worlds: Worlds) -> Needed:
    """Give what the branches of a node need."""
    table = kb.branch_forms[node.id]
    rows = [form for branch, found in table if not branch.otherwise for form in found]
    in_order = any(form.parts for branch, found in table if branch.otherwise for form in found)
    waits = in_order or any(_is_derived(form.parts, kb) for form in rows)
    decided = chain.from_iterable(found for _, found in table) if waits else ()
    names = dict.fromkeys(name for branch in node.branches for name in branch.when.names)
    made = partial(standing, kb=kb, worlds=worlds)
    return Needed(kb, [*map(made, rows)], names, [*map(made, decided)], in_order)


# What lies behind a fact that is needed

_Behind = tuple[int, int, int, NeedName]
"""What a fact needs in turn, after its place: the higher rank first, negated; then as written."""

_Follow = Callable[[Values, DateState | None], tuple[_Behind, ...]]


class Behind:
    """Follow what is needed down to questions, in the order in which the rules would ask."""

    def __init__(self, kb: KnowledgeBase, worlds: Worlds) -> None:
        self._kb = kb
        self._worlds = worlds
        self._found: dict[NeedName, _Follow] = {}

    def questions(
        self,
        need: NeedName,
        values: Values,
        dates: Mapping[str, DateState],
        followed: set[NeedName],
    ) -> list[str]:
        """Give the questions to which a need leads that were not followed yet, each once."""
        questions: list[str] = []
        waiting: list[_Behind] = [(0, 0, 0, need)]
        while waiting:
            need = heapq.heappop(waiting)[3]
            if need in followed:
                continue
            followed.add(need)
            if need in self._kb.questions:
                questions.append(need)
            else:
                for behind in self._reached(need)(values, dates.get(need)):
                    if behind[3] not in followed:
                        heapq.heappush(waiting, behind)
        return questions

    def _reached(self, need: NeedName) -> _Follow:
        if need not in self._found:
            self._found[need] = self._follow(need)
        return self._found[need]

    def _follow(self, need: NeedName) -> _Follow:
        """Give what gives what a need leads to; deeper conclusions come first."""
        kb, name = self._kb, need.removeprefix(WANTED)
        order = -rank(kb, name), [*kb.conclusions, *kb.milestones, *kb.chances].index(name)
        fact = kb.facts[name]
        names = rests_on(fact)
        if isinstance(fact, Conclusion):
            needs = self._of_conclusion(fact)
        elif isinstance(fact, Milestone):
            needs = self._of_milestone(fact)
            names += kb.head.running_when.names if kb.head.running_when else ()
        else:
            needs = self._of_chance(fact)

        def behind(values: Values, date: DateState | None) -> tuple[_Behind, ...]:
            found = needs(values, date)
            return tuple((*order, index, one) for index, one in enumerate(found))

        return remembered(names, behind)

    def _of_conclusion(self, conclusion: Conclusion) -> "_Needs":
        """Need what its rows wait on."""
        kb = self._kb
        rows = [Standing(form, form.parts) for form in rows_of(conclusion, kb)]
        decided: list[Standing] = []
        if conclusion.rules and any(_is_derived(row.parts, kb) for row in rows):
            forms = [form for _, found in kb.row_forms[conclusion.id] for form in found]
            decided = [Standing(form, form.parts) for form in forms]
        needed = Needed(kb, rows, conclusion.rests_on, decided)
        return lambda values, _: needed.needs(values, 1, True)

    def _of_milestone(self, milestone: Milestone) -> "_Needs":
        """Need what says for whom a date holds, and what tells the cycle that decides it."""

        def needs(values: Values, date: DateState | None) -> Iterable[str]:
            state, hangs = date or ("", False)
            if state == PAST:
                yield from milestone.when.names
            if hangs:
                yield from self._cycle(values)

        return needs

    def _cycle(self, values: Values) -> Iterator[str]:
        """Name what tells the cycle: whether it is the one that runs, and if not, which it is."""
        running, question = self._kb.head.running_when, self._kb.head.cycle
        if not question:
            return
        if running is not None:
            yield from running.names
        if running is None or self._is_not(running, values):
            yield question

    def _of_chance(self, chance: Question) -> "_Needs":
        """Need what tells the time of a chance, and then itself."""
        until = chance.until

        def needs(values: Values, _: DateState | None) -> Iterable[str]:
            if until is not None:
                yield from until.names
            if until is None or self._is_not(until, values):
                yield chance.id

        return needs

    def _is_not(self, condition: Condition, values: Values) -> bool:
        """Tell whether a condition is known not to hold."""
        opposite = opposite_forms(condition, self._kb.chances)
        return any(standing(form, self._kb, self._worlds).holds(values) for form in opposite)


_Needs = Callable[[Values, DateState | None], Iterable[NeedName]]
"""Gives what a fact needs in turn."""
