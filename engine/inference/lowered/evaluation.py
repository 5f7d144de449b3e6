"""Turn coded answers into what comes out and what is asked, by the lowered form of a base."""

import heapq
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import lru_cache

import msgspec

from engine.inference.lowered.form import Lowered
from engine.inference.lowered.lowering import lowered
from engine.inference.lowered.straight_line import all_askings, source
from engine.language.base import KnowledgeBase

_Run = tuple[
    tuple[int, ...],
    list[tuple[str, int]],
    tuple[bool, ...],
    tuple[int, ...],
    list[tuple[int, int, int]],
    list[tuple[int, int, int]],
    list[int],
    str | None,
]


Advised = tuple[int, str, str, str]
"""The worlds of an action, its state, the milestone it is due by, the first node it is beside."""


class Findings(msgspec.Struct, frozen=True):
    """Hold what comes out for some answers, worlds as masks.

    `facts`: conclusion or milestone → code, 0 where it is not known; `rows`: conclusion → number of
    the row that held. `open`: the chances that are. `reached`: node → worlds; `taken`: node and
    number of a branch → worlds; `advised`: action → worlds, state, milestone and first node.
    `asked`: the questions that bear on it, in the order they come; `first`: the row that does.
    """

    facts: Mapping[str, int]
    rows: Mapping[str, int]
    open: tuple[str, ...]
    reached: Mapping[str, int]
    taken: Mapping[tuple[str, int], int]
    advised: Mapping[str, Advised]
    asked: tuple[str, ...]
    first: str | None


@lru_cache(maxsize=2)
def evaluator(kb: KnowledgeBase) -> "Evaluator":
    """Give the evaluator of a base, built once. Raises NotLowered where there can be none."""
    return Evaluator(lowered(kb))


class Evaluator:
    """Evaluate a lowered base, as one Python function."""

    def __init__(self, form: Lowered) -> None:
        self.form = form
        names: dict[str, Callable[[tuple[int, ...], tuple[int, ...]], _Run | None]] = {}
        exec(compile(source(form), "<lowered base>", "exec"), names)
        self._run = names["run"]
        self._askings = all_askings(form)
        self._at_nodes = sum(len(place.askings) for place in form.places)
        self._behind = self._numbers_behind()
        self._questions = frozenset(form.questions)

    def evaluate(
        self, answers: tuple[int, ...], turns: tuple[int, ...], done: Collection[str] = ()
    ) -> Findings | None:
        """Evaluate answers, coded in the order of the questions, at the turns of a moment.

        Gives None where only the rule engine can tell: what is asked hangs on the order of its
        rules, or a table has a gap or an overlap for these answers.
        """
        run = self._run(answers, turns)
        if run is None:
            return None
        facts, rows, opened, reached, exits, advised, holding, first = run
        form, asked = self.form, self._asked(holding)
        taken = self._taken(exits)
        answered = dict(zip(form.questions, answers, strict=True))
        if taken is None or (all(map(answered.get, asked)) and self._has_gap(taken, reached)):
            return None
        places = zip(form.places, reached, strict=True)
        chances = zip(form.chances, opened, strict=True)
        return Findings(
            facts={step.fact: code for step, code in zip(form.steps, facts, strict=True)},
            rows=dict(rows),
            open=tuple(chance.fact for chance, is_open in chances if is_open),
            reached={place.node: worlds for place, worlds in places if worlds},
            taken=taken,
            advised=self._advised(advised, done),
            asked=asked,
            first=first,
        )

    def _taken(self, exits: Iterable[tuple[int, int, int]]) -> dict[tuple[str, int], int] | None:
        """Map each branch taken to its worlds; None where two would be taken in the same one."""
        taken: dict[tuple[str, int], int] = {}
        left: dict[str, int] = {}
        for number, index, worlds in exits:
            place = self.form.places[number]
            branch = place.node, place.exits[index].branch
            if left.get(place.node, 0) & worlds:
                return None
            left[place.node] = left.get(place.node, 0) | worlds
            taken[branch] = taken.get(branch, 0) | worlds
        return taken

    def _has_gap(self, taken: Mapping[tuple[str, int], int], reached: Iterable[int]) -> bool:
        """Tell whether a node is left by none of its branches in some world."""
        left: dict[str, int] = {}
        for (node, _), worlds in taken.items():
            left[node] = left.get(node, 0) | worlds
        for place, worlds in zip(self.form.places, reached, strict=True):
            if place.exits and left.get(place.node, 0) != worlds:
                return True
        return False

    def _advised(
        self, advised: Iterable[tuple[int, int, int]], done: Collection[str]
    ) -> dict[str, Advised]:
        """Map each action to its worlds; to its state, milestone and node where it comes first."""
        result: dict[str, Advised] = {}
        for number, index, worlds in advised:
            place = self.form.places[number]
            advice = place.advice[index]
            state = "done" if advice.action in done else advice.state
            if state == "gone":
                continue
            new = (0, state, advice.by, place.node)
            before, state, by, node = result.get(advice.action, new)
            result[advice.action] = before | worlds, state, by, node
        return result

    def _asked(self, holding: list[int]) -> tuple[str, ...]:
        """Follow the askings that hold, to questions: in the order in which the rules would ask.

        What a node asks comes in turn; before the next, all that lies behind it: the higher rank
        first, then as listed.
        """
        live = frozenset(holding)
        asked: dict[str, None] = {}
        followed: set[tuple[str, bool]] = set()
        for number in holding:
            asking = self._askings[number]
            if number < self._at_nodes and (asking.fact, asking.wanted) not in followed:
                asked.update(dict.fromkeys(self._follow(number, live, followed)))
        return tuple(asked)

    def _follow(
        self, start: int, live: frozenset[int], followed: set[tuple[str, bool]]
    ) -> Iterator[str]:
        """Give the questions to which an asking leads that were not followed yet."""
        waiting = [(0, start)]
        while waiting:
            asking = self._askings[heapq.heappop(waiting)[1]]
            if (asking.fact, asking.wanted) in followed:
                continue
            followed.add((asking.fact, asking.wanted))
            if asking.fact in self._questions and not asking.wanted:
                yield asking.fact
                continue
            for behind in live.intersection(self._behind[asking.fact]):
                heapq.heappush(waiting, (-self._askings[behind].rank, behind))

    def _numbers_behind(self) -> dict[str, range]:
        """Map each fact to the numbers of the askings behind it."""
        numbers: dict[str, range] = {}
        first = self._at_nodes
        for fact, askings in self.form.behind.items():
            numbers[fact] = range(first, first + len(askings))
            first += len(askings)
        return numbers
