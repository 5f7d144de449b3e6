"""Turn cases into reports: what was expected and did not come out, what no case reaches."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import msgspec

from engine.case import Case, load, plain
from engine.checks import cited
from engine.consultation import Outcome, consult
from engine.errors import MatchpathError, Place, Problem
from engine.model import Action, Branch, Entry, KnowledgeBase, Node, Row

_KINDS = (Node, Branch, Row, Action)


class Difference(msgspec.Struct, frozen=True):
    """Hold one expectation that was not met."""

    key: str
    expected: object
    got: object
    about: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{self.key}: expected {_said(self.expected)}, got {_said(self.got)}"


def _said(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value)) or "nothing"
    return "nothing" if value is None else str(value)


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
            yield Difference(key, missing, got, tuple(map(str, missing)))
        elif key.startswith("not-") and (present := [one for one in wanted if one in got]):
            yield Difference(key, f"none of {_said(present)}", got, tuple(map(str, present)))
        elif key == "pending" and expected != (outcome.pending and outcome.pending.id):
            yield Difference(key, expected, outcome.pending and outcome.pending.id)
        elif key in outcome.kb.conclusions and expected != (value := plain(outcome.facts.get(key))):
            yield Difference(key, expected, value)


class Result(msgspec.Struct, frozen=True, eq=False):
    """Hold how a case came out: its file, its outcome (None when it could not be run), what differs, the problems."""

    file: str
    name: str
    outcome: Outcome | None
    differences: tuple[Difference, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def passed(self) -> bool:
        """Tell whether all that was expected came out."""
        return not self.differences and not self.problems


def run_all(folder: Path, kb: KnowledgeBase) -> tuple[Result, ...]:
    """Run every case of a folder, in the order of their names; a case that can't be run has problems."""
    return tuple(_result(path, kb) for path in sorted(folder.glob("*.yaml")))


def _result(path: Path, kb: KnowledgeBase) -> Result:
    try:
        case = load(path, kb)
        outcome = run(case, kb)
    except MatchpathError as error:
        return Result(str(path), path.stem, None, problems=error.problems)
    return Result(str(path), case.name, outcome, unmet(case, outcome))


def failure_text(result: Result) -> str:
    """Say what of a case did not come out: expected, got, the rule responsible, the path taken."""
    lines = [f"{result.file}: {result.name}", *(f"  {problem}" for problem in result.problems)]
    for difference in result.differences:
        lines.append(f"  {difference}")
        lines += [f"    decided at {place}" for place in _responsible(difference, result.outcome)]
    if result.outcome:
        lines.append(f"  path: {' > '.join(dict.fromkeys(step.node.id for step in result.outcome.path))}")
    return "\n".join(lines)


def _responsible(difference: Difference, outcome: Outcome | None) -> list[str]:
    """Name the rules that decided what differs, and where an action that is missing is written."""
    if outcome is None:
        return []
    names: list[str] = [difference.key, *difference.about]
    fired = [f"{firing.place}" for firing in outcome.trace if firing.id in names and firing.kind != "need"]
    written = [f"{outcome.kb.actions[name].place} (did not fire)" for name in names if name in outcome.kb.actions]
    return list(dict.fromkeys(fired or written))


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
    claims = {f"{s.id}/{claim}": s.origin.at("claims", claim) for s in kb.sources.values() for claim in s.claims}
    cited_by_met = {citation for entry in met for citation in entry.sources}
    cited_elsewhere = {c for entry in cited(kb) if type(entry) not in _KINDS for c in entry.sources}
    left = [one for entry, one in every if entry not in met]
    left += [
        Unreached(place, "claim", name) for name, place in claims.items() if name not in cited_by_met | cited_elsewhere
    ]
    totals = Counter(one.kind for _, one in every) + Counter({"claim": len(claims)})
    missing = Counter(one.kind for one in left)
    return Reach({kind: (total - missing[kind], total) for kind, total in totals.items()}, tuple(sorted(left)))


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
