"""Turn two bases into a review that those who have to agree can read: text, Markdown or HTML."""

from collections.abc import Iterator, Mapping
from functools import cached_property

import msgspec

from engine.authoring import difference
from engine.authoring.before_after import Paragraph, Plan, Reading, plans_of, reading
from engine.authoring.date_changes import CycleChange, date_changes, with_dates_of
from engine.authoring.effects import Effect, Effects, effects
from engine.authoring.naming import Naming
from engine.authoring.people import called
from engine.consultation.casefile import Case
from engine.language.base import KnowledgeBase
from engine.output import page
from engine.output.layout import WIDTH, counted, table, wrapped

MOST_READ = 3  # people whose plans are shown before and after

_MARKS = {"both": ("", ""), "out": ("[-", "-]"), "in": ("{+", "+}")}


class Review(msgspec.Struct, frozen=True, eq=False, dict=True):
    """Hold what changed between two bases: dates, words, for whom, and what some of them read.

    `faults` counts the problems that the checks find in the new one.
    """

    bases: tuple[KnowledgeBase, KnowledgeBase]
    old: str
    new: str
    dates: tuple[CycleChange, ...]
    words: tuple[str, ...]
    effects: Effects
    readings: tuple[Reading, ...]
    faults: int = 0

    @cached_property
    def title(self) -> str:
        """Say of which base, from which content to which, as it stands in the signed book."""
        was, now = (
            f"version {kb.head.version} (content {difference.fingerprint(kb)})" for kb in self.bases
        )
        return f"Changes to {self.bases[1].head.title}, {was} to {now}"

    @property
    def counts(self) -> str:
        """Say how much changed, and for how many."""
        found = self.effects
        people = [counted(found.cases, "case")]
        people += [counted(found.ranges, "range")] if found.ranges else []
        people += [counted(found.made_up, "made-up case")] if found.made_up else []
        words = counted(len(self.words), "change")
        said = f"{words} in words; something else comes out for {', '.join(people)}."
        if not self.words or found.effects or found.dated:
            return said
        return (
            f"{said} No case meets what changed, which proves nothing for others: write one whom "
            "it is meant for, or hold many against both bases (matchpath cohort --synthetic)."
        )

    @property
    def seen(self) -> str:
        """Say what a range means; empty where none is told."""
        if not self.effects.ranges:
            return ""
        return "Of a range it is said what was seen there: other answers may decide as well."

    @property
    def unfit(self) -> str:
        """Say that the new base can't be used as it is; empty where it can."""
        if not self.faults:
            return ""
        return (
            f"The new base has {counted(self.faults, 'problem')}, which matchpath kb check names. "
            "Mend that before anybody agrees to this."
        )

    @property
    def dated(self) -> str:
        """Say for how many cases something is due by dates that are others; empty for none."""
        count = self.effects.dated
        if not count:
            return ""
        return f"What is due by these dates goes with them, for {counted(count, 'case')}."


def review(
    names: tuple[str, str],
    bases: tuple[KnowledgeBase, KnowledgeBase],
    cases: Mapping[str, Case],
    labels: bool = False,
    faults: int = 0,
) -> Review:
    """Compare an old and a new base; `names` says where they stand.

    With `labels` it is for those who know no ids. `faults` counts the problems of the new base.
    """
    words = difference.in_words(*bases)
    found = effects(*bases, cases, labels) if words else Effects(())
    naming = Naming(*bases, labels)
    dates = date_changes(naming)
    read = []
    for effect in _first_of_each(found.effects):
        name = called(effect.example, naming)
        read.append(reading(name, *_plans(bases, effect, bool(dates), found.words_alone)))
    shown = tuple(one for one in read if one.paragraphs)
    return Review(bases, *names, dates, words, found, shown, faults)


def _plans(
    bases: tuple[KnowledgeBase, KnowledgeBase], effect: Effect, dated: bool, words_alone: bool
) -> tuple[Plan, Plan]:
    """Write the plans of an effect's example; none where one of them does not exist.

    What a plan says of a date that is another stands in the table of dates, and is not read again:
    the old base has the new dates, but where they alone let something else come out.
    """
    old, new = bases
    before, after = plans_of(
        with_dates_of(old, new) if dated else old, new, effect.example, words_alone
    )
    if dated and before == after and not effect.in_words_alone:
        before, after = plans_of(old, new, effect.example, words_alone)
    return (before, after) if before.whole and after.whole else (Plan(), Plan())


def _first_of_each(found: tuple[Effect, ...]) -> list[Effect]:
    """List the first effects, one for each case that their examples were made from."""
    named: dict[tuple[object, ...], Effect] = {}
    for effect in found:
        one = effect.example
        named.setdefault((one.origin, one.made_up), effect)
    return list(named.values())[:MOST_READ]


def to_text(found: Review) -> str:
    """Write a review for a screen; what went stands in [-…-], what came in {+…+}."""
    lines = [*wrapped(found.unfit, WIDTH), ""] if found.unfit else []
    lines += [line for cycle in found.dates for line in (*_table(cycle), "")]
    lines += [f"{found.dated}", ""] if found.dated else []
    lines += found.words
    for effect in found.effects.effects:
        lines += ["", *wrapped("; ".join(effect.sentences), WIDTH, 2)]
        for who in effect.who:
            lines += wrapped(f"  for {who}", WIDTH, 6)
    for one in found.readings:
        lines += ["", f"The plan of {one.who}:"]
        for paragraph in one.paragraphs:
            lines += wrapped(f"  {_marked(paragraph)}", WIDTH, 4)
        lines += wrapped(f"  {one.note}", WIDTH, 4) if one.note else []
    lines += ["", *wrapped(found.seen, WIDTH)] if found.seen else []
    return "\n".join([*lines, *([""] if lines else []), *wrapped(found.counts, WIDTH)])


def _table(found: CycleChange) -> Iterator[str]:
    """Set the dates of a cycle that differ in columns."""
    yield f"{found.cycle}: its dates"
    yield from table(found.table, WIDTH)


def _marked(paragraph: Paragraph) -> str:
    parts = []
    for piece in paragraph:
        before, after = _MARKS[piece.kind]
        parts.append(f"{before}{piece.text}{after}")
    return "".join(parts)


def to_html(found: Review) -> str:
    """Write a review as one page of HTML that stands alone, to send, to print and to sign."""
    return page.html("review.html", {"review": found})


def to_markdown(found: Review) -> str:
    """Write a review as Markdown, for a pull request or a mail."""
    return page.markdown("review.md", {"review": found})
