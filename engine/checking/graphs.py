"""Hold what hangs on facts as graphs that share all they have in common.

A graph asks one fact after the other, each in its place in one order, and ends at a leaf: a value,
or whether something holds. Ways that lead to the same go together, and what comes to the same is
one graph, known by its number. So whether two conditions hold for the same people, or one for
nobody, is told by comparing two numbers, and what was worked out once is not worked out again.
(The textbooks call it a multi-valued decision diagram, ordered and reduced.)
"""

from collections.abc import Callable, Hashable, Iterable, Sequence

from engine.language.words import Value

Graph = int
NOBODY, EVERYBODY = 0, 1
"""The graphs of what holds for nobody, and for everybody."""

MOST_KEPT = 100_000  # graphs that the next base may still build on: beyond, it begins anew
MOST_GRAPHS = 300_000  # the shipped base needs 11,500; 300,000 take some 200 MB

_Ways = tuple[tuple[int, Graph], ...]
"""The ways from a fact: the set of values, as bits, and the graph that they lead to."""
_LEAF = 1 << 62  # the place of a leaf, below all facts


class TooLarge(Exception):
    """Say that there are more graphs than can be held."""


class Graphs:
    """Hold graphs over facts in one order; each number that it gives is one of them."""

    def __init__(self) -> None:
        self._known_facts: dict[Hashable, int] = {}
        self._places: list[int] = [_LEAF, _LEAF]
        self._ways: list[_Ways] = [(), ()]
        self._values: dict[Graph, Value] = {}
        self._leaves: dict[Value, Graph] = {}
        self._known: dict[tuple[int, frozenset[tuple[Graph, int]]], Graph] = {}
        self._chosen: dict[tuple[Graph, Graph, Graph], Graph] = {}
        self._met: dict[tuple[Graph, Graph], bool] = {}

    @property
    def are_many(self) -> bool:
        """Tell whether they are too many for another base to build on."""
        return len(self._places) > MOST_KEPT

    def leaf(self, value: Value) -> Graph:
        """Give the graph that is a value for everybody."""
        if value not in self._leaves:
            self._leaves[value] = self._added(_LEAF, ())
            self._values[self._leaves[value]] = value
        return self._leaves[value]

    def fact(self, name: str, values: Iterable[Value]) -> Graph:
        """Give the graph of a fact that can be each of some values.

        Facts are asked in the order in which they come up: what goes together stands together.
        """
        values = tuple(values)
        place = self._known_facts.setdefault((name, values), len(self._known_facts))
        return self._joined(place, [(1 << bit, self.leaf(one)) for bit, one in enumerate(values)])

    def leaves(self, graph: Graph) -> list[Value]:
        """List the values that a graph can come to."""
        seen = {graph}
        waiting = [graph]
        while waiting:
            below = {onward for _, onward in self._ways[waiting.pop()]} - seen
            seen |= below
            waiting += below
        return [self._values[one] for one in sorted(seen) if one in self._values]

    def mapped(self, graph: Graph, give: Callable[[Value], Graph]) -> Graph:
        """Give the graph with another leaf in place of each."""
        found: dict[Graph, Graph] = {}

        def go(one: Graph) -> Graph:
            if one not in found:
                if one in self._values:
                    found[one] = give(self._values[one])
                else:
                    ways = [(bits, go(onward)) for bits, onward in self._ways[one]]
                    found[one] = self._joined(self._places[one], ways)
            return found[one]

        return go(graph)

    def combined(self, first: Graph, second: Graph, give: Callable[[Value, Value], Value]) -> Graph:
        """Give the graph of what comes of the leaves of two."""
        found: dict[tuple[Graph, Graph], Graph] = {}

        def go(one: Graph, other: Graph) -> Graph:
            pair = one, other
            if pair not in found:
                if one in self._values and other in self._values:
                    found[pair] = self.leaf(give(self._values[one], self._values[other]))
                else:
                    place, parts = self._parted(pair)
                    ways = [(bits, go(*below)) for bits, below in parts]
                    found[pair] = self._joined(place, ways)
            return found[pair]

        return go(first, second)

    def chosen(self, test: Graph, then: Graph, other: Graph) -> Graph:
        """Give the graph that is one for whom a test holds, and another for all others."""
        if test == EVERYBODY or then == other:
            return then
        if test == NOBODY:
            return other
        if then == EVERYBODY:
            if other in (NOBODY, test):
                return test
            if other < test:  # whichever of the two comes first, it is the same
                test, other = other, test
        elif other == NOBODY:
            if then == test:
                return test
            if then < test:
                test, then = then, test
        three = test, then, other
        graph = self._chosen.get(three)
        if graph is None:
            graph = self._chosen[three] = self._joined(*self._chosen_below(test, then, other))
        return graph

    def _chosen_below(
        self, test: Graph, then: Graph, other: Graph
    ) -> tuple[int, list[tuple[int, Graph]]]:
        """Give the first fact that one of the three asks, and what is chosen for its values."""
        places, chosen = self._places, self.chosen
        first, second, third = places[test], places[then], places[other]
        # Where one asks what the others don't, those go along as they are.
        if first < second and first < third:
            return first, [(bits, chosen(below, then, other)) for bits, below in self._ways[test]]
        if second < first and second < third:
            return second, [(bits, chosen(test, below, other)) for bits, below in self._ways[then]]
        if third < first and third < second:
            return third, [(bits, chosen(test, then, below)) for bits, below in self._ways[other]]
        place, parts = self._parted((test, then, other))
        return place, [(bits, chosen(*below)) for bits, below in parts]

    def both(self, one: Graph, other: Graph) -> Graph:
        """Give the graph of those for whom two hold."""
        return self.chosen(one, other, NOBODY)

    def either(self, one: Graph, other: Graph) -> Graph:
        """Give the graph of those for whom one of two holds."""
        return self.chosen(one, EVERYBODY, other)

    def meet(self, one: Graph, other: Graph) -> bool:
        """Tell whether somebody is in both of two: looking for one makes no graph."""
        if NOBODY in (one, other):
            return False
        if EVERYBODY in (one, other) or one == other:
            return True
        pair = (one, other) if one < other else (other, one)
        met = self._met.get(pair)
        if met is None:
            met = self._met[pair] = any(self.meet(*below) for _, below in self._parted(pair)[1])
        return met

    def _parted(self, graphs: Sequence[Graph]) -> tuple[int, list[tuple[int, list[Graph]]]]:
        """Part the values of the first fact that some graphs ask, by where each graph goes on."""
        place = min(self._places[graph] for graph in graphs)
        parts: list[tuple[int, list[Graph]]] = [(-1, [])]
        for graph in graphs:
            if self._places[graph] > place:
                for _, below in parts:
                    below.append(graph)
            else:
                parts = [
                    (bits & more, [*below, onward])
                    for bits, below in parts
                    for more, onward in self._ways[graph]
                    if bits & more
                ]
        return place, parts

    def _joined(self, place: int, ways: Iterable[tuple[int, Graph]]) -> Graph:
        """Give the graph that asks a fact and goes on so; ways that lead to the same are one."""
        merged: dict[Graph, int] = {}
        for bits, onward in ways:
            merged[onward] = merged.get(onward, 0) | bits
        if len(merged) == 1:
            return next(iter(merged))
        key = place, frozenset(merged.items())
        graph = self._known.get(key)
        if graph is None:
            ways = tuple((bits, onward) for onward, bits in merged.items())
            graph = self._known[key] = self._added(place, ways)
        return graph

    def _added(self, place: int, ways: _Ways) -> Graph:
        if len(self._places) >= MOST_GRAPHS:
            raise TooLarge
        self._places.append(place)
        self._ways.append(ways)
        return len(self._places) - 1
