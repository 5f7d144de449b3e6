"""Turn the form of a row into what its facts decide, and the worlds that it assumes."""

import msgspec

from engine.inference.lowered.worlds import Worlds
from engine.inference.remembered import OPENED, Values
from engine.language.base import KnowledgeBase
from engine.language.condition import Options, Pair, Parts, Test, holds
from engine.language.decision_table import Form, may_hold


class Standing(msgspec.Struct, frozen=True):
    """Hold a form: what it asks of facts, and of each chance the test, with the worlds it passes.

    `form` is the whole of it.
    """

    form: Form
    parts: Parts
    assumed: tuple[tuple[str, Test, int], ...] = ()

    def holds(self, values: Values) -> bool:
        """Tell whether it holds on facts, whatever the chances."""
        look = values.get
        if not holds(self.parts, look):
            return False
        return not any(may_hold(parts, look) for parts in self.form.failed)

    def worlds(self, values: Values, among: int) -> int:
        """Give the worlds, of some, in which a form holds whose facts do.

        An open chance is passed in some of them; one that was answered in all or in none.
        """
        for chance, test, passed in self.assumed:
            if chance in values[OPENED]:
                among &= passed
            elif not test(values[chance]):
                return 0
        return among

    @property
    def room(self) -> int:
        """Give the worlds in which all chances that it names pass; all where it names none."""
        room = -1
        for *_, passed in self.assumed:
            room &= passed
        return room


def standing(form: Form, kb: KnowledgeBase, worlds: Worlds) -> Standing:
    """Part a form into facts and chances; no `any` asks a chance, those are multiplied out."""
    facts = tuple(part for part in form.parts if not _is_chance(part, kb))
    if len(facts) == len(form.parts):
        return Standing(form, facts)
    chosen = [(name, test) for name, test in form.clause if name in kb.chances]
    assumed = tuple((name, test, worlds.passing(name, test)) for name, test in chosen)
    return Standing(form, facts, assumed)


def _is_chance(part: Pair | Options, kb: KnowledgeBase) -> bool:
    return not isinstance(part, Options) and part[0] in kb.chances
