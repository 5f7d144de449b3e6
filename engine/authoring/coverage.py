"""Turn outcomes of cases into what no case reaches."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

import msgspec

from engine.consultation.outcome import Outcome
from engine.errors import Place
from engine.language.base import KnowledgeBase, cited
from engine.language.entries import Action, Branch, Entry, Node, Row

_KINDS = (Node, Branch, Row, Action)


class Unreached(msgspec.Struct, frozen=True, order=True):
    """Hold one entry that no case reaches, with its kind and what it is called."""

    place: Place
    kind: str
    name: str

    def __str__(self) -> str:
        return f"{self.place} {self.kind} {self.name}"


class Reach(msgspec.Struct, frozen=True):
    """Hold how much of a base its cases reach: kind → reached, of how many; and what is left."""

    counts: Mapping[str, tuple[int, int]]
    left: tuple[Unreached, ...]

    @property
    def percent(self) -> float:
        """Give the share reached, in percent, rounded down to a tenth."""
        reached = sum(done for done, _ in self.counts.values())
        every = sum(total for _, total in self.counts.values())
        return reached * 1000 // every / 10 if every else 100.0


def reach(kb: KnowledgeBase, outcomes: Iterable[Outcome]) -> Reach:
    """Count the nodes, branches, rows, actions and claims that outcomes reach for certain."""
    met = _met(outcomes)
    every = [*_reachable(kb)]
    claims = {
        f"{s.id}/{claim}": s.origin.at("claims", claim)
        for s in kb.sources.values()
        for claim in s.claims
    }
    cited_by_met = {citation for entry in met for citation in entry.sources}
    cited_elsewhere = {c for entry in cited(kb) if type(entry) not in _KINDS for c in entry.sources}
    left = [one for entry, one in every if entry not in met]
    left += [
        Unreached(place, "claim", name)
        for name, place in claims.items()
        if name not in cited_by_met | cited_elsewhere
    ]
    totals = Counter(one.kind for _, one in every) + Counter({"claim": len(claims)})
    missing = Counter(one.kind for one in left)
    return Reach(
        {kind: (total - missing[kind], total) for kind, total in totals.items()},
        tuple(sorted(left)),
    )


def _met(outcomes: Iterable[Outcome]) -> set[Entry]:
    """Collect what outcomes reach; what is reached only if the world decides so does not count."""
    met: set[Entry] = set()
    for outcome in outcomes:
        steps = [step for step in outcome.path if not step.contingent]
        met.update(step.node for step in steps)
        met.update(step.branch for step in steps if step.branch)
        met.update(one.action for one in outcome.actions if not one.contingent)
        met.update(firing.entry for firing in outcome.trace if firing.kind == "conclusion")
    return met


def _reachable(kb: KnowledgeBase) -> Iterator[tuple[Entry, Unreached]]:
    for node in kb.nodes.values():
        yield node, Unreached(node.place, "node", node.id)
        for branch in node.branches:
            yield branch, Unreached(branch.place, "branch", f'"{branch.label}" of {node.id}')
    for action in kb.actions.values():
        yield action, Unreached(action.place, "action", action.id)
    for conclusion in kb.conclusions.values():
        for row in conclusion.rules:
            yield row, Unreached(row.place, "row", f'"{row.then}" of {conclusion.id}')
