"""Turn a lowered base into stages of column expressions: what a consultation comes to, row by row.

A stage is a mapping of new columns to expressions of those that the stages before it made. In come
the codes of answers, a column a question; then, in this order:

1. `settling`: what answers settle of others;
2. `facts`: the tests of the answers, and layer by layer the facts that can be worked out, the cycle
   among them, with their tests; last, which chances are open, as far as answers tell;
3. `walk`: the worlds in which each node is reached; rows where a chance opened on the way
   (`opened`) are walked anew (`tree`);
4. `asked`: the first question still to be asked (`asking`);
5. `advised`: what is advised, what comes first and what next (`actions`).
"""

from collections.abc import Collection

from engine.cohort.actions import Actions
from engine.cohort.asking import Asked, Askings
from engine.cohort.conditions import Conditions
from engine.cohort.dialect import Dialect
from engine.cohort.facts import Facts, fixed
from engine.cohort.moments import CYCLE, cycles_at
from engine.cohort.settling import Settling
from engine.cohort.tree import Tree
from engine.consultation.moment import Day
from engine.inference.lowered.codes import NotLowered
from engine.inference.lowered.lowering import lowered
from engine.language.base import KnowledgeBase

MOST_WORLDS = 63  # bits of a column of whole numbers


class Program:
    """Hold the stages for a base and a day, or a minute in Eastern time.

    Raises NotLowered where columns can't tell what comes out.
    """

    def __init__(self, kb: KnowledgeBase, dialect: Dialect, today: Day | None) -> None:
        self.form = form = lowered(kb)
        if form.worlds.every.bit_length() > MOST_WORLDS:
            raise NotLowered(f"its chances come to more than {MOST_WORLDS} worlds")
        cycles = cycles_at(kb, form, today)
        domains = {**form.domains, CYCLE: cycles.domain}
        conditions = Conditions(domains, fixed(form, cycles), dialect)
        tree = Tree(form, conditions, dialect)
        # What asks for tests and masks is written first: then it is known which there are.
        facts = Facts(form, cycles, conditions, dialect)
        openings, walk = tree.openings(), tree.walk()
        self.actions = Actions(kb, tree, conditions, dialect)
        self.advised = self.actions.stages()
        self.walk = [tree.masks(), *walk]
        self.opened = tree.opened()
        self.settling = Settling(kb, form.domains, dialect).stages()
        self.facts = [*facts.stages(), openings]
        self._askings = Askings(tree, cycles, conditions, dialect)
        self._unanswered: frozenset[str] = frozenset()
        self._asked: Asked | None = None

    @property
    def chances(self) -> tuple[str, ...]:
        """Name the chances: `opened` gives their number, from 1."""
        return tuple(chance.fact for chance in self.form.chances)

    @property
    def opened_on_the_way(self) -> tuple[str, ...]:
        """Name the chances that a node may open: a row is walked once more for each at most."""
        return tuple({name: None for place in self.form.places for name in place.opens})

    def asked(self, unanswered: Collection[str]) -> Asked:
        """Give what is asked where no question is unanswered but some.

        It is made anew only where these are more than before.
        """
        if self._asked is None or not self._unanswered.issuperset(unanswered):
            self._unanswered = self._unanswered.union(unanswered)
            self._asked = self._askings.of(self._unanswered)
        return self._asked
