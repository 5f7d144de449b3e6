"""Turn cases into what was expected and did not come out."""

from collections.abc import Iterator
from pathlib import Path

import msgspec

from engine import outside
from engine.consultation.answers import plain
from engine.consultation.casefile import Case, load
from engine.consultation.consult import consult
from engine.consultation.outcome import Outcome
from engine.errors import MatchpathError, Problem
from engine.language.base import KnowledgeBase


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
    return tuple(_result(path, kb) for path in files(folder))


def files(folder: Path) -> list[Path]:
    """List the case files of a folder, by name; none where there is no folder."""
    inside = outside.folder(folder) if outside.is_folder(folder) else []
    return [path for path in inside if path.suffix == ".yaml"]


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
        lines.append(
            f"  path: {' > '.join(dict.fromkeys(step.node.id for step in result.outcome.path))}"
        )
    return "\n".join(lines)


def _responsible(difference: Difference, outcome: Outcome | None) -> list[str]:
    """Name the rules that decided what differs, and where an action that is missing is written."""
    if outcome is None:
        return []
    names: list[str] = [difference.key, *difference.about]
    fired = [
        f"{firing.place}"
        for firing in outcome.trace
        if firing.id in names and firing.kind != "need"
    ]
    written = [
        f"{outcome.kb.actions[name].place} (did not fire)"
        for name in names
        if name in outcome.kb.actions
    ]
    return list(dict.fromkeys(fired or written))
