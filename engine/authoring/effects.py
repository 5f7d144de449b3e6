"""Turn two bases into what comes out otherwise, and for which groups of applicants.

Each aspect that changes (a conclusion, an action, its strength or date, what is left out of a copy
to show around, words that are shown) has the applicants for whom it does. Those are cases, ranges
of a number, and people made up for what is new. Changes for the same people are told together.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

import msgspec

from engine.authoring.applicants import (
    Applicant,
    Result,
    around,
    aspects_of,
    can_answer,
    concluded,
    made_up,
    result,
    swept,
)
from engine.authoring.aspects import ASKED, FAILS, WAITS, Aspect, Aspects, changed, facts_as_aspects
from engine.authoring.changes import Change, anew, as_changes, sentences
from engine.authoring.date_changes import moved
from engine.authoring.differing_tests import Differing
from engine.authoring.naming import Naming
from engine.authoring.people import Touched, who
from engine.authoring.shown_words import Words
from engine.checking.decisions import decisions
from engine.consultation.casefile import Case
from engine.consultation.outcome import Upshot
from engine.language.base import KnowledgeBase


class Effect(msgspec.Struct, frozen=True, eq=False):
    """Hold changes for the same people: what changes, for whom, and one of them."""

    changes: tuple[Change, ...]
    who: tuple[str, ...]
    example: Applicant

    @property
    def sentences(self) -> list[str]:
        """Say what changes, one by one."""
        return sentences(self.changes)

    @property
    def in_words_alone(self) -> bool:
        """Tell whether all of it is said otherwise, and nothing decided otherwise."""
        return all(change.in_words_alone for change in self.changes)


class Effects(msgspec.Struct, frozen=True, eq=False):
    """Hold all effects; how many cases, ranges of a number and people made up have any.

    `words_alone` tells whether both bases come to the same and say it otherwise. `dated` counts the
    cases for which something is due by a date that is another, which is no effect of its own.
    """

    effects: tuple[Effect, ...]
    cases: int = 0
    ranges: int = 0
    made_up: int = 0
    words_alone: bool = False
    dated: int = 0


_ByChange = dict[Change, list[Touched]]
"""Map what changes to those for whom it does."""


def effects(
    old: KnowledgeBase, new: KnowledgeBase, cases: Mapping[str, Case], labels: bool = False
) -> Effects:
    """Give what comes out otherwise: for the cases; at thresholds and for what is new, if need be.

    Where the two bases decide all alike, and differ in words, strengths or privacy, the cases show
    all of it: nobody is made up. With `labels` things are called as a reader of a plan knows them.
    """
    naming = Naming(old, new, labels)
    compare = _Comparison(naming)
    by_change: _ByChange = {}
    as_written = [Applicant(name, case) for name, case in cases.items()]
    touched = _note(by_change, as_written, compare)
    dated = compare.dated
    ranges = made = 0
    differing = compare.differing
    if not differing.words_alone and (differing.tests or not _decide_alike(old, new)):
        for row in swept(old, new, cases, differing):
            ranges += _note_ranges(by_change, row, compare)
        new_answers = list(made_up(old, new, cases))
        made = _note(by_change, new_answers, compare)
        for one in _one_of_each(new_answers):
            for row in around(one, old, new):
                ranges += _note_ranges(by_change, row, compare)
    found = tuple(sorted(_grouped(by_change, naming), key=lambda one: _place(one, naming)))
    return Effects(found, touched, ranges, made, differing.words_alone, dated)


def _one_of_each(applicants: Iterable[Applicant]) -> list[Applicant]:
    """List the first applicant for each new answer in place of another before."""
    firsts: dict[object, Applicant] = {}
    for one in applicants:
        if one.before:
            firsts.setdefault(one.made_up, one)
    return list(firsts.values())


def _decide_alike(old: KnowledgeBase, new: KnowledgeBase) -> bool:
    from engine.inference.lowered.codes import NotLowered  # brings Experta
    from engine.inference.lowered.lowering import lowered

    try:
        return lowered(old) == lowered(new)
    except NotLowered:
        return False


def _note(by_change: _ByChange, applicants: Iterable[Applicant], compare: "_Comparison") -> int:
    """Note what changes for each applicant; give for how many anything does."""
    count = 0
    for applicant in applicants:
        dated = compare.dated
        changes = compare.changes(applicant)
        count += bool(changes) or compare.dated > dated
        for change in changes:
            by_change.setdefault(change, []).append(Touched(applicant))
    return count


def _note_ranges(by_change: _ByChange, row: Sequence[Applicant], compare: "_Comparison") -> int:
    """Note, change by change, the ranges of a number on which it is seen; give their number."""
    seen: _ByChange = {}
    before: Collection[Change] = ()
    numbers = [applicant.number for applicant in row]
    for applicant in row:
        changes, number = compare.changes(applicant), applicant.number
        is_lowest, is_highest = number == numbers[0], number == numbers[-1]
        for change in changes:
            ranges = seen.setdefault(change, [])
            if change in before:
                last = ranges.pop()
                ranges.append(Touched(last.applicant, applicant, last.from_lowest, is_highest))
            else:
                ranges.append(Touched(applicant, applicant, is_lowest, is_highest))
        before = changes
    for change, ranges in seen.items():
        by_change.setdefault(change, []).extend(ranges)
    spans = [one for ranges in seen.values() for one in ranges]
    return len({(one.applicant.number, one.last and one.last.number) for one in spans})


class _Comparison:
    """Compare what comes out in two bases; where that must be alike, just who reads what."""

    def __init__(self, naming: Naming) -> None:
        old, new = naming.old, naming.new
        self._old, self._new, self._naming = old, new, naming
        self._words = Words(old, new)
        self._moved = moved(old, new)
        self.differing = Differing(old, new)
        self.dated = 0  # applicants for whom something is due by a date that is another

    def changes(self, applicant: Applicant) -> tuple[Change, ...]:
        """Give what comes out otherwise for an applicant."""
        facts = None if applicant.before else self._facts_alone(applicant.case)
        if facts is not None:
            read = () if applicant.question else self._words.read_in(applicant.case)
            return tuple(as_changes([*changed(*facts), *read], *facts, self._naming))
        before = result(self._old, applicant.before or applicant.case)
        after = result(self._new, applicant.case)
        if isinstance(before, str) and isinstance(after, Upshot) and self._is_new(applicant):
            return (anew(after, self._naming),)
        was = {**aspects_of(before), **_asking(before, self._new)}
        now = {**aspects_of(after), **_asking(after, self._old)}
        if not applicant.question and not applicant.before:
            self._add_words(was, now, before, after)
        told = [one for one in self._told(was, now) if not _is_of_making(applicant, one, was, now)]
        return tuple(as_changes(told, was, now, self._naming))

    def _is_new(self, applicant: Applicant) -> bool:
        """Tell whether nobody could give such answers before."""
        return bool(applicant.made_up) or not can_answer(self._old, applicant.case)

    def _add_words(
        self, was: dict[Aspect, object], now: dict[Aspect, object], before: Result, after: Result
    ) -> None:
        """Add the words of changed entries to what comes out, where something does."""
        if isinstance(before, Upshot) and isinstance(after, Upshot):
            was |= self._words.shown(before, "before")
            now |= self._words.shown(after, "after")

    def _facts_alone(self, case: Case) -> tuple[Aspects, Aspects] | None:
        """Give the facts that differ for a case, if anything does; None where more may differ."""
        if self.differing.is_alike(case):
            return {}, {}
        if not self.differing.cells_alone:
            return None
        before, after = concluded(self._old, case), concluded(self._new, case)
        if not before or not after or not self.differing.is_told_by_facts(before, after):
            return None
        return facts_as_aspects(before), facts_as_aspects(after)

    def _told(self, before: Aspects, after: Aspects) -> Iterator[Aspect]:
        """Give the aspects to be told; note whether some go by the calendar, and are not."""
        is_dated = False
        for one in changed(before, after):
            if self._goes_by_the_calendar(one, before, after):
                is_dated = True
            elif not _goes_along(one, before, after) and not self._is_asked_anew(one):
                yield one
        self.dated += is_dated

    def _goes_by_the_calendar(self, aspect: Aspect, before: Aspects, after: Aspects) -> bool:
        """Tell whether an action is due by the same milestone, which has another date."""
        kind, name = aspect
        due = after.get(("due", name))
        return kind == "date" and due in self._moved and due == before.get(("due", name))

    def _is_asked_anew(self, aspect: Aspect) -> bool:
        """Tell whether an answer is left out or shown since its question is asked, or not."""
        kind, name = aspect
        were = [kb.questions[name].private for kb in (self._old, self._new) if name in kb.questions]
        return kind == "left-out" and bool(were) and were != [True, False] and were != [False, True]


def _asking(outcome: Result, other: KnowledgeBase) -> Aspects:
    """Give an aspect for each question that waits for its answer, or that another base lacks."""
    if isinstance(outcome, str):
        return {}
    waiting = [name for name in outcome.asked if name not in outcome.answers]
    new = [name for name in outcome.asked if name not in other.questions and name not in waiting]
    return {**{(WAITS, name): True for name in waiting}, **{(ASKED, name): True for name in new}}


def _is_of_making(applicant: Applicant, aspect: Aspect, before: Aspects, after: Aspects) -> bool:
    """Tell whether an aspect changes since somebody is made up: it tells nobody anything.

    That is so of the new question that is answered; and of a number that came out where none did,
    where each number is tried.
    """
    kind, _ = aspect
    if kind == ASKED:
        return bool(applicant.made_up)
    numbers = [isinstance(found.get(aspect), int) for found in (before, after)]
    is_tried = bool(applicant.before and applicant.question)
    return is_tried and kind == "conclusion" and numbers[0] != numbers[1]


def _goes_along(aspect: Aspect, before: Aspects, after: Aspects) -> bool:
    """Tell whether an aspect is one of an action that came or went, which says it all.

    One that is gone where one more question is open goes along with that: it is not known yet. So
    does a conclusion that comes to nothing while any is.
    """
    kind, name = aspect
    if kind != FAILS and (_FAILED in before) != (_FAILED in after):
        return True
    if kind in _NOT_KNOWN_YET and aspect not in after and _waits_anew(before, after):
        return True
    if kind == "conclusion" and aspect not in after and _waiting_in(after):
        return True
    if kind == WAITS:  # the next question tells it, where that is another
        return before.get(_PENDING) != after.get(_PENDING)
    if kind == "next":
        actions = [{one for one in found if one[0] == "action"} for found in (before, after)]
        return actions[0] != actions[1]
    is_new = (("action", name) in before) != (("action", name) in after)
    return is_new and kind in ("state", "due", "date", "strength", "at", "left-out")


def _waits_anew(before: Aspects, after: Aspects) -> bool:
    """Tell whether a question waits for its answer that did not."""
    return any(aspect not in before for aspect in _waiting_in(after))


def _waiting_in(aspects: Aspects) -> list[Aspect]:
    """List the questions that wait for an answer."""
    return [aspect for aspect in aspects if aspect[0] == WAITS]


_FAILED, _PENDING = (FAILS, ""), ("pending", "")

# What may only be missing since one more question is open.
_NOT_KNOWN_YET = ("conclusion", "path", "action", "left-out")


# Groups


def _place(effect: Effect, naming: Naming) -> tuple[bool, int]:
    """Give where an effect stands: first what a plan opens with, last what is read otherwise."""
    headline = naming.new.head.headline
    concluded = [change.name for change in effect.changes if change.kind == "conclusion"]
    found = [headline.index(name) for name in concluded if name in headline]
    return effect.in_words_alone, min(found, default=len(headline))


def _grouped(by_change: _ByChange, naming: Naming) -> Iterator[Effect]:
    """Put changes together that the same people see; those that most see come first."""
    by_people: dict[tuple[str, ...], list[Change]] = {}
    for change, people in by_change.items():
        those = tuple(who(people, naming, _roots(change, naming.new)))
        by_people.setdefault(those, []).append(change)
    ordered = sorted(by_people.items(), key=lambda group: -len(by_change[group[1][0]]))
    for those, changes in ordered:
        people = by_change[changes[0]]
        as_written = [one for one in people if not one.applicant.question]
        yield Effect(tuple(changes), those, (as_written or people)[0].applicant)


def _roots(change: Change, kb: KnowledgeBase) -> Collection[str] | None:
    """Name the questions behind a conclusion that changes; None where something else does."""
    is_conclusion = change.kind == "conclusion" and change.name in kb.facts
    return decisions(kb).roots(change.name) if is_conclusion else None
