"""Turn an Outcome into a plan: text for a person, one JSON object for a program."""

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from engine import whatif, wording
from engine.case import plain
from engine.consultation import Outcome, Recommendation, Step
from engine.model import DECLINED, Action, Entry, Node, Question
from engine.ways import Way
from engine.wording import WIDTH, wrapped

_SOON = ("must", "should")  # what the summary puts after the first thing to do


def to_json(outcome: Outcome) -> dict[str, Any]:
    """Give the outcome as one JSON object, so that another program can lead the consultation."""
    kb, pending = outcome.kb, outcome.pending
    return {
        "knowledge": {"title": kb.title, "version": kb.version},
        "answers": {name: plain(value) for name, value in outcome.answers.items()},
        "facts": {name: plain(value) for name, value in outcome.facts.items()},
        "path": [_step_json(step) for step in outcome.path],
        "actions": [_action_json(outcome, one) for one in outcome.actions],
        "pending": pending
        and {
            "question": pending.id,
            "ask": pending.ask,
            "why": decides(outcome, pending),
            "type": pending.type,
            "choices": pending.words,
            "min": pending.min,
            "max": pending.max,
            "allow": [*pending.allow, *(["not_yet"] if pending.is_chance else [])],
        },
        "problems": [problem.message for problem in outcome.problems],
    }


def _step_json(step: Step) -> dict[str, Any]:
    return {
        "phase": step.phase.phase,
        "node": step.node.id,
        "branch": step.branch.label if step.branch else None,
        "go": step.branch.go if step.branch else None,
        "contingent": step.contingent,
        "if": _ways_json(step.ways),
    }


def _action_json(outcome: Outcome, one: Recommendation) -> dict[str, Any]:
    action = one.action
    return {
        "id": action.id,
        "phase": one.phase.phase,
        "node": one.node,
        "strength": action.strength,
        "do": wording.filled(action.do, outcome),
        "how": wording.filled(action.how, outcome),
        "because": wording.filled(action.because, outcome),
        "by": one.by or None,
        "contingent": one.contingent,
        "if": _ways_json(one.ways),
        "sources": list(action.sources),
    }


def _ways_json(ways: tuple[Way, ...]) -> list[list[dict[str, Any]]]:
    return [[{"question": question, "values": list(allowed)} for question, allowed in way] for way in ways]


def asked_by(outcome: Outcome, question: Question) -> Entry | None:
    """Give the node, action or conclusion whose rule needs a question first; None where none does."""
    needs = (f.entry for f in outcome.trace if f.kind in ("need", "want") and f.value == question.id)
    return next(needs, None)


def decides(outcome: Outcome, question: Question) -> str:
    """Say what a question decides, in the title of the node or the words of the action."""
    entry = asked_by(outcome, question)
    if isinstance(entry, Action):
        return f"It decides whether this belongs in your plan: {wording.filled(entry.do, outcome)}"
    if isinstance(entry, Node):
        nodes = outcome.kb.nodes
        onward = dict.fromkeys(nodes[branch.go].title for branch in entry.branches if branch.go in nodes)
        return f"It decides where you go from “{entry.title}”: {'; '.join(onward)}"
    return f"It decides: {getattr(entry, 'label', question.label)}"


def summary(outcome: Outcome, width: int = WIDTH) -> str:
    """Write the end of a consultation: the category and why, the thing for today, at most three for this week."""
    lines = [line for one in wording.category_lines(outcome) for line in (*wrapped(one, width), "")]
    certain = [one for one in outcome.actions if not one.contingent]
    soon = [one for one in certain[1:] if one.action.strength in _SOON][:3]
    groups = ((due.capitalize() if (due := wording.due_text(outcome, one)) else "First", [one]) for one in certain[:1])
    for title, group in (*groups, ("Then", soon)):
        if group:
            lines += _titled(title, width)
            lines += [line for one in group for line in (*_first_lines(outcome, one, width), "")]
    lines += wrapped(wording.standing(outcome), width)
    return "\n".join(lines).rstrip() + "\n"


def _first_lines(outcome: Outcome, one: Recommendation, width: int) -> list[str]:
    return wrapped(f"- {wording.filled(one.action.do, outcome)}", width, 2)


def to_text(outcome: Outcome, width: int = WIDTH) -> str:
    """Write the plan for a person, wrapped to a width in columns."""
    return "\n".join(_lines(outcome, width)).rstrip() + "\n"


def _lines(outcome: Outcome, width: int) -> Iterator[str]:
    kb = outcome.kb
    yield from wrapped(kb.title, width)
    made = f", made {outcome.today}" if outcome.today else ""
    yield from wrapped(f"Knowledge base {kb.version}{made}", width)
    yield ""
    for line in wording.category_lines(outcome):
        yield from wrapped(line, width)
        yield ""
    if outcome.pending:
        yield from wrapped(f"Next question: {outcome.pending.ask}", width)
        yield ""
    for heading, group in sections(outcome):
        yield from _titled(heading, width)
        for one in group:
            yield from _action_lines(outcome, one, width)
        yield ""
    for title, lines in notes(outcome):
        if lines:
            yield from _titled(title, width)
            yield from (part for line in lines for part in wrapped(line, width, 4))
            yield ""
    yield from _titled("Your path", width)
    yield from _path_lines(outcome, width)
    yield ""
    for problem in outcome.problems:
        yield from wrapped(f"Not used: {problem.message}", width)
    for note in (*kb.foot, *kb.support):
        yield from wrapped(note, width)


def _choices(outcome: Outcome) -> list[str]:
    """Give the case for and against each choice that the student made."""
    lines = []
    for name in (one for one in outcome.asked if one in outcome.answers):
        question = outcome.kb.questions[name]
        if reasons := wording.arguments(outcome, question):
            lines.append(f"{question.ask} You said {wording.quoted(outcome.kb, name, outcome.answers[name])}.")
            lines += [f"  {reason}" for reason in reasons]
    return lines


def unknowns(outcome: Outcome) -> list[str]:
    """Say which of the answers that are not known would change the plan, the one that matters most first."""
    found = whatif.unknowns(outcome)
    lines = [f"{one.question.label}: {_would_change(outcome, one)}" for one in found if one.options]
    idle = [one.question.label for one in found if not one.options]
    return [*lines, *([f"Knowing this would change nothing here: {'; '.join(idle)}."] if idle else [])]


def _would_change(outcome: Outcome, unknown: whatif.Unknown) -> str:
    effects = [option.effect for option in unknown.options]
    labels = [outcome.kb.conclusions[name].label for one in effects for name, *_ in one.headline(outcome)]
    steps = {action.id for one in effects for action in (*one.came, *one.went)}
    parts = list(dict.fromkeys(labels))
    parts += [f"{len(steps)} step{'' if len(steps) == 1 else 's'} of the plan"] if steps else []
    changed = " and ".join(parts) or "what is worked out"
    if outcome.answers.get(unknown.question.id) == DECLINED:
        return f"left out, which is fine; an answer could change {changed}."
    return f"knowing it could change {changed}."


def _titled(heading: str, width: int) -> Iterator[str]:
    lines = wrapped(heading, width)
    yield from lines
    yield "-" * max(map(len, lines))


def notes(outcome: Outcome) -> tuple[tuple[str, list[str]], ...]:
    """Give what stands beside the steps, a title and its lines each: the student's own choices, the unknowns."""
    return ("Choices that are yours", _choices(outcome)), ("What is not known yet", unknowns(outcome))


def sections(outcome: Outcome) -> Iterator[tuple[str, list[Recommendation]]]:
    """Give the actions by when they are due, with the days left; the contingent ones by what they wait for."""
    groups: dict[str, list[Recommendation]] = {}
    for one in outcome.actions:
        groups.setdefault(_heading(outcome, one), []).append(one)
    yield from groups.items()


def _heading(outcome: Outcome, one: Recommendation) -> str:
    if one.contingent:
        return f"If {wording.supposed(outcome.kb, one.ways)}"
    due = wording.due_text(outcome, one)
    return due[:1].upper() + due[1:] + _days_left(outcome, one) if due else "All along"


def _days_left(outcome: Outcome, one: Recommendation) -> str:
    date = wording.date_of(outcome, outcome.kb.milestones[one.by])
    if date is None or outcome.today is None or date < outcome.today:
        return ""
    days = (date - outcome.today).days
    return f", {days} day{'' if days == 1 else 's'} left"


def _action_lines(outcome: Outcome, one: Recommendation, width: int) -> Iterator[str]:
    action, due = one.action, wording.due_text(outcome, one)
    yield from wrapped(f"[ ] {action.strength.upper()}  {wording.filled(action.do, outcome)}", width, 4)
    when = [f"When: {due}"] if one.contingent and due else []
    source = f"Source: {wording.cited_text(outcome.kb, action.sources)}"
    for text in (action.how, *when, f"Why: {action.because}", source):
        for paragraph in wording.filled(text, outcome).strip().split("\n"):
            yield from wrapped(f"    {paragraph}", width, 4)


def numbers(outcome: Outcome) -> dict[str, int]:
    """Number the nodes that are reached for certain, from 1, in the order of the path."""
    certain = dict.fromkeys(step.node.id for step in outcome.path if not step.contingent)
    return {name: number for number, name in enumerate(certain, 1)}


def path_text(outcome: Outcome, width: int = WIDTH, phases: tuple[str, ...] = ()) -> str:
    """Give the path as an indented list: each phase, its nodes by number, the branch taken, where it leads.

    With `phases`, ids of phases, only they are listed.
    """
    return "\n".join(_path_lines(outcome, width, phases)) + "\n"


def _path_lines(outcome: Outcome, width: int, phases: tuple[str, ...] = ()) -> Iterator[str]:
    nodes, numbered = outcome.kb.nodes, numbers(outcome)
    for phase, steps in groupby(outcome.path, key=lambda step: step.phase):
        if phases and phase.phase not in phases:
            continue
        yield from wrapped(f"{phase.title}. {phase.aim}".strip(), width, 2)
        for step in steps:
            target = nodes[step.branch.go].title if step.branch and step.branch.go in nodes else "done"
            way = f" {step.branch.label} -> {target}" if step.branch else ""
            if not way and step.node.end:
                way = f" end, {step.node.end.replace('-', ' ')}"
            colon = "" if step.node.title.endswith("?") or not way else ":"
            mark = "? " if step.contingent else f"{numbered[step.node.id]}. "
            case = f" (if {wording.supposed(outcome.kb, step.ways)})" if step.contingent else ""
            yield from wrapped(f"  {mark}{step.node.title}{colon}{way}{case}", width, 2 + len(mark))
    if any(step.contingent for step in outcome.path):
        yield from wrapped("? waits on the world, and is planned ahead", width)
