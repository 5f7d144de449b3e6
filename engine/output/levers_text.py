"""Turn levers into sentences."""

from collections.abc import Iterable, Iterator

from engine.consultation.outcome import Outcome
from engine.explanation import levers
from engine.language.entries import Lever
from engine.output import wording
from engine.output.due import first_ahead, weeks_left
from engine.output.layout import WIDTH, counted, listed, wrapped_lines


def levers_text(outcome: Outcome, width: int = WIDTH) -> str:
    """Say what can still be changed and what for, wrapped to a width in columns, the best first.

    A change of aim stands apart from the rest.
    """
    options = [option for option in levers.levers(outcome) if option.eases(outcome)]
    lines: list[str] = []
    for heading, apart in (("What you can still change", False), ("Changing the aim", True)):
        group = [option for option in options if option.lever and option.lever.apart == apart]
        if group:
            lines += [heading, ""]
        for number, alike in enumerate(_alike(outcome, group), 1):
            lines += _lever_lines(outcome, number, alike)
    if not lines:
        lines = ["Nothing that you could still change makes it easier here.", ""]
    return wrapped_lines([*lines, *outcome.kb.head.foot[:1]], width)


def _alike(outcome: Outcome, options: Iterable[levers.Option]) -> Iterable[list[levers.Option]]:
    """Put options together that differ in the answer alone: one thing to do, with one effect."""
    groups: dict[object, list[levers.Option]] = {}
    for option in options:
        effect = option.effect
        came = tuple(action.id for action in effect.came)
        went = tuple(action.id for action in effect.went)
        key = (option.question.id, option.lever, effect.headline(outcome), came, went)
        groups.setdefault(key, []).append(option)
    return groups.values()


def _lever_lines(outcome: Outcome, number: int, alike: list[levers.Option]) -> Iterator[str]:
    kb, option = outcome.kb, alike[0]
    question, lever, effect = option.question, option.lever, option.effect
    assert lever  # `levers` gives no option without one
    now = wording.quoted(kb, question.id, outcome.answers[question.id])
    then = listed([wording.quoted(kb, question.id, other.value) for other in alike], "or")
    yield f"{number}. {question.label}: from {now} to {then}"
    yield f"   {lever.do} {_time_text(outcome, lever)}"
    for name, before, after in effect.headline(outcome):
        was, becomes = (wording.value_or_dash(kb, name, value) for value in (before, after))
        yield f"   Changes {kb.conclusions[name].label} from “{was}” to “{becomes}”."
    for action in effect.relieves:
        yield f"   Takes off the plan: {wording.action_text(outcome, action)}"
    moved = _moved_text(len(effect.went) - len(effect.relieves), len(effect.came))
    if moved:
        yield f"   {moved}"
    yield f"   ({lever.place}; {wording.cited_text(kb, lever.sources)})"
    yield ""


def _moved_text(went: int, came: int) -> str:
    """Count the steps that fall away and come in, in a sentence; empty when none does."""
    clauses = []
    if went:
        clauses.append(f"{counted(went, 'other step')} {'falls' if went == 1 else 'fall'} away")
    if came:
        clauses.append(f"{counted(came, 'step')} {'comes' if came == 1 else 'come'} in")
    return f"{', '.join(clauses)}." if clauses else ""


def _time_text(outcome: Outcome, lever: Lever) -> str:
    """Say how long a lever takes, and whether there is time for it."""
    takes = f"That takes about {counted(lever.weeks, 'week')}."
    deadline = first_ahead(outcome, lever.milestones)
    if deadline is None:
        return takes
    weeks = weeks_left(outcome, deadline)
    if weeks is None:
        return f"{takes} It counts if it is done {deadline.before}."
    too_few = "Too few: " if weeks < lever.weeks else ""
    return f"{takes} {too_few}{weeks} weeks are left {deadline.before}."
