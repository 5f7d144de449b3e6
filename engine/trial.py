"""Turn cases into reports: what was expected and did not come out, what no case reaches."""

from collections.abc import Iterable, Iterator

import msgspec

from engine.case import Case, plain
from engine.consultation import Outcome, consult
from engine.errors import Place
from engine.model import Entry, KnowledgeBase


class Difference(msgspec.Struct, frozen=True):
    """Hold one expectation that was not met."""

    key: str
    expected: object
    got: object

    def __str__(self) -> str:
        return f"{self.key}: expected {self.expected}, got {self.got}"


class Unreached(msgspec.Struct, frozen=True, order=True):
    """Hold one entry that no case reaches, with its kind and what it is called."""

    place: Place
    kind: str
    name: str

    def __str__(self) -> str:
        return f"{self.place} {self.kind} {self.name}"


def run(case: Case, kb: KnowledgeBase) -> Outcome:
    """Consult with a case's answers, on the day it plays."""
    return consult(kb, case.answers, case.today)


def unmet(case: Case, outcome: Outcome) -> tuple[Difference, ...]:
    """Hold a case's `expect` against its outcome; give what differs, in the order it was written."""
    return tuple(_differences(case, outcome))


def _differences(case: Case, outcome: Outcome) -> Iterator[Difference]:
    came_out = {
        "path": list(dict.fromkeys(step.node.id for step in outcome.path)),
        "actions": [one.action.id for one in outcome.actions],
    }
    for key, expected in case.expect.items():
        wanted = expected if isinstance(expected, list) else [expected]
        got = came_out.get(key.removeprefix("not-"), [])
        if key in came_out and (missing := [one for one in wanted if one not in got]):
            yield Difference(key, missing, got)
        elif key.startswith("not-") and (present := [one for one in wanted if one in got]):
            yield Difference(key, f"none of {present}", got)
        elif key == "pending" and expected != (outcome.pending and outcome.pending.id):
            yield Difference(key, expected, outcome.pending and outcome.pending.id)
        elif key in outcome.kb.conclusions and expected != (value := plain(outcome.facts.get(key))):
            yield Difference(key, expected, value)


def unreached(kb: KnowledgeBase, outcomes: Iterable[Outcome]) -> tuple[Unreached, ...]:
    """Find the nodes, branches, rows and actions that no outcome reaches for certain, sorted by place.

    What is reached only if the world decides so does not count: a case has to live through it.
    """
    reached: set[Entry] = set()
    for outcome in outcomes:
        steps = [step for step in outcome.path if not step.contingent]
        reached.update(step.node for step in steps)
        reached.update(step.branch for step in steps if step.branch)
        reached.update(one.action for one in outcome.actions if not one.contingent)
        reached.update(firing.entry for firing in outcome.trace if firing.kind == "conclusion")
    return tuple(sorted(one for entry, one in _reachable(kb) if entry not in reached))


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
