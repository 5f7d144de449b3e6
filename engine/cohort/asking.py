"""Turn what is asked into expressions: of each row, the first question still to be asked.

It is found from the end: for each fact the first unanswered question that it leads to, those
deepest first; then the first place on the path that leads to any. What leads to no question that
some row leaves unanswered is left out: a class that answered nearly all has few stages.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence

import msgspec

from engine.cohort.asking_order import in_layers
from engine.cohort.conditions import Conditions, Truth
from engine.cohort.dialect import Dialect, Expression, Stage
from engine.cohort.moments import Cycles
from engine.cohort.tree import Tree
from engine.inference.lowered.form import Asking, Place

FIRST = "first:"
PENDING, DOUBT = "pending:", "doubt:"


class Asked(msgspec.Struct, frozen=True):
    """Hold the stages; `is_doubtful` where only the rules can tell what some rows are asked."""

    stages: tuple[Stage, ...]
    is_doubtful: bool


class Askings:
    """Write what is asked, for rows whose facts and nodes are worked out, and written before.

    Raises NotLowered where columns can't tell.
    """

    def __init__(
        self, tree: Tree, cycles: Cycles, conditions: Conditions, dialect: Dialect
    ) -> None:
        self._tree = tree
        self._cycles = cycles
        self._conditions = conditions
        self._dialect = dialect
        self._layers = in_layers(tree.form)
        self._tests, self._masks = conditions.test_count, tree.mask_count

    def of(self, unanswered: Collection[str]) -> Asked:
        """Give the stages for rows in which no question is unanswered but some."""
        firsts = self._first_stages(unanswered)
        leading = {name for stage in firsts for name in stage}
        doubts = [doubt for doubt in self._doubts(leading) if doubt is not False]
        results = {
            PENDING: self._pending(leading),
            DOUBT: self._conditions.expression(self._conditions.any(doubts)),
        }
        own_masks = self._tree.masks(since=self._masks)  # these ask for tests in turn
        own_tests = self._conditions.tests(since=self._tests)
        return Asked((own_tests, own_masks, *firsts, results), bool(doubts))

    def _first_stages(self, unanswered: Collection[str]) -> list[Stage]:
        """Find, for each fact that leads to one, the first question not answered."""
        questions = {}
        for number, name in enumerate(self._tree.form.questions, start=1):
            if name in unanswered:
                option = self._dialect.column(name) == 0, self._dialect.place(number)
                questions[FIRST + name] = self._conditions.first([option])
        stages: list[Stage] = [questions]
        leading = set(questions)
        for layer in self._layers:
            stage = self._layer_stage(layer, leading)
            leading.update(stage)
            stages.append(stage)
        return stages

    def _layer_stage(
        self, layer: Mapping[str, Sequence[Asking]], leading: Collection[str]
    ) -> dict[str, Expression]:
        """Find the first question of each fact of a layer, by the `leading` ones below it."""
        stage = {}
        for name, askings in layer.items():
            some = [one for one in askings if _first_name(one) in leading]
            if some:
                options = [(self._behind(one), self._first(one)) for one in some]
                is_wanted = name in self._tree.form.questions
                stage[_called(name, is_wanted)] = self._conditions.first(options)
        return stage

    def _pending(self, leading: Collection[str]) -> Expression:
        """Give the first question still to be asked."""
        options = []
        for place in self._tree.form.places:
            some = [one for one in place.askings if _first_name(one) in leading]
            if some:
                asked = [(self._asked(place, one), self._first(one)) for one in some]
                options.append((self._tree.at(place.node) != 0, self._conditions.first(asked)))
        return self._conditions.first(options)

    def _asked(self, place: Place, asking: Asking) -> Truth:
        """Tell whether an asking holds at a place."""
        conditions: list[Truth] = [self._conditions.guard(asking.guard)]
        if asking.certain:
            conditions.append(self._tree.sure(place.node))
        if asking.room not in (-1, self._tree.form.worlds.every):
            room = self._tree.at(place.node) & self._dialect.mask(asking.room)
            conditions.append(room != 0)
        for other in asking.unless:
            lost = [self._conditions.guard(other.guard)]
            if other.assumed:
                worlds = self._tree.worlds(place.node, other.assumed)
                lost.append(worlds == self._tree.at(place.node))
            conditions.append(self._conditions.opposite(self._conditions.all(lost)))
        return self._conditions.all(conditions)

    def _behind(self, asking: Asking) -> Truth:
        """Tell whether an asking behind a fact holds."""
        conditions = [self._conditions.guard(asking.guard)]
        lost = [self._conditions.guard(other.guard) for other in asking.unless]
        conditions += map(self._conditions.opposite, lost)
        if asking.turn:
            conditions.append(self._conditions.within(self._cycles.at(*asking.turn)))
        return self._conditions.all(conditions)

    def _first(self, asking: Asking) -> Expression:
        return self._dialect.column(_first_name(asking))

    def _doubts(self, leading: Collection[str]) -> Iterator[Truth]:
        """Find rows where only the rules can tell what is asked: it hangs on their order.

        That is where ways came together of which some fulfil a row that makes an asking needless.
        """
        yield from map(self._conditions.guard, self._tree.form.doubtful)
        seen = set()
        for place in self._tree.form.places:
            for asking in place.askings:
                if asking.certain or _first_name(asking) not in leading:
                    continue
                for other in asking.unless:
                    if other.assumed and (place.node, other) not in seen:
                        seen.add((place.node, other))
                        worlds = self._tree.holding(place.node, other)
                        some = (worlds != 0) & (worlds != self._tree.at(place.node))
                        yield some & ~self._tree.sure(place.node)


def _first_name(asking: Asking) -> str:
    return _called(asking.fact, asking.wanted)


def _called(fact: str, is_wanted: bool) -> str:
    return f"{FIRST}{'wanted:' if is_wanted else ''}{fact}"
