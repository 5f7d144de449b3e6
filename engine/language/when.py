"""Turn a `when`, as YAML gives it, into clauses of tests, and the faults in it."""

import re
from collections.abc import Iterable, Mapping
from typing import TypeVar

import msgspec

from engine.errors import KeyPath, nearest
from engine.language.condition import Atom, Clause, Test, conjoin, disjoint, opposite, within
from engine.language.entries import Branch, Fact, Question, Row
from engine.language.words import NOT_YET

_RANGE = re.compile(r"^(-?\d+)?\.\.(-?\d+)?$")


_COMPARISON = re.compile(r"^(>=|<=|>|<)\s*(-?\d+)$")


_SETS = ("has", "has-any", "lacks")


class Fault(msgspec.Struct, frozen=True):
    """Describe what is wrong in a `when`; `keys` lead to it."""

    keys: KeyPath
    code: str
    message: str
    hint: str = ""


def read(
    when: Mapping[str, object], facts: Mapping[str, Fact]
) -> tuple[tuple[Clause, ...], tuple[Fault, ...]]:
    """Read a condition; give its clauses (disjoint, one must hold) and every fault in it."""
    faults: list[Fault] = []
    clauses = tuple(_clauses(when, facts, (), faults))
    return clauses, tuple(faults)


def _clauses(
    when: Mapping[str, object], facts: Mapping[str, Fact], keys: KeyPath, faults: list[Fault]
) -> list[Clause]:
    result: list[Clause] = [()]
    for name, raw in when.items():
        if name == "any":
            options = _options(raw, facts, (*keys, name), faults)
            result = [conjoin(one, option) for one in result for option in disjoint(options)]
        elif name not in facts:
            hint = nearest(name, facts)
            faults.append(
                Fault(
                    (*keys, name),
                    "unknown-question",
                    f'there is no question or conclusion "{name}".',
                    hint,
                )
            )
        else:
            test = _test(raw, facts[name], (*keys, name), faults)
            result = [conjoin(one, ((name, test),)) for one in result]
    return result


def _options(
    raw: object, facts: Mapping[str, Fact], keys: KeyPath, faults: list[Fault]
) -> list[Clause]:
    if not isinstance(raw, list) or not raw or not all(isinstance(item, dict) for item in raw):
        faults.append(
            Fault(keys, "wrong-type", '"any" takes a list of conditions.', "Write any: [{…}, {…}].")
        )
        return [()]
    return [
        c for index, item in enumerate(raw) for c in _clauses(item, facts, (*keys, index), faults)
    ]


def _test(raw: object, fact: Fact, keys: KeyPath, faults: list[Fault]) -> Test:
    if isinstance(raw, dict):
        return _mapping_test(raw, fact, keys, faults)
    return Test((_atom(raw, fact, keys, faults),))


def _mapping_test(raw: dict[str, object], fact: Fact, keys: KeyPath, faults: list[Fault]) -> Test:
    if len(raw) != 1 or (name := next(iter(raw))) not in ("not", *_SETS):
        hint = "Write one of {not: …}, {has: …}, {has-any: […]}, {lacks: …}."
        faults.append(
            Fault(keys, "wrong-type", f'"{keys[-1]}" is compared in a way I don\'t know.', hint)
        )
        return Test()
    inner, below = raw[name], (*keys, name)
    if name == "not":
        return Test((msgspec.structs.replace(_atom(inner, fact, below, faults), negated=True),))
    if fact.type != "choices":
        message = f'"{name}" needs a question with several answers; "{fact.id}" has one.'
        faults.append(Fault(below, "comparison-on-choice", message, "Write the answer itself."))
        return Test()
    listed = _listed(inner)
    for item in listed:
        _check_word(item, fact, below, faults)
    chosen = frozenset(str(item) for item in listed)
    return Test((Atom(lacks=chosen) if name == "lacks" else Atom(has=chosen),))


def _atom(raw: object, fact: Fact, keys: KeyPath, faults: list[Fault]) -> Atom:
    values: set[str | int] = set()
    ranges: list[tuple[int | None, int | None]] = []
    for item in _listed(raw):
        bounds = _bounds(item)
        if bounds and fact.type != "integer":
            message = f'"{fact.id}" is not a number, so it can\'t be compared with "{item}".'
            faults.append(Fault(keys, "comparison-on-choice", message, nearest(item, fact.words)))
        elif bounds:
            _check_number(bounds, fact, keys, faults)
            ranges.append(bounds)
        elif isinstance(item, int) and not isinstance(item, bool) and fact.type == "integer":
            _check_number((item, item), fact, keys, faults)
            values.add(item)
        else:
            _check_word(item, fact, keys, faults)
            values.add(str(item))
    return Atom(frozenset(values), tuple(ranges))


def _listed(raw: object) -> list[object]:
    return raw if isinstance(raw, list) else [raw]


def _bounds(item: object) -> tuple[int | None, int | None] | None:
    """Read `11..20`, `21..`, `..0`, `>= 225`; None for anything else."""
    text = item if isinstance(item, str) else ""
    if (found := _RANGE.match(text)) and text != "..":
        low, high = found.groups()
        return (int(low) if low else None, int(high) if high else None)
    if found := _COMPARISON.match(text):
        number = int(found[2])
        return {
            ">=": (number, None),
            ">": (number + 1, None),
            "<=": (None, number),
            "<": (None, number - 1),
        }[found[1]]
    return None


def _check_number(
    bounds: tuple[int | None, int | None], fact: Fact, keys: KeyPath, faults: list[Fault]
) -> None:
    low, high = bounds
    if low is not None and high is not None and low > high:
        faults.append(
            Fault(
                keys, "out-of-range", f"{low}..{high} holds for no number.", f"Write {high}..{low}."
            )
        )
    if not isinstance(fact, Question):
        return
    for number in (low, high):
        if number is not None and not within(number, (fact.min, fact.max)):
            message = f'{number} is outside what "{fact.id}" can be ({fact.min} to {fact.max}).'
            faults.append(Fault(keys, "out-of-range", message))


def _check_word(item: object, fact: Fact, keys: KeyPath, faults: list[Fault]) -> None:
    words = {word for word in fact.words if word != NOT_YET}
    if isinstance(item, str) and item in words:
        return
    if item == NOT_YET:
        message, hint = (
            '"not_yet" stands for every choice in turn; no row may name it.',
            "Name the choices.",
        )
    elif fact.type == "integer":
        message, hint = (
            f'"{item}" is no number or range for "{fact.id}".',
            "Write 225, 11..20, 21.. or ..0.",
        )
    else:
        kind = type(fact).__name__.lower()
        message, hint = f'{kind} "{fact.id}" has no choice "{_shown(item)}".', nearest(item, words)
    faults.append(Fault(keys, "unknown-choice", message, hint))


def _shown(item: object) -> str:
    if item is None or isinstance(item, bool):
        return "nothing" if item is None else str(item).lower()
    return str(item)


_Row = TypeVar("_Row", bound=Row | Branch)


def row_clauses(rows: Iterable[_Row], facts: Mapping[str, Fact]) -> list[tuple[_Row, list[Clause]]]:
    """Give each row of a decision table its clauses; `otherwise` becomes the complement of the rest."""
    rows = list(rows)
    read_rows = {id(row): list(read(row.when or {}, facts)[0]) for row in rows if not row.otherwise}
    if len(read_rows) == len(rows):
        return [(row, read_rows[id(row)]) for row in rows]
    rest = opposite((clause for clauses in read_rows.values() for clause in clauses), facts)
    return [(row, read_rows.get(id(row), rest)) for row in rows]
