"""Turn two bases into the questions on which what they decide otherwise hangs."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest

from engine.authoring.difference import changed_entries, compared, moved
from engine.checking.decisions import decisions
from engine.language.base import KnowledgeBase
from engine.language.condition import ALWAYS, Condition, Pair, pairs
from engine.language.entries import Branch, Conclusion, Row
from engine.language.tables import Table
from engine.language.written import Entry

MOST = 4  # questions; more of them tell nobody who is meant


def causes(old: KnowledgeBase, new: KnowledgeBase) -> tuple[str, ...] | None:
    """Name the questions behind the facts on which differing entries hang, in their order.

    None where these are more than MOST.
    """
    facts: set[str] = set()
    for was, now in changed_entries(old, new):
        facts.update(_of_change(was, now, new))
    before, after = compared(old), compared(new)
    for (kind, name), (_, beside) in moved(before, after).items():
        facts.update((*_named(after[kind, name]), *_named(after[kind, beside])))
    for one, other in ((before, after), (after, before)):
        facts.update(fact for name in one if name not in other for fact in _named(one[name]))
    roots = {
        root
        for kb in (old, new)
        for fact in facts
        if fact in kb.facts
        for root in decisions(kb).roots(fact)
    }
    found = tuple(name for name in new.questions if name in roots)
    return found if len(found) <= MOST else None


def _worked_out(entry: Entry) -> object:
    """Give how a conclusion is looked up or added up; None for what is neither."""
    return (entry.lookup, entry.value) if isinstance(entry, Conclusion) else None


def _behind(entry: Entry) -> Sequence[str]:
    return entry.rests_on if isinstance(entry, Conclusion) else ()


def _named(entry: Entry) -> Iterator[str]:
    """Name the facts on which an entry hangs."""
    yield from _behind(entry)
    for condition in (*_own_conditions(entry), *(row.when for row in _rows(entry))):
        yield from condition.names


def _of_change(was: Entry, now: Entry, kb: KnowledgeBase) -> Iterator[str]:
    """Name the facts on which it hangs whether two entries of one name come to the same."""
    if isinstance(was, Table) and isinstance(now, Table):
        yield from _keys(was, now, kb)
    if _worked_out(was) != _worked_out(now):
        yield from (*_behind(was), *_behind(now))
    for one, other in zip_longest(_own_conditions(was), _own_conditions(now), fillvalue=ALWAYS):
        if _asked_of(one) != _asked_of(other):  # the rest of it still has to hold
            yield from (*one.names, *other.names)
    for before, after in zip_longest(_rows(was), _rows(now)):
        one, other = (row.when if row else ALWAYS for row in (before, after))
        if before and after and _leads_to(before) != _leads_to(after):
            yield from (*one.names, *other.names)
        yield from _differing(one, other)


def _keys(was: Table, now: Table, kb: KnowledgeBase) -> Iterator[str]:
    """Name the facts by which the columns are looked up whose cells differ."""
    rows = {**was.rows, **now.rows}
    for conclusion in kb.conclusions.values():
        lookup = conclusion.lookup
        if lookup and lookup.table == now.id:
            cells = (
                [table.rows.get(row, {}).get(lookup.column) for row in rows] for table in (was, now)
            )
            if next(cells) != next(cells):
                yield lookup.key


def _differing(before: Condition, after: Condition) -> set[str]:
    """Name the facts that two conditions don't ask the same of."""
    was, now = _asked_of(before), _asked_of(after)
    return {name for name, _ in was ^ now}


def _asked_of(condition: Condition) -> set[Pair]:
    return {*pairs(condition.parts)}


def _own_conditions(entry: Entry) -> Sequence[Condition]:
    found: Iterable[Condition | None] = (
        getattr(entry, "when", None),
        getattr(entry, "until", None),
    )
    return [condition or ALWAYS for condition in found]


def _rows(entry: Entry) -> Sequence[Row | Branch]:
    return (*getattr(entry, "rules", ()), *getattr(entry, "branches", ()))


def _leads_to(row: Row | Branch) -> object:
    return row.then if isinstance(row, Row) else row.go
