"""Turn changes of a base into those that no case notices, each with what a case has to expect.

A change is noticed when a case that has it comes out otherwise than it expects. What is not noticed
is of two kinds. Either something does come out otherwise for a case, and nobody wrote down that
this matters: then an expectation is missing. Or nothing does: then a case is missing, and its
answers are looked for.

How answers are looked for: the conditions that the change touches are tried in every combination
of facts that they tell apart (as the proof of a table does). Those in which they hold otherwise
than before are laid over the answers of each case, nearest first; the first of these applicants
for whom something else comes out is the case to add. All of it runs at a glance; words are looked
for in the plan of a case that shows them, or in what is told of the entry that changed.
"""

import datetime
import random
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain, islice, zip_longest

import msgspec

from engine.authoring import cases
from engine.authoring.altered import without_figures
from engine.authoring.aspects import FAILS, Aspects, aspects_of, changed, expectation
from engine.authoring.mutation import Mutation
from engine.authoring.plan_words import line_lost, words_lost
from engine.authoring.told import told
from engine.checking.decisions import Decisions, TooManyApplicants, decisions
from engine.consultation.answers import plain, read_answers, taken_twice
from engine.consultation.case_edit import Part
from engine.consultation.casefile import Case
from engine.consultation.consult import consult
from engine.consultation.glance import glance, settled_glance
from engine.consultation.moment import Day
from engine.errors import MatchpathError
from engine.language.base import KnowledgeBase
from engine.language.condition import holds
from engine.language.words import Answers, Value
from engine.output.plan_text import to_text

MOST_TRIED = 400  # applicants looked at for one change
_MOST_READ = 20  # people for whom words are read for one change
_MOST_KINDS = 60  # kinds of applicants that a condition tells apart, of those laid over cases
_BESIDE = (-1, 0, 1)  # days around a date on which it may show


class Unheld(msgspec.Struct, frozen=True, eq=False):
    """Hold a change that no case notices, and what would.

    `case` names the case that lacks the expectation `key: value`; where it is empty, `applicant` is
    the case to add. Where that is None too, nobody was found for whom it makes a difference.
    """

    mutation: Mutation
    case: str = ""
    applicant: Case | None = None
    key: str = ""
    value: object = None
    hangs_on_figures: bool = False

    @property
    def part(self) -> Part:
        """Name the part of the case that has to expect it."""
        return "with_figures" if self.hangs_on_figures else "expect"


def sample(kinds: Mapping[str, list[Mutation]], count: int, seed: int) -> list[Mutation]:
    """Draw some changes, by turns from each kind; the same ones for the same seed."""
    draw = random.Random(seed)
    shuffled = [draw.sample(mutations, len(mutations)) for mutations in kinds.values()]
    turns = chain.from_iterable(zip_longest(*shuffled))
    return list(islice((mutation for mutation in turns if mutation is not None), count))


class Cases:
    """Hold a base with its cases, and what comes out for them as it stands."""

    def __init__(self, kb: KnowledgeBase, known: Mapping[str, Case]) -> None:
        self._kb = kb
        self._without_figures = without_figures(kb) if kb.figures else kb
        self._cases = dict(known)
        self._aspects = {name: aspects_of(kb, case) for name, case in known.items()}
        self._read = 0  # people, for the change that is looked at

    def renew(self, name: str, case: Case) -> None:
        """Go on with a case that expects something else than before."""
        self._cases[name] = case

    def held(self, mutation: Mutation) -> Unheld | None:
        """Give a change that no case notices; None for one that is noticed."""
        self._read, kb = 0, mutation.base()
        glance(self._kb, {})  # keeps what is remembered of it at hand: two bases are kept
        missing: Unheld | None = None
        for name in self._likely_first(mutation):
            case = self._cases[name]
            after = aspects_of(kb, case)
            if not self._may_show(mutation, case, self._aspects[name], after):
                continue
            if _is_noticed(kb, case):
                return None
            if missing is None:
                missing = self._expecting(mutation, kb, name, after)
        return missing or self._to_add(mutation, kb)

    def _likely_first(self, mutation: Mutation) -> list[str]:
        """List the cases, first those that expect something to be said of the entry that changed.

        To read a plan for words takes a hundred times as long as all else that a case expects.
        """

        def expects_nothing(name: str) -> bool:
            told_of = (self._cases[name].expect.get(key) for key in ("says", "not-says"))
            return not any(isinstance(each, dict) and mutation.told in each for each in told_of)

        return sorted(self._cases, key=expects_nothing) if mutation.told else list(self._cases)

    def _expecting(
        self, mutation: Mutation, kb: KnowledgeBase, name: str, after: Aspects
    ) -> Unheld | None:
        case = self._cases[name]
        wanted = self._to_expect(mutation, kb, case, self._aspects[name], after)
        return Unheld(mutation, name, None, *wanted) if wanted else None

    def _to_add(self, mutation: Mutation, kb: KnowledgeBase) -> Unheld:
        """Look for an applicant for whom a change makes a difference that a case can expect."""
        for applicant in islice(self._applicants(mutation, kb), MOST_TRIED):
            case = self._whole(applicant)
            before, after = aspects_of(self._kb, case), aspects_of(kb, case)
            if not self._may_show(mutation, case, before, after):
                continue
            if wanted := self._to_expect(mutation, kb, case, before, after):
                return Unheld(mutation, "", case, *wanted)
        return Unheld(mutation)

    def _may_show(self, mutation: Mutation, case: Case, before: Aspects, after: Aspects) -> bool:
        """Tell whether a change may make a difference for an applicant, in words at least."""
        if changed(before, after):
            return True
        if mutation.told:
            return FAILS not in (kind for kind, _ in before) and self._may_tell(mutation, case)
        return mutation.shows is not None and before.get(mutation.shows[0]) == mutation.shows[1]

    def _may_tell(self, mutation: Mutation, case: Case) -> bool:
        """Tell whether the entry of which something else is told is one that an applicant meets."""
        upshot = glance(self._kb, case.answers, case.today, case.done)
        met = {*upshot.asked, *upshot.facts, *upshot.visited, *upshot.recommended}
        return mutation.told in met and _shows(mutation)(upshot.known.get)

    def _to_expect(
        self, mutation: Mutation, kb: KnowledgeBase, case: Case, before: Aspects, after: Aspects
    ) -> tuple[str, object, bool] | None:
        """Give the first expectation that a change fails, and whether it hangs on figures.

        Where no other one says it, it is some words: of what is told of an entry, or of the plan.
        """
        each = _expectations(before, after)
        wanted = next((one for one in each if self._is_failed(kb, case, *one)), None)
        if wanted is None and before.keys() == after.keys() and self._read < _MOST_READ:
            self._read += 1
            said = self._in_words(mutation, kb, case)
            wanted = said if said and self._is_failed(kb, case, *said) else None
        return (*wanted, self._hangs_on_figures(case, *wanted)) if wanted else None

    def _in_words(
        self, mutation: Mutation, kb: KnowledgeBase, case: Case
    ) -> tuple[str, object] | None:
        """Give the words of the plan that a change takes away, or those it says of an entry."""
        old, new = (consult(base, case.answers, case.today, case.done) for base in (self._kb, kb))
        name = mutation.told
        if not name:
            lost = words_lost(to_text(old), to_text(new))
            return ("text", [lost]) if lost else None
        before, after = ("\n".join(told(base, name)) for base in (old, new))
        if lost := line_lost(before, after):
            return "says", {name: [lost]}
        gained = line_lost(after, before)
        return ("not-says", {name: [gained]}) if gained else None

    def _is_failed(self, kb: KnowledgeBase, case: Case, key: str, value: object) -> bool:
        """Tell whether an expectation is met, and no longer with a change.

        A copy to show around lacks more than what is marked private, and of what comes next the
        beginning is compared.
        """
        expecting = msgspec.structs.replace(case, expect={key: value}, with_figures={})
        return not _is_noticed(self._kb, expecting) and _is_noticed(kb, expecting)

    def _hangs_on_figures(self, case: Case, key: str, value: object) -> bool:
        """Tell whether what is expected does not come out where there are no figures of others."""
        if self._without_figures is self._kb:
            return False
        outcome = consult(self._without_figures, case.answers, case.today, case.done)
        return bool(cases.unmet(Case({}, expect={key: value}), outcome))

    def _whole(self, case: Case) -> Case:
        """Leave out of a case the answers that nothing asks for."""
        try:
            upshot = settled_glance(self._kb, case.answers, case.today, case.done)
        except MatchpathError:
            return case
        return Case(upshot.answers, today=case.today, done=case.done)

    def _applicants(self, mutation: Mutation, kb: KnowledgeBase) -> Iterator[Case]:
        """Give the cases with answers laid over them that the change tells apart."""
        overlays = list(islice(_overlays(mutation, self._kb, kb), _MOST_KINDS)) or [{}]
        days = list(_days(mutation, self._kb))
        by_case = [self._laid_over(name, overlays, days) for name in self._cases]
        turns = chain.from_iterable(zip_longest(*by_case))
        return (applicant for applicant in turns if applicant is not None)

    def _laid_over(self, name: str, overlays: Iterable[Answers], days: list[Day]) -> Iterator[Case]:
        case = self._cases[name]
        for overlay in overlays:
            raw = {name: plain(value) for name, value in {**case.answers, **overlay}.items()}
            answers, problems = read_answers(raw, self._kb)
            if problems or taken_twice(self._kb, answers):
                continue
            for day in (case.today, *days):
                yield Case(answers, today=day, done=case.done)


def _is_noticed(kb: KnowledgeBase, case: Case) -> bool:
    try:
        return bool(cases.unmet(case, glance(kb, case.answers, case.today, case.done)))
    except MatchpathError:
        return True  # a gap or an overlap: the case fails


def _expectations(before: Aspects, after: Aspects) -> Iterator[tuple[str, object]]:
    """Give what a case can expect so that an applicant comes out as before."""
    for aspect in changed(before, after):
        if one := expectation(aspect, before):
            yield one
        if aspect[0] == "left-out":
            yield "not-pictured" if aspect in before else "pictured", [aspect[1]]
        if aspect[0] == "next":
            was, now = before.get(aspect), after.get(aspect)
            if isinstance(was, tuple) and isinstance(now, tuple):
                yield "not-next", [name for name in now if name not in was]


def _overlays(mutation: Mutation, old: KnowledgeBase, new: KnowledgeBase) -> Iterator[Answers]:
    """Give the answers to which the conditions of a change hold, or hold otherwise than before."""
    if mutation.answers:
        yield mutation.answers
        return
    names = [name for condition in (*mutation.before, *mutation.after) for name in condition.names]
    for found in (decisions(old), Decisions(new, frozenset())):
        try:
            for known, is_wanted in found.tell_apart(_shows(mutation), names):
                if is_wanted:
                    yield _asked_alone(found.answers(known), old)
        except TooManyApplicants:
            continue


def _shows(mutation: Mutation) -> Callable[[Callable[[str], Value | None]], bool]:
    """Give the decision whether a change may show for an applicant."""

    def shows(value: Callable[[str], Value | None]) -> bool:
        before = [holds(condition.parts, value) for condition in mutation.before]
        if not mutation.after:
            return all(before)
        return before != [holds(condition.parts, value) for condition in mutation.after]

    return shows


def _asked_alone(answers: Answers, kb: KnowledgeBase) -> Answers:
    """Leave out milestones: they are past or ahead by the day alone."""
    return {name: value for name, value in answers.items() if name in kb.questions}


def _days(mutation: Mutation, kb: KnowledgeBase) -> Iterator[Day]:
    """Give the days around the dates on which a change may show, in every cycle."""
    names = {mutation.milestone}
    for condition in (*mutation.before, *mutation.after):
        names.update(condition.names)
    for cycle in kb.cycles.values():
        for name in sorted(names & cycle.instants.keys()):
            instant = cycle.instants[name]
            day = instant.begins if instant.hour else instant.day
            yield from (day + datetime.timedelta(days=days) for days in _BESIDE)
