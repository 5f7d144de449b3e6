"""Turn counts into a summary to hand on: no name, and no group so small that it is one."""

from collections.abc import Iterator, Mapping, Sequence

from engine.cohort.tally import CERTAIN, CONTINGENT, Tally
from engine.output.for_anyone import text_for_anyone
from engine.output.layout import WIDTH, table, wrapped_lines

Rows = Sequence[Sequence[str]]

SMALL = 5  # a group of fewer is not counted out: whoever knows the class knows who they are
_MOST_LISTED = 12  # of what comes first, and of actions
_FEW, _SOME, _NEARLY_ALL = f"fewer than {SMALL}", f"{SMALL} or more", "nearly all"


def summary(tally: Tally, asked: int, width: int = WIDTH) -> str:
    """Say what is waited for, what comes out and how often, wrapped to a width in columns.

    `asked` is how many questions the table had a column for.
    """
    text = wrapped_lines(_scope(tally, asked), width)
    tables: list[Rows] = [
        _waiting(tally),
        *_values(tally),
        _first(tally),
        _phases(tally),
        _actions(tally),
    ]
    for rows in tables:
        if len(rows) > 1:
            text += "\n" + "\n".join(table(rows, width)) + "\n"
    return text


def guarded(counts: Mapping[str, int]) -> dict[str, str]:
    """Say how many are in each group of a whole that is known; empty groups are left out.

    A small group is not counted out. Where there is only one, the others would tell its number: so
    the next smallest is not counted out either.
    """
    said = {}
    for name, count in counts.items():
        if count:
            said[name] = _FEW if count < SMALL else f"{count:,}"
    if list(said.values()).count(_FEW) == 1 and len(said) > 1:
        _, next_smallest = sorted(said, key=lambda name: counts[name])[:2]
        said[next_smallest] = _SOME
    return said


def part(count: int, whole: int) -> str:
    """Say how many of a whole something holds for, where few or all but few are not counted out."""
    if count == 0:
        return "none"
    if count < SMALL:
        return _FEW
    return _NEARLY_ALL if 0 < whole - count < SMALL else f"{count:,}"


def _scope(tally: Tally, asked: int) -> Iterator[str]:
    """Say how many there are, and what such a table can't tell."""
    rows, questions = tally.rows, len(tally.kb.questions)
    yield f"{rows:,} people." if rows == 0 or rows >= SMALL else f"{_FEW} people."
    yield ""
    yield (
        f"The table answers {asked} of {questions} questions. This sorts them for a first look. "
        "It is no plan for anyone: each needs a consultation of their own."
    )


def _waiting(tally: Tally) -> Rows:
    questions = tally.kb.questions
    counts = {"nothing: complete": tally.complete}
    for name, count in tally.waiting.most_common():
        counts[f"{questions[name].label} ({name})"] = count
    return [("Waits for", "people"), *guarded(counts).items()]


def _values(tally: Tally) -> Iterator[Rows]:
    """Give a table for each conclusion that a plan opens with, or that stands in a table."""
    for name, counts in tally.values.items():
        conclusion = tally.kb.conclusions[name]
        known = {text: counts[word] for word, text in conclusion.words.items()}
        unknown = {"can't be told yet": tally.rows - counts.total()}
        if counts.total():
            yield [(conclusion.label, "people"), *guarded({**known, **unknown}).items()]


def _first(tally: Tally) -> Rows:
    """Count what comes first, by the rows of first.yaml, whose ids are words; the rest together."""
    counts = dict(tally.first.most_common(_MOST_LISTED))
    said = {name.replace("-", " ").capitalize(): count for name, count in counts.items()}
    said["All else"] = tally.rows - sum(counts.values()) if counts else 0
    return [("Comes first", "people"), *guarded(said).items()]


def _phases(tally: Tally) -> Rows:
    titles = {phase.phase: phase.title for phase in tally.kb.phases}
    rows = [
        (titles[name], part(counts[CERTAIN], tally.rows), part(counts[CONTINGENT], tally.rows))
        for name, counts in tally.phases.items()
        if counts[CERTAIN] + counts[CONTINGENT]
    ]
    return [("Comes to", "for certain", "depending"), *rows]


def _actions(tally: Tally) -> Rows:
    """Give the actions that come out most often, most first."""
    counts = [
        (action, tally.actions[action.id][CERTAIN], tally.actions[action.id][CONTINGENT])
        for action in tally.kb.actions.values()
    ]
    counts.sort(key=lambda row: (-(row[1] + row[2]), -row[1]))
    rows = [
        (
            text_for_anyone(tally.kb, action.do),
            part(certain, tally.rows),
            part(contingent, tally.rows),
        )
        for action, certain, contingent in counts[:_MOST_LISTED]
        if certain + contingent
    ]
    return [("Most frequent", "for certain", "depending"), *rows]
