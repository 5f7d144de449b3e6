"""Turn the plans that two bases give a person into what reads otherwise, word by word."""

import re
from collections.abc import Callable, Iterator, Sequence
from difflib import SequenceMatcher
from typing import Literal, TypeVar, cast

import msgspec
from msgspec.structs import replace

from engine.authoring.applicants import Applicant
from engine.consultation.casefile import Case
from engine.consultation.consult import consult
from engine.consultation.glance import outlined
from engine.consultation.outcome import Outcome
from engine.errors import MatchpathError
from engine.language.base import KnowledgeBase, cited
from engine.language.written import Entry
from engine.output.plan_text import first_page, to_text

_ONE_LINE = 100_000  # columns: a paragraph stays on one line, so that a word more moves no others
_WORDS = re.compile(r"\s+|[^\s]+")
_E = TypeVar("_E", bound=Entry)
MOST_PARAGRAPHS = 24  # that differ between two plans and are all shown: two pages or so
_ALIKE = 0.4  # paragraphs less alike are one taken out and one put in


class Piece(msgspec.Struct, frozen=True):
    """Hold a stretch of text that is in both plans, only in the old, or only in the new one."""

    text: str
    kind: Literal["both", "out", "in"] = "both"


Paragraph = tuple[Piece, ...]


class Plan(msgspec.Struct, frozen=True):
    """Hold a plan as text, a paragraph a line: its first page, and the whole; empty for none."""

    page: str = ""
    whole: str = ""


class Reading(msgspec.Struct, frozen=True, eq=False):
    """Hold what one person reads otherwise: who it is, the paragraphs that differ.

    Where they are too many to be read, `note` says how many, and which of them these are.
    """

    who: str
    paragraphs: tuple[Paragraph, ...]
    note: str = ""


def plans_of(
    old: KnowledgeBase, new: KnowledgeBase, applicant: Applicant, words_alone: bool
) -> tuple[Plan, Plan]:
    """Write the plans of two bases for an applicant.

    Where the bases differ in words alone, it is found once what comes out, and told in the words of
    both: no rule is to be judged, so none has to run.
    """
    if words_alone:
        outline = _outcome(outlined, new, applicant.case)
        return _plan(outline and _reworded(outline, old)), _plan(outline)
    before = _outcome(consult, old, applicant.before or applicant.case)
    return _plan(before), _plan(_outcome(consult, new, applicant.case))


def _outcome(find: Callable[..., Outcome], kb: KnowledgeBase, case: Case) -> Outcome | None:
    """Give what comes out, as `find` finds it; None where nothing does."""
    answers = {name: value for name, value in case.answers.items() if name in kb.questions}
    done = [name for name in case.done if name in kb.actions]
    try:
        return find(kb, answers, case.today, done)
    except MatchpathError:
        return None


def _plan(outcome: Outcome | None) -> Plan:
    if outcome is None:
        return Plan()
    return Plan(first_page(outcome, _ONE_LINE), to_text(outcome, _ONE_LINE, whole=True))


def _reworded(outcome: Outcome, kb: KnowledgeBase) -> Outcome:
    """Give an outcome with the entries of another base, which has the same at the same places."""
    there = dict(zip(map(id, cited(outcome.kb)), cited(kb), strict=True))

    def other(entry: _E) -> _E:
        return cast(_E, there[id(entry)])

    steps = []
    for step in outcome.path:
        branch = step.branch and other(step.branch)
        steps.append(replace(step, phase=other(step.phase), node=other(step.node), branch=branch))
    actions = [
        replace(one, action=other(one.action), phase=other(one.phase)) for one in outcome.actions
    ]
    return replace(
        outcome,
        kb=kb,
        path=tuple(steps),
        actions=tuple(actions),
        pending=outcome.pending and other(outcome.pending),
        first=outcome.first and other(outcome.first),
        trace=tuple(replace(firing, entry=other(firing.entry)) for firing in outcome.trace),
    )


def reading(who: str, before: Plan, after: Plan) -> Reading:
    """Hold two plans against each other; give each paragraph that differs once, words marked.

    Where one plan turns into quite another, their first pages are held against each other instead:
    nobody compares eighty paragraphs.
    """
    whole = _differing(before.whole, after.whole)
    if len(whole) <= MOST_PARAGRAPHS:
        return Reading(who, whole)
    page = _differing(before.page, after.page)
    if page:
        note = f"This is the first page. In the whole plan {len(whole)} paragraphs read otherwise."
        return Reading(who, page, note)
    note = f"These are the first {MOST_PARAGRAPHS} of {len(whole)} paragraphs that read otherwise."
    return Reading(who, whole[:MOST_PARAGRAPHS], note)


def _paragraphs(text: str) -> list[str]:
    """Give the paragraphs of a plan, without the lines of dashes below its headings."""
    return [line.strip() for line in text.splitlines() if line.strip(" -")]


def _differing(before: str, after: str) -> tuple[Paragraph, ...]:
    """Give each paragraph that differs between two texts once; none that only stands elsewhere."""
    found = dict.fromkeys(_changes(_paragraphs(before), _paragraphs(after)))
    whole = {one[0] for one in found if len(one) == 1}
    moved = {one.text for one in whole if {Piece(one.text, "in"), Piece(one.text, "out")} <= whole}
    return tuple(one for one in found if len(one) > 1 or one[0].text not in moved)


def _changes(before: Sequence[str], after: Sequence[str]) -> Iterator[Paragraph]:
    for tag, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag != "equal":
            yield from _paired(before[a:b], after[c:d])


def _paired(before: Sequence[str], after: Sequence[str]) -> Iterator[Paragraph]:
    """Pair each old paragraph with the next new one that is like it; the others stand alone."""
    left = list(after)
    for old in before:
        alike = [new for new in left if _ratio(old, new) >= _ALIKE]
        if not alike:
            yield (Piece(old, "out"),)
            continue
        while left[0] != alike[0]:
            yield (Piece(left.pop(0), "in"),)
        yield tuple(_marked(old, left.pop(0)))
    for new in left:
        yield (Piece(new, "in"),)


def _ratio(old: str, new: str) -> float:
    matcher = SequenceMatcher(None, old.split(), new.split(), autojunk=False)
    return matcher.ratio() if matcher.quick_ratio() >= _ALIKE else 0.0


def _marked(old: str, new: str) -> Iterator[Piece]:
    """Give the pieces of two paragraphs, word by word."""
    before, after = _WORDS.findall(old), _WORDS.findall(new)
    for tag, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            yield Piece("".join(before[a:b]))
            continue
        if b > a:
            yield Piece("".join(before[a:b]), "out")
        if d > c:
            yield Piece("".join(after[c:d]), "in")
