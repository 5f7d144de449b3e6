"""Turn an Outcome into a plan as text."""

from collections.abc import Iterator

from engine.consultation.outcome import Outcome, Recommendation
from engine.explanation import unknowns
from engine.language.words import DECLINED
from engine.output import wording
from engine.output.layout import WIDTH, titled, wrapped
from engine.output.path_text import path_lines

_SOON = ("must", "should")  # what the summary puts after the first thing to do


def summary(outcome: Outcome, width: int = WIDTH) -> str:
    """Write the end of a consultation: the category and why, the thing for today, at most three for this week."""
    lines = [line for one in wording.category_lines(outcome) for line in (*wrapped(one, width), "")]
    certain = [one for one in outcome.actions if not one.contingent]
    soon = [one for one in certain[1:] if one.action.strength in _SOON][:3]
    groups = (
        (due.capitalize() if (due := wording.due_text(outcome, one)) else "First", [one])
        for one in certain[:1]
    )
    for title, group in (*groups, ("Then", soon)):
        if group:
            lines += titled(title, width)
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
    yield from wrapped(kb.head.title, width)
    made = f", made {outcome.today}" if outcome.today else ""
    yield from wrapped(f"Knowledge base {kb.head.version}{made}", width)
    yield ""
    for line in wording.category_lines(outcome):
        yield from wrapped(line, width)
        yield ""
    if outcome.pending:
        yield from wrapped(f"Next question: {outcome.pending.ask}", width)
        yield ""
    for heading, group in sections(outcome):
        yield from titled(heading, width)
        for one in group:
            yield from _action_lines(outcome, one, width)
        yield ""
    for title, lines in notes(outcome):
        if lines:
            yield from titled(title, width)
            yield from (part for line in lines for part in wrapped(line, width, 4))
            yield ""
    yield from titled("Your path", width)
    yield from path_lines(outcome, width)
    yield ""
    for problem in outcome.problems:
        yield from wrapped(f"Not used: {problem.message}", width)
    for note in (*kb.head.foot, *kb.head.support):
        yield from wrapped(note, width)


def _choices(outcome: Outcome) -> list[str]:
    """Give the case for and against each choice that the student made."""
    lines = []
    for name in (one for one in outcome.asked if one in outcome.answers):
        question = outcome.kb.questions[name]
        if reasons := wording.arguments(outcome, question):
            lines.append(
                f"{question.ask} You said {wording.quoted(outcome.kb, name, outcome.answers[name])}."
            )
            lines += [f"  {reason}" for reason in reasons]
    return lines


def unknown_lines(outcome: Outcome) -> list[str]:
    """Say which of the answers that are not known would change the plan, the one that matters most first."""
    found = unknowns.unknowns(outcome)
    lines = [f"{one.question.label}: {_would_change(outcome, one)}" for one in found if one.options]
    idle = [one.question.label for one in found if not one.options]
    return [
        *lines,
        *([f"Knowing this would change nothing here: {'; '.join(idle)}."] if idle else []),
    ]


def _would_change(outcome: Outcome, unknown: unknowns.Unknown) -> str:
    effects = [option.effect for option in unknown.options]
    labels = [
        outcome.kb.conclusions[name].label for one in effects for name, *_ in one.headline(outcome)
    ]
    steps = {action.id for one in effects for action in (*one.came, *one.went)}
    parts = list(dict.fromkeys(labels))
    parts += [f"{len(steps)} step{'' if len(steps) == 1 else 's'} of the plan"] if steps else []
    changed = " and ".join(parts) or "what is worked out"
    if outcome.answers.get(unknown.question.id) == DECLINED:
        return f"left out, which is fine; an answer could change {changed}."
    return f"knowing it could change {changed}."


def notes(outcome: Outcome) -> tuple[tuple[str, list[str]], ...]:
    """Give what stands beside the steps, a title and its lines each: the student's own choices, the unknowns."""
    return ("Choices that are yours", _choices(outcome)), (
        "What is not known yet",
        unknown_lines(outcome),
    )


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
    yield from wrapped(
        f"[ ] {action.strength.upper()}  {wording.filled(action.do, outcome)}", width, 4
    )
    when = [f"When: {due}"] if one.contingent and due else []
    source = f"Source: {wording.cited_text(outcome.kb, action.sources)}"
    for text in (action.how, *when, f"Why: {action.because}", source):
        for paragraph in wording.filled(text, outcome).strip().split("\n"):
            yield from wrapped(f"    {paragraph}", width, 4)
