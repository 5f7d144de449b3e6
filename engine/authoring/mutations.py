"""Turn a base into single changes of it: what might be written wrong and is not found by a check.

Each is a change that leaves a sound base: the threshold of a table is moved in every row that has
it, a date by a week, a result becomes another one of the same table. So what is asked of the cases
is whether they hold what the base says, and not what `kb check` finds by itself.
"""

import datetime
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import pairwise
from typing import get_args

import msgspec

from engine.authoring import altered, shifted
from engine.errors import Place
from engine.language.base import KnowledgeBase, called
from engine.language.condition import ALWAYS, Condition
from engine.language.cycles import Cycle, CycleDate, Instant, Milestone
from engine.language.entries import Action, Branch, Conclusion, First, Node, Row, Strength

_STRENGTHS: tuple[str, ...] = get_args(Strength)
_WEEK = datetime.timedelta(days=7)


class Mutation(msgspec.Struct, frozen=True, eq=False):
    """Hold one change: its kind, where it is made, in words; `base` makes the base that has it.

    It shows where the conditions `before` hold otherwise than those `after`; where `after` is
    empty, somewhere where all of `before` hold. `milestone` is one on whose day it may show.
    """

    kind: str
    place: Place
    said: str
    base: Callable[[], KnowledgeBase]
    before: tuple[Condition, ...] = ()
    after: tuple[Condition, ...] = ()
    milestone: str = ""


def mutations(kb: KnowledgeBase) -> dict[str, list[Mutation]]:
    """Map each kind of change to all the changes of that kind that a base allows."""
    return {kind: list(make(kb)) for kind, make in KINDS.items()}


# Rows of tables


def _tables(kb: KnowledgeBase) -> Iterator[Conclusion | Node]:
    yield from (conclusion for conclusion in kb.conclusions.values() if conclusion.rules)
    yield from (node for node in kb.nodes.values() if node.branches)


def _rows(table: Conclusion | Node) -> tuple[Row, ...] | tuple[Branch, ...]:
    return table.rules if isinstance(table, Conclusion) else table.branches


def _with_rows(
    kb: KnowledgeBase, table: Conclusion | Node, rows: Iterable[Row | Branch]
) -> KnowledgeBase:
    if isinstance(table, Conclusion):
        return altered.with_conclusion(kb, msgspec.structs.replace(table, rules=tuple(rows)))
    return altered.with_node(kb, msgspec.structs.replace(table, branches=tuple(rows)))


def _with_row(
    kb: KnowledgeBase, table: Conclusion | Node, row: Row | Branch, **change: object
) -> KnowledgeBase:
    new = msgspec.structs.replace(row, **change)
    return _with_rows(kb, table, (new if old is row else old for old in _rows(table)))


def _thresholds_of_tables(kb: KnowledgeBase) -> Iterator[Mutation]:
    """Move a threshold in every row of its table, so that no gap opens."""
    for table in _tables(kb):
        rows = _rows(table)
        found = [cut for row in rows for cut in shifted.cuts(row.when)]
        for name, number in dict.fromkeys(found):
            for by in (1, -1):
                yield _moved_in_table(kb, table, (name, number), by)


def _moved_in_table(
    kb: KnowledgeBase, table: Conclusion | Node, cut: shifted.Cut, by: int
) -> Mutation:
    rows = _rows(table)
    whens = {id(row): shifted.moved(row.when, cut, by) for row in rows}

    def base() -> KnowledgeBase:
        new = (msgspec.structs.replace(row, when=whens[id(row)]) for row in rows)
        return _with_rows(kb, table, new)

    name, number = cut
    touched = [row for row in rows if cut in shifted.cuts(row.when)]
    return Mutation(
        "threshold",
        touched[0].origin.at("when", name),
        f"{_called(table)}: {name} parts at {number + by}, not at {number}",
        base,
        tuple(row.when for row in touched),
        tuple(whens[id(row)] for row in touched),
    )


def _results(kb: KnowledgeBase) -> Iterator[Mutation]:
    """Let a row give another result of its table."""
    for conclusion in kb.conclusions.values():
        results = list(dict.fromkeys(row.then for row in conclusion.rules))
        for row in conclusion.rules if len(results) > 1 else ():
            other = results[(results.index(row.then) + 1) % len(results)]
            yield Mutation(
                "result",
                row.origin.at("then"),
                f"{_called(conclusion)}: a row gives {other}, not {row.then}",
                _later(_with_row, kb, conclusion, row, then=other),
                (row.when,),
            )


def _ways(kb: KnowledgeBase) -> Iterator[Mutation]:
    """Let a branch go where another one of its node goes, else to the node after its own."""
    names = [node.id for node in kb.ordered_nodes]
    for node in kb.nodes.values():
        for branch in node.branches:
            others = [one.go for one in node.branches if one.go != branch.go]
            others += names[names.index(branch.go) + 1 :] if branch.go in names else []
            if others:
                yield Mutation(
                    "go",
                    branch.origin.at("go"),
                    f'node "{node.id}": "{called(branch)}" goes to {others[0]}, not {branch.go}',
                    _later(_with_row, kb, node, branch, go=others[0]),
                    (branch.when,),
                )


# Actions


def _with_action(kb: KnowledgeBase, action: Action, **change: object) -> KnowledgeBase:
    return altered.with_action(kb, msgspec.structs.replace(action, **change))


def _on_action(
    kb: KnowledgeBase, kind: str, action: Action, key: str, said: str, change: Mapping[str, object]
) -> Mutation:
    after = change.get("when")
    return Mutation(
        kind,
        action.origin.at(key),
        f"{_called(action)}: {said}",
        _later(_with_action, kb, action, **change),
        (action.when,),
        (after,) if isinstance(after, Condition) else (),
        next(iter(action.milestones), action.starts),
    )


def _strengths(kb: KnowledgeBase) -> Iterator[Mutation]:
    for action in kb.actions.values():
        place = (_STRENGTHS.index(action.strength) + 1) % len(_STRENGTHS)
        said = f"{_STRENGTHS[place]}, not {action.strength}"
        change = {"strength": _STRENGTHS[place]}
        yield _on_action(kb, "strength", action, "strength", said, change)


def _due(kb: KnowledgeBase) -> Iterator[Mutation]:
    """Let an action be due by the milestone after its first one; let one begin at once."""
    names = list(kb.milestones)
    for action in kb.actions.values():
        if action.milestones:
            first, *rest = action.milestones
            place = (names.index(first) + 1) % len(names)
            said = f"due by {names[place]}, not {first}"
            change = {"by": (names[place], *rest)}
            yield _on_action(kb, "due", action, "by", said, change)
        if action.starts:
            said = f"begins at once, not from {action.starts}"
            yield _on_action(kb, "from", action, "from", said, {"starts": ""})


def _places(kb: KnowledgeBase) -> Iterator[Mutation]:
    """Let an action stand beside the node before its own, as the tree is ordered."""
    names = [node.id for node in kb.ordered_nodes]
    for action in kb.actions.values():
        old = action.nodes[0]
        new = names[names.index(old) - 1]  # before the first stands the last
        said = f"stands at {new}, not {old}"
        yield _on_action(kb, "place", action, "at", said, {"at": (new, *action.nodes[1:])})


def _private(kb: KnowledgeBase) -> Iterator[Mutation]:
    for action in kb.actions.values():
        if action.private:
            said = "no longer private"
            yield _on_action(kb, "private", action, "private", said, {"private": False})
    for question in kb.questions.values():
        if question.private:
            public = msgspec.structs.replace(question, private=False)
            yield Mutation(
                "private",
                question.origin.at("private"),
                f'question "{question.id}": no longer private',
                _later(altered.with_question, kb, public),
            )


def _conditions(kb: KnowledgeBase) -> Iterator[Mutation]:
    """Move a threshold of an action's own, or leave out one of the facts that it asks for."""
    for action in kb.actions.values():
        for cut in dict.fromkeys(shifted.cuts(action.when)):
            for by in (1, -1):
                said = f"{cut[0]} parts at {cut[1] + by}, not at {cut[1]}"
                change = {"when": shifted.moved(action.when, cut, by)}
                yield _on_action(kb, "threshold", action, "when", said, change)
        for name in action.when.written or {}:
            change = {"when": shifted.without(action.when, name)}
            yield _on_action(kb, "condition", action, "when", f"{name} not asked for", change)


# What comes first, and the calendar


def _order(kb: KnowledgeBase) -> Iterator[Mutation]:
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
            _later(altered.with_first, kb, swapped),
            (upper.when, lower.when),
        )


def _put_first(kb: KnowledgeBase) -> Iterator[Mutation]:
    """Leave out the first action that a row puts first."""
    rows = list(kb.first.values())
    for row in rows:
        if row.first:
            less = msgspec.structs.replace(row, first=row.first[1:])
            yield Mutation(
                "first",
                row.origin.at("first"),
                f'"{row.id}" does not put {row.first[0]} first',
                _later(altered.with_first, kb, _exchanged(rows, row, less)),
                (row.when,),
            )


def _exchanged(rows: Iterable[First], old: First, new: First) -> list[First]:
    return [new if row is old else row for row in rows]


def _dates(kb: KnowledgeBase) -> Iterator[Mutation]:
    """Move a date by a week; let a milestone hold for all."""
    for cycle in kb.cycles.values():
        for date in cycle.dates:
            yield Mutation(
                "date",
                date.origin.at("at"),
                f'cycle "{cycle.id}": {date.milestone} is a week later',
                _later(_with_date, kb, cycle, date),
                milestone=date.milestone,
            )
    for milestone in kb.milestones.values():
        if milestone.when.written is not None:
            yield Mutation(
                "date",
                milestone.origin.at("when"),
                f'milestone "{milestone.id}" holds for all',
                _later(_for_all, kb, milestone),
                milestone=milestone.id,
            )


def _with_date(kb: KnowledgeBase, cycle: Cycle, date: CycleDate) -> KnowledgeBase:
    later = msgspec.structs.replace(date, at=Instant(date.at.day + _WEEK, date.at.hour))
    dates = tuple(later if one is date else one for one in cycle.dates)
    return altered.with_cycle(kb, msgspec.structs.replace(cycle, dates=dates))


def _for_all(kb: KnowledgeBase, milestone: Milestone) -> KnowledgeBase:
    return altered.with_milestone(kb, msgspec.structs.replace(milestone, when=ALWAYS))


def _called(entry: Conclusion | Node | Action) -> str:
    return f'{type(entry).__name__.lower()} "{entry.id}"'


def _later(
    make: Callable[..., KnowledgeBase], *given: object, **change: object
) -> Callable[[], KnowledgeBase]:
    """Put off making a base until it is needed: there are thousands of changes."""
    return lambda: make(*given, **change)


KINDS: Mapping[str, Callable[[KnowledgeBase], Iterator[Mutation]]] = {
    "thresholds of tables": _thresholds_of_tables,
    "results of rows": _results,
    "ways on": _ways,
    "conditions of actions": _conditions,
    "strengths": _strengths,
    "due and from": _due,
    "places": _places,
    "privacy": _private,
    "order of what comes first": _order,
    "what is put first": _put_first,
    "dates": _dates,
}
