"""Turn an Outcome into its path as an indented list."""

from collections.abc import Iterator
from itertools import groupby

from engine.consultation.outcome import Outcome
from engine.output import wording
from engine.output.layout import WIDTH, wrapped
from engine.output.wording import numbers


def path_text(outcome: Outcome, width: int = WIDTH, phases: tuple[str, ...] = ()) -> str:
    """Give the path as an indented list: each phase, its nodes by number, the branch taken, where it leads.

    With `phases`, ids of phases, only they are listed.
    """
    return "\n".join(path_lines(outcome, width, phases)) + "\n"


def path_lines(outcome: Outcome, width: int, phases: tuple[str, ...] = ()) -> Iterator[str]:
    nodes, numbered = outcome.kb.nodes, numbers(outcome)
    for phase, steps in groupby(outcome.path, key=lambda step: step.phase):
        if phases and phase.phase not in phases:
            continue
        yield from wrapped(f"{phase.title}. {phase.aim}".strip(), width, 2)
        for step in steps:
            target = (
                nodes[step.branch.go].title if step.branch and step.branch.go in nodes else "done"
            )
            way = f" {step.branch.label} -> {target}" if step.branch else ""
            if not way and step.node.end:
                way = f" end, {step.node.end.replace('-', ' ')}"
            colon = "" if step.node.title.endswith("?") or not way else ":"
            mark = "? " if step.contingent else f"{numbered[step.node.id]}. "
            case = f" (if {wording.supposed(outcome.kb, step.ways)})" if step.contingent else ""
            yield from wrapped(f"  {mark}{step.node.title}{colon}{way}{case}", width, 2 + len(mark))
    if any(step.contingent for step in outcome.path):
        yield from wrapped("? waits on the world, and is planned ahead", width)
