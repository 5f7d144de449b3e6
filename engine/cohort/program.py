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
from operator import or_

from engine.cohort.actions import Actions
from engine.cohort.asking_order import in_layers
from engine.cohort.conditions import Conditions, Truth
from engine.cohort.dialect import Dialect, Expression, Stage
from engine.cohort.facts import Facts, fixed
from engine.cohort.moments import CYCLE, cycles_at
from engine.cohort.settling import Settling
from engine.consultation.moment import Day
from engine.inference.lowered.codes import NotLowered
from engine.inference.lowered.form import (
    Alternative,
    Asking,
    Assumption,
    Chance,
    Place,
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
        self._conditions = Conditions(domains, fixed(form, self._cycles), dialect)
        self._masks: dict[Assumption, str] = {}
        self.actions = Actions(kb, form, self._conditions, dialect)
        # What asks for tests and masks is written first: then it is known which there are.
        facts = Facts(form, self._cycles, self._conditions, dialect)
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
        self.facts = [*settling, *facts.stages(), openings]
        self.walk = [masks, *walk]

    @property
    def chances(self) -> tuple[str, ...]:
        """Name the chances: `opened` gives their number, from 1."""
        return tuple(chance.fact for chance in self.form.chances)

    @property
    def opened_on_the_way(self) -> tuple[str, ...]:
        """Name the chances that a node may open: a row is walked once more for each at most."""
        return tuple({name: None for place in self.form.places for name in place.opens})

    # The tree

    def _opening(self, chance: Chance) -> Expression:
        value = self._dialect.column(chance.fact)
        early = self._conditions.guards(chance.until)
        is_early = self._conditions.all([value == 0, early])
        return self._conditions.expression(
            self._conditions.any([value == chance.not_yet, is_early])
        )

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
                options.append((opens, self._dialect.place(numbers[name])))
        return self._conditions.first(options)

    def _mask(self, one: Assumption) -> Expression:
        every, none = self._dialect.mask(self.form.worlds.every), self._dialect.mask(0)
        answered = self._conditions.choose(
            self._conditions.within(Within(one.chance, one.runs)), every, none
        )
        is_open = self._dialect.column(OPEN + one.chance)
        return self._conditions.choose(is_open, self._dialect.mask(one.mask), answered)

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
        return self._conditions.choose(
            self._conditions.guard(when.guard), worlds, self._dialect.mask(0)
        )

    def _walk(self) -> list[Stage]:
        """Give the worlds in which each node is reached, in layers, and whether it is for sure."""
        start, *_ = (place.node for place in self.form.places)
        depths = {place.node: 0 for place in self.form.places}
        reached: dict[str, list[Expression]] = {node: [] for node in depths}
        surely: dict[str, list[Truth]] = {node: [] for node in depths}
        reached[start].append(self._dialect.mask(self.form.worlds.every))
        surely[start].append(True)
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
            is_sure = self._conditions.any(surely[node])
            stages[depth][SURE + node] = self._conditions.expression(is_sure)
        return list(stages)

    def _surely(self, node: str, when: Alternative) -> Truth:
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
                options.append((self._at(place.node) != 0, self._conditions.first(asked)))
        pending = self._conditions.first(options)
        doubts = [doubt for doubt in self._doubts() if doubt is not False]
        self.is_doubtful = bool(doubts)
        return {PENDING: pending, DOUBT: self._conditions.expression(self._conditions.any(doubts))}

    def _asked(self, place: Place, asking: Asking) -> tuple[Truth, Expression]:
        """Give when an asking holds at a place, and the first question that it leads to."""
        conditions: list[Truth] = [self._conditions.guard(asking.guard)]
        if asking.certain:
            conditions.append(self._dialect.column(SURE + place.node))
        if asking.room not in (-1, self.form.worlds.every):
            conditions.append((self._at(place.node) & self._dialect.mask(asking.room)) != 0)
        for other in asking.unless:
            lost = [self._conditions.guard(other.guard)]
            if other.assumed:
                lost.append(self._worlds(place.node, other.assumed) == self._at(place.node))
            conditions.append(self._conditions.opposite(self._conditions.all(lost)))
        return self._conditions.all(conditions), self._first(asking)

    def _doubts(self) -> Iterator[Truth]:
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
            first = self._conditions.first([(unanswered, self._dialect.place(number))])
            questions[FIRST + name] = first
        stages: list[Stage] = [questions]
        for layer in in_layers(self.form):
            stage = {}
            for name, askings in layer.items():
                options = [(self._behind(one), self._first(one)) for one in askings]
                is_wanted = name in self.form.questions
                stage[_first_name(name, is_wanted)] = self._conditions.first(options)
            stages.append(stage)
        return stages

    def _first(self, asking: Asking) -> Expression:
        return self._dialect.column(_first_name(asking.fact, asking.wanted))

    def _behind(self, asking: Asking) -> Truth:
        """Tell whether an asking behind a fact holds."""
        conditions = [self._conditions.guard(asking.guard)]
        lost = [self._conditions.guard(other.guard) for other in asking.unless]
        conditions += map(self._conditions.opposite, lost)
        if asking.turn:
            conditions.append(self._conditions.within(self._cycles.at(*asking.turn)))
        return self._conditions.all(conditions)


def _first_name(fact: str, wanted: bool) -> str:
    return f"{FIRST}{'wanted:' if wanted else ''}{fact}"
