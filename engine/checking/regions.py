"""Turn conditions, conclusions and tables into graphs of whom they hold for.

What is told from them is exact, and told at once: that a table has one row for everybody, that some
person meets each row, an action, a node. Who it is, where a table is faulty, is for the proof to
find. Facts run as free as they do there: questions, milestones, and figures whatever they are.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cached_property, lru_cache

from engine.checking.decisions import with_any_figures
from engine.checking.graphs import EVERYBODY, NOBODY, Graph, Graphs, TooLarge
from engine.language.base import KnowledgeBase
from engine.language.condition import Options, Parts, Test
from engine.language.entries import Action, Branch, Conclusion, Node, Row
from engine.language.expression import Sum
from engine.language.tables import Lookup
from engine.language.words import UNKNOWN, Value

_kept: ContextVar[Graphs | None] = ContextVar("kept", default=None)


@contextmanager
def built_on(graphs: Graphs) -> Iterator[None]:
    """Let the regions that are found meanwhile build on graphs of other bases.

    Of a base that is changed most comes again, and is not worked out again.
    """
    token = _kept.set(graphs)
    try:
        yield
    finally:
        _kept.reset(token)


@lru_cache(maxsize=2)
def regions(kb: KnowledgeBase) -> "Regions":
    """Give the regions of a base, found once."""
    return Regions(kb, _kept.get() or Graphs())


class Regions:
    """Hold the graphs of a base; TooLarge is raised where it takes too many."""

    def __init__(self, kb: KnowledgeBase, graphs: Graphs) -> None:
        self._kb = kb
        self._decisions = with_any_figures(kb)
        self._graphs = graphs
        self._facts: dict[str, Graph] = {}
        self._values: dict[str, Collection[Value]] = {}
        self._tested: dict[tuple[str, Test], Graph] = {}
        # In this order the shipped base takes a sixth fewer graphs than in that of first use.
        for name in (*kb.milestones, *kb.questions):
            self._fact(name)

    def is_sound(self, rows: Sequence[Row | Branch]) -> bool:
        """Tell whether a table has just one row for everybody, and somebody for each row."""
        covered = NOBODY
        conditional = [row for row in rows if not row.otherwise]
        for row in conditional:
            held = self.held(row.when.parts)
            if held == NOBODY or self._graphs.meet(held, covered):
                return False
            covered = self._graphs.either(held, covered)
        others = len(rows) - len(conditional)
        return others == int(covered != EVERYBODY)

    def can_hold(self, action: Action) -> bool:
        """Tell whether somebody meets the condition of an action."""
        return self.held(action.when.parts) != NOBODY

    def can_apply(self, action: Action) -> bool:
        """Tell whether somebody who comes to a node of an action meets its condition."""
        held = self.held(action.when.parts)
        return any(self._graphs.meet(held, self.reached[name]) for name in action.nodes)

    @cached_property
    def reached(self) -> Mapping[str, Graph]:
        """Map each node to who comes there. Each table of the tree has to be sound."""
        reached = dict.fromkeys(self._kb.nodes, NOBODY)
        reached[self._kb.start.id] = EVERYBODY
        for node in self._kb.ordered_nodes:
            for branch in node.branches:
                if branch.go in reached:
                    taken = self._graphs.both(self._taken(branch, node), reached[node.id])
                    reached[branch.go] = self._graphs.either(taken, reached[branch.go])
        return reached

    def values(self, name: str) -> Collection[Value]:
        """List the values that a fact can have, as far as conditions tell them apart."""
        if name not in self._values:
            try:
                self._values[name] = self._graphs.leaves(self._fact(name))
            except TooLarge:
                self._values[name] = self._decisions.values(name)
        return self._values[name]

    def held(self, parts: Parts) -> Graph:
        """Give for whom all parts of a condition hold."""
        held = EVERYBODY
        for part in parts:
            held = self._graphs.both(self._part(part), held)
        return held

    def _part(self, part: tuple[str, Test] | Options) -> Graph:
        if isinstance(part, Options):
            return self._any(self.held(option) for option in part.options)
        if part not in self._tested:
            name, test = part
            self._tested[part] = self._where(self._fact(name), test)
        return self._tested[part]

    def _any(self, some: Iterable[Graph]) -> Graph:
        found = NOBODY
        for graph in some:
            found = self._graphs.either(graph, found)
        return found

    def _taken(self, branch: Branch, node: Node) -> Graph:
        """Give who takes a branch, of those who come to its node."""
        if not branch.otherwise:
            return self.held(branch.when.parts)
        others = self._any(self.held(one.when.parts) for one in node.branches if one is not branch)
        return self._graphs.chosen(others, NOBODY, EVERYBODY)

    # Facts

    def _fact(self, name: str) -> Graph:
        """Give the graph of what a fact comes to."""
        if name not in self._facts:
            fact = self._kb.facts[name]
            if isinstance(fact, Conclusion) and not self._decisions.is_free(name):
                self._facts[name] = self._concluded(fact)
            else:
                self._facts[name] = self._graphs.fact(name, self._free_values(name))
        return self._facts[name]

    def _free_values(self, name: str) -> Collection[Value]:
        """List the values of a fact that runs free."""
        conclusion = self._kb.conclusions.get(name)
        if conclusion and conclusion.rules:
            if self.is_sound(conclusion.rules):  # then somebody meets each row
                return dict.fromkeys(row.then for row in conclusion.rules)
            return self._graphs.leaves(self._concluded(conclusion))
        return self._decisions.values(name)

    def _concluded(self, conclusion: Conclusion) -> Graph:
        """Give the graph of a conclusion, as KnowledgeBase.concluded gives one person's."""
        if conclusion.lookup:
            return self._looked_up(conclusion.lookup)
        if conclusion.value:
            return self._total(conclusion.value)
        rest, conditional = self._graphs.leaf(UNKNOWN), []
        for row in conclusion.rules:
            if row.otherwise:
                rest = self._graphs.leaf(row.then)
            else:
                conditional.append(row)
        for row in reversed(conditional):
            rest = self._graphs.chosen(self.held(row.when.parts), self._graphs.leaf(row.then), rest)
        return rest

    def _looked_up(self, lookup: Lookup) -> Graph:
        cells, key = self._kb.cells(lookup), self._fact(lookup.key)

        def cell(value: Value) -> Graph:
            return self._graphs.leaf(cells.get(str(value), UNKNOWN))

        found = self._graphs.mapped(key, cell)
        if not lookup.missing:
            return found
        is_there = self._where(key, lambda value: str(value) in cells)
        return self._graphs.chosen(is_there, found, self._fact(lookup.missing))

    def _total(self, total: Sum) -> Graph:
        """Add up term by term, as Sum.total does for one person."""
        result = self._graphs.leaf(0)
        for term in total.terms:
            operand = term.operand
            number = self._graphs.leaf(operand) if isinstance(operand, int) else self._fact(operand)
            plus = _plus if term.sign > 0 else _minus
            result = self._graphs.combined(result, number, plus)
        return result

    def _where(self, graph: Graph, test: Callable[[Value], bool]) -> Graph:
        """Give for whom a fact passes a test."""
        return self._graphs.mapped(graph, lambda value: EVERYBODY if test(value) else NOBODY)


def _plus(one: Value, other: Value) -> Value:
    return one + other if isinstance(one, int) and isinstance(other, int) else UNKNOWN


def _minus(one: Value, other: Value) -> Value:
    return one - other if isinstance(one, int) and isinstance(other, int) else UNKNOWN
