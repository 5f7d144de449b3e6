"""Tell of what stands at the nodes whether it holds in some world, and whether in every one.

Two truths take far less room than a mask of worlds: masks are joined only where ways that hold in
different worlds come to the same.
"""

from collections.abc import Iterable
from functools import reduce
from operator import or_

from engine.cohort.conditions import Conditions, Truth
from engine.cohort.dialect import Dialect, Expression, Stage
from engine.cohort.tree import AT, Tree
from engine.inference.lowered.form import Alternative, Assumption

SOME, EVERY = "some:", "every:"

Way = tuple[str, Alternative]
"""A node, and a row that may hold there."""

_Stand = tuple[str, tuple[Assumption, ...]]
"""A node, and what is assumed there of the world."""


class Reach:
    """Write SOME and EVERY of each node, called AT and its id, and of what holds by ways."""

    def __init__(self, tree: Tree, conditions: Conditions, dialect: Dialect) -> None:
        self._tree = tree
        self._conditions = conditions
        self._dialect = dialect
        self._names: dict[_Stand, str] = {
            (place.node, ()): AT + place.node for place in tree.form.places
        }

    def stage(self) -> Stage:
        """Give the nodes, and what else all the ways so far stand on."""
        stage: dict[str, Expression] = {}
        for stand, name in self._names.items():
            worlds = self._tree.worlds(*stand)
            stage[SOME + name] = worlds != 0
            stage[EVERY + name] = worlds == self._tree.form.worlds.every
        return stage

    def some(self, ways: Iterable[Way]) -> Expression:
        """Tell whether one of some ways holds in some world."""
        on = [
            self._conditions.all([truth, self._dialect.column(SOME + self._name(stand))])
            for stand, truth in self._held(ways).items()
        ]
        return self._conditions.expression(self._conditions.any(on))

    def every(self, name: str, ways: Iterable[Way]) -> Expression:
        """Tell whether what is known to hold in some world by these ways does so in every one."""
        held = self._held(ways)
        if len(held) == 1:
            (stand,) = held
            stands = self._dialect.column(EVERY + self._name(stand))
            return self._dialect.column(SOME + name) & stands
        nowhere = self._dialect.mask(0)
        masks = [
            self._conditions.choose(truth, self._tree.worlds(*stand), nowhere)
            for stand, truth in held.items()
        ]
        return reduce(or_, masks) == self._tree.form.worlds.every

    def _held(self, ways: Iterable[Way]) -> dict[_Stand, Truth]:
        """Tell where ways hold, by what they stand on."""
        guards: dict[_Stand, list[Truth]] = {}
        for node, when in ways:
            guards.setdefault((node, when.assumed), []).append(self._conditions.guard(when.guard))
        return {stand: self._conditions.any(some) for stand, some in guards.items()}

    def _name(self, stand: _Stand) -> str:
        node, _ = stand
        return self._names.setdefault(stand, f"{AT}{node}:{len(self._names)}")
