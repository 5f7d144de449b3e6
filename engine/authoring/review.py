"""Turn two bases into a review that those who have to agree can read: text, Markdown or HTML."""

from collections.abc import Iterator, Mapping
from functools import cached_property

import msgspec

from engine.authoring import difference
from engine.authoring.applicants import Applicant
from engine.authoring.before_after import Paragraph, Reading, plans_of, reading
from engine.authoring.effects import Effect, Effects, effects
from engine.authoring.naming import Naming
from engine.consultation.casefile import Case
from engine.language.base import KnowledgeBase
from engine.output import page
from engine.output.layout import WIDTH, counted, wrapped

MOST_READ = 3  # people whose plans are shown before and after

_MARKS = {"both": ("", ""), "out": ("[-", "-]"), "in": ("{+", "+}")}


class Review(msgspec.Struct, frozen=True, eq=False, dict=True):
    """Hold what changed between two bases: in words, for whom, and what some of them read."""

    bases: tuple[KnowledgeBase, KnowledgeBase]
    old: str
    new: str
    words: tuple[str, ...]
    effects: Effects
    readings: tuple[Reading, ...]

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
        return f"{words} in words; something else comes out for {', '.join(people)}."


def review(
    names: tuple[str, str],
    bases: tuple[KnowledgeBase, KnowledgeBase],
    cases: Mapping[str, Case],
    labels: bool = False,
) -> Review:
    """Compare an old and a new base; `names` says where they stand.

    With `labels` it is for those who know no ids.
    """
    words = difference.in_words(*bases)
    found = effects(*bases, cases, labels) if words else Effects(())
    readings, naming = [], Naming(*bases, labels)
    for applicant in _examples(found.effects):
        plans = plans_of(*bases, applicant, found.words_alone)
        if plans[0]:  # of who did not exist before, the effects say what comes out
            readings.append(reading(_called(applicant, naming), *plans))
    return Review(bases, *names, words, found, tuple(one for one in readings if one.paragraphs))


def _examples(found: tuple[Effect, ...]) -> Iterator[Applicant]:
    """Give the first people that effects name, each once."""
    named: dict[tuple[object, ...], Applicant] = {}
    for effect in found:
        one = effect.example
        named.setdefault((one.origin, one.question, one.number, one.made_up), one)
    yield from list(named.values())[:MOST_READ]


def _called(applicant: Applicant, naming: Naming) -> str:
    answers = [
        f"{naming.fact(name)} {naming.answers(name, value)}" for name, value in applicant.made_up
    ]
    if applicant.question:
        answers.append(f"{naming.fact(applicant.question)} {applicant.number}")
    return f"{applicant.origin} with {', '.join(answers)}" if answers else applicant.origin


def to_text(found: Review) -> str:
    """Write a review for a screen; what went stands in [-…-], what came in {+…+}."""
    lines = list(found.words)
    for effect in found.effects.effects:
        lines += ["", *wrapped("; ".join(effect.changes), WIDTH, 2)]
        for who in effect.who:
            lines += wrapped(f"  for {who}", WIDTH, 6)
    for one in found.readings:
        lines += ["", f"The plan of {one.who}:"]
        for paragraph in one.paragraphs:
            lines += wrapped(f"  {_marked(paragraph)}", WIDTH, 4)
    return "\n".join([*lines, *([""] if lines else []), found.counts])


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
