"""Lower conditions: what they ask of facts to runs of codes, what they ask of chances to masks."""

from collections.abc import Iterable

from engine.inference.lowered.codes import domains, joined
from engine.inference.lowered.form import (
    Alternative,
    Assumption,
    Either,
    Guard,
    Parts,
    Within,
)
from engine.inference.lowered.worlds import Worlds
from engine.language import condition
from engine.language.base import KnowledgeBase
from engine.language.condition import Options, Pair, pairs
from engine.language.decision_table import Form


class Conditions:
    """Lower the conditions of one base; each test is called once for all that it can meet."""

    def __init__(self, kb: KnowledgeBase) -> None:
        self.kb = kb
        self.domains = domains(kb)
        self.worlds = Worlds(tuple(kb.chances.items()))
        self._within: dict[tuple[Pair, bool], Within] = {}
        self.derived = dict.fromkeys((*kb.conclusions, *kb.milestones))

    def within(self, pair: Pair, may: bool = False) -> Within:
        """Lower a pair to where it holds; with `may`, to where it is not known to fail."""
        known = self._within.get((pair, may))
        if known is None:
            name, test = pair
            domain = self.domains[name]
            runs = domain.runs(test)
            known = Within(name, joined((*runs, *domain.undecided)) if may else runs)
            self._within[pair, may] = known
        return known

    def parts(self, written: condition.Parts, may: bool = False) -> Parts:
        """Lower parts to where they hold; with `may`, to where they are not known to fail."""
        result: list[Within | Either] = []
        for part in written:
            if isinstance(part, Options):
                result.append(Either(tuple(self.parts(one, may) for one in part.options)))
            else:
                result.append(self.within(part, may))
        return tuple(result)

    def guard(self, form: Form) -> Guard:
        """Lower a form, but for the chances that it names."""
        kept = tuple(part for part in form.parts if not self._is_chance(part))
        return Guard(self.parts(kept), tuple(self.parts(parts, may=True) for parts in form.failed))

    def known(self, form: Form) -> Guard:
        """Lower a form whole, to where it holds on what is known: an open chance passes nothing."""
        return Guard(self.parts(form.parts))

    def alternative(self, form: Form) -> Alternative:
        """Lower a form whole."""
        return Alternative(self.guard(form), self.assumed(form))

    def assumed(self, form: Form) -> tuple[Assumption, ...]:
        """Lower what a form asks of chances."""
        if not any(self._is_chance(part) for part in form.parts):
            return ()
        chosen = [pair for pair in form.clause if self._is_chance(pair)]
        return tuple(
            Assumption(name, self.within((name, test)).runs, self.worlds.passing(name, test))
            for name, test in chosen
        )

    def _is_chance(self, part: Pair | Options) -> bool:
        return not isinstance(part, Options) and part[0] in self.kb.chances

    def names_derived(self, rows: Iterable[Form]) -> bool:
        """Tell whether rows name a conclusion or a date."""
        return any(name in self.derived for form in rows for name, _ in pairs(form.parts))
