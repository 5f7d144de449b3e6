"""Give Experta a repeatable order, a lazy matcher and a trace.

It is led through its public hooks alone: `__matcher__`, `__strategy__`, `get_rules()`, kinds of
rules, agenda and list of facts of our own, `reset()`, `declare()` and `run()`; nothing of it is
patched. What is left out of it: facts can't be retracted or modified, and `matcher` says what a
rule may hold.
"""

from collections.abc import Callable, Mapping
from typing import Any, ClassVar

from engine.inference import experta_import
from engine.inference.experta_import import NOT, FactList, KnowledgeEngine, P, Rule, W
from engine.inference.matcher import DocumentOrder, LazyMatcher, Match, TurnAgenda

__all__ = ["NOT", "Engine", "Fact", "Match", "OpenRule", "P", "Rule", "W"]


class Fact(experta_import.Fact):  # type: ignore[misc]
    """Hold values by name, as they come: all are hashable, while Experta freezes each of them.

    `late` names fields whose value no two runs share: they are tested when a rule's turn comes.
    """

    late: ClassVar[frozenset[str]] = frozenset()

    def __init__(self, **fields: Any) -> None:
        dict.update(self, fields)


class OpenRule(Rule):  # type: ignore[misc]
    """Do something that takes all that the patterns bind; a rule written with its act at once.

    Experta's own decorates a function, and looks up for each which of the names it takes.
    """

    def __new__(cls, *patterns: Any, salience: int, act: Callable[..., None]) -> "OpenRule":
        """Hold what must match, and what is then done."""
        rule: OpenRule = super().__new__(cls, *patterns, salience=salience)
        rule._act = act
        return rule

    def __call__(self, engine: "Engine", **bound: Any) -> None:
        """Do it."""
        self._act(engine, **bound)


class _Facts(FactList):  # type: ignore[misc]
    """Number the facts as they come; one that is there already is not taken twice.

    Facts of a type name their fields in one order, and none has a validator.
    """

    def declare(self, fact: Fact) -> Fact | None:
        """Take a fact in and give it; None where an equal one is there."""
        content = (type(fact), *fact.items())
        if content in self.reference_counter:
            return None
        self.reference_counter[content] = 1
        dict.__setitem__(fact, "__factid__", self.last_index)
        self[self.last_index] = fact
        self.last_index += 1
        self.added.append(fact)
        return fact


class Engine(KnowledgeEngine):  # type: ignore[misc]
    """Run rules handed over at the start, and record every firing."""

    __strategy__ = DocumentOrder
    __matcher__ = LazyMatcher

    def __init__(self, rules: list[Rule]) -> None:
        self._rules = rules
        self.fired: list[Match] = []
        self.known: dict[str, Any] = {}
        self.done: frozenset[str] = frozenset()
        super().__init__()

    def get_rules(self) -> list[Rule]:
        return self._rules

    def reset(self, **_: Any) -> None:
        """Forget all facts and all that was to fire."""
        self.agenda, self.facts = TurnAgenda(self.matcher.closed), _Facts()
        self.matcher.reset()
        self.running = False

    def declare(self, *facts: Fact) -> Fact | None:
        """Take facts in; give the last, None where an equal one was there."""
        last = None
        for fact in facts:
            last = self.facts.declare(fact)
        return last

    def infer(
        self, *facts: Fact, known: Mapping[str, Any] = {}, done: frozenset[str] = frozenset()
    ) -> list[Match]:
        """Forget everything, assert the facts, run to the end; give the firings in order.

        `known` starts what the rules' right-hand sides may look up, and may add to; `done` names
        the actions that were done.
        """
        self.reset()
        self.known, self.done = dict(known), done
        self.fired = []
        self.declare(*facts)
        self.run()
        return self.fired

    def run(self, steps: float = float("inf")) -> None:
        """Fire until nothing is left to fire."""
        self.running = True
        while self.running:
            if self.facts.added:
                self.strategy.update_agenda(self.agenda, *self.get_activations())
            match = self.agenda.get_next()
            if match is None:
                break
            self.fired.append(match)
            match.rule(self, **match.context)
        self.running = False

    def there(self, kind: type[Fact]) -> list[Fact]:
        """List the facts of a type that are there, in the order in which they came."""
        known: dict[type, list[Fact]] = self.matcher.facts
        return known.get(kind, [])

    def conclude(self, fact: Fact) -> None:
        """Declare a fact from a rule's right-hand side, and note that this firing did so."""
        self.fired[-1].declared.append(self.facts.declare(fact) or fact)
