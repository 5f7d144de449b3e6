"""Turn an Outcome into its path as an indented list."""

from collections.abc import Iterator
from itertools import groupby

from engine.consultation.outcome import Outcome, Step
from engine.output import wording
from engine.output.layout import WIDTH, wrapped

_SIGNS = {"past": "", "here": "> ", "ahead": ""}  # before the number of a step


def numbers(outcome: Outcome) -> dict[str, int]:
    """Number the nodes that are reached for certain, from 1, in the order of the path."""
    certain = dict.fromkeys(step.node.id for step in outcome.path if not step.contingent)
    return {name: number for number, name in enumerate(certain, 1)}


def path_text(outcome: Outcome, width: int = WIDTH, phases: tuple[str, ...] = ()) -> str:
    """Give the path as an indented list, wrapped to a width in columns.

    Each phase has its nodes by number, with the branch taken and where it leads. With `phases`, ids
    of phases, only they are listed.
    """
    return "\n".join(path_lines(outcome, width, phases)) + "\n"


def path_lines(outcome: Outcome, width: int, phases: tuple[str, ...] = ()) -> Iterator[str]:
    """Give the lines of `path_text` one by one."""
    numbered = numbers(outcome)
    for phase, steps in groupby(outcome.path, key=lambda step: step.phase):
        if phases and phase.phase not in phases:
            continue
        yield from wrapped(f"{phase.title}. {phase.aim}".strip(), width, 2)
        for step in steps:
            mark = (
                "  ? " if step.contingent else f"  {_SIGNS[step.state]}{numbered[step.node.id]}. "
            )
            yield from wrapped(mark + _step_text(outcome, step), width, len(mark))
    if any(step.state == "here" for step in outcome.path):
        yield from wrapped("> is where you are", width)
    if any(step.contingent for step in outcome.path):
        yield from wrapped("? waits on the world, and is planned ahead", width)


def _step_text(outcome: Outcome, step: Step) -> str:
    """Give a step in one line: the node, where it goes on from there, what it waits for."""
    text = wording.called(outcome, step.node)
    onward = _onward(outcome, step)
    if onward:
        text += f" {onward}" if text.endswith("?") else f": {onward}"
    if step.contingent:
        text += f" (if {wording.supposed(outcome.kb, step.ways)})"
    return text


def _onward(outcome: Outcome, step: Step) -> str:
    """Say which branch is taken and where it leads, or which end this is; else nothing."""
    if step.branch is None:
        return f"end, {step.node.end.replace('-', ' ')}" if step.node.end else ""
    target = outcome.kb.nodes.get(step.branch.go)
    title = wording.called(outcome, target) if target else "done"
    return f"{step.branch.label} -> {title}"
