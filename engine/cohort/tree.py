"""Turn the tree into expressions: the worlds in which each node is reached, and what opens there.

The masks of what the world decides come first; then, layer by layer, the worlds of each node. Where
a node asks a chance that is not answered, and is not reached for certain, that chance opens too.
"""

from collections.abc import Iterable
from functools import reduce
from operator import or_

from engine.cohort.conditions import Conditions, Truth
from engine.cohort.dialect import Dialect, Expression, Stage
from engine.inference.lowered.form import Alternative, Assumption, Chance, Lowered, Within

# A colon stands in no id of a base, so that no column is called like a fact.
MASK, OPEN, AT, SURE = "mask:", "open:", "at:", "sure:"
OPENED = "opened:"


class Tree:
    """Write the nodes of a base, and what a row of the base comes to at one of them."""

    def __init__(self, form: Lowered, conditions: Conditions, dialect: Dialect) -> None:
        self.form = form
        self._conditions = conditions
        self._dialect = dialect
        self._masks: dict[Assumption, str] = {}

    # Stages

    def openings(self) -> Stage:
        """Tell which chances are open, as far as answers tell."""
        return {OPEN + chance.fact: self._opening(chance) for chance in self.form.chances}

    def masks(self, since: int = 0) -> Stage:
        """Give the masks that were asked for so far, but for the first ones."""
        return {name: self._mask(one) for one, name in [*self._masks.items()][since:]}

    def walk(self) -> list[Stage]:
        """Give the worlds in which each node is reached, in layers, and whether it is for sure."""
        start, *_ = (place.node for place in self.form.places)
        depths = {place.node: 0 for place in self.form.places}
        reached: dict[str, list[Expression]] = {node: [] for node in depths}
        surely: dict[str, list[Truth]] = {node: [] for node in depths}
        reached[start].append(self._dialect.mask(self.form.worlds.every))
        surely[start].append(True)
        for place in self.form.places:
            for way in place.exits:
                if way.go:
                    depths[way.go] = max(depths[way.go], depths[place.node] + 1)
                    reached[way.go].append(self.holding(place.node, way.when))
                    surely[way.go].append(self._surely(place.node, way.when))
        stages: list[dict[str, Expression]] = [{} for _ in range(max(depths.values()) + 1)]
        for node, depth in depths.items():
            nowhere = self._dialect.mask(0)
            stages[depth][AT + node] = reduce(or_, reached[node]) if reached[node] else nowhere
            is_sure = self._conditions.any(surely[node])
            stages[depth][SURE + node] = self._conditions.expression(is_sure)
        return list(stages)

    def opened(self) -> Stage:
        """Give the number of the first chance that opens on the way, from 1; null for none."""
        options = []
        numbers = {chance.fact: n for n, chance in enumerate(self.form.chances, start=1)}
        for place in self.form.places:
            for name in place.opens:
                unanswered = self._dialect.column(name) == 0
                is_open = self._dialect.column(OPEN + name)
                opens = (self.at(place.node) != 0) & ~self.sure(place.node) & unanswered & ~is_open
                options.append((opens, self._dialect.place(numbers[name])))
        return {OPENED: self._conditions.first(options)}

    # What holds at a node

    @property
    def mask_count(self) -> int:
        """Count the masks that were asked for so far."""
        return len(self._masks)

    def at(self, node: str) -> Expression:
        """Give the worlds in which a node is reached."""
        return self._dialect.column(AT + node)

    def sure(self, node: str) -> Expression:
        """Tell whether a node is reached whatever the world decides."""
        return self._dialect.column(SURE + node)

    def worlds(self, node: str, assumed: Iterable[Assumption]) -> Expression:
        """Give the worlds in which a node is reached and assumptions hold."""
        worlds = self.at(node)
        for one in assumed:
            name = self._masks.setdefault(one, f"{MASK}{len(self._masks)}")
            worlds = worlds & self._dialect.column(name)
        return worlds

    def holding(self, node: str, when: Alternative) -> Expression:
        """Give the worlds in which a row holds at a node: none where its guard does not."""
        worlds = self.worlds(node, when.assumed)
        return self._conditions.choose(
            self._conditions.guard(when.guard), worlds, self._dialect.mask(0)
        )

    def _opening(self, chance: Chance) -> Expression:
        value = self._dialect.column(chance.fact)
        early = self._conditions.guards(chance.until)
        is_early = self._conditions.all([value == 0, early])
        return self._conditions.expression(
            self._conditions.any([value == chance.not_yet, is_early])
        )

    def _mask(self, one: Assumption) -> Expression:
        every, none = self._dialect.mask(self.form.worlds.every), self._dialect.mask(0)
        answered = self._conditions.choose(
            self._conditions.within(Within(one.chance, one.runs)), every, none
        )
        is_open = self._dialect.column(OPEN + one.chance)
        return self._conditions.choose(is_open, self._dialect.mask(one.mask), answered)

    def _surely(self, node: str, when: Alternative) -> Truth:
        """Tell whether a row holds at a node that is reached for sure, in all of its worlds."""
        conditions = [self.sure(node), self._conditions.guard(when.guard)]
        if when.assumed:
            conditions.append(self.worlds(node, when.assumed) == self.at(node))
        return self._conditions.all(conditions)
