"""Turn a case and its outcome into what was expected and did not come out."""

from collections.abc import Iterator

import msgspec

from engine.case import Case, plain
from engine.consultation import Outcome


class Difference(msgspec.Struct, frozen=True):
    """Hold one expectation that was not met."""

    key: str
    expected: object
    got: object

    def __str__(self) -> str:
        return f"{self.key}: expected {self.expected}, got {self.got}"


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
