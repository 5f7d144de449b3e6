"""Turn an Outcome into a plan as text."""

from collections.abc import Collection, Iterator

from engine.consultation.outcome import Outcome, Recommendation
from engine.output import wording
from engine.output.chapters import chapters, leave_alone, musts_by_date
from engine.output.drafts import printed_by
from engine.output.hinge import hinge
from engine.output.layout import WIDTH, counted, indented, titled, wrapped
from engine.output.opening import Opening, opening
from engine.output.plan_parts import legend, notes, open_choice, step_time_text, waiting_line
from engine.output.question_text import asked
from engine.output.ruler import measure, measure_lines
from engine.output.shell import EXAMPLE, Shell
from engine.output.turns import turns

_MOST_UNUSED = 3  # answers that are named; in Match Week most of a case is not asked


def first_page(outcome: Outcome, width: int = WIDTH, shell: Shell = EXAMPLE) -> str:
    """Write the first page of a plan, how to see the rest, and whom to talk to, wrapped.

    `width` is in columns; `shell` is the reader's, for the commands that are offered.
    """
    first = opening(outcome)
    if first.alone:
        return to_text(outcome, width, shell=shell)
    lines = [*_head_lines(outcome, first, width), *_due_lines(outcome, first, width, shell)]
    lines += wrapped("The rest, with how and why: --all.", width)
    for text in outcome.kb.head.support[:1]:  # on one screen; the whole plan has all its lines
        lines += wrapped(text, width)
    return "\n".join(lines).rstrip() + "\n"


def to_text(
    outcome: Outcome, width: int = WIDTH, whole: bool = False, shell: Shell = EXAMPLE
) -> str:
    """Write all of a plan for a person, wrapped to a width in columns.

    Where what comes first stands alone, the rest is left out, unless the `whole` plan is asked for.
    So is what may come up and can't begin for weeks. Commands are whole on a line, to be copied.
    """
    first = opening(outcome, whole)
    if first.alone:
        return "\n".join(_alone_lines(outcome, first, width, shell)) + "\n"
    lines = [
        *_head_lines(outcome, first, width),
        *_due_lines(outcome, first, width, shell, how=True),
        *_category_lines(outcome, width),
        *titled("Your path", width),
        *indented(turns(outcome), width),
        "",
        *_chapter_lines(outcome, first, width, shell, whole),
        *_note_lines(outcome, width),
        *_closing_lines(outcome, width),
    ]
    return "\n".join(lines).rstrip() + "\n"


def _alone_lines(outcome: Outcome, first: Opening, width: int, shell: Shell) -> Iterator[str]:
    """Give what stands in place of a plan where what comes first stands alone."""
    for text in (first.say, *first.support):
        yield from _paragraph(text, width)
    for step in first.steps:
        do = wording.called(outcome, step.action)
        yield from _paragraph(f"{do} {wording.worded(outcome, step).how}", width)
    if first.call:
        yield from _paragraph(f"Whom to call: {first.call}", width)
    for text in first.clocks:
        yield from _paragraph(text, width)
    if first.not_now:
        yield from _paragraph(f"Not for now: {' '.join(first.not_now)}", width)
    kept, command = first.hidden(shell).split("\n")
    yield from (*wrapped(kept, width), command, "")
    yield from wrapped(wording.imprint(outcome), width)


def _paragraph(text: str, width: int) -> Iterator[str]:
    if text:
        yield from wrapped(text, width)
        yield ""


def _head_lines(outcome: Outcome, first: Opening, width: int) -> Iterator[str]:
    """Give what the first page begins with: the ruler, where one stands, what to decide."""
    yield from wrapped(f"{outcome.kb.head.title}. {wording.imprint(outcome)}", width)
    yield ""
    yield from _paragraph(first.say, width)
    for text in first.support:
        yield from _paragraph(text, width)
    ruler = measure(outcome)
    if ruler:
        name, *parts = measure_lines(ruler)
        yield from wrapped(f"{name}. {'; '.join(parts)}.", width, 2)
        yield from wrapped(ruler.aside, width) if ruler.aside else ()
    stands = " ".join(f"{stand.what}." for stand in wording.stands(outcome))
    if stands:
        yield from wrapped(stands, width)
    if ruler or stands:
        yield ""
    if outcome.pending:
        yield from _paragraph(f"Next question: {asked(outcome, outcome.pending).ask}", width)
    choice = open_choice(outcome)
    decide = first.decide or (choice.question.ask if choice else "")
    yield from _paragraph(f"To decide: {decide}" if decide else "", width)


def _due_lines(
    outcome: Outcome, first: Opening, width: int, shell: Shell, *, how: bool = False
) -> Iterator[str]:
    """Give what comes first, the musts by their dates, whom to call; with `how`, steps in full."""
    if first.steps:
        yield from titled("First" if len(first.steps) == 1 else "First, in this order", width)
    for step in first.steps:
        if how:
            yield from _action_lines(outcome, step, width, shell)
        else:
            yield from _short_lines(outcome, step, width, shell)
    if first.steps:
        yield ""
    told = () if how else first.ids
    yield from _must_lines(outcome, told, width)
    if first.call:
        yield from wrapped(f"Whom to call: {first.call}", width)
    if first.not_now:
        yield from wrapped(f"Not for now: {' '.join(first.not_now)}", width)
    if first.call or first.not_now:
        yield ""


def _must_lines(outcome: Outcome, told: Collection[str], width: int) -> Iterator[str]:
    """Give what must be done by its date, but what was told already."""
    musts = musts_by_date(outcome, told)
    if musts:
        yield from titled("What must be done, by when", width)
    for when, steps in musts:
        said = []
        for step in steps:
            if_so = f"{hinge(outcome, step)}: " if step.contingent else ""
            said.append(f"{if_so}{wording.to_do(outcome, step)}")
        together = " ".join([said[0], *map(wording.capitalized, said[1:])])
        yield from wrapped(f"- {wording.capitalized(when)}: {together}", width, 2)
    if musts:
        yield ""


def _short_lines(outcome: Outcome, step: Recommendation, width: int, shell: Shell) -> Iterator[str]:
    """Give a step in few lines: what to do, by when, and where its words to copy are."""
    advice = wording.worded(outcome, step)
    box = "" if step.action.strength == "avoid" else "[ ] "
    yield from wrapped(f"{box}{advice.mark.upper()}  {advice.do}", width, 4)
    when = step_time_text(outcome, step)
    if when:
        yield from wrapped(f"    {when}", width, 4)
    if step.action.drafted:
        yield f"    Draft: {printed_by(step.action, shell)}"


def _category_lines(outcome: Outcome, width: int) -> Iterator[str]:
    lines = wording.category_lines(outcome)
    if lines:
        yield from titled("Where you stand", width)
    for line in lines:
        yield from wrapped(line, width)
        yield ""


def _chapter_lines(
    outcome: Outcome, first: Opening, width: int, shell: Shell, whole: bool
) -> Iterator[str]:
    """Give the steps phase by phase, then what to leave alone, what waits, what is done."""
    leave = leave_alone(outcome, first)
    groups = [(one.phase.title, one.steps) for one in chapters(outcome, first, whole)]
    for title, steps in [*groups, ("Leave alone", leave)]:
        if steps:
            yield from titled(title, width)
        for step in steps:
            yield from _action_lines(outcome, step, width, shell)
        if steps:
            yield ""
    yield from _paragraph(waiting_line(outcome, whole), width)
    done = [one for one in outcome.actions if one.state == "done"]
    if done:
        yield from titled("Done", width)
        for step in done:
            yield from wrapped(f"[x] {wording.called(outcome, step.action)}", width, 4)
        yield ""


def _action_lines(
    outcome: Outcome, recommendation: Recommendation, width: int, shell: Shell
) -> Iterator[str]:
    """Give an action with when, how and why."""
    advice = wording.worded(outcome, recommendation)
    is_to_do = recommendation.action.strength != "avoid"
    box = "[ ] " if is_to_do else ""
    yield from wrapped(f"{box}{advice.mark.upper()}  {advice.do}", width, 4)
    yield from _set_in(advice.how, width)
    if recommendation.action.drafted:
        yield f"    Draft: {printed_by(recommendation.action, shell)}"
    when = step_time_text(outcome, recommendation)
    if when and is_to_do:
        yield from _set_in(f"When: {when}", width)
    yield from _set_in(f"Why: {advice.because}", width)
    yield from _set_in(f"Source: {advice.source}", width)


def _set_in(text: str, width: int) -> Iterator[str]:
    """Give the paragraphs of a text as lines below an action."""
    for paragraph in text.strip().split("\n"):
        yield from wrapped(f"    {paragraph}", width, 4)


def _note_lines(outcome: Outcome, width: int) -> Iterator[str]:
    for heading, notes_below in notes(outcome):
        yield from titled(heading, width)
        yield from indented(notes_below, width)
        yield ""


def _closing_lines(outcome: Outcome, width: int) -> Iterator[str]:
    for problem in outcome.problems[:_MOST_UNUSED]:
        yield from wrapped(f"Not used: {problem.message}", width)
    if more := outcome.problems[_MOST_UNUSED:]:
        yield f"Not used either: {counted(len(more), 'more answer')}."
    for note in (legend(outcome), *outcome.kb.head.foot, *outcome.kb.head.support):
        if note:
            yield from wrapped(note, width)
