"""Write a lowered base as straight-line Python, and run it: what it holds is then seen.

The text is a function of the codes of all answers, in the order of the questions, and of the turns
of the milestones. In it `v3` is the code of a fact, `t7` whether a test holds, `o0` whether a
chance is open, `m2` the mask of an assumption, `w5` that of the worlds in which a node is reached,
`c5` whether that is certain. Each test is done once, each row is an `if`.
"""

import heapq
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from itertools import chain

from engine.inference.evaluation import Advised, Findings
from engine.inference.lowered.codes import Domain, Runs
from engine.inference.lowered.form import (
    IS_OPEN,
    IS_OVER,
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

_Run = tuple[
    tuple[int, ...],
    list[tuple[str, int]],
    tuple[bool, ...],
    tuple[int, ...],
    list[tuple[int, int, int]],
    list[tuple[int, int, int]],
    list[int],
    str | None,
]


def source(lowered: Lowered) -> str:
    """Write the function `run(answers, turns)`.

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
        first = list(self._first())
        masks = list(self._mask_lines())
        yield "def run(answers, turns):"
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
        yield from first
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
        if self._lowered.dates[step.place].past_from:
            turn = f"turns[{step.place}]"
            past, ahead = (_any(map(self._guard, guards)) for guards in (step.past, step.ahead))
            yield f"  if {turn} & {IS_OVER}: {value} = 2 if {past} else 1 if {ahead} else 0"
            yield f"  elif {turn} & {IS_OPEN}: {value} = 0"

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
            turn = [f"turns[{asking.turn[0]}] & {asking.turn[1]}"] if asking.turn else []
            yield f"  if {_all([self._guard(asking.guard), *lost, *turn])}: asked.append({count})"
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

    def _first(self) -> Iterator[str]:
        """Find the first row that holds of what comes first."""
        yield "  first = None"
        word = "if"
        for row in self._lowered.first:
            yield f"  {word} {_any(map(self._guard, row.when))}: first = {row.id!r}"
            word = "elif"

    def _result(self) -> Iterator[str]:
        facts = "".join(f"{self._value[step.fact]}, " for step in self._lowered.steps)
        opened = "".join(f"{name}, " for name in self._open.values())
        reached = "".join(f"w{number}, " for number in range(len(self._lowered.places)))
        yield f"  return ({facts}), rows, ({opened}), ({reached}), exits, advised, asked, first"


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


class StraightLine:
    """Evaluate a lowered base, as one Python function; what it gives is that of an evaluator."""

    def __init__(self, form: Lowered) -> None:
        self.form = form
        names: dict[str, Callable[[tuple[int, ...], tuple[int, ...]], _Run | None]] = {}
        exec(compile(source(form), "<lowered base>", "exec"), names)
        self._run = names["run"]
        self._askings = all_askings(form)
        self._at_nodes = sum(len(place.askings) for place in form.places)
        self._behind = self._numbers_behind()
        self._questions = frozenset(form.questions)

    def evaluate(
        self, answers: tuple[int, ...], turns: tuple[int, ...], done: Collection[str] = ()
    ) -> Findings | None:
        """Evaluate answers, coded in the order of the questions, at the turns of a moment.

        Gives None where only the rule engine can tell: what is asked hangs on the order of its
        rules, or a table has a gap or an overlap for these answers.
        """
        run = self._run(answers, turns)
        if run is None:
            return None
        facts, rows, opened, reached, exits, advised, holding, first = run
        form, asked = self.form, self._asked(holding)
        taken = self._taken(exits)
        answered = dict(zip(form.questions, answers, strict=True))
        if taken is None or (all(map(answered.get, asked)) and self._has_gap(taken, reached)):
            return None
        places = zip(form.places, reached, strict=True)
        chances = zip(form.chances, opened, strict=True)
        return Findings(
            facts={
                step.fact: form.domains[step.fact].value(code)
                for step, code in zip(form.steps, facts, strict=True)
                if code
            },
            rows=dict(rows),
            open=tuple(chance.fact for chance, is_open in chances if is_open),
            reached={place.node: worlds for place, worlds in places if worlds},
            taken=taken,
            advised=self._advised(advised, done),
            asked=asked,
            first=first,
        )

    def _taken(self, exits: Iterable[tuple[int, int, int]]) -> dict[tuple[str, int], int] | None:
        """Map each branch taken to its worlds; None where two would be taken in the same one."""
        taken: dict[tuple[str, int], int] = {}
        left: dict[str, int] = {}
        for number, index, worlds in exits:
            place = self.form.places[number]
            branch = place.node, place.exits[index].branch
            if left.get(place.node, 0) & worlds:
                return None
            left[place.node] = left.get(place.node, 0) | worlds
            taken[branch] = taken.get(branch, 0) | worlds
        return taken

    def _has_gap(self, taken: Mapping[tuple[str, int], int], reached: Iterable[int]) -> bool:
        """Tell whether a node is left by none of its branches in some world."""
        left: dict[str, int] = {}
        for (node, _), worlds in taken.items():
            left[node] = left.get(node, 0) | worlds
        for place, worlds in zip(self.form.places, reached, strict=True):
            if place.exits and left.get(place.node, 0) != worlds:
                return True
        return False

    def _advised(
        self, advised: Iterable[tuple[int, int, int]], done: Collection[str]
    ) -> dict[str, Advised]:
        """Map each action to its worlds; to its state, milestone and node where it comes first."""
        result: dict[str, Advised] = {}
        for number, index, worlds in advised:
            place = self.form.places[number]
            advice = place.advice[index]
            state = "done" if advice.action in done else advice.state
            if state == "gone":
                continue
            new = (0, state, advice.by, place.node)
            before, state, by, node = result.get(advice.action, new)
            result[advice.action] = before | worlds, state, by, node
        return result

    def _asked(self, holding: list[int]) -> tuple[str, ...]:
        """Follow the askings that hold, to questions: in the order in which the rules would ask.

        What a node asks comes in turn; before the next, all that lies behind it: the higher rank
        first, then as listed.
        """
        live = frozenset(holding)
        asked: dict[str, None] = {}
        followed: set[tuple[str, bool]] = set()
        for number in holding:
            asking = self._askings[number]
            if number < self._at_nodes and (asking.fact, asking.wanted) not in followed:
                asked.update(dict.fromkeys(self._follow(number, live, followed)))
        return tuple(asked)

    def _follow(
        self, start: int, live: frozenset[int], followed: set[tuple[str, bool]]
    ) -> Iterator[str]:
        """Give the questions to which an asking leads that were not followed yet."""
        waiting = [(0, start)]
        while waiting:
            asking = self._askings[heapq.heappop(waiting)[1]]
            if (asking.fact, asking.wanted) in followed:
                continue
            followed.add((asking.fact, asking.wanted))
            if asking.fact in self._questions and not asking.wanted:
                yield asking.fact
                continue
            for behind in live.intersection(self._behind[asking.fact]):
                heapq.heappush(waiting, (-self._askings[behind].rank, behind))

    def _numbers_behind(self) -> dict[str, range]:
        """Map each fact to the numbers of the askings behind it."""
        numbers: dict[str, range] = {}
        first = self._at_nodes
        for fact, askings in self.form.behind.items():
            numbers[fact] = range(first, first + len(askings))
            first += len(askings)
        return numbers
