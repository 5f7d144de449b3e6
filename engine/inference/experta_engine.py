"""Import Experta, mend what needs mending from outside, and give it a repeatable order and a trace.

It is led through its public hooks: the alias its own pin needs on Python 3.10 and later, a
strategy, a matcher, `get_rules()` and `run()`; nothing of it is patched. Two things go further in,
which a new release could move: the matcher is built of the nodes in `experta.matchers.rete`, and
sets them back through their `_reset()`, since Experta has no public way to reset one network.
"""

import bisect
import collections
import collections.abc
import logging
from collections.abc import Callable, Mapping
from typing import Any

# frozendict 1.2, which Experta pins, looks for Mapping where Python kept it until 3.9.
if not hasattr(collections, "Mapping"):
    collections.Mapping = collections.abc.Mapping  # type: ignore[attr-defined]

_handlers = list(logging.root.handlers)
from experta import NOT, Fact, KnowledgeEngine, P, Rule
from experta.abstract import Strategy
from experta.activation import Activation
from experta.deffacts import DefFacts
from experta.matchers import ReteMatcher
from experta.matchers.rete.check import FeatureCheck, SameContextCheck, TypeCheck
from experta.matchers.rete.nodes import (
    ConflictSetNode,
    FeatureTesterNode,
    NotNode,
    OrdinaryMatchNode,
)
from experta.matchers.rete.token import Token

# Experta calls logging.basicConfig() at import; the root logger is not its own.
for _handler in [new for new in logging.root.handlers if new not in _handlers]:
    logging.root.removeHandler(_handler)
logging.getLogger("experta").setLevel(logging.WARNING)

__all__ = ["NOT", "Engine", "Fact", "Fired", "P", "Rule"]


class Fired:
    """Record one firing: the rule object's function, the facts matched, the facts declared."""

    def __init__(self, function: Any, matched: tuple[Fact, ...]) -> None:
        self.function = function
        self.matched = matched
        self.declared: list[Fact] = []


class _DocumentOrder(Strategy):  # type: ignore[misc]
    """Fire by salience, then in document order.

    Experta's own strategies fire equal salience in random order and can miss the activation
    to remove; here every activation has a key of its own, so both are exact.
    """

    def _key(self, activation: Activation) -> tuple[int, int, tuple[int, ...]]:
        facts = sorted(fact["__factid__"] for fact in activation.facts)
        return (
            activation.rule.salience,
            -activation.rule.order,
            tuple(-number for number in facts),
        )

    def _update_agenda(
        self, agenda: Any, added: list[Activation], removed: list[Activation]
    ) -> None:
        waiting = agenda.activations
        for activation in removed:
            activation.key = self._key(activation)
            index = bisect.bisect_left(waiting, activation)
            if index < len(waiting) and waiting[index].key == activation.key:
                del waiting[index]
        for activation in added:
            activation.key = self._key(activation)
            bisect.insort(waiting, activation)


class _IndexedMatcher(ReteMatcher):  # type: ignore[misc]
    """Match as Experta does, but look a fact's type up and remember which rules changed.

    The stock matcher sends every fact to every type check and polls every rule at every firing,
    which makes a consultation of a whole base several times slower. It also takes rules of any
    form, and as long again to wire them; the compiler writes one: facts, joined in order, some of
    them negated.
    """

    def build_network(self) -> None:
        """Wire the rules with Experta's nodes; patterns that start alike share their tests."""
        self._entries: dict[type, Any] = {}
        self._testers: dict[tuple[int, int], Any] = {}
        self._changed: dict[ConflictSetNode, None] = {}
        self._nodes: list[Any] = []
        for rule in self.engine.get_rules():
            node = self._tests(rule[0])
            for element in rule[1:]:
                node = self._joined(node, element)
            final = self._noted(ConflictSetNode(rule))
            node.add_child(final, self._noting(final))

    def _noted(self, node: Any) -> Any:
        self._nodes.append(node)
        return node

    def _tests(self, pattern: Fact) -> Any:
        """Give the node that a fact reaches when it passes every test of a pattern."""
        kind = type(pattern)
        node = self._entries.get(kind)
        if node is None:
            node = self._entries[kind] = self._noted(FeatureTesterNode(TypeCheck(kind)))
        for name, wanted in pattern.items():
            check = FeatureCheck(
                name, wanted
            )  # one object for equal checks, and they live as long as Experta
            same = self._testers.get((id(node), id(check)))
            if same is None:
                same = self._testers[id(node), id(check)] = self._noted(FeatureTesterNode(check))
                node.add_child(same, same.activate)
            node = same
        return node

    def _joined(self, left: Any, element: Any) -> Any:
        negated = isinstance(element, NOT)
        right = self._tests(element[0] if negated else element)
        node = self._noted((NotNode if negated else OrdinaryMatchNode)(SameContextCheck()))
        left.add_child(node, node.activate_left)
        right.add_child(node, node.activate_right)
        return node

    def _noting(self, final: ConflictSetNode) -> Callable[[Token], None]:
        def note(token: Token) -> None:
            self._changed[final] = None
            final.activate(token)

        return note

    def changes(
        self, adding: Any = None, deleting: Any = None
    ) -> tuple[list[Activation], list[Activation]]:
        for facts, token in ((deleting or (), Token.invalid), (adding or (), Token.valid)):
            for fact in facts:
                if entry := self._entries.get(type(fact)):
                    entry.activate(token(fact))
        added, removed = [], []
        for node in self._changed:
            new, gone = node.get_activations()
            added += new
            removed += gone
        self._changed.clear()
        return added, removed

    def reset(self) -> None:
        self._changed.clear()
        for node in self._nodes:
            node._reset()


class Engine(KnowledgeEngine):  # type: ignore[misc]
    """Run rules handed over at the start, and record every firing."""

    __strategy__ = _DocumentOrder
    __matcher__ = _IndexedMatcher

    def __init__(self, rules: list[Rule]) -> None:
        self._rules = rules
        self.fired: list[Fired] = []
        self.known: dict[str, Any] = {}
        super().__init__()

    def get_rules(self) -> list[Rule]:
        return self._rules

    def get_deffacts(self) -> list[DefFacts]:
        return [self._declare_initial_fact]

    def infer(self, *facts: Fact, known: Mapping[str, Any] = {}) -> list[Fired]:
        """Forget everything, assert the facts, run to the end; give the firings in order.

        `known` starts what the rules' right-hand sides may look up, and may add to.
        """
        self.reset()
        self.known = dict(known)
        self.fired = []
        self.declare(*facts)
        self.run()
        return self.fired

    def run(self, steps: float = float("inf")) -> None:
        self.running = True
        while self.running:
            self.strategy.update_agenda(self.agenda, *self.get_activations())
            activation = self.agenda.get_next()
            if activation is None:
                break
            matched = sorted(activation.facts, key=lambda fact: int(fact["__factid__"]))
            self.fired.append(Fired(activation.rule, tuple(matched)))
            activation.rule(
                self, **{k: v for k, v in activation.context.items() if not k.startswith("__")}
            )
        self.running = False

    def conclude(self, fact: Fact) -> None:
        """Declare a fact from a rule's right-hand side, and note that this firing did so."""
        self.fired[-1].declared.append(self.declare(fact) or fact)
