"""Turn an Outcome into a plan as text."""

from collections.abc import Iterable, Iterator

from engine.consultation.outcome import Outcome, Recommendation
from engine.explanation import unknowns
from engine.language.words import DECLINED
from engine.output import wording
from engine.output.due import days_left, due_text
from engine.output.layout import WIDTH, counted, titled, wrapped
from engine.output.path_text import path_lines
from engine.output.question_text import arguments

_SOON = ("must", "should")  # what the summary puts after the first thing to do
_SOON_AT_MOST = 3


def summary(outcome: Outcome, width: int = WIDTH) -> str:
    """Write the end of a consultation, wrapped to a width in columns.

    It gives the category and why, the first thing to do, and at most three that come soon after.
    """
    certain = [
        recommendation for recommendation in outcome.actions if not recommendation.contingent
    ]
    first, later = certain[:1], certain[1:]
    soon = [recommendation for recommendation in later if recommendation.action.strength in _SOON][
        :_SOON_AT_MOST
    ]
    lines = list(_category_lines(outcome, width))
    if first:
        heading = wording.capitalized(due_text(outcome, first[0])) or "First"
        lines += _brief_lines(outcome, heading, first, width)
    if soon:
        lines += _brief_lines(outcome, "Then", soon, width)
    lines += wrapped(wording.standing(outcome), width)
    return "\n".join(lines).rstrip() + "\n"


def _brief_lines(
    outcome: Outcome, heading: str, group: Iterable[Recommendation], width: int
) -> Iterator[str]:
    """Give a heading, and below it what to do, without how and why."""
    yield from titled(heading, width)
    for recommendation in group:
        yield from wrapped(f"- {wording.called(outcome, recommendation.action)}", width, 2)
        yield ""


def to_text(outcome: Outcome, width: int = WIDTH) -> str:
    """Write the plan for a person, wrapped to a width in columns."""
    lines = [
        *_opening_lines(outcome, width),
        *_section_lines(outcome, width),
        *_note_lines(outcome, width),
        *titled("Your path", width),
        *path_lines(outcome, width),
        "",
        *_closing_lines(outcome, width),
    ]
    return "\n".join(lines).rstrip() + "\n"


def _opening_lines(outcome: Outcome, width: int) -> Iterator[str]:
    yield from wrapped(outcome.kb.head.title, width)
    yield from wrapped(wording.imprint(outcome), width)
    yield ""
    yield from _category_lines(outcome, width)
    if outcome.pending:
        yield from wrapped(f"Next question: {outcome.pending.ask}", width)
        yield ""


def _category_lines(outcome: Outcome, width: int) -> Iterator[str]:
    for line in wording.category_lines(outcome):
        yield from wrapped(line, width)
        yield ""


def _section_lines(outcome: Outcome, width: int) -> Iterator[str]:
    for heading, group in sections(outcome):
        yield from titled(heading, width)
        for recommendation in group:
            yield from _action_lines(outcome, recommendation, width)
        yield ""


def _action_lines(outcome: Outcome, recommendation: Recommendation, width: int) -> Iterator[str]:
    advice = wording.worded(outcome, recommendation)
    yield from wrapped(f"[ ] {recommendation.action.strength.upper()}  {advice.do}", width, 4)
    texts = [advice.how]
    if advice.due:
        texts.append(f"When: {advice.due}")
    texts += [f"Why: {advice.because}", f"Source: {advice.source}"]
    for text in texts:
        for paragraph in text.strip().split("\n"):
            yield from wrapped(f"    {paragraph}", width, 4)


def _note_lines(outcome: Outcome, width: int) -> Iterator[str]:
    for heading, notes_below in notes(outcome):
        yield from titled(heading, width)
        for note in notes_below:
            yield from wrapped(note, width, 4)
        yield ""


def _closing_lines(outcome: Outcome, width: int) -> Iterator[str]:
    for problem in outcome.problems:
        yield from wrapped(f"Not used: {problem.message}", width)
    for note in (*outcome.kb.head.foot, *outcome.kb.head.support):
        yield from wrapped(note, width)


# What every form of the plan shows


def sections(outcome: Outcome) -> Iterator[tuple[str, list[Recommendation]]]:
    """Give the actions in groups, each with its heading.

    Those that are certain stand by when they are due, with the days left; those that wait on the
    world by what they wait for.
    """
    groups: dict[str, list[Recommendation]] = {}
    for recommendation in outcome.actions:
        groups.setdefault(_heading(outcome, recommendation), []).append(recommendation)
    yield from groups.items()


def _heading(outcome: Outcome, recommendation: Recommendation) -> str:
    if recommendation.contingent:
        return f"If {wording.supposed(outcome.kb, recommendation.ways)}"
    due = wording.capitalized(due_text(outcome, recommendation))
    if not due:
        return "All along"
    days = days_left(outcome, outcome.kb.milestones[recommendation.by])
    if days is None or days < 0:
        return due
    return f"{due}, {counted(days, 'day')} left"


def notes(outcome: Outcome) -> Iterator[tuple[str, list[str]]]:
    """Give what stands beside the steps, each with its heading, where there is something to say.

    These are the choices that are the student's own, and what is not known yet.
    """
    choices = _choice_lines(outcome)
    if choices:
        yield "Choices that are yours", choices
    not_known = unknown_lines(outcome)
    if not_known:
        yield "What is not known yet", not_known


def _choice_lines(outcome: Outcome) -> list[str]:
    """Say which choices the student made, and what there is for and against each."""
    lines: list[str] = []
    for name in outcome.asked:
        if name not in outcome.answers:
            continue
        question = outcome.kb.questions[name]
        reasons = arguments(outcome, question)
        if reasons:
            answer = wording.quoted(outcome.kb, name, outcome.answers[name])
            lines.append(f"{question.ask} You said {answer}.")
            lines += [f"  {reason}" for reason in reasons]
    return lines


def unknown_lines(outcome: Outcome) -> list[str]:
    """Say which answers that are not known would change the plan, what matters most first."""
    lines: list[str] = []
    idle: list[str] = []
    for unknown in unknowns.unknowns(outcome):
        label = unknown.question.label
        if unknown.options:
            lines.append(f"{label}: {_would_change(outcome, unknown)}")
        else:
            idle.append(label)
    if idle:
        lines.append(f"Knowing this would change nothing here: {'; '.join(idle)}.")
    return lines


def _would_change(outcome: Outcome, unknown: unknowns.Unknown) -> str:
    """Say what an answer could change: the conclusions that open a plan, and how many steps."""
    labels: list[str] = []
    steps: set[str] = set()
    for option in unknown.options:
        effect = option.effect
        labels += [outcome.kb.conclusions[name].label for name, *_ in effect.headline(outcome)]
        steps.update(action.id for action in (*effect.came, *effect.went))
    parts = list(dict.fromkeys(labels))
    if steps:
        parts.append(f"{counted(len(steps), 'step')} of the plan")
    changed = " and ".join(parts) or "what is worked out"
    if outcome.answers.get(unknown.question.id) == DECLINED:
        return f"left out, which is fine; an answer could change {changed}."
    return f"knowing it could change {changed}."
