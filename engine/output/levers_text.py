"""Turn levers into sentences."""

import datetime
from collections.abc import Iterable, Iterator

from engine.consultation.outcome import Outcome
from engine.explanation import levers
from engine.language.entries import Milestone
from engine.output import wording
from engine.output.comparison_text import action_text, side_by_side
from engine.output.layout import WIDTH, either, wrapped_lines


def levers_text(outcome: Outcome, width: int = WIDTH) -> str:
    """Say what can still be changed and what for, the best first; a change of aim apart from the rest."""
    options = [one for one in levers.levers(outcome) if one.eases(outcome)]
    lines: list[str] = []
    for title, apart in (("What you can still change", False), ("Changing the aim", True)):
        found = list(
            _alike(outcome, (one for one in options if one.lever and one.lever.apart == apart))
        )
        if found:
            lines += [title, ""]
            lines += [
                line
                for number, alike in enumerate(found, 1)
                for line in _lever_lines(outcome, number, alike)
            ]
    if not lines:
        lines = ["Nothing that you could still change makes it easier here.", ""]
    return wrapped_lines([*lines, *outcome.kb.head.foot[:1]], width)


def _alike(outcome: Outcome, options: Iterable[levers.Option]) -> Iterable[list[levers.Option]]:
    """Put options together that differ in the answer alone: one thing to do, with one effect."""
    groups: dict[object, list[levers.Option]] = {}
    for one in options:
        effect = one.effect
        moved = (tuple(a.id for a in effect.came), tuple(a.id for a in effect.went))
        groups.setdefault(
            (one.question.id, id(one.lever), effect.headline(outcome), moved), []
        ).append(one)
    return groups.values()


def _lever_lines(outcome: Outcome, number: int, alike: list[levers.Option]) -> Iterator[str]:
    kb, option = outcome.kb, alike[0]
    question, lever, effect = option.question, option.lever, option.effect
    assert lever
    now = wording.quoted(kb, question.id, outcome.answers[question.id])
    then = either([wording.quoted(kb, question.id, one.value) for one in alike])
    yield f"{number}. {question.label}: from {now} to {then}"
    yield f"   {lever.do} {_time_text(outcome, option)}"
    for name, one, other in effect.headline(outcome):
        _, before, after = side_by_side(kb, (name, one, other))
        yield f"   Changes {kb.conclusions[name].label} from “{before}” to “{after}”."
    for action in effect.relieves:
        yield f"   Takes off the plan: {action_text(outcome, action)}"
    if moved := _moved(len(effect.went) - len(effect.relieves), len(effect.came)):
        yield f"   {moved}"
    yield f"   ({lever.place}; {wording.cited_text(kb, lever.sources)})"
    yield ""


def _moved(went: int, came: int) -> str:
    """Count the steps that fall away and come in, in a sentence; empty when none does."""
    away = (
        f"{went} other step{'' if went == 1 else 's'} fall{'s' if went == 1 else ''} away"
        if went
        else ""
    )
    new = f"{came} step{'' if came == 1 else 's'} come{'s' if came == 1 else ''} in" if came else ""
    said = ", ".join(filter(None, (away, new)))
    return f"{said}." if said else ""


def _time_text(outcome: Outcome, option: levers.Option) -> str:
    """Say how long a lever takes, and whether there is time for it."""
    assert option.lever
    weeks = option.lever.weeks
    takes = f"That takes about {weeks} week{'' if weeks == 1 else 's'}."
    milestone, left = time_left(outcome, option.lever.milestones)
    if milestone is None:
        return takes
    if left is None:
        return f"{takes} It counts if it is done {milestone.label}."
    enough = "" if left >= weeks else "too few: "
    return f"{takes} {enough[:1].upper() + enough[1:]}{left} weeks are left, {milestone.label}."


def time_left(outcome: Outcome, names: Iterable[str]) -> tuple[Milestone | None, int | None]:
    """Give the first milestone that is still ahead, and the whole weeks until it; None where it has no date."""
    for milestone in (outcome.kb.milestones[name] for name in names):
        date: datetime.date | None = wording.date_of(outcome, milestone)
        if date is None or outcome.today is None:
            return milestone, None
        if date >= outcome.today:
            return milestone, (date - outcome.today).days // 7
    return None, None
