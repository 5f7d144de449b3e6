"""Turn outcomes of cases into what no case reaches."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

import msgspec

from engine.consultation.outcome import Outcome, Step
from engine.errors import Place
from engine.language.base import KnowledgeBase, called, cited
from engine.language.condition import Options
from engine.language.entries import Action, Branch, Conclusion, Fact, Node, Row
from engine.language.words import UNKNOWN, Value
from engine.language.written import Entry

_REACHED_BY_CASES = (Node, Branch, Row, Action)


class Reachable(msgspec.Struct, frozen=True, order=True):
    """Hold something that a case can reach: where it is written, its kind, what it is called."""

    place: Place
    kind: str
    name: str

    def __str__(self) -> str:
        return f"{self.place} {self.kind} {self.name}"


class Reach(msgspec.Struct, frozen=True):
    """Hold how much of a base its cases reach: kind → reached, of how many; and what is left."""

    counts: Mapping[str, tuple[int, int]]
    left: tuple[Reachable, ...]

    @property
    def percent(self) -> float:
        """Give the share reached, in percent, rounded down to a tenth."""
        reached = sum(done for done, _ in self.counts.values())
        every = sum(total for _, total in self.counts.values())
        return reached * 1000 // every / 10 if every else 100.0


def reach(kb: KnowledgeBase, outcomes: Iterable[Outcome]) -> Reach:
    """Count the nodes, branches, rows, actions and claims that outcomes reach for certain."""
    met = _met(outcomes)
    every: list[Reachable] = []
    left: list[Reachable] = []
    for entry, reachable in _entries(kb):
        every.append(reachable)
        if entry not in met:
            left.append(reachable)
    followed = _followed(kb, met)
    for claim in _claims(kb):
        every.append(claim)
        if claim.name not in followed:
            left.append(claim)
    return Reach(_counts(every, left), tuple(sorted(left)))


def _counts(every: list[Reachable], left: list[Reachable]) -> dict[str, tuple[int, int]]:
    totals = Counter(reachable.kind for reachable in every)
    missing = Counter(reachable.kind for reachable in left)
    return {kind: (total - missing[kind], total) for kind, total in totals.items()}


def _met(outcomes: Iterable[Outcome]) -> set[Entry]:
    """Collect what outcomes reach; what is reached only if the world decides so does not count."""
    met: set[Entry] = set()
    for outcome in outcomes:
        met |= _on_the_path(outcome)
        for recommendation in outcome.actions:
            if not recommendation.contingent:
                met.add(recommendation.action)
        for firing in outcome.trace:
            if firing.kind == "conclusion":
                met.add(firing.entry)
    return met


def _on_the_path(outcome: Outcome) -> set[Entry]:
    """Collect the nodes and branches that are passed for certain, or can only be foreseen."""
    passed: set[Entry] = set()
    for step in outcome.path:
        if not step.contingent or _is_only_foreseen(step, outcome.kb):
            passed.add(step.node)
            if step.branch:
                passed.add(step.branch)
    return passed


def _is_only_foreseen(step: Step, kb: KnowledgeBase) -> bool:
    """Tell whether a step rests on answers alone that settle others once they are given.

    Nobody ever stands there for certain: the answer has become another by then.
    """
    for way in step.ways:
        for name, choices in way:
            if not kb.questions[name].settles.keys() >= set(choices):
                return False
    return True


def _followed(kb: KnowledgeBase, met: set[Entry]) -> set[str]:
    """Collect the claims that are followed: cited by what is met, or by what no case need reach.

    The latter are questions, tables, dates and the like.
    """
    followed: set[str] = set()
    for entry in cited(kb):
        if entry in met or not isinstance(entry, _REACHED_BY_CASES):
            followed.update(entry.sources)
    return followed


def _entries(kb: KnowledgeBase) -> Iterator[tuple[Entry, Reachable]]:
    """Give every entry that a case can reach with the figures of today."""
    for node in kb.nodes.values():
        yield node, Reachable(node.place, "node", node.id)
        for branch in node.branches:
            yield branch, Reachable(branch.place, "branch", f'"{called(branch)}" of {node.id}')
    for action in kb.actions.values():
        yield action, Reachable(action.place, "action", action.id)
    for conclusion in kb.conclusions.values():
        for row in conclusion.rules:
            if _figures_can_meet(row, kb):
                yield row, Reachable(row.place, "row", f'"{called(row)}" of {conclusion.id}')


def _figures_can_meet(row: Row, kb: KnowledgeBase) -> bool:
    """Tell whether every figure that a row asks for stands in its column today.

    A row for a figure that nobody has published yet waits for next year's.
    """
    for part in row.when.parts:
        if isinstance(part, Options):
            continue
        name, test = part
        figures = _figures(kb.facts[name], kb)
        if figures and not any(test(figure) for figure in figures):
            return False
    return True


def _figures(fact: Fact, kb: KnowledgeBase) -> tuple[Value, ...]:
    """Give what a fact can be that is looked up among figures; nothing for any other."""
    if not isinstance(fact, Conclusion) or not fact.lookup or not kb.figured_column(fact):
        return ()
    return (UNKNOWN, *kb.cells(fact.lookup).values())


def _claims(kb: KnowledgeBase) -> Iterator[Reachable]:
    """Give every claim of a source, called as entries cite it: `article/P1.0`."""
    for source in kb.sources.values():
        for claim in source.claims:
            yield Reachable(source.origin.at("claims", claim), "claim", f"{source.id}/{claim}")
