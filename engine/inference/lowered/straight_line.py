"""Write a lowered base as straight-line Python: each test once, each row an `if`.

The text is a function of the codes of all answers, in the order of the questions, and a day. In it
`v3` is the code of a fact, `t7` whether a test holds, `o0` whether a chance is open, `m2` the mask
of an assumption, `w5` that of the worlds in which a node is reached, `c5` whether that is certain.
"""

from collections.abc import Iterable, Iterator
from itertools import chain

from engine.inference.lowered.codes import Domain, Runs
from engine.inference.lowered.form import (
    Alternative,
    Asking,
    Assumption,
    Cells,
    Guard,
    Lowered,
    Parts,
    Place,
    Rows,
    Step,
    Total,
    Turn,
    Within,
)

ALWAYS = "True"


def source(lowered: Lowered) -> str:
    """Write the function `run(answers, today)`.

    It gives the codes of what was worked out, in the order of `steps`; the rows that held; the
    chances' openness; the worlds of each node; each exit taken and each action advised, by its
    place and number, with its worlds; and the numbers of the askings that hold, at nodes and behind
    facts. It gives None where the order of the rules may matter, or two rows of a table hold.
    """
    return "\n".join(_Writer(lowered).lines())


def all_askings(lowered: Lowered) -> list[Asking]:
    """List the askings of the nodes, then those behind facts: the numbers that `run` gives."""
    return [*chain.from_iterable(place.askings for place in lowered.places), *_behind(lowered)]


def _behind(lowered: Lowered) -> Iterator[Asking]:
    return chain.from_iterable(lowered.behind.values())


class _Writer:
    def __init__(self, lowered: Lowered) -> None:
        self._lowered = lowered
        facts = (*lowered.questions, *(step.fact for step in lowered.steps))
        self._value = {fact: f"v{number}" for number, fact in enumerate(facts)}
        self._open = {one.fact: f"o{number}" for number, one in enumerate(lowered.chances)}
        self._number = {place.node: number for number, place in enumerate(lowered.places)}
        self._tests: dict[str, dict[Runs, str]] = {fact: {} for fact in facts}
        self._count = 0
        self._masks: dict[Assumption, str] = {}

    def lines(self) -> Iterator[str]:
        # The body comes first: it says which tests and masks there are.
        steps = [(step.fact, list(self._step(step))) for step in self._lowered.steps]
        doubts = [self._guard(guard) for guard in self._lowered.doubtful]
        chances = list(self._chances())
        places = [line for place in self._lowered.places for line in self._place(place)]
        askings = list(self._askings())
        masks = list(self._mask_lines())
        yield "def run(answers, today):"
        yield f"  {''.join(f'{self._value[name]}, ' for name in self._lowered.questions)}= answers"
        yield "  rows = []"
        for name in self._lowered.questions:
            yield from self._test_lines(name)
        for fact, step in steps:
            yield from step
            yield from self._test_lines(fact)
        for doubt in doubts:
            yield f"  if {doubt}: return None"
        yield from chances
        yield from self._walk(masks, places)
        yield from askings
        yield from self._result()

    # Conditions

    def _within(self, part: Within) -> str:
        """Give the expression of a test: the name of a variable that holds it."""
        domain = self._lowered.domains[part.fact]
        if part.runs == ((0, domain.last),):
            return ALWAYS
        if not part.runs:
            return "False"
        names = self._tests[part.fact]
        if part.runs not in names:
            names[part.runs] = f"t{self._count}"
            self._count += 1
        return names[part.runs]

    def _test_lines(self, fact: str) -> Iterator[str]:
        value, domain = self._value[fact], self._lowered.domains[fact]
        for runs, name in self._tests[fact].items():
            yield f"  {name} = {_inside(value, runs, domain)}"

    def _parts(self, parts: Parts) -> str:
        written = []
        for part in parts:
            if isinstance(part, Within):
                written.append(self._within(part))
            else:
                written.append(_any(self._parts(option) for option in part.options))
        return _all(written)

    def _guard(self, guard: Guard) -> str:
        failing = [f"not ({self._parts(parts)})" for parts in guard.unless]
        return _all([self._parts(guard.parts), *failing])

    def _assumed(self, assumed: Iterable[Assumption]) -> list[str]:
        return [self._masks.setdefault(one, f"m{len(self._masks)}") for one in assumed]

    # Facts

    def _step(self, step: Step) -> Iterator[str]:
        value = self._value[step.fact]
        if isinstance(step, Rows):
            yield f"  {value} = 0"
            for number, code, guard in step.rows:
                yield f"  if {self._guard(guard)}:"
                yield f"    if {value}: return None"
                yield f"    {value} = {code}; rows.append(({step.fact!r}, {number}))"
        elif isinstance(step, Cells):
            yield from self._cells(step, value, self._value[step.key])
        elif isinstance(step, Total):
            yield from self._total(step, value)
        else:
            yield from self._turn(step, value)

    def _cells(self, step: Cells, value: str, key: str) -> Iterator[str]:
        cells = {0: 0, **step.cells}
        if not step.missing:
            yield f"  {value} = {cells}.get({key}, {step.rest})"
            return
        other = self._value[step.missing]
        words = (0, *step.words)
        yield f"  {value} = {cells}.get({key})"
        yield f"  if {value} is None:"
        yield f"    {value} = {other} + {step.shift}"
        yield f"    if {other} < {len(words)}: {value} = {words}[{other}]"

    def _total(self, step: Total, value: str) -> Iterator[str]:
        names = [self._value[name] for _, name in step.terms]
        missing = " or ".join(f"not {name}" for name in names)
        worded = [f"{name} <= {words}" for name, words in zip(names, step.words, strict=True)]
        signed = [f"{sign} * {self._value[name]}" for sign, name in step.terms]
        yield f"  if {missing}: {value} = 0"
        yield f"  elif {' or '.join(worded)}: {value} = {step.unknown}"
        yield f"  else: {value} = {' + '.join(signed)} + {step.constant}"

    def _turn(self, step: Turn, value: str) -> Iterator[str]:
        yield f"  {value} = 1"
        if step.day is not None:
            past, ahead = (_any(map(self._guard, guards)) for guards in (step.past, step.ahead))
            yield f"  if today > {step.day}: {value} = 2 if {past} else 1 if {ahead} else 0"

    # The tree

    def _chances(self) -> Iterator[str]:
        for chance in self._lowered.chances:
            value, early = self._value[chance.fact], _any(map(self._guard, chance.until))
            not_yet = f"{value} == {chance.not_yet}"
            yield f"  {self._open[chance.fact]} = {not_yet} or (not {value} and {early})"

    def _mask_lines(self) -> Iterator[str]:
        every = self._lowered.worlds.every
        for one, name in self._masks.items():
            answered = f"{every} if {self._within(Within(one.chance, one.runs))} else 0"
            yield f"    {name} = {one.mask} if {self._open[one.chance]} else {answered}"

    def _walk(self, masks: list[str], places: list[str]) -> Iterator[str]:
        """Go down the tree; anew when a chance turns out to be open on the way."""
        count = len(self._lowered.places)
        yield "  while True:"
        yield from masks
        yield f"    {' = '.join(f'w{number}' for number in range(count))} = 0"
        yield f"    {' = '.join(f'c{number}' for number in range(count))} = False"
        yield f"    w0 = {self._lowered.worlds.every}; c0 = True; exits = []; advised = []"
        yield from places
        yield "    break"

    def _place(self, place: Place) -> Iterator[str]:
        number = self._number[place.node]
        yield f"    if w{number}:"
        for chance in place.opens:
            open_, value = self._open[chance], self._value[chance]
            yield f"      if not (c{number} or {value} or {open_}):"
            yield f"        {open_} = True; continue"
        for index, exit_ in enumerate(place.exits):
            yield f"      if {self._holding(number, exit_.when)}:"
            yield f"        exits.append(({number}, {index}, b))"
            if exit_.go:
                go = self._number[exit_.go]
                yield f"        w{go} |= b; c{go} |= c{number} and b == w{number}"
        for index, advice in enumerate(place.advice):
            holding = self._holding(number, advice.when)
            yield f"      if {holding}: advised.append(({number}, {index}, b))"
        yield "      pass"

    def _holding(self, number: int, when: Alternative) -> str:
        """Give the condition that a row holds at a node in some worlds, which become `b`."""
        worlds = " & ".join([f"w{number}", *self._assumed(when.assumed)])
        return _all([self._guard(when.guard), f"(b := {worlds})"])

    # What is asked

    def _askings(self) -> Iterator[str]:
        yield "  asked = []"
        count = 0
        for number, place in enumerate(self._lowered.places):
            yield f"  if w{number}:"
            for asking in place.askings:
                yield f"    if {self._asking(asking, number)}: asked.append({count})"
                count += 1
            for doubt in dict.fromkeys(self._doubts(place, number)):
                yield f"    {doubt}"
            yield "    pass"
        for asking in _behind(self._lowered):
            lost = [f"not ({self._guard(one.guard)})" for one in asking.unless]
            day = [f"today > {asking.day}"] if asking.day else []
            yield f"  if {_all([self._guard(asking.guard), *lost, *day])}: asked.append({count})"
            count += 1

    def _asking(self, asking: Asking, number: int) -> str:
        parts = [self._guard(asking.guard)]
        if asking.certain:
            parts.append(f"c{number}")
        if asking.room != self._lowered.worlds.every:
            parts.append(f"w{number} & {asking.room}")
        for other in asking.unless:
            whole = " & ".join([f"w{number}", *self._assumed(other.assumed)])
            guard = self._guard(other.guard)
            parts.append(
                f"not ({_all([guard, f'{whole} == w{number}'] if other.assumed else [guard])})"
            )
        return _all(parts)

    def _doubts(self, place: Place, number: int) -> Iterator[str]:
        """Find rows that hold on some of the ways that came together here and not on others.

        Experta goes each of them alone.
        """
        for asking in place.askings:
            for other in asking.unless:
                if other.assumed and not asking.certain:
                    holding = self._holding(number, other)
                    yield f"if not c{number} and {holding} and b != w{number}: return None"

    def _result(self) -> Iterator[str]:
        facts = "".join(f"{self._value[step.fact]}, " for step in self._lowered.steps)
        opened = "".join(f"{name}, " for name in self._open.values())
        reached = "".join(f"w{number}, " for number in range(len(self._lowered.places)))
        yield f"  return ({facts}), rows, ({opened}), ({reached}), exits, advised, asked"


def _all(conditions: Iterable[str]) -> str:
    """Join conditions with "and"; what always holds is left out."""
    written = [one for one in conditions if one != ALWAYS]
    return " and ".join(written) or ALWAYS


def _any(conditions: Iterable[str]) -> str:
    """Join conditions with "or", in brackets."""
    written = list(conditions)
    if ALWAYS in written:
        return ALWAYS
    return f"({' or '.join(written)})" if written else "False"


def _inside(value: str, runs: Runs, domain: Domain) -> str:
    """Give the expression that a code lies within runs."""
    if runs == domain.known:
        return f"{value} != 0"
    single = [first for first, last in runs if first == last]
    written = [f"{first} <= {value} <= {last}" for first, last in runs if first < last]
    if len(single) == 1:
        written.append(f"{value} == {single[0]}")
    elif single:
        written.append(f"{value} in {{{', '.join(map(str, single))}}}")
    return " or ".join(written)
