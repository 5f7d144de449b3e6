"""Turn an Outcome into a plan as text."""

from collections.abc import Iterator

from engine.consultation.outcome import Outcome, Recommendation
from engine.output import wording
from engine.output.drafts import printed_by
from engine.output.due import due_text
from engine.output.layout import WIDTH, indented, titled, wrapped
from engine.output.opening import Opening, opening
from engine.output.plan_parts import legend, notes, sections, waiting_line
from engine.output.question_text import asked
from engine.output.turns import turns


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
        *indented(turns(outcome), width),
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
        do = wording.called(outcome, recommendation.action)
        yield from wrapped(f"{do} {advice.how}", width)
        return
    box = "" if recommendation.action.strength == "avoid" else "[ ] "
    yield from wrapped(f"{box}{advice.mark.upper()}  {advice.do}", width, 4)
    texts = [advice.how]
    if recommendation.action.drafted:
        texts.append(f"Draft: {printed_by(recommendation.action)}")
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
        yield from indented(notes_below, width)
        yield ""


def _closing_lines(outcome: Outcome, width: int) -> Iterator[str]:
    for problem in outcome.problems:
        yield from wrapped(f"Not used: {problem.message}", width)
    for note in (legend(outcome), *outcome.kb.head.foot, *outcome.kb.head.support):
        if note:
            yield from wrapped(note, width)
