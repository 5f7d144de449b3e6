"""Check the calendar: the dates of each cycle, the times of actions, and what texts show of it."""

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise

import msgspec

from engine.checking.suggestions import Suggest
from engine.checking.wording import filled_texts, last_key
from engine.errors import Problem
from engine.language.base import KnowledgeBase
from engine.language.cycles import WEEKDAYS, Cycle, CycleDate, Milestone
from engine.language.entries import Question
from engine.language.expression import shown_times

_DAYS_A_YEAR = 365.25
_FAR = 14  # days between the dates of two years, beyond which one looks mistyped
CYCLE = "cycle"  # what `{year:cycle}` shows the year of

_MONTHS = (
    "January|February|March|April|May|June|July|August|September|October|November|December"
    r"|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)\b\.?"
)
_DIGIT = re.compile(r"\d")  # a typed date and a year have one, and most texts have none
_TYPED = (
    re.compile(rf"\b(?:{_MONTHS}) \d{{1,2}}(?:st|nd|rd|th)?\b"),
    re.compile(rf"\b\d{{1,2}}(?:st|nd|rd|th)?(?: of)? (?:{_MONTHS})\b"),
    # 3/15, but for what is read as a fraction: 2/3.
    re.compile(
        r"(?<![\w/.-])(?!(?:1/[234]|2/3|3/4)(?![\d/]))"
        r"(?:0?[1-9]|1[0-2])/(?:0?[1-9]|[12]\d|3[01])(?:/\d{2,4})?(?![\w/%])"
    ),
    re.compile(r"\b20\d\d-(?:0[1-9]|1[0-2])-[0-3]\d\b"),
    re.compile(r"\b\d{1,2}:\d\d\b|\b\d{1,2} ?[ap]\.?m\b\.?"),
)


def the_question(kb: KnowledgeBase, suggest: Suggest) -> Iterator[Problem]:
    """Find a cycle that nobody can be in, since no question asks for it."""
    head = kb.head
    if not head.cycle:
        if len(kb.cycles) > 1:
            message = "base.yaml names no question that asks for the cycle, and there are several."
            yield head.problem("missing-key", message, "Add cycle: …, the id of a question.")
        return
    question = kb.questions.get(head.cycle)
    if question is None:
        message = f'cycle names "{head.cycle}", which is no question.'
        hint = suggest(head.cycle, kb.questions)
        yield head.problem("unknown-question", message, hint, "cycle")
        return
    for cycle in kb.cycles.values():
        if cycle.id not in question.choices:
            message = f'cycle "{cycle.id}" is no choice of question "{question.id}".'
            yield cycle.problem("unknown-choice", message, "Give it choices_from: cycles.")


def what_runs(kb: KnowledgeBase, suggest: Suggest) -> Iterator[Problem]:
    """Find what can't tell that the running cycle counts: it has to be known before the rules."""
    head = kb.head
    for name in head.running_when.names if head.running_when else ():
        if name not in kb.questions or kb.questions[name].is_chance:
            message = f'running_when names "{name}", which is no question asked of everyone.'
            yield head.problem("unknown-question", message, "Name another.", "running_when")


def dates(kb: KnowledgeBase, suggest: Suggest) -> Iterator[Problem]:
    """Find dates of a cycle that can't be: out of order, on another weekday, without an hour."""
    dated = {date.milestone for cycle in kb.cycles.values() for date in cycle.dates}
    for cycle in kb.cycles.values():
        given: dict[str, CycleDate] = {}
        for date in cycle.dates:
            if date.milestone not in kb.milestones:
                message = f'cycle "{cycle.id}" dates "{date.milestone}", which is no milestone.'
                hint = suggest(date.milestone, kb.milestones)
                yield date.problem("unknown-milestone", message, hint, "milestone")
            elif date.milestone in given:
                message = f'cycle "{cycle.id}" dates "{date.milestone}" twice.'
                yield date.problem("duplicate-id", message, "Keep one of the two.", "milestone")
            else:
                given[date.milestone] = date
                yield from _date(date, kb.milestones[date.milestone])
        yield from _order(cycle, given, kb)
        if not cycle.unpublished:
            yield from _missing(cycle, [name for name in dated if name not in given], kb)


def _date(date: CycleDate, milestone: Milestone) -> Iterator[Problem]:
    weekday = WEEKDAYS[date.at.day.weekday()]
    if milestone.weekday and weekday != milestone.weekday:
        message = (
            f'"{milestone.id}" is on a {milestone.weekday.title()}; '
            f"{date.at.day} is a {weekday.title()}."
        )
        yield date.problem("wrong-date", message, "Look the date up again.", "at")
    if milestone.timed and date.at.hour is None:
        message = f'"{milestone.id}" has no hour.'
        yield date.problem("wrong-date", message, "Add it: 2027-03-03 21:00, Eastern.", "at")


def _order(cycle: Cycle, given: Mapping[str, CycleDate], kb: KnowledgeBase) -> Iterator[Problem]:
    """Find dates that come before those of the milestones listed before them."""
    ordered = [given[name] for name in kb.milestones if name in given]
    for before, after in pairwise(ordered):
        if after.at.begins < before.at.begins:
            message = (
                f'in cycle "{cycle.id}" "{after.milestone}" comes before "{before.milestone}", '
                "which base.yaml lists before it."
            )
            yield after.problem("wrong-order", message, "Look both dates up again.", "at")


def _missing(cycle: Cycle, names: list[str], kb: KnowledgeBase) -> Iterator[Problem]:
    for name in names:
        if name in kb.milestones:
            message = f'cycle "{cycle.id}" has no date for "{name}".'
            hint = "Add it, or say unpublished: true while its dates are not out."
            yield cycle.problem("missing-date", message, hint)


def times_of_actions(kb: KnowledgeBase, suggest: Suggest) -> Iterator[Problem]:
    """Find actions that begin from no milestone, or are due before they can begin."""
    places = {name: place for place, name in enumerate(kb.milestones)}
    for action in kb.actions.values():
        if action.starts and action.starts not in places:
            message = f'action "{action.id}" begins from "{action.starts}", which is no milestone.'
            hint = suggest(action.starts, kb.milestones)
            yield action.problem("unknown-milestone", message, hint, "from")
            continue
        for name in action.milestones:
            milestone = kb.milestones.get(name)
            if not action.starts or milestone is None or milestone.days is not None:
                continue
            if places[name] <= places[action.starts]:
                message = f'action "{action.id}" is due by "{name}", before it begins.'
                hint = f'Name a milestone after "{action.starts}".'
                yield action.problem("wrong-order", message, hint, "by")


def shown(kb: KnowledgeBase, suggest: Suggest) -> Iterator[Problem]:
    """Find dates that texts show and there are not."""
    for entry, keys, text in filled_texts(kb):
        for kind, name in shown_times(text):
            known = [CYCLE] if kind == "year" else list(kb.milestones)
            if name not in known:
                message = (
                    f'"{last_key(keys)}" shows "{{{kind}:{name}}}", and there is no such date.'
                )
                yield entry.problem("unknown-milestone", message, suggest(name, known), *keys)


def far_dates(kb: KnowledgeBase) -> Iterator[Problem]:
    """Warn of dates that lie far from those of the cycle before: a month or a year mistyped.

    Weekday and order hold for a date four weeks off as well. Cycles are compared that are called by
    their year.
    """
    by_year = {int(name): cycle for name, cycle in kb.cycles.items() if name.isdecimal()}
    for (before, earlier), (year, cycle) in pairwise(sorted(by_year.items())):
        years = _DAYS_A_YEAR * (year - before)
        for date in cycle.dates:
            other = earlier.instants.get(date.milestone)
            days = round((date.at.day - other.day).days - years) if other else 0
            if abs(days) > _FAR:
                where = "later" if days > 0 else "earlier"
                message = (
                    f'"{date.milestone}" of cycle "{cycle.id}" is {abs(days)} days {where} '
                    f'in its year than in cycle "{earlier.id}".'
                )
                problem = date.problem("far-date", message, "Look the date up again.", "at")
                yield msgspec.structs.replace(problem, warning=True)


def typed(kb: KnowledgeBase) -> Iterator[Problem]:
    """Find days, hours and years of cycles that are typed into a text: next year they are wrong."""
    for entry, keys, text in filled_texts(kb) if kb.cycles else ():
        if isinstance(entry, Question):
            continue  # a choice may be a day, and an answer means what was read
        for date in _typed_in(text, kb.cycles):
            message = f'"{last_key(keys)}" has a date typed into it: "{date}".'
            hint = "Show it by name: {date:…}, {hour:…}, {when:…} or {year:cycle}."
            yield entry.problem("typed-date", message, hint, *keys)


def _typed_in(text: str, years: Iterable[str]) -> Iterator[str]:
    """Give the days and hours that are typed into a text, then the years of cycles."""
    if not _DIGIT.search(text):
        return
    for form in _TYPED:
        yield from (found[0] for found in form.finditer(text))
    for year in years:
        if year in text and re.search(rf"\b{re.escape(year)}\b", text):
            yield year


CALENDAR = (the_question, what_runs, dates, times_of_actions, shown)
