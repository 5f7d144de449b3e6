"""Write a lowered base as a zen-engine decision: the same logic, for a rule engine written in Rust.

It is one expression node: each test, conclusion, date, node and action has an expression, in the
order in which they rest on each other. zen knows no sets of worlds, so chances have to be answered.
"""

import json
from collections.abc import Iterable, Mapping

import msgspec
import zen

from engine.inference.lowered.codes import Runs
from engine.inference.lowered.form import (
    IS_OPEN,
    IS_OVER,
    Alternative,
    Cells,
    Guard,
    Lowered,
    Parts,
    Rows,
    Step,
    Total,
    Turn,
    Within,
)

Context = dict[str, int]
"""What zen is handed: the codes of the answers and the turns of the dates."""


class Came(msgspec.Struct, frozen=True):
    """Hold what came out: codes of facts, nodes reached, actions shown, the row that comes first."""

    facts: dict[str, int]
    nodes: set[str]
    actions: set[str]
    first: str | None


class ZenPeer:
    """Hold a decision of zen-engine that comes to the same as a base."""

    def __init__(self, form: Lowered) -> None:
        self._form = form
        writer = _Writer(form)
        writer.write()
        self._facts = {step.fact: writer.names[step.fact] for step in form.steps}
        self._nodes, self._actions = writer.nodes, writer.actions
        self._decision = zen.ZenEngine().create_decision(json.dumps(_graph(writer.expressions)))

    @staticmethod
    def context(codes: Iterable[int], turns: Iterable[int]) -> Context:
        """Give what zen is handed for coded answers, at the turns of a moment."""
        answers = {f"q{number}": code for number, code in enumerate(codes)}
        dates = {f"d{number}": turn & (IS_OVER | IS_OPEN) for number, turn in enumerate(turns)}
        return {**answers, **dates}

    def evaluate(self, context: Context) -> Mapping[str, object]:
        """Let zen work out all expressions, once."""
        return self._decision.evaluate(context)["result"]

    def came(self, context: Context) -> Came:
        """Give what came out by the names of the base."""
        result = self.evaluate(context)
        facts = {fact: result[name] for fact, name in self._facts.items()}
        nodes = {node for node, name in self._nodes.items() if result[name]}
        actions = {action for action, name in self._actions.items() if result[name]}
        first = self._form.first[result["first"]].id if result["first"] >= 0 else None
        return Came(facts, nodes, actions, first)


def _graph(expressions: Mapping[str, str]) -> dict[str, object]:
    """Give a decision with one expression node between what goes in and what comes out."""
    rows = [{"id": key, "key": key, "value": value} for key, value in expressions.items()]
    place = {"x": 0, "y": 0}
    kinds = (("in", "inputNode"), ("base", "expressionNode"), ("out", "outputNode"))
    nodes = [{"id": name, "name": name, "type": kind, "position": place} for name, kind in kinds]
    nodes[1]["content"] = {"expressions": rows, "passThrough": False, "executionMode": "single"}
    ways = (("in", "base"), ("base", "out"))
    edges = [{"id": a, "sourceId": a, "targetId": b, "type": "edge"} for a, b in ways]
    return {"nodes": nodes, "edges": edges}


class _Writer:
    """Write expressions; what one gives is named `$.name` in those after it."""

    def __init__(self, form: Lowered) -> None:
        self._form = form
        self._tests: dict[tuple[str, Runs], str] = {}
        self.expressions: dict[str, str] = {}
        self.names = {name: f"q{number}" for number, name in enumerate(form.questions)}
        self.nodes = {place.node: f"n{number}" for number, place in enumerate(form.places)}
        self.actions: dict[str, str] = {}

    def write(self) -> None:
        """Write the whole base; `expressions` has it then."""
        for number, step in enumerate(self._form.steps):
            self.expressions[f"v{number}"] = self._step(step)
            self.names[step.fact] = f"v{number}"
        self._tree()
        self.expressions["first"] = self._first()

    # Conditions

    def _value(self, fact: str) -> str:
        name = self.names[fact]
        return name if name.startswith("q") else f"$.{name}"

    def _within(self, part: Within) -> str:
        """Name a test that is written once."""
        key = part.fact, part.runs
        if key not in self._tests:
            self._tests[key] = f"t{len(self._tests)}"
            self.expressions[self._tests[key]] = _inside(self._value(part.fact), part.runs)
        return f"$.{self._tests[key]}"

    def _parts(self, parts: Parts) -> str:
        written = []
        for part in parts:
            if isinstance(part, Within):
                written.append(self._within(part))
            else:
                written.append(_any(map(self._parts, part.options)))
        return _all(written)

    def _guard(self, guard: Guard) -> str:
        return _all([self._parts(guard.parts), *(f"not {self._parts(p)}" for p in guard.unless)])

    def _alternative(self, when: Alternative) -> str:
        answered = (self._within(Within(one.chance, one.runs)) for one in when.assumed)
        return _all([self._guard(when.guard), *answered])

    # Facts

    def _step(self, step: Step) -> str:
        if isinstance(step, Rows):
            written = "0"
            for _, code, guard in reversed(step.rows):
                written = f"{self._guard(guard)} ? {code} : ({written})"
            return written
        if isinstance(step, Cells):
            return self._cells(step)
        return self._total(step) if isinstance(step, Total) else self._turn(step)

    def _cells(self, step: Cells) -> str:
        written = str(step.rest)
        if step.missing:
            other = self._value(step.missing)
            written = f"{other} + {step.shift}"
            for code, word in enumerate((0, *step.words)):
                written = f"{other} == {code} ? {word} : ({written})"
        keys: dict[int, list[int]] = {}
        for key, cell in {0: 0, **step.cells}.items():
            keys.setdefault(cell, []).append(key)
        for cell, same in keys.items():
            written = f"{self._value(step.key)} in {same} ? {cell} : ({written})"
        return written

    def _total(self, step: Total) -> str:
        values = [self._value(name) for _, name in step.terms]
        missing = _any(f"{value} == 0" for value in values)
        words = zip(values, step.words, strict=True)
        unknown = _any(f"{value} <= {count}" for value, count in words)
        signed = [f"{sign} * {self._value(name)}" for sign, name in step.terms]
        total = " + ".join([*signed, str(step.constant)])
        return f"{missing} ? 0 : ({unknown} ? {step.unknown} : ({total}))"

    def _turn(self, step: Turn) -> str:
        if not self._form.dates[step.place].past_from:
            return "1"
        date = f"d{step.place}"
        past, ahead = (_any(map(self._guard, guards)) for guards in (step.past, step.ahead))
        over = f"{past} ? 2 : ({ahead} ? 1 : 0)"
        return f"{date} == {IS_OVER} ? ({over}) : ({date} == {IS_OPEN} ? 0 : 1)"

    # The tree

    def _first(self) -> str:
        written = "-1"
        for number, row in reversed([*enumerate(self._form.first)]):
            written = f"{_any(map(self._guard, row.when))} ? {number} : ({written})"
        return written

    def _tree(self) -> None:
        into: dict[str, list[str]] = {place.node: [] for place in self._form.places}
        into[self._form.places[0].node].append("true")
        shown: dict[str, list[str]] = {}
        for place in self._form.places:
            self.expressions[self.nodes[place.node]] = _any(into[place.node])
            here = f"$.{self.nodes[place.node]}"
            for way in place.exits:
                if way.go:
                    into[way.go].append(_all([here, self._alternative(way.when)]))
            for advice in place.advice:
                if advice.state != "gone":
                    when = _all([here, self._alternative(advice.when)])
                    shown.setdefault(advice.action, []).append(when)
        self.actions = {action: f"a{number}" for number, action in enumerate(shown)}
        for action, ways in shown.items():
            self.expressions[self.actions[action]] = _any(ways)


def _all(conditions: Iterable[str]) -> str:
    written = [condition for condition in conditions if condition != "true"]
    return f"({' and '.join(written)})" if len(written) > 1 else "".join(written) or "true"


def _any(conditions: Iterable[str]) -> str:
    written = list(conditions)
    return f"({' or '.join(written)})" if written else "false"


def _inside(value: str, runs: Runs) -> str:
    single = [first for first, last in runs if first == last]
    written = [
        f"({value} >= {first} and {value} <= {last})" for first, last in runs if first < last
    ]
    if single:
        written.append(f"{value} in {single}" if len(single) > 2 else _equal(value, single))
    return _any(written)


def _equal(value: str, codes: list[int]) -> str:
    return " or ".join(f"{value} == {code}" for code in codes)
