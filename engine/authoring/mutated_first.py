"""Turn what comes first, and the calendar, into single changes of them."""

import datetime
from collections.abc import Iterable, Iterator
from itertools import pairwise

import msgspec

from engine.authoring import altered, shifted
from engine.authoring.mutation import Mutation, later, words_of
from engine.language.base import KnowledgeBase
from engine.language.condition import ALWAYS, Condition
from engine.language.cycles import Cycle, CycleDate, Instant, Milestone
from engine.language.entries import First

_WEEK = datetime.timedelta(days=7)


def conditions(kb: KnowledgeBase) -> Iterator[Mutation]:
    """Leave a fact out of what a row of what comes first asks for; let it hold for a word more."""
    for row in kb.first.values():
        for name in row.when.written or {}:
            without = shifted.without(row.when, name)
            yield _on_first(kb, row, "condition", f"{name} not asked for", without)
        for said, new in shifted.varied(row.when, words_of(kb)):
            yield _on_first(kb, row, "word", said, new)


def stages(kb: KnowledgeBase) -> Iterator[Mutation]:
    """Let a row of what comes first that asks for no stage hold at one of them alone."""
    for row in kb.first.values():
        narrowed = shifted.narrowed(row.when, kb.head.stage, words_of(kb))
        for said, alone in () if row.otherwise else narrowed:
            yield _on_first(kb, row, "stage", said, alone)


def alone(kb: KnowledgeBase) -> Iterator[Mutation]:
    """Let a row stand alone, or no longer; let the plan's own order fill its places, or not."""
    rows = list(kb.first.values())
    for row in rows:
        turned = (
            ("only", "does not stand alone" if row.only else "stands alone"),
            ("fill", "is not filled up" if row.fill else "is filled up"),
        )
        for key, said in turned:
            other = msgspec.structs.replace(row, **{key: not getattr(row, key)})
            yield Mutation(
                "first",
                row.origin.at(key),
                f'"{row.id}" {said}',
                later(altered.with_first, kb, _exchanged(rows, row, other)),
                (row.when,),
                shows=(("first", ""), row.id),
            )


def _on_first(kb: KnowledgeBase, row: First, kind: str, said: str, new: Condition) -> Mutation:
    other = msgspec.structs.replace(row, when=new)
    return Mutation(
        kind,
        row.origin.at("when"),
        f'"{row.id}": {said}',
        later(altered.with_first, kb, _exchanged(list(kb.first.values()), row, other)),
        (row.when,),
        (new,),
    )


def order(kb: KnowledgeBase) -> Iterator[Mutation]:
    """Let a row of what comes first stand below the one after it."""
    rows = list(kb.first.values())
    for upper, lower in pairwise(rows):
        if lower.otherwise:
            continue
        swapped = [{id(upper): lower, id(lower): upper}.get(id(row), row) for row in rows]
        yield Mutation(
            "first",
            upper.place,
            f'"{upper.id}" comes after "{lower.id}"',
            later(altered.with_first, kb, swapped),
            (upper.when, lower.when),
        )


def put_first(kb: KnowledgeBase) -> Iterator[Mutation]:
    """Leave out the first action that a row puts first."""
    rows = list(kb.first.values())
    for row in rows:
        if row.first:
            less = msgspec.structs.replace(row, first=row.first[1:])
            yield Mutation(
                "first",
                row.origin.at("first"),
                f'"{row.id}" does not put {row.first[0]} first',
                later(altered.with_first, kb, _exchanged(rows, row, less)),
                (row.when,),
            )


def _exchanged(rows: Iterable[First], old: First, new: First) -> list[First]:
    return [new if row is old else row for row in rows]


def dates(kb: KnowledgeBase) -> Iterator[Mutation]:
    """Move a date by a week; let a milestone hold for all."""
    for cycle in kb.cycles.values():
        for date in cycle.dates:
            yield Mutation(
                "date",
                date.origin.at("at"),
                f'cycle "{cycle.id}": {date.milestone} is a week later',
                later(_with_date, kb, cycle, date),
                milestone=date.milestone,
            )
    for milestone in kb.milestones.values():
        if milestone.when.written is not None:
            yield Mutation(
                "date",
                milestone.origin.at("when"),
                f'milestone "{milestone.id}" holds for all',
                later(_for_all, kb, milestone),
                milestone=milestone.id,
            )


def _with_date(kb: KnowledgeBase, cycle: Cycle, date: CycleDate) -> KnowledgeBase:
    later = msgspec.structs.replace(date, at=Instant(date.at.day + _WEEK, date.at.hour))
    dates = tuple(later if one is date else one for one in cycle.dates)
    return altered.with_cycle(kb, msgspec.structs.replace(cycle, dates=dates))


def _for_all(kb: KnowledgeBase, milestone: Milestone) -> KnowledgeBase:
    return altered.with_milestone(kb, msgspec.structs.replace(milestone, when=ALWAYS))
