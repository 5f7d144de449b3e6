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
    Pair,
    Parts,
    Test,
)

_RANGE = re.compile(r"(-?[0-9]{1,9})?\.\.(-?[0-9]{1,9})?")
_LONE = re.compile(r"(>=|<=|>|<)\s*(-?[0-9]{1,9})")
_OPERATORS: dict[object, Operator] = {
    "not": "not",
    "has": "has",
    "has-any": "has-any",
    "lacks": "lacks",
}


def read(written: Mapping[str, object]) -> Condition:
    """Read a condition; what is wrong with its form stands in its `faults`."""
    reading = _Reading()
    parts = reading.parts(written, ())
    return Condition(written, parts, tuple(reading.comparisons), tuple(reading.faults))


class _Reading:
    """Hold what is found while a condition is read."""

    def __init__(self) -> None:
        self.comparisons: list[Comparison] = []
        self.faults: list[Fault] = []

    def parts(self, written: Mapping[str, object], keys: KeyPath) -> Parts:
        parts: list[Pair | Options] = []
        for name, raw in written.items():
            if name == "any":
                parts.append(self._options(raw, (*keys, name)))
            else:
                parts.append((str(name), self._test(str(name), raw, (*keys, name))))
        return tuple(parts)

    def _options(self, raw: object, keys: KeyPath) -> Options:
        if not isinstance(raw, list) or not raw or not all(isinstance(one, dict) for one in raw):
            hint = "Write any: [{…}, {…}]."
            fault = Fault(keys, "wrong-type", '"any" takes a list of conditions.', hint)
            self.faults.append(fault)
            return Options(((),))
        return Options(tuple(self.parts(option, (*keys, n)) for n, option in enumerate(raw)))

    def _test(self, name: str, raw: object, keys: KeyPath) -> Test:
        """Read what a fact is compared with: a value or several, or one of the operators."""
        if not isinstance(raw, dict):
            operands = _operands(raw)
            self.comparisons.append(Comparison(name, keys, "is", operands))
            return Test((_atom(operands),))
        typed = next(iter(raw)) if len(raw) == 1 else ""
        operator = _OPERATORS.get(typed)
        if operator is None:
            message = f'"{name}" is compared in a way I don\'t know.'
            form = "Write one of {not: …}, {has: …}, {has-any: […]}, {lacks: …}."
            hint = f"{did_you_mean(typed, _OPERATORS.values())} {form}".strip()
            self.faults.append(Fault(keys, "wrong-type", message, hint))
            self.comparisons.append(Comparison(name, keys))
            return Test()
        operands = _operands(raw[operator])
        self.comparisons.append(Comparison(name, (*keys, operator), operator, operands))
        if operator == "not":
            return Test((_atom(operands).opposite,))
        choices = frozenset(str(operand.written) for operand in operands)
        return Test((Atom(lacks=choices) if operator == "lacks" else Atom(has=choices),))


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
