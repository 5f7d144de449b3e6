"""Turn two knowledge bases into what was added, taken out and changed in them, in words."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from hashlib import sha256

import msgspec

from engine.authoring.entry import entries, flow
from engine.language.base import Head, KnowledgeBase, called
from engine.language.condition import Condition
from engine.language.cycles import CycleDate, Instant
from engine.language.entries import Branch, Row
from engine.language.expression import Sum
from engine.language.tables import Table
from engine.language.written import Entry
from engine.output.layout import counted

_LETTERS = 8  # of a fingerprint, to be read out and copied by hand


def in_words(old: KnowledgeBase, new: KnowledgeBase) -> tuple[str, ...]:
    """Say what was added, taken out and changed, entry by entry; of dates just how many.

    They stand in a table of their own.
    """
    before, after = _written(old), _written(new)
    lines = [
        f"added: {kind} {name}: {flow(_counting_dates(kind, written))}"
        for (kind, name), written in after.items()
        if (kind, name) not in before
    ]
    lines += [f"taken out: {kind} {name}" for kind, name in before if (kind, name) not in after]
    for (kind, name), written in after.items():
        if (kind, name) in before:
            changes = _changed_in_entry(kind, before[kind, name], written)
            lines += [f"changed: {kind} {name}: {change}" for change in changes]
    changes = _changed_words(as_written(plain_head(old)), as_written(plain_head(new)))
    return (*lines, *(f"changed: base.yaml: {change}" for change in changes))


def fingerprint(kb: KnowledgeBase) -> str:
    """Give some letters that are others once anything a base says is: its files, without comments.

    Cases are left out: they test what a base says.
    """
    said = as_written(msgspec.structs.replace(kb, warnings=()))
    written = msgspec.json.encode(said, enc_hook=str)
    return sha256(written).hexdigest()[:_LETTERS]


@lru_cache(maxsize=2)
def compared(kb: KnowledgeBase) -> Mapping[tuple[str, str], Entry]:
    """Map kind and id to what is compared: the entries, and of each phase what is read of it."""
    phases = {
        ("phase", one.phase): msgspec.structs.replace(one, nodes=(), actions=(), note="")
        for one in kb.phases
    }
    return {**entries(kb), **phases}


def changed_entries(old: KnowledgeBase, new: KnowledgeBase) -> list[tuple[Entry, Entry]]:
    """List the entries that say something else in one base than in the other, as both have them."""
    was, now, before, after = compared(old), compared(new), _written(old), _written(new)
    return [(was[name], now[name]) for name in was if name in now and before[name] != after[name]]


@lru_cache(maxsize=2)
def _written(kb: KnowledgeBase) -> Mapping[tuple[str, str], object]:
    """Map kind and id to the entry as it is written; made once."""
    written = {name: as_written(entry) for name, entry in compared(kb).items()}
    return written | {
        ("table", name): _with_sources(kb, table) for name, table in kb.tables.items()
    }


def _with_sources(kb: KnowledgeBase, table: Table) -> dict[str, object]:
    """Give a table as it is written, each figure in it with its source."""
    rows: dict[str, dict[str, object]] = {name: {**row} for name, row in table.rows.items()}
    for figure in kb.figures:
        if figure.table == table.id:
            cells = rows[figure.row]
            source = as_written(figure.source)
            cells[figure.column] = {"value": cells[figure.column], "source": source}
    return {**_plain_fields(table), "rows": rows}


def _counting_dates(kind: str, written: object) -> object:
    """Give a cycle with the number of its dates in place of them; anything else as it is."""
    if kind != "cycle" or not isinstance(written, dict) or "dates" not in written:
        return written
    return {**written, "dates": len(written["dates"])}


def _changed_in_entry(kind: str, before: object, after: object) -> Iterator[str]:
    """Say what differs between two entries; of the days and hours of a cycle, just how many do."""
    if kind != "cycle" or not isinstance(before, dict) or not isinstance(after, dict):
        yield from _changed_words(before, after)
        return
    was, now = before.get("dates", {}), after.get("dates", {})
    at = {name: [one.get(name, {}).get("at") for one in (was, now)] for name in {**was, **now}}
    count = sum(one != other for one, other in at.values())
    if count:
        yield f"{counted(count, 'date')}, as the table shows"
    yield from _changed_words(*({**one, "dates": _but_when(one, at)} for one in (before, after)))


def _but_when(
    cycle: Mapping[str, Mapping[str, Mapping[str, object]]], at: Mapping[str, Sequence[object]]
) -> object:
    """Give the dates that a cycle has in both bases without their day and hour."""
    return {
        name: {key: value for key, value in date.items() if key != "at"}
        for name, date in cycle.get("dates", {}).items()
        if None not in at[name]
    }


def _changed_words(before: object, after: object) -> Iterator[str]:
    """Say what differs between two values, going into mappings."""
    if not isinstance(before, dict) or not isinstance(after, dict):
        if before != after:
            yield f"was {flow(before)}, is {flow(after)}"
        return
    for key in dict.fromkeys([*before, *after]):
        if key not in after:
            yield f"{key} {flow(before[key])} taken out"
        elif key not in before:
            yield f"{key} {flow(after[key])} added"
        else:
            for change in _changed_words(before[key], after[key]):
                yield f"{key} {change}"


def as_written(value: object) -> object:
    """Give an entry as mappings and lists of its own words; what is not an entry stays as it is."""
    if value is None or isinstance(value, (str, int)):  # most of it
        return value
    if isinstance(value, (Condition, Sum)):
        return value.written
    if isinstance(value, Instant):
        return written_instant(value)
    if isinstance(value, msgspec.Struct):
        return _plain_fields(value)
    if isinstance(value, Mapping):
        return {key: as_written(below) for key, below in value.items()}
    return _plain_list(value) if isinstance(value, (tuple, list)) else value


def _plain_list(items: Sequence[object]) -> object:
    """Give a list item by item; rows and dates by what they are called."""
    if items and isinstance(items[0], (Row, Branch)):
        return _plain_rows(row for row in items if isinstance(row, (Row, Branch)))
    if items and isinstance(items[0], CycleDate):
        dates = [date for date in items if isinstance(date, CycleDate)]
        return {date.milestone: as_written(date) for date in dates}
    return [as_written(item) for item in items]


def written_instant(instant: Instant) -> str:
    """Write a day, and its hour where it has one, as cycles.yaml does."""
    hour = f" {instant.hour.isoformat('minutes')}" if instant.hour else ""
    return f"{instant.day}{hour}"


def plain_head(kb: KnowledgeBase) -> Head:
    """Give what base.yaml says, but for the milestones: they are told one by one."""
    return msgspec.structs.replace(kb.head, milestones=())


def _plain_fields(entry: msgspec.Struct) -> dict[str, object]:
    """Map the fields of an entry to what they say; its place, and what is empty, are left out."""
    fields = {}
    for name in entry.__struct_fields__:
        if name == "origin":
            continue
        value = as_written(getattr(entry, name))
        if value not in (None, "", {}, [], False):
            fields[name] = value
    return fields


def _plain_rows(rows: Iterable[Row | Branch]) -> dict[str, object]:
    """Map rows by what they are called; the second of a name has its number among them."""
    count: Counter[str] = Counter()
    named: dict[str, object] = {}
    for row in rows:
        count[called(row)] += 1
        number = count[called(row)]
        name = f'"{called(row)}"' if number == 1 else f'"{called(row)}" ({number})'
        named[name] = as_written(row)
    return named
