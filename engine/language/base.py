"""Hold a whole knowledge base: its entries by id, its tables, the order of its tree."""

import datetime
import heapq
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import cached_property
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from engine.errors import Problem
from engine.language.condition import Condition, holds
from engine.language.cycles import Cycle, Dates, Instant, Milestone
from engine.language.decision_table import Form, with_forms
from engine.language.ends import PLAIN_ENDS, End, Ends
from engine.language.entries import (
    Action,
    Branch,
    Conclusion,
    Fact,
    First,
    Node,
    Phase,
    Question,
    Row,
    Source,
)
from engine.language.tables import Column, Figure, Lookup, Table
from engine.language.words import (
    UNKNOWN,
    YES_NO,
    Line,
    Number,
    Paragraphs,
    Phrases,
    Points,
    Preferred,
    Reference,
    References,
    Text,
    Value,
)
from engine.language.written import Entry, Written


class Meeting(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Hold the sheet for a meeting: figures, what to bring, to ask, to decide there."""

    title: Line
    figures: References
    bring: Paragraphs
    ask: Paragraphs
    decided: Paragraphs


class Stretch(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Hold one stretch of a ruler: the value it stands for, and the fact before which it ends.

    `plus` is added to that fact. Where one that is looked up is not known, `missing: last-row` lets
    the last row of its table stand for it. The last stretch has no end.
    """

    value: Reference
    until: Reference = ""
    plus: Number = 0
    missing: Literal["", "last-row"] = ""


class Mark(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Hold one mark on a ruler: the fact that says where, and what stands beside it.

    It is shown only where the fact of `where_known` is known, if it names one.
    """

    at: Reference
    label: Line
    where_known: Reference = ""


PlacedStretch = tuple[Stretch, int | None, int | None]
"""A stretch with its ends: None where the first begins, and where the last ends."""

Stretches = Annotated[tuple[Stretch, ...], Meta(max_length=50)]
Marks = Annotated[tuple[Mark, ...], Meta(max_length=50)]


class Ruler(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Hold the ruler above a path: the number that is shown `at` its place, and its `stretches`.

    The number may be wrong by `error` either way. Each stretch begins where the one before it ends,
    and stands for a value of the conclusion `of`; the one that it has stands out. A stretch that
    would end before it begins is left out; so are those at the bottom whose end is not known, and
    all above another such.
    """

    at: Reference
    of: Reference
    stretches: Stretches
    error: Points = 0
    marks: Marks = ()

    @property
    def facts(self) -> tuple[tuple[tuple[str | int, ...], str], ...]:
        """Name the facts it shows, each after the keys that lead to it."""
        named: list[tuple[tuple[str | int, ...], str]] = [(("at",), self.at), (("of",), self.of)]
        for index, stretch in enumerate(self.stretches):
            if stretch.until:
                named.append((("stretches", index, "until"), stretch.until))
        for index, mark in enumerate(self.marks):
            named.append((("marks", index, "at"), mark.at))
            if mark.where_known:
                named.append((("marks", index, "where_known"), mark.where_known))
        return tuple(named)

    def laid_out(self, end: Callable[[Stretch], int | None]) -> Iterator[PlacedStretch]:
        """Give the stretches that have a length, each with the numbers at which it begins and ends.

        `end` says where a stretch ends, None where it has no end, or that is not known. Below the
        first end that is known a stretch is left out; after one that is not, all are.
        """
        low: int | None = None
        for stretch in self.stretches:
            high = end(stretch)
            if high is None:
                if low is not None and not stretch.until:
                    yield stretch, low, None
                if low is not None:
                    return
            elif low is None or high > low:
                yield stretch, low, high
                low = high


class Wording(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Hold the words that texts do not use: `prefer` maps each to better ones, `never` has none."""

    prefer: Preferred = msgspec.field(default_factory=dict)
    never: Paragraphs = ()


class Head(Written, frozen=True, kw_only=True, eq=False):
    """Describe base.yaml: what the base is called, the order of its phases and milestones.

    `stage` names the question that tells where in the cycle a person is, and `cycle` the one that
    asks for the cycle; where `running_when` holds, it is the one that runs today, and nobody is
    asked. Who types a phrase of `distress` in place of an answer is told the lines of `support`.
    Where they are told after an answer and the questions go on, `offer` stands before them.
    `ends` are those that the nodes may name; a base without them has three plain ones.
    """

    title: Line
    version: Line
    opening: Text
    phases: References
    headline: References
    caption: References
    columns: References = ()
    ruler: Ruler | None = None
    meeting: Meeting | None = None
    foot: Paragraphs
    support: Paragraphs = ()
    offer: Line = ""
    distress: Phrases = ()
    stage: Reference = ""
    cycle: Reference = ""
    running_when: Condition | None = None
    ends: Ends = msgspec.field(default_factory=dict)
    milestones: tuple[Milestone, ...] = ()
    wording: Wording = Wording()


class KnowledgeBase(msgspec.Struct, frozen=True, kw_only=True, eq=False, dict=True):
    """Hold a whole base, in written order; frozen, and compared by identity.

    `phases` come in the order that base.yaml gives; every mapping is id → entry. `warnings` tell
    what moved under a layer.
    """

    head: Head
    phases: tuple[Phase, ...]
    tables: Mapping[str, Table]
    questions: Mapping[str, Question]
    conclusions: Mapping[str, Conclusion]
    sources: Mapping[str, Source]
    cycles: Mapping[str, Cycle] = {}
    first: Mapping[str, First] = {}
    figures: tuple[Figure, ...] = ()
    warnings: tuple[Problem, ...] = ()

    def __repr__(self) -> str:
        """Name the base: written whole, entry within entry, it fills a hundred megabytes."""
        return f"KnowledgeBase({self.head.title!r}, {self.head.version!r})"

    @cached_property
    def milestones(self) -> Mapping[str, Milestone]:
        """Map milestone ids to milestones, as base.yaml lists them."""
        return {milestone.id: milestone for milestone in self.head.milestones}

    @property
    def ends(self) -> Mapping[str, End]:
        """Map the ids of ends to ends: those of base.yaml, or the plain ones."""
        return self.head.ends or PLAIN_ENDS

    @cached_property
    def dates(self) -> Mapping[str, Dates]:
        """Map milestones to when they are past, in the cycles that have a date for them."""
        past_from: dict[str, list[tuple[str, datetime.datetime]]] = {}
        for cycle in self.cycles.values():
            for name, instant in cycle.instants.items():
                past = self.milestones[name].past_from(instant)
                past_from.setdefault(name, []).append((cycle.id, past))
        return {name: Dates(tuple(past_from.get(name, ()))) for name in self.milestones}

    def instant(self, milestone: str, cycle: str) -> Instant | None:
        """Give the day and hour of a milestone in a cycle, if it has them there."""
        return self.cycles[cycle].instants.get(milestone) if cycle in self.cycles else None

    @cached_property
    def nodes(self) -> Mapping[str, Node]:
        """Map node ids to nodes, phases in order."""
        return {node.id: node for phase in self.phases for node in phase.nodes}

    @cached_property
    def phase_of(self) -> Mapping[str, Phase]:
        """Map node ids to their phase."""
        return {node.id: phase for phase in self.phases for node in phase.nodes}

    @cached_property
    def actions(self) -> Mapping[str, Action]:
        """Map action ids to actions, phases in order."""
        return {action.id: action for phase in self.phases for action in phase.actions}

    @cached_property
    def actions_beside(self) -> Mapping[str, list[Action]]:
        """Map each node to the actions that stand beside it, phases in order."""
        beside: dict[str, list[Action]] = {name: [] for name in self.nodes}
        for action in self.actions.values():
            for name in dict.fromkeys(action.nodes):
                beside[name].append(action)
        return beside

    @cached_property
    def facts(self) -> Mapping[str, Fact]:
        """Map every name that a condition may use to its question, conclusion or milestone."""
        return {**self.questions, **self.conclusions, **self.milestones}

    @cached_property
    def chances(self) -> Mapping[str, tuple[str, ...]]:
        """Map each chance question to its choices."""
        chances = [question for question in self.questions.values() if question.is_chance]
        return {question.id: tuple(question.choices or YES_NO) for question in chances}

    @cached_property
    def row_forms(self) -> Mapping[str, tuple[tuple[Row, tuple[Form, ...]], ...]]:
        """Map each conclusion to its rows, with the forms in which they hold."""
        tables = self.conclusions.values()
        return {one.id: with_forms(one.rules, self.facts, self.chances) for one in tables}

    @cached_property
    def branch_forms(self) -> Mapping[str, tuple[tuple[Branch, tuple[Form, ...]], ...]]:
        """Map each node to its branches, with the forms in which they hold."""
        tables = self.nodes.values()
        return {one.id: with_forms(one.branches, self.facts, self.chances) for one in tables}

    @cached_property
    def ordered_nodes(self) -> tuple[Node, ...]:
        """List the nodes so that each stands after all that lead to it, else as written.

        Nodes on a cycle (a fault that the checks report) come last, as written.
        """
        place = {name: index for index, name in enumerate(self.nodes)}
        coming = Counter(branch.go for node in self.nodes.values() for branch in node.branches)
        ready = [index for name, index in place.items() if not coming[name]]
        done: dict[str, Node] = {}
        by_place = tuple(self.nodes.values())
        while ready:
            node = by_place[heapq.heappop(ready)]
            done[node.id] = node
            for branch in node.branches:
                coming[branch.go] -= 1
                if branch.go in place and not coming[branch.go]:
                    heapq.heappush(ready, place[branch.go])
        return (*done.values(), *(node for node in by_place if node.id not in done))

    def leading_to(self, names: Iterable[str]) -> set[str]:
        """Name the nodes from which one of some nodes can be reached, those included."""
        leading = set(names)
        for node in reversed(self.ordered_nodes):
            if any(branch.go in leading for branch in node.branches):
                leading.add(node.id)
        return leading

    @cached_property
    def ordered_conclusions(self) -> Mapping[str, Conclusion]:
        """Map conclusion ids to conclusions, each after those that it rests on, else as written.

        A conclusion on a circle (a fault that the checks report) stands where it is met first.
        """
        ordered: dict[str, Conclusion] = {}
        for start in self.conclusions.values():
            # The way down from it, each step with what it has not looked below yet; no recursion,
            # for a chain may be longer than Python's stack.
            way = {start.id: iter(start.rests_on)}
            while way:
                last, below = next(reversed(way.items()))
                deeper = self._next_new(below, {*ordered, *way})
                if deeper is None:
                    way.popitem()
                    ordered.setdefault(last, self.conclusions[last])
                else:
                    way[deeper] = iter(self.conclusions[deeper].rests_on)
        return ordered

    def behind(self, names: Iterable[str]) -> frozenset[str]:
        """Give facts and all that they rest on, at any depth."""
        found: set[str] = set()
        waiting = list(names)
        while waiting:
            name = waiting.pop()
            if name not in found:
                found.add(name)
                fact = self.conclusions.get(name)
                waiting += fact.rests_on if fact else ()
        return frozenset(found)

    def _next_new(self, names: Iterator[str], seen: Collection[str]) -> str | None:
        """Name the next conclusion that was not seen; None where there is none left."""
        for name in names:
            if name in self.conclusions and name not in seen:
                return name
        return None

    @property
    def start(self) -> Node:
        """Give the first node of the first phase that has one."""
        return next(iter(self.nodes.values()))

    @property
    def entries(self) -> tuple[Entry, ...]:
        """List the entries that stand in no phase."""
        return (
            *self.questions.values(),
            *self.conclusions.values(),
            *self.tables.values(),
            *self.sources.values(),
            *self.milestones.values(),
            *self.cycles.values(),
            *self.first.values(),
            *self.figures,
        )

    def cells(self, lookup: Lookup) -> Mapping[str, Value]:
        """Map the rows of a lookup's table to their cell in its column, where they have one."""
        column = (lookup.table, lookup.column)
        if column not in self._columns:
            rows = self.tables[lookup.table].rows.items()
            cells = {name: row[lookup.column] for name, row in rows if lookup.column in row}
            self._columns[column] = cells
        return self._columns[column]

    def figure_at(self, table: str, row: str, column: str) -> Figure | None:
        """Give the figure that fills a cell; None where its row has the cell, or nothing has."""
        return self._figures.get((table, row, column))

    def is_figure(self, name: str) -> bool:
        """Tell whether a fact is looked up in a column for figures, or added up from such a one."""
        fact = self.facts.get(name)
        if isinstance(fact, Conclusion) and fact.value:
            return any(self.is_figure(part) for part in fact.rests_on)
        return fact is not None and self.figured_column(fact) is not None

    @cached_property
    def _columns(self) -> dict[tuple[str, str], Mapping[str, Value]]:
        """Hold the columns that lookups have read: proofs read them thousands of times."""
        return {}

    @cached_property
    def _figures(self) -> Mapping[tuple[str, str, str], Figure]:
        """Map the cells that figures fill, by table, row and column, to the figures."""
        return {(one.table, one.row, one.column): one for one in self.figures}

    def last_cell(self, name: str) -> Value:
        """Give the cell of the last row of the table in which a fact is looked up.

        Unknown where it is not looked up, or in no table or column that there is.
        """
        fact = self.facts.get(name)
        if not isinstance(fact, Conclusion) or not fact.lookup:
            return UNKNOWN
        if fact.lookup.table not in self.tables:
            return UNKNOWN
        cells = list(self.cells(fact.lookup).values())
        return cells[-1] if cells else UNKNOWN

    def figured_column(self, fact: Fact) -> Column | None:
        """Give the column that a fact is looked up in, where its cells are figures; else None."""
        if not isinstance(fact, Conclusion) or not fact.lookup or fact.lookup.missing:
            return None
        column = self.tables[fact.lookup.table].columns.get(fact.lookup.column)
        return column if column and column.missing else None

    def concluded(self, conclusion: Conclusion, value: Callable[[str], Value]) -> Value:
        """Work a conclusion out, asking for the values of no more facts than needed.

        The rules and the checks both conclude by this. A fact that is looked up is the cell of its
        row, else the fact that stands in for a `missing` one, else unknown; of rows, the first that
        holds decides (the checks prove that it is the only one).
        """
        if conclusion.lookup:
            cells, key = self.cells(conclusion.lookup), str(value(conclusion.lookup.key))
            if key in cells:
                return cells[key]
            return value(conclusion.lookup.missing) if conclusion.lookup.missing else UNKNOWN
        if conclusion.value:
            return conclusion.value.total(value)
        rest: Value = UNKNOWN
        for row in conclusion.rules:
            if row.otherwise:
                rest = row.then
            elif holds(row.when.parts, value):
                return row.then
        return rest


def conditions(kb: KnowledgeBase) -> Iterator[Condition]:
    """Give every condition that decides something, of rows and actions to chances and dates."""
    entries: list[Row | Branch | Action | Milestone | First] = []
    for conclusion in kb.conclusions.values():
        entries += conclusion.rules
    for node in kb.nodes.values():
        entries += node.branches
    entries += [*kb.actions.values(), *kb.milestones.values(), *kb.first.values()]
    for entry in entries:
        yield entry.when
    for question in kb.questions.values():
        if question.until:
            yield question.until
    if kb.head.running_when:
        yield kb.head.running_when


def cited(kb: KnowledgeBase) -> Iterator[Entry]:
    """Give every entry that may cite a source."""
    yield from kb.entries
    for question in kb.questions.values():
        yield from question.can_change
        yield from question.weigh
    for conclusion in kb.conclusions.values():
        yield from conclusion.rules
    for cycle in kb.cycles.values():
        yield from cycle.dates
    for phase in kb.phases:
        yield phase
        for node in phase.nodes:
            yield node
            yield from node.branches
        yield from phase.actions


def called(entry: Entry) -> str:
    """Give what an entry is called where it is listed: its id, a branch's label, a row's result.

    Empty for what is known by its place alone: levers, arguments, branches without label.
    """
    if isinstance(entry, Phase):
        return entry.phase
    if isinstance(entry, Branch):
        return entry.label
    if isinstance(entry, Row):
        return str(entry.then)
    return getattr(entry, "id", "")
