"""Turn two knowledge bases into what was added, taken out and changed in them, in words."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher
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

Name = tuple[str, str]
"""The kind and the id of an entry."""

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
    for (kind, name), (where, other) in moved(before, after).items():
        lines.append(f"moved: {kind} {name}: now {where} {other}")
    for (kind, name), written in after.items():
        if (kind, name) in before:
            changes = _changed_in_entry(kind, before[kind, name], written)
            lines += [f"changed: {kind} {name}: {change}" for change in changes]
    changes = _changed_words(as_written(plain_head(old)), as_written(plain_head(new)))
    return (*lines, *(f"changed: base.yaml: {change}" for change in changes))


def moved(before: Iterable[Name], after: Iterable[Name]) -> Mapping[Name, tuple[str, str]]:
    """Map entries that stand elsewhere among those of their kind to where: `("after", "rich")`.

    They are as few as can be.
    """
    found: dict[Name, tuple[str, str]] = {}
    was, now = dict.fromkeys(before), dict.fromkeys(after)
    for kind in dict.fromkeys(kind for kind, _ in now):
        old, new = _common(kind, was, now), _common(kind, now, was)
        stayed = _in_one_order(old, new)
        for place, name in enumerate(new):
            if name not in stayed:
                found[name] = ("after", new[place - 1][1]) if place else ("before", new[1][1])
    return found


def _common(kind: str, names: Iterable[Name], others: Collection[Name]) -> list[Name]:
    """List the names of a kind that are among others too."""
    return [name for name in names if name[0] == kind and name in others]


def _in_one_order(old: Sequence[Name], new: Sequence[Name]) -> set[Name]:
    """Give as many names as can be that stand in both lists in the same order."""
    if old == new:
        return {*new}
    blocks = SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks()
    return {name for block in blocks for name in old[block.a : block.a + block.size]}


def fingerprint(kb: KnowledgeBase) -> str:
    """Give some letters that are others once anything a base says is: its files, without comments.

    Cases are left out: they test what a base says.
    """
    said = as_written(msgspec.structs.replace(kb, warnings=()))
    written = msgspec.json.encode(said, enc_hook=str)
    return sha256(written).hexdigest()[:_LETTERS]


@lru_cache(maxsize=2)
def compared(kb: KnowledgeBase) -> Mapping[Name, Entry]:
    """Map kind and id to what is compared: the entries, and of each phase what is read of it."""
    phases = {
        ("phase", one.phase): msgspec.structs.replace(one, nodes=(), actions=(), note="")
        for one in kb.phases
    }
    return {**entries(kb), **phases}


def changed_entries(old: KnowledgeBase, new: KnowledgeBase) -> list[tuple[Entry, Entry]]:
    """List the entries that say something else in one base than in the other, as both have them.

    The order of what they list counts.
    """
    was, now, before, after = compared(old), compared(new), _written(old), _written(new)
    return [
        (was[name], now[name])
        for name in was
        if name in now and not said_alike(before[name], after[name])
    ]


def said_alike(before: object, after: object) -> bool:
    """Tell whether two values as written are the same, in the same order."""
    return before == after and list(_keys(before)) == list(_keys(after))


def _keys(value: object) -> Iterator[object]:
    """Give the keys of mappings within mappings and lists, in their order."""
    if isinstance(value, dict):
        for key, below in value.items():
            yield key
            yield from _keys(below)
    elif isinstance(value, list):
        for below in value:
            yield from _keys(below)


@lru_cache(maxsize=2)
def _written(kb: KnowledgeBase) -> Mapping[Name, object]:
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
    if isinstance(before, dict) and isinstance(after, dict):
        yield from _changed_keys(before, after)
    elif pairs := _entry_by_entry(before, after):
        for number, (one, other) in enumerate(pairs, 1):
            yield from (f"({number}) {change}" for change in _changed_words(one, other))
    elif not said_alike(before, after):
        yield f"was {flow(before)}, is {flow(after)}"


def _entry_by_entry(before: object, after: object) -> list[tuple[object, object]]:
    """Pair two lists of as many levers, arguments, stretches or the like; empty for all else."""
    if not isinstance(before, list) or not isinstance(after, list) or len(before) != len(after):
        return []
    pairs = list(zip(before, after, strict=True))
    return pairs if all(isinstance(item, dict) for pair in pairs for item in pair) else []


def _changed_keys(before: dict[str, object], after: dict[str, object]) -> Iterator[str]:
    """Say what differs between two mappings, key by key, and whether their order does."""
    for key in dict.fromkeys([*before, *after]):
        if key not in after:
            yield f"{key} {flow(before[key])} taken out"
        elif key not in before:
            yield f"{key} {flow(after[key])} added"
        else:
            yield from (f"{key} {change}" for change in _changed_words(before[key], after[key]))
    order = [key for key in after if key in before]
    if order != [key for key in before if key in after]:
        yield f"now in this order: {', '.join(order)}"


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
