"""Hold a whole knowledge base: its entries by id, its tables, the order of its tree."""

from collections.abc import Iterator, Mapping
from functools import cached_property

from engine.language.entries import (
    Action,
    Branch,
    Conclusion,
    Entry,
    Fact,
    Meeting,
    Milestone,
    Node,
    Phase,
    Question,
    Row,
    Source,
    Table,
)
from engine.language.words import YES_NO


class KnowledgeBase:
    """Hold a whole base, in written order; frozen by habit, compared by identity.

    `phases` come in the order that base.yaml gives; every other mapping is id → entry.
    """

    def __init__(
        self,
        *,
        title: str,
        version: str,
        opening: str,
        support: tuple[str, ...],
        foot: tuple[str, ...],
        headline: tuple[str, ...],
        caption: tuple[str, ...],
        columns: tuple[str, ...],
        meeting: Meeting | None,
        phases: tuple[Phase, ...],
        milestones: Mapping[str, Milestone],
        tables: Mapping[str, Table],
        questions: Mapping[str, Question],
        conclusions: Mapping[str, Conclusion],
        sources: Mapping[str, Source],
        entries: tuple[Entry, ...],
    ) -> None:
        self.title = title
        self.version = version
        self.opening = opening
        self.support = support
        self.foot = foot
        self.headline = headline
        self.caption = caption
        self.columns = columns
        self.meeting = meeting
        self.phases = phases
        self.milestones = milestones
        self.tables = tables
        self.questions = questions
        self.conclusions = conclusions
        self.sources = sources
        self.entries = entries

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
    def facts(self) -> Mapping[str, Fact]:
        """Map every name that a condition may use to its question, conclusion or milestone."""
        return {**self.questions, **self.conclusions, **self.milestones}

    @cached_property
    def chances(self) -> Mapping[str, tuple[str, ...]]:
        """Map each chance question to its choices."""
        return {q.id: tuple(q.choices or YES_NO) for q in self.questions.values() if q.is_chance}

    @cached_property
    def ordered_nodes(self) -> tuple[Node, ...]:
        """List the nodes so that each stands after all that lead to it, else as written.

        Nodes on a cycle (a fault that the checks report) come last, as written.
        """
        waiting = dict(self.nodes)
        done: list[Node] = []
        while waiting:
            blocked = {b.go for n in waiting.values() for b in n.branches}
            ready = next((n for n in waiting.values() if n.id not in blocked), None)
            if ready is None:
                break
            done.append(waiting.pop(ready.id))
        return (*done, *waiting.values())

    @cached_property
    def ordered_conclusions(self) -> Mapping[str, Conclusion]:
        """Map conclusion ids to conclusions, each after those that it rests on, else as written."""
        ordered: dict[str, Conclusion] = {}

        def add(conclusion: Conclusion, above: tuple[str, ...]) -> None:
            for name in conclusion.rests_on:
                if name in self.conclusions and name not in ordered and name not in above:
                    add(self.conclusions[name], (*above, name))
            ordered.setdefault(conclusion.id, conclusion)

        for conclusion in self.conclusions.values():
            add(conclusion, (conclusion.id,))
        return ordered

    @property
    def start(self) -> Node:
        """Give the first node of the first phase that has one."""
        return next(iter(self.nodes.values()))

    def tables_of_rows(self) -> Iterator[tuple[Entry, tuple[Row | Branch, ...]]]:
        """Give every decision table: a node with its branches, a conclusion with its rows."""
        for conclusion in self.conclusions.values():
            if conclusion.rules:
                yield conclusion, conclusion.rules
        for node in self.nodes.values():
            if node.branches:
                yield node, node.branches


def cited(kb: KnowledgeBase) -> Iterator[Entry]:
    """Give every entry that may cite a source."""
    yield from kb.entries
    for question in kb.questions.values():
        yield from question.can_change
        yield from question.weigh
    for conclusion in kb.conclusions.values():
        yield from conclusion.rules
    for phase in kb.phases:
        yield phase
        for node in phase.nodes:
            yield node
            yield from node.branches
        yield from phase.actions


def conditions(kb: KnowledgeBase) -> Iterator[Mapping[str, object]]:
    """Give every condition of a base, as written."""
    for _, rows in kb.tables_of_rows():
        yield from (row.when for row in rows if row.when)
    yield from (action.when for action in kb.actions.values() if action.when)
    yield from (question.until for question in kb.questions.values() if question.until)
    yield from (milestone.when for milestone in kb.milestones.values() if milestone.when)
