"""Turn an Outcome into a plan as text."""

from collections.abc import Iterator

from engine.consultation.outcome import Outcome, Recommendation
from engine.explanation import unknowns
from engine.language.words import DECLINED
from engine.output import wording
from engine.output.due import begin_text, days_left, due_text
from engine.output.layout import WIDTH, counted, titled, wrapped
from engine.output.opening import Opening, opening
from engine.output.path_text import path_lines
from engine.output.question_text import arguments, asked

_NEAR = 14  # days within which a step is shown that may come up


def summary(outcome: Outcome, width: int = WIDTH) -> str:
    """Write the end of a consultation, wrapped to a width in columns.

    It says where the person stands, what to decide, the at most three things that come next, and
    whom to call.
    """
    first = opening(outcome)
    lines = list(_first_lines(outcome, first, width, brief=True))
    if not first.alone:
        lines += _category_lines(outcome, width)
    about = wording.imprint(outcome) if first.alone else wording.standing(outcome)
    lines += wrapped(about, width)
    return "\n".join(lines).rstrip() + "\n"


def _first_lines(
    outcome: Outcome, first: Opening, width: int, *, brief: bool = False
) -> Iterator[str]:
    """Give what comes first; `brief` leaves out how and why."""
    for text in (first.say, *first.support):
        yield from _paragraph(text, width)
    if first.decide:
        yield from _paragraph(f"To decide: {first.decide}", width)
    if first.steps:
        yield from titled("First" if len(first.steps) == 1 else "First, in this order", width)
    for step in first.steps:
        if brief:
            yield from wrapped(f"- {_brief(outcome, step)}", width, 2)
        else:
            yield from _action_lines(outcome, step, width, due=True, plain=first.alone)
    if first.steps:
        yield ""
    if first.call:
        yield from _paragraph(f"Whom to call: {first.call}", width)
    for text in first.clocks:
        yield from _paragraph(text, width)
    if first.not_now:
        yield from _paragraph(f"Not for now: {' '.join(first.not_now)}", width)
    yield from _paragraph(first.hidden, width)


def _paragraph(text: str, width: int) -> Iterator[str]:
    if text:
        yield from wrapped(text, width)
        yield ""


def _brief(outcome: Outcome, recommendation: Recommendation) -> str:
    """Give what to do, and by when, in one line."""
    due = due_text(outcome, recommendation)
    do = wording.called(outcome, recommendation.action)
    return f"{do} ({due})" if due else do


def to_text(outcome: Outcome, width: int = WIDTH, whole: bool = False) -> str:
    """Write the plan for a person, wrapped to a width in columns.

    Where what comes first stands alone, the rest is left out, unless the `whole` plan is asked for.
    """
    first = opening(outcome, whole)
    if first.alone:
        lines = [*_first_lines(outcome, first, width), *wrapped(wording.imprint(outcome), width)]
        return "\n".join(lines).rstrip() + "\n"
    lines = [
        *_opening_lines(outcome, first, width),
        *_section_lines(outcome, first, width, whole),
        *_note_lines(outcome, width),
        *titled("Your path", width),
        *path_lines(outcome, width),
        "",
        *_closing_lines(outcome, width),
    ]
    return "\n".join(lines).rstrip() + "\n"


def _opening_lines(outcome: Outcome, first: Opening, width: int) -> Iterator[str]:
    yield from wrapped(outcome.kb.head.title, width)
    yield from wrapped(wording.imprint(outcome), width)
    yield ""
    yield from _first_lines(outcome, first, width)
    yield from _category_lines(outcome, width)
    if outcome.pending:
        yield from wrapped(f"Next question: {asked(outcome, outcome.pending).ask}", width)
        yield ""


def _category_lines(outcome: Outcome, width: int) -> Iterator[str]:
    for line in wording.category_lines(outcome):
        yield from wrapped(line, width)
        yield ""


def _section_lines(outcome: Outcome, first: Opening, width: int, whole: bool) -> Iterator[str]:
    for heading, group in sections(outcome, first, whole):
        yield from titled(heading, width)
        for recommendation in group:
            yield from _action_lines(outcome, recommendation, width)
        yield ""
    yield from _paragraph(waiting_line(outcome, whole), width)
    done = [one for one in outcome.actions if one.state == "done"]
    if done:
        yield from titled("Done", width)
        for recommendation in done:
            yield from wrapped(f"[x] {wording.called(outcome, recommendation.action)}", width, 4)
        yield ""


def _action_lines(
    outcome: Outcome,
    recommendation: Recommendation,
    width: int,
    *,
    due: bool = False,
    plain: bool = False,
) -> Iterator[str]:
    """Give an action with how and why; with `due`, for one that stands below no date, by when.

    A `plain` one says what to do and how, and no more.
    """
    advice = wording.worded(outcome, recommendation)
    if plain:
        yield from wrapped(f"{advice.do} {advice.how}", width)
        return
    yield from wrapped(f"[ ] {recommendation.action.strength.upper()}  {advice.do}", width, 4)
    texts = [advice.how]
    when = advice.due or (wording.capitalized(due_text(outcome, recommendation)) if due else "")
    if when:
        texts.append(f"When: {when}")
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


def sections(
    outcome: Outcome, first: Opening, whole: bool = False
) -> Iterator[tuple[str, list[Recommendation]]]:
    """Give the actions in groups, each with its heading; what comes first or is done is left out.

    So is, unless the `whole` plan is asked for, what may come up and can't begin for weeks.

    What is late comes before what is due, which stands by when that is, with the days left, and
    what can't begin yet by when it can; what waits on the world stands by what it waits for.
    """
    groups: dict[str, list[Recommendation]] = {}
    for recommendation in sorted(outcome.actions, key=_turn):
        is_told = recommendation.state == "done" or recommendation.action.id in first.ids
        if not is_told and (whole or not _is_far(outcome, recommendation)):
            groups.setdefault(_heading(outcome, recommendation), []).append(recommendation)
    yield from groups.items()


def waiting_line(outcome: Outcome, whole: bool) -> str:
    """Say how many steps are left out, since they may come up and can't begin for weeks."""
    count = sum(_is_far(outcome, recommendation) for recommendation in outcome.actions)
    if whole or not count:
        return ""
    verb = "wait" if count > 1 else "waits"
    return f"{counted(count, 'more step')} {verb} on how it goes. To see them now: --all."


def _is_far(outcome: Outcome, recommendation: Recommendation) -> bool:
    """Tell whether a step waits on the world, and can't begin within two weeks."""
    if not recommendation.contingent or recommendation.state != "later":
        return False
    days = days_left(outcome, outcome.kb.milestones[recommendation.action.starts])
    return days is None or days > _NEAR


def _turn(recommendation: Recommendation) -> tuple[bool, bool]:
    return recommendation.contingent, recommendation.state != "late"


def _heading(outcome: Outcome, recommendation: Recommendation) -> str:
    if recommendation.contingent:
        return f"If {wording.supposed(outcome.kb, recommendation.ways)}"
    if recommendation.state == "late":
        return "Late, and what can still be done"
    if recommendation.state == "later":
        return f"Later: when {begin_text(outcome, recommendation)}"
    due = wording.capitalized(due_text(outcome, recommendation))
    if not due:
        return "All along"
    days = days_left(outcome, outcome.kb.milestones[recommendation.by])
    if days is None or days < 0:
        return due
    return f"{due}, {counted(days, 'day')} left" if days else f"{due}, today"


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
