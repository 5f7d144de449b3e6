"""Turn a lowered base into stages of column expressions: what a consultation comes to, row by row.

A stage is a mapping of new columns to expressions of those that the stages before it made. In come
the codes of answers, a column a question; then, in this order:

1. `facts`: what answers settle of others; the tests of the answers, and layer by layer the facts
   that can be worked out, the cycle among them, with their tests;
2. last of these, which chances are open, as far as answers tell;
3. `walk`: the masks of what the world decides, and layer by layer the worlds in which each node is
   reached. Where a node asks a chance that is not answered, and is not reached for certain, that
   chance opens too (`opened`), and the rows where it did are walked anew;
4. `results`: the first question still to be asked, what is advised, what comes first (`actions`).

What is asked first is found from the end: for each fact the first unanswered question that it leads
to, those deepest first; then the first place on the path that leads to any.
"""

from collections.abc import Iterable, Iterator
from functools import reduce
from operator import add, or_

from engine.cohort.actions import Actions
from engine.cohort.asking_order import in_layers
from engine.cohort.conditions import Conditions
from engine.cohort.dialect import Dialect, Expression, Stage
from engine.cohort.fact_depths import fact_depths
from engine.cohort.moments import CYCLE, cycles_at
from engine.cohort.settling import Settling
from engine.consultation.moment import Day
from engine.inference.lowered.codes import NotLowered
from engine.inference.lowered.form import (
    IS_OPEN,
    IS_OVER,
    Alternative,
    Asking,
    Assumption,
    Cells,
    Chance,
    Guard,
    Place,
    Rows,
    Step,
    Total,
    Turn,
    Within,
)
from engine.inference.lowered.lowering import lowered
from engine.language.base import KnowledgeBase

# A colon stands in no id of a base, so that no column is called like a fact.
MASK, OPEN, AT, SURE, FIRST = "mask:", "open:", "at:", "sure:", "first:"
PENDING, OPENED, DOUBT = "pending:", "opened:", "doubt:"
MOST_WORLDS = 63  # bits of a column of whole numbers


class Program:
    """Hold the stages for a base and a day, or a minute in Eastern time.

    Raises NotLowered where columns can't tell what comes out.
    """

    def __init__(self, kb: KnowledgeBase, dialect: Dialect, today: Day | None) -> None:
        self.form = form = lowered(kb)
        if form.worlds.every.bit_length() > MOST_WORLDS:
            raise NotLowered(f"its chances come to more than {MOST_WORLDS} worlds")
        self._dialect = dialect
        self._cycles = cycles_at(kb, form, today)
        domains = {**form.domains, CYCLE: self._cycles.domain}
        self._conditions = Conditions(domains, dialect)
        self._masks: dict[Assumption, str] = {}
        self.actions = Actions(kb, form, self._conditions, dialect)
        # What asks for tests and masks is written first: then it is known which there are.
        steps = {step.fact: self._step(step) for step in form.steps}
        steps[CYCLE] = self._cycles.expression(self._conditions, dialect)
        openings = {OPEN + chance.fact: self._opening(chance) for chance in form.chances}
        walk = self._walk()
        self.results = [
            *self._first_stages(),
            self._results(),
            *self.actions.stages(self._holding),
        ]
        masks = {name: self._mask(one) for one, name in self._masks.items()}
        self.opened = {OPENED: self._opened()}
        settling = Settling(kb, form.domains, dialect).stages()
        self.facts = [*settling, *self._fact_stages(steps), openings]
        self.walk = [masks, *walk]

    @property
    def chances(self) -> tuple[str, ...]:
        """Name the chances: `opened` gives their number, from 1."""
        return tuple(chance.fact for chance in self.form.chances)

    @property
    def opened_on_the_way(self) -> tuple[str, ...]:
        """Name the chances that a node may open: a row is walked once more for each at most."""
        return tuple({name: None for place in self.form.places for name in place.opens})

    # Facts

    def _fact_stages(self, steps: Stage) -> list[Stage]:
        """Put facts in layers, each followed by the tests of what it made."""
        depths = fact_depths(self.form)
        stages: list[Stage] = []
        for depth in range(max(depths.values(), default=0) + 1):
            layer = {name for name, own in depths.items() if own == depth}
            stages.append({name: steps[name] for name in steps if name in layer})
            stages.append(self._conditions.tests(layer))
        return [stage for stage in stages if stage]

    def _step(self, step: Step) -> Expression:
        if isinstance(step, Rows):
            result = self._dialect.number(0)
            for _, code, guard in step.rows:
                number = self._dialect.number(code)
                result = self._dialect.choose(self._conditions.guard(guard), number, result)
            return result
        if isinstance(step, Cells):
            return self._cells(step)
        return self._total(step) if isinstance(step, Total) else self._turn(step)

    def _cells(self, step: Cells) -> Expression:
        rest = self._dialect.number(step.rest)
        if step.missing:
            other = self._dialect.column(step.missing)
            words = dict(enumerate((0, *step.words)))
            worded = self._dialect.looked_up(step.missing, words, self._dialect.number(0))
            rest = self._dialect.choose(other < len(words), worded, other + step.shift)
        return self._dialect.looked_up(step.key, {0: 0, **step.cells}, rest)

    def _total(self, step: Total) -> Expression:
        columns = [self._dialect.column(name) for _, name in step.terms]
        unknown = [column <= words for column, words in zip(columns, step.words, strict=True)]
        signed = [column * sign for (sign, _), column in zip(step.terms, columns, strict=True)]
        total = reduce(add, signed) + step.constant
        known = self._dialect.choose(
            self._conditions.any(unknown), self._dialect.number(step.unknown), total
        )
        missing = self._conditions.any(column == 0 for column in columns)
        return self._dialect.choose(missing, self._dialect.number(0), known)

    def _turn(self, step: Turn) -> Expression:
        ahead, past, neither = map(self._dialect.number, (1, 2, 0))
        is_over = self._cycles.at(step.place, IS_OVER)
        is_open = self._cycles.at(step.place, IS_OPEN)
        if not (is_over.runs or is_open.runs):
            return ahead
        is_past, is_ahead = map(self._conditions.guards, (step.past, step.ahead))
        over = self._dialect.choose(is_ahead, ahead, neither)
        over = self._dialect.choose(is_past, past, over)
        rest = self._dialect.choose(self._conditions.within(is_open), neither, ahead)
        return self._dialect.choose(self._conditions.within(is_over), over, rest)

    # The tree

    def _opening(self, chance: Chance) -> Expression:
        value = self._dialect.column(chance.fact)
        early = self._conditions.guards(chance.until)
        return (value == chance.not_yet) | ((value == 0) & early)

    def _opened(self) -> Expression:
        """Give the number of the first chance that opens on the way, from 1; null for none."""
        options = []
        numbers = {chance.fact: n for n, chance in enumerate(self.form.chances, start=1)}
        for place in self.form.places:
            at, sure = self._at(place.node), self._dialect.column(SURE + place.node)
            for name in place.opens:
                unanswered = self._dialect.column(name) == 0
                is_open = self._dialect.column(OPEN + name)
                opens = (at != 0) & ~sure & unanswered & ~is_open
                options.append((opens, self._dialect.number(numbers[name])))
        return self._dialect.first(options)

    def _mask(self, one: Assumption) -> Expression:
        every, none = self._dialect.mask(self.form.worlds.every), self._dialect.mask(0)
        answered = self._dialect.choose(
            self._conditions.within(Within(one.chance, one.runs)), every, none
        )
        is_open = self._dialect.column(OPEN + one.chance)
        return self._dialect.choose(is_open, self._dialect.mask(one.mask), answered)

    def _at(self, node: str) -> Expression:
        return self._dialect.column(AT + node)

    def _worlds(self, node: str, assumed: Iterable[Assumption]) -> Expression:
        """Give the worlds in which a node is reached and assumptions hold."""
        worlds = self._at(node)
        for one in assumed:
            name = self._masks.setdefault(one, f"{MASK}{len(self._masks)}")
            worlds = worlds & self._dialect.column(name)
        return worlds

    def _holding(self, node: str, when: Alternative) -> Expression:
        """Give the worlds in which a row holds at a node: none where its guard does not."""
        worlds = self._worlds(node, when.assumed)
        if when.guard == Guard():
            return worlds
        return self._dialect.choose(
            self._conditions.guard(when.guard), worlds, self._dialect.mask(0)
        )

    def _walk(self) -> list[Stage]:
        """Give the worlds in which each node is reached, in layers, and whether it is for sure."""
        start, *_ = (place.node for place in self.form.places)
        depths = {place.node: 0 for place in self.form.places}
        reached: dict[str, list[Expression]] = {node: [] for node in depths}
        surely: dict[str, list[Expression]] = {node: [] for node in depths}
        reached[start].append(self._dialect.mask(self.form.worlds.every))
        surely[start].append(self._dialect.flag(True))
        for place in self.form.places:
            for way in place.exits:
                if way.go:
                    depths[way.go] = max(depths[way.go], depths[place.node] + 1)
                    reached[way.go].append(self._holding(place.node, way.when))
                    surely[way.go].append(self._surely(place.node, way.when))
        stages: list[dict[str, Expression]] = [{} for _ in range(max(depths.values()) + 1)]
        for node, depth in depths.items():
            nowhere = self._dialect.mask(0)
            stages[depth][AT + node] = reduce(or_, reached[node]) if reached[node] else nowhere
            stages[depth][SURE + node] = self._conditions.any(surely[node])
        return list(stages)

    def _surely(self, node: str, when: Alternative) -> Expression:
        """Tell whether a row holds at a node that is reached for sure, in all of its worlds."""
        conditions = [self._dialect.column(SURE + node), self._conditions.guard(when.guard)]
        if when.assumed:
            conditions.append(self._worlds(node, when.assumed) == self._at(node))
        return self._conditions.all(conditions)

    # What comes out

    def _results(self) -> Stage:
        """Give the first question still to be asked, and where only the rules can tell."""
        options = []
        for place in self.form.places:
            asked = [self._asked(place, asking) for asking in place.askings]
            if asked:
                options.append((self._at(place.node) != 0, self._dialect.first(asked)))
        pending = self._dialect.first(options)
        doubts = list(self._doubts())
        self.is_doubtful = bool(doubts)
        return {PENDING: pending, DOUBT: self._conditions.any(doubts)}

    def _asked(self, place: Place, asking: Asking) -> tuple[Expression, Expression]:
        """Give when an asking holds at a place, and the first question that it leads to."""
        conditions = [self._conditions.guard(asking.guard)]
        if asking.certain:
            conditions.append(self._dialect.column(SURE + place.node))
        if asking.room not in (-1, self.form.worlds.every):
            conditions.append((self._at(place.node) & self._dialect.mask(asking.room)) != 0)
        for other in asking.unless:
            lost = [self._conditions.guard(other.guard)]
            if other.assumed:
                lost.append(self._worlds(place.node, other.assumed) == self._at(place.node))
            conditions.append(~self._conditions.all(lost))
        return self._conditions.all(conditions), self._first(asking)

    def _doubts(self) -> Iterator[Expression]:
        """Find rows where only the rules can tell what is asked: it hangs on their order.

        That is where ways came together of which some fulfil a row that makes an asking needless.
        """
        yield from map(self._conditions.guard, self.form.doubtful)
        seen = set()
        for place in self.form.places:
            for asking in place.askings:
                for other in asking.unless:
                    if other.assumed and not asking.certain and (place.node, other) not in seen:
                        seen.add((place.node, other))
                        worlds = self._holding(place.node, other)
                        some = (worlds != 0) & (worlds != self._at(place.node))
                        yield some & ~self._dialect.column(SURE + place.node)

    # What is asked first

    def _first_stages(self) -> list[Stage]:
        """Find, for each fact, the first question not answered that it leads to."""
        questions = {}
        for number, name in enumerate(self.form.questions, start=1):
            unanswered = self._dialect.column(name) == 0
            first = self._dialect.first([(unanswered, self._dialect.number(number))])
            questions[FIRST + name] = first
        stages: list[Stage] = [questions]
        for layer in in_layers(self.form):
            stage = {}
            for name, askings in layer.items():
                options = [(self._behind(one), self._first(one)) for one in askings]
                is_wanted = name in self.form.questions
                stage[_first_name(name, is_wanted)] = self._dialect.first(options)
            stages.append(stage)
        return stages

    def _first(self, asking: Asking) -> Expression:
        return self._dialect.column(_first_name(asking.fact, asking.wanted))

    def _behind(self, asking: Asking) -> Expression:
        """Tell whether an asking behind a fact holds."""
        conditions = [self._conditions.guard(asking.guard)]
        conditions += [~self._conditions.guard(other.guard) for other in asking.unless]
        if asking.turn:
            conditions.append(self._conditions.within(self._cycles.at(*asking.turn)))
        return self._conditions.all(conditions)


def _first_name(fact: str, wanted: bool) -> str:
    return f"{FIRST}{'wanted:' if wanted else ''}{fact}"
