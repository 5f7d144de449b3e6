"""Turn a `when`, as YAML gives it, into a Condition: parsed here, once, and nowhere else."""

import re
from collections.abc import Mapping

from engine.errors import KeyPath, did_you_mean
from engine.language.condition import (
    Atom,
    Bounds,
    Comparison,
    Condition,
    Fault,
    Operand,
    Operator,
    Options,
    Parts,
    Test,
)

_RANGE = re.compile(r"(-?[0-9]{1,9})?\.\.(-?[0-9]{1,9})?")
MOST_OPTIONS = 50
_LONE = re.compile(r"(>=|<=|>|<)\s*(-?[0-9]{1,9})")
_OPERATORS: dict[object, Operator] = {
    "not": "not",
    "has": "has",
    "has-any": "has-any",
    "lacks": "lacks",
}


def read(written: Mapping[str, object]) -> Condition:
    """Read a condition; what is wrong with its form stands in its `faults`."""
    faults: list[Fault] = []
    parts = _parts(written, (), faults)
    return Condition(written, parts, tuple(faults))


def _parts(written: Mapping[str, object], keys: KeyPath, faults: list[Fault]) -> Parts:
    parts: list[Comparison | Options] = []
    for name, raw in written.items():
        below = (*keys, name)
        if name == "any":
            parts.append(_options(raw, below, faults))
        else:
            parts.append(_comparison(str(name), raw, below, faults))
    return tuple(parts)


def _options(raw: object, keys: KeyPath, faults: list[Fault]) -> Options:
    if not isinstance(raw, list) or not raw or not all(isinstance(item, dict) for item in raw):
        hint = "Write any: [{…}, {…}]."
        faults.append(Fault(keys, "wrong-type", '"any" takes a list of conditions.', hint))
        return Options(((),))
    if len(raw) > MOST_OPTIONS:
        message = f'"any" has {len(raw):,} conditions; it may have {MOST_OPTIONS}.'
        faults.append(Fault(keys, "too-many", message, "Say what they have in common."))
        return Options(((),))
    return Options(tuple(_parts(item, (*keys, n), faults) for n, item in enumerate(raw)))


def _comparison(name: str, raw: object, keys: KeyPath, faults: list[Fault]) -> Comparison:
    if not isinstance(raw, dict):
        operands = _operands(raw)
        return Comparison(name, Test((_atom(operands),)), keys, "is", operands)
    typed = next(iter(raw)) if len(raw) == 1 else ""
    operator = _OPERATORS.get(typed)
    if operator is None:
        message = f'"{name}" is compared in a way I don\'t know.'
        form = "Write one of {not: …}, {has: …}, {has-any: […]}, {lacks: …}."
        hint = f"{did_you_mean(typed, _OPERATORS.values())} {form}".strip()
        faults.append(Fault(keys, "wrong-type", message, hint))
        return Comparison(name, Test(), keys)
    operands = _operands(raw[operator])
    if operator == "not":
        atom = _atom(operands).opposite
    else:
        choices = frozenset(str(operand.written) for operand in operands)
        atom = Atom(lacks=choices) if operator == "lacks" else Atom(has=choices)
    return Comparison(name, Test((atom,)), (*keys, operator), operator, operands)


def _operands(raw: object) -> tuple[Operand, ...]:
    listed = raw if isinstance(raw, list) else [raw]
    return tuple(Operand(item, _bounds(item)) for item in listed)


def _atom(operands: tuple[Operand, ...]) -> Atom:
    """Make the test of a value among others, or within ranges."""
    values: set[str | int] = set()
    ranges: list[Bounds] = []
    for operand in operands:
        written = operand.written
        if operand.bounds:
            ranges.append(operand.bounds)
        elif isinstance(written, int) and not isinstance(written, bool):
            values.add(written)
        else:
            values.add(str(written))
    return Atom(frozenset(values), tuple(ranges))


def _bounds(item: object) -> Bounds | None:
    """Read `11..20`, `21..`, `..0`, `>= 225`; None for anything else."""
    if not isinstance(item, str) or item == "..":
        return None
    if span := _RANGE.fullmatch(item):
        low, high = span.groups()
        return (int(low) if low else None, int(high) if high else None)
    if lone := _LONE.fullmatch(item):
        number = int(lone[2])
        ends: dict[str, Bounds] = {
            ">=": (number, None),
            ">": (number + 1, None),
            "<=": (None, number),
            "<": (None, number - 1),
        }
        return ends[lone[1]]
    return None
