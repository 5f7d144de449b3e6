"""Lower what is asked: the askings that `needs` writes as rules, in the same order."""

from collections.abc import Iterable, Iterator
from functools import reduce
from itertools import chain
from operator import and_

import msgspec

from engine.inference.askings import Asking as Written
from engine.inference.askings import askings, merged, rows_of
from engine.inference.lowered.conditions import Conditions
from engine.inference.lowered.form import HANGS, IS_OVER, Alternative, Asking, Either, Guard, Within
from engine.inference.sound import doubtful
from engine.language.condition import Options, Parts, pairs
from engine.language.decision_table import Form, opposite_forms
from engine.language.entries import Conclusion, Node, Question


class Asked:
    """Lower what the nodes, actions, conclusions, dates and chances of a base ask."""

    def __init__(self, conditions: Conditions) -> None:
        self._lower = conditions
        self._kb = conditions.kb

    def at(self, node: Node, actions: Iterable[Form]) -> tuple[Asking, ...]:
        """Give what a node asks, by its branches and then by the actions beside it."""
        written = self._by_branches(node)
        for form in actions:
            for asking in self._written(form):
                if asking not in written:
                    written[asking] = self._asking(asking, form, [])
        return tuple(written.values())

    def _by_branches(self, node: Node) -> dict[Written, Asking]:
        table = self._kb.branch_forms[node.id]
        every = [*chain.from_iterable(found for _, found in table)]
        rows = [*chain.from_iterable(found for branch, found in table if not branch.otherwise)]
        rest = [*chain.from_iterable(found for branch, found in table if branch.otherwise)]
        in_order = any(form.parts for form in rest)
        decided = every if in_order or self._lower.names_derived(rows) else []
        written: dict[Written, Asking] = {}
        for form in rows:
            for asking in self._written(form, in_order):
                keeps = asking.name in self._kb.chances and not in_order
                lost_to = [] if keeps else decided
                if asking not in written:
                    written[asking] = self._asking(asking, form, lost_to)
        return written

    def _written(self, form: Form, in_order: bool = False) -> Iterator[Written]:
        """Give the askings of a row, as the rules write them.

        Beside a rest that was multiplied out, `in_order`, what comes after makes no difference.
        """
        assumed = tuple((one.chance, (str(one.mask),)) for one in self._lower.assumed(form))
        for asking in askings(("", assumed), merged(form)):
            yield msgspec.structs.replace(asking, after=()) if in_order else asking

    def _asking(self, written: Written, form: Form, lost_to: Iterable[Form]) -> Asking:
        """Lower an asking of a row; one of the others that holds may make it needless."""
        is_chance, every = written.name in self._kb.chances, self._lower.worlds.every
        masks = (one.mask for one in self._lower.assumed(form))
        return Asking(
            fact=written.name,
            guard=self._waiting(written),
            wanted=is_chance,
            certain=is_chance,
            room=every if is_chance else reduce(and_, masks, every),
            unless=tuple(self._not_naming(lost_to, written.name)),
        )

    def _waiting(self, written: Written) -> Guard:
        """Lower when a row waits on a fact: see the table in `needs`.

        Nothing before it is known to fail, nor after it, unless it is answered; a conclusion or a
        date counts in either case. No option before its own is known to hold.
        """
        looked_at = [*self._lower.parts(written.before, may=True)]
        for part in written.after:
            (may,) = self._lower.parts((part,), may=True)
            if written.name in self._kb.questions and not self._lower.names_derived(
                [Form((part,))]
            ):
                answered = Within(written.name, self._lower.domains[written.name].known)
                may = Either(((answered,), (may,)))
            looked_at.append(may)
        instead = [options.options[number] for options, number in written.instead]
        return Guard(tuple(looked_at), tuple(map(self._lower.parts, instead)))

    def _not_naming(self, rows: Iterable[Form], fact: str) -> Iterator[Alternative]:
        """Lower the rows that hold without naming a fact.

        One with `otherwise` rests on every row that fails, so on each fact that is still asked for.
        """
        for form in rows:
            if form.failed:
                continue
            for parts, unless in _without(form.parts, fact):
                narrowed = Form(parts)
                guard = self._lower.guard(narrowed)
                earlier = tuple(map(self._lower.parts, unless))
                yield Alternative(Guard(guard.parts, earlier), self._lower.assumed(narrowed))

    # What lies behind a fact that is needed

    def behind(self) -> dict[str, tuple[Asking, ...]]:
        """Map each conclusion, date and chance to what it makes needed in turn."""
        kb = self._kb
        top = len(kb.conclusions) + 1
        ranks = {name: len(kb.conclusions) - n for n, name in enumerate(kb.ordered_conclusions)}
        behind: dict[str, tuple[Asking, ...]] = {}
        for conclusion in kb.conclusions.values():
            behind[conclusion.id] = self._asked_for(conclusion, ranks[conclusion.id])
        for place, milestone in enumerate(kb.milestones.values()):
            over, hangs = (place, IS_OVER), (place, HANGS)
            names = [Asking(name, turn=over, rank=top) for name in milestone.when.names]
            behind[milestone.id] = (*names, *self._cycle(hangs, top))
        for name in kb.chances:
            behind[name] = tuple(self._in_time(kb.questions[name], top))
        return behind

    def _cycle(self, hangs: tuple[int, int], top: int) -> Iterator[Asking]:
        """Give what tells the cycle: whether it is the one that runs, and if not, which it is."""
        running, question = self._kb.head.running_when, self._kb.head.cycle
        if not question:
            return
        if running is None:
            yield Asking(question, turn=hangs, rank=top)
            return
        for name in running.names:
            yield Asking(name, turn=hangs, rank=top)
        for form in opposite_forms(running, self._kb.chances):
            yield Asking(question, self._lower.guard(form), turn=hangs, rank=top)

    def _asked_for(self, conclusion: Conclusion, rank: int) -> tuple[Asking, ...]:
        rows = list(rows_of(conclusion, self._kb))
        others: list[Form] = []
        if conclusion.rules and self._lower.names_derived(rows):
            others = [form for _, found in self._kb.row_forms[conclusion.id] for form in found]
        written: dict[Written, Asking] = {}
        for form in rows:
            for asking in self._written(form):
                if asking not in written:
                    unless = tuple(self._not_naming(others, asking.name))
                    lowered = Asking(asking.name, self._waiting(asking), unless=unless, rank=rank)
                    written[asking] = lowered
        return tuple(written.values())

    def _in_time(self, chance: Question, top: int) -> Iterator[Asking]:
        """Give what a chance that is wanted needs: what tells its time, and then itself."""
        if chance.until is None:
            yield Asking(chance.id, rank=top)
            return
        for name in chance.until.names:
            yield Asking(name, rank=top)
        for form in opposite_forms(chance.until, self._kb.chances):
            yield Asking(chance.id, self._lower.guard(form), rank=top)

    def doubtful(self) -> Iterator[Guard]:
        """Lower where what is asked hangs on the order of rules."""
        for parts in doubtful(self._kb):
            yield Guard(self._lower.parts(parts))


_Way = tuple[Parts, tuple[Parts, ...]]
"""Parts that hold, and others of which none does."""


def _without(parts: Parts, fact: str) -> list[_Way]:
    """Give the ways for parts to hold without naming a fact.

    Of options it is the first that holds which names facts: none before it does.
    """
    ways: list[_Way] = [((), ())]
    for part in parts:
        choices: list[_Way] = []
        if fact not in {name for name, _ in pairs((part,))}:
            choices = [((part,), ())]
        elif isinstance(part, Options):
            choices = _first_without(part, fact)
        ways = [_joined(way, choice) for way in ways for choice in choices]
    return ways


def _first_without(options: Options, fact: str) -> list[_Way]:
    ways: list[_Way] = []
    for place, option in enumerate(options.options):
        before = options.options[:place]
        ways += [_joined(way, ((), before)) for way in _without(option, fact)]
    return ways


def _joined(first: _Way, second: _Way) -> _Way:
    return (*first[0], *second[0]), (*first[1], *second[1])
