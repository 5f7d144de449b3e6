"""Turn a base into the list of what a new cycle needs: dates, sources, figures, cases."""

import datetime
from collections import Counter
from collections.abc import Iterator, Mapping

from engine.authoring.difference import written_instant
from engine.consultation.casefile import Case
from engine.consultation.moment import day_of
from engine.language.base import KnowledgeBase, cited
from engine.language.cycles import Cycle, CycleDate
from engine.output.layout import counted

_MOST_NAMED = 8


def to_renew(
    kb: KnowledgeBase, cycle: str, cases: Mapping[str, Case], today: datetime.date
) -> list[str]:
    """List what has to be looked up or written for a cycle, part by part, a line each.

    A line starts with the place, where there is one. Nothing is guessed: a date of the last cycle
    stands beside each that is wanted, and has to be looked up.
    """
    last = _last_dated(kb, cycle)
    parts = (
        ("Dates", _dates(kb, cycle, last)),
        ("Sources", _sources(kb, last, today)),
        ("Figures", _figures(kb, today)),
        ("Cases", _cases(cycle, last, cases)),
    )
    lines: list[str] = []
    for heading, items in parts:
        found = list(items)
        lines += [f"{heading}:", *(f"  {item}" for item in found or ["nothing to do"])]
    return lines


def _last_dated(kb: KnowledgeBase, cycle: str) -> Cycle | None:
    """Give the last other cycle that has dates."""
    dated = [one for one in kb.cycles.values() if one.dates and one.id != cycle]
    return dated[-1] if dated else None


def _dates(kb: KnowledgeBase, cycle: str, last: Cycle | None) -> Iterator[str]:
    own = kb.cycles.get(cycle)
    if own is None:
        yield f'add to cycles: {{id: "{cycle}", label: …, source: …, dates: …}}'
    given = own.instants if own else {}
    missing = [date for date in last.dates if date.milestone not in given] if last else []
    for date in missing:
        yield _wanted(kb, date, last)
    if last and not missing:
        yield "all are there; let matchpath kb check and kb diff hold them against the cycle before"
    if own and own.unpublished and not missing:
        yield f"{own.place} take out unpublished: all its dates are there"
    if own and own is list(kb.cycles.values())[-1]:
        yield "then add the cycle after it, with unpublished: true"


def _wanted(kb: KnowledgeBase, date: CycleDate, last: Cycle | None) -> str:
    """Say which date is wanted, on which weekday, and when it was last."""
    milestone = kb.milestones.get(date.milestone)
    weekday = f", a {milestone.weekday.title()}" if milestone and milestone.weekday else ""
    was = f"{last.id}: {written_instant(date.at)}" if last else ""
    return f"{{milestone: {date.milestone}, at: …}}{weekday} ({was}; {', '.join(date.sources)})"


def _sources(kb: KnowledgeBase, last: Cycle | None, today: datetime.date) -> Iterator[str]:
    """Give the sources whose review is due, and those of the last cycle's dates."""
    ends = max((date.at.day for date in last.dates), default=today) if last else today
    of_dates = {name for date in (last.dates if last else ()) for name in _ids(date.sources)}
    used = Counter(name for entry in cited(kb) for name in _ids(entry.sources))
    for source in kb.sources.values():
        if source.review_by <= max(ends, today):
            where = f"{source.origin.at('review_by')} {source.id}"
            yield f"{where}: to be reviewed by {source.review_by}; cited {used[source.id]} times"
        elif source.id in of_dates and source.status != "ours":
            yield f"{source.place} {source.id}: dates of {last.id if last else ''} rest on it"


def _ids(citations: tuple[str, ...]) -> set[str]:
    return {citation.partition("/")[0] for citation in citations}


def _figures(kb: KnowledgeBase, today: datetime.date) -> Iterator[str]:
    """Give the sources of figures, by year: those of this year may stand."""
    counts = Counter(name for figure in kb.figures for name in _ids(figure.sources))
    for name, count in counts.items():
        year = kb.sources[name].year
        if year is None or year <= today.year:
            place = next(one.place for one in kb.figures if name in _ids(one.sources))
            yield f"{place} {counted(count, 'figure')} of {name} ({year or 'no year'})"


def _cases(cycle: str, last: Cycle | None, cases: Mapping[str, Case]) -> Iterator[str]:
    """Name the cases that play in the last cycle; say where none plays in the new one."""
    if last is None:
        return
    named: dict[str, list[str]] = {last.id: [], cycle: []}
    for name, case in cases.items():
        for one, names in named.items():
            if one in map(str, case.answers.values()):
                names.append(name)
    old = named[last.id]
    if old:
        rest = len(old) - _MOST_NAMED
        more = f" and {rest} more" if rest > 0 else ""
        yield f"{counted(len(old), 'case')} answer {last.id}: {', '.join(old[:_MOST_NAMED])}{more}"
    if not named[cycle]:
        yield f"no case answers {cycle}"
    days = [day_of(case.today) for case in cases.values() if case.today]
    if last.dates and days and max(days) <= max(date.at.day for date in last.dates):
        yield f"no case plays after {max(days)}"
