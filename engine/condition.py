"""Turn the `when` of a row into clauses of total tests, which Experta and the checks both call."""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import TypeVar

import msgspec

from engine.errors import KeyPath, nearest
from engine.model import NOT_YET, UNKNOWN, Branch, Fact, KnowledgeBase, Question, Row, Value

_RANGE = re.compile(r"^(-?\d+)?\.\.(-?\d+)?$")
_COMPARISON = re.compile(r"^(>=|<=|>|<)\s*(-?\d+)$")
_SHOWN = re.compile(r"\{([a-z][a-z0-9_-]*)\}")
_Row = TypeVar("_Row", bound=Row | Branch)
_SETS = ("has", "has-any", "lacks")


class Atom(msgspec.Struct, frozen=True):
    """Test one value: among `values`, within `ranges`, or sharing choices; `negated` turns it round."""

    values: frozenset[str | int] = frozenset()
    ranges: tuple[tuple[int | None, int | None], ...] = ()
    has: frozenset[str] = frozenset()
    lacks: frozenset[str] = frozenset()
    negated: bool = False

    def __call__(self, value: Value | None) -> bool:
        """Tell whether the test holds; what is not answered, or not yet so, never does."""
        if value is None or value == NOT_YET:
            return False
        return self._matches(value) != self.negated

    def _matches(self, value: Value) -> bool:
        if isinstance(value, frozenset):
            alone = len(value) == 1 and value <= self.values
            return alone or bool(self.has & value) or bool(self.lacks and not self.lacks & value)
        if isinstance(value, int):
            return value in self.values or any(_within(value, bounds) for bounds in self.ranges)
        return value in self.values


class Test(msgspec.Struct, frozen=True):
    """Hold when all of its atoms hold; total, so that no value can make it raise."""

    atoms: tuple[Atom, ...] = ()

    def __call__(self, value: Value | None) -> bool:
        """Tell whether every atom holds; what is not answered holds in no test."""
        return value is not None and all(atom(value) for atom in self.atoms)

    def both(self, other: "Test") -> "Test":
        """Give the test that holds when this and another do."""
        return Test((*self.atoms, *(a for a in other.atoms if a not in self.atoms)))


Clause = tuple[tuple[str, Test], ...]
KNOWN = Test((Atom(negated=True),))


class Fault(msgspec.Struct, frozen=True):
    """Describe what is wrong in a `when`; `keys` lead to it."""

    keys: KeyPath
    code: str
    message: str
    hint: str = ""


def _within(value: int, bounds: tuple[int | None, int | None]) -> bool:
    low, high = bounds
    return (low is None or value >= low) and (high is None or value <= high)


# Reading


def read(when: Mapping[str, object], facts: Mapping[str, Fact]) -> tuple[tuple[Clause, ...], tuple[Fault, ...]]:
    """Read a condition; give its clauses (disjoint, one must hold) and every fault in it."""
    faults: list[Fault] = []
    clauses = tuple(_clauses(when, facts, (), faults))
    return clauses, tuple(faults)


def _clauses(when: Mapping[str, object], facts: Mapping[str, Fact], keys: KeyPath, faults: list[Fault]) -> list[Clause]:
    result: list[Clause] = [()]
    for name, raw in when.items():
        if name == "any":
            options = _options(raw, facts, (*keys, name), faults)
            result = [conjoin(one, option) for one in result for option in disjoint(options)]
        elif name not in facts:
            hint = nearest(name, facts)
            faults.append(
                Fault((*keys, name), "unknown-question", f'there is no question or conclusion "{name}".', hint)
            )
        else:
            test = _test(raw, facts[name], (*keys, name), faults)
            result = [conjoin(one, ((name, test),)) for one in result]
    return result


def _options(raw: object, facts: Mapping[str, Fact], keys: KeyPath, faults: list[Fault]) -> list[Clause]:
    if not isinstance(raw, list) or not raw or not all(isinstance(item, dict) for item in raw):
        faults.append(Fault(keys, "wrong-type", '"any" takes a list of conditions.', "Write any: [{…}, {…}]."))
        return [()]
    return [c for index, item in enumerate(raw) for c in _clauses(item, facts, (*keys, index), faults)]


def _test(raw: object, fact: Fact, keys: KeyPath, faults: list[Fault]) -> Test:
    if isinstance(raw, dict):
        return _mapping_test(raw, fact, keys, faults)
    return Test((_atom(raw, fact, keys, faults),))


def _mapping_test(raw: dict[str, object], fact: Fact, keys: KeyPath, faults: list[Fault]) -> Test:
    if len(raw) != 1 or (name := next(iter(raw))) not in ("not", *_SETS):
        hint = "Write one of {not: …}, {has: …}, {has-any: […]}, {lacks: …}."
        faults.append(Fault(keys, "wrong-type", f'"{keys[-1]}" is compared in a way I don\'t know.', hint))
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
        return {">=": (number, None), ">": (number + 1, None), "<=": (None, number), "<": (None, number - 1)}[found[1]]
    return None


def _check_number(bounds: tuple[int | None, int | None], fact: Fact, keys: KeyPath, faults: list[Fault]) -> None:
    low, high = bounds
    if low is not None and high is not None and low > high:
        faults.append(Fault(keys, "out-of-range", f"{low}..{high} holds for no number.", f"Write {high}..{low}."))
    if not isinstance(fact, Question):
        return
    for number in (low, high):
        if number is not None and not _within(number, (fact.min, fact.max)):
            message = f'{number} is outside what "{fact.id}" can be ({fact.min} to {fact.max}).'
            faults.append(Fault(keys, "out-of-range", message))


def _check_word(item: object, fact: Fact, keys: KeyPath, faults: list[Fault]) -> None:
    words = {word for word in fact.words if word != NOT_YET}
    if isinstance(item, str) and item in words:
        return
    if item == NOT_YET:
        message, hint = '"not_yet" stands for every choice in turn; no row may name it.', "Name the choices."
    elif fact.type == "integer":
        message, hint = f'"{item}" is no number or range for "{fact.id}".', "Write 225, 11..20, 21.. or ..0."
    else:
        kind = type(fact).__name__.lower()
        message, hint = f'{kind} "{fact.id}" has no choice "{_shown(item)}".', nearest(item, words)
    faults.append(Fault(keys, "unknown-choice", message, hint))


def _shown(item: object) -> str:
    if item is None or isinstance(item, bool):
        return "nothing" if item is None else str(item).lower()
    return str(item)


# Clauses


def conjoin(one: Clause, other: Clause) -> Clause:
    """Join two clauses; a fact that both test is tested once, by both."""
    merged = dict(one)
    for name, test in other:
        merged[name] = merged[name].both(test) if name in merged else test
    return tuple(merged.items())


def disjoint(clauses: Iterable[Clause]) -> list[Clause]:
    """Split clauses joined by "or" so that at most one of them can hold."""
    result: list[Clause] = []
    for index, clause in enumerate(known := list(clauses)):
        result += [conjoin(before, clause) for before in opposite(known[:index])]
    return result


def _complement(clause: Clause) -> Iterator[Clause]:
    """Give disjoint clauses that hold, together, just where this one does not."""
    before: Clause = ()
    for name, test in clause:
        passed: tuple[Atom, ...] = ()
        for atom in test.atoms:
            opposite = msgspec.structs.replace(atom, negated=not atom.negated)
            yield conjoin(before, ((name, Test((*passed, opposite))),))
            passed = (*passed, atom)
        before = conjoin(before, ((name, test),))


def possible(clause: Clause, facts: Mapping[str, Fact]) -> bool:
    """Tell whether each word-valued fact of the clause has a value that passes its test."""
    return all(any(test(value) for value in domain(facts[name])) for name, test in clause if domain(facts[name]))


@cache
def domain(fact: Fact) -> tuple[Value, ...]:
    """List the values a fact can take, `not_yet` left out; empty for numbers and lists of choices."""
    if fact.type in ("integer", "choices"):
        return ()
    return tuple(word for word in fact.words if word != NOT_YET)


def row_clauses(rows: Iterable[_Row], facts: Mapping[str, Fact]) -> list[tuple[_Row, list[Clause]]]:
    """Give each row of a decision table its clauses; `otherwise` becomes the complement of the rest."""
    rows = list(rows)
    read_rows = {id(row): list(read(row.when or {}, facts)[0]) for row in rows if not row.otherwise}
    if len(read_rows) == len(rows):
        return [(row, read_rows[id(row)]) for row in rows]
    rest = opposite((clause for clauses in read_rows.values() for clause in clauses), facts)
    return [(row, read_rows.get(id(row), rest)) for row in rows]


def opposite(clauses: Iterable[Clause], facts: Mapping[str, Fact] | None = None) -> list[Clause]:
    """Give disjoint clauses that hold, together, just where none of these do; with `facts`, those that can hold."""
    rest: list[Clause] = [()]
    for clause in clauses:
        joined = (conjoin(before, part) for before in rest for part in _complement(clause))
        rest = [one for one in joined if facts is None or possible(one, facts)]
    return rest


# Names


def shown_facts(*texts: str) -> tuple[str, ...]:
    """Name the facts that texts show in braces."""
    return tuple(dict.fromkeys(name for text in texts for name in _SHOWN.findall(text)))


def evaluate(expression: str, known: Mapping[str, Value]) -> int | str:
    """Calculate a sum or difference, left to right; with an unknown in it the value is unknown."""
    first, *rest = expression.split()
    operands = [first, *rest[1::2]]
    numbers = [int(one) if one.isdigit() else known[one] for one in operands]
    if not all(isinstance(number, int) for number in numbers):
        return UNKNOWN
    total = int(numbers[0])  # type: ignore[arg-type]
    for sign, number in zip(rest[::2], numbers[1:], strict=True):
        total += int(number) if sign == "+" else -int(number)  # type: ignore[arg-type]
    return total


def conditions(kb: KnowledgeBase) -> Iterator[Mapping[str, object]]:
    """Give every condition of a base, as written."""
    for _, rows in kb.tables_of_rows():
        yield from (row.when for row in rows if row.when)
    yield from (action.when for action in kb.actions.values() if action.when)
    yield from (question.until for question in kb.questions.values() if question.until)
    yield from (milestone.when for milestone in kb.milestones.values() if milestone.when)
