"""Turn a KnowledgeBase into Experta rules: some for each branch, row, action and question."""

from collections.abc import Mapping
from itertools import product
from typing import Any

from engine.inference import chances, moments
from engine.inference.due import Due, due_turns
from engine.inference.experta_engine import Engine, Fact, Match, Rule
from engine.inference.facts import (
    About,
    Applicant,
    Arriving,
    At,
    Given,
    Production,
    Recommend,
    Took,
)
from engine.inference.needs import Needs
from engine.inference.predicates import Includes
from engine.inference.rules import Act, Rules, declare_value
from engine.inference.ways import CERTAIN, Way, Ways, union
from engine.language.base import KnowledgeBase
from engine.language.condition import KNOWN, Atom, Test
from engine.language.cycles import Moment
from engine.language.decision_table import Form, forms
from engine.language.entries import Action, Branch, Conclusion, Node
from engine.language.words import END, Answers, Value


class Program:
    """Hold the one engine of a knowledge base, and what to assert in it."""

    def __init__(self, kb: KnowledgeBase) -> None:
        self._kb = kb
        self._rules = Rules(kb)
        self._engine = Engine(compiled(self._rules))

    def run(
        self, answers: Answers, moment: Moment, done: frozenset[str]
    ) -> tuple[list[Match], Mapping[str, Value]]:
        """Run the rules on some answers, from nothing; give what fired, in order, and all facts."""
        every = Given({name: answers.get(name) for name in self._kb.questions})
        applicant = Applicant(answers=every, moment=moment, done=done, **every)
        start = self._rules.about(Arriving, self._kb.start.id)
        arriving = start(ways=CERTAIN, settled=True)
        fired = self._engine.infer(applicant, arriving, known=answers, done=done)
        return fired, self._engine.known


def compiled(rules: Rules) -> list[Rule]:
    """Write all the rules of a base, in the order in which they fire: facts, then the tree."""
    kb, needs = rules.kb, Needs(rules)
    for conclusion in kb.conclusions.values():
        _conclusion(rules, conclusion)
        needs.of_conclusion(conclusion)
    for milestone in kb.milestones.values():
        moments.milestone(rules, milestone)
    for name in kb.chances:
        chances.chance(rules, kb.questions[name])
    for node in kb.ordered_nodes:
        _arrival(rules, node)
        _branches(rules, needs, node)
        for action in kb.actions_beside[node.id]:
            _action(rules, needs, action, node)
    moments.comes_first(rules, kb)
    return rules.written


# Conclusions


def _conclusion(rules: Rules, conclusion: Conclusion) -> None:
    """Conclude once enough is known: by a lookup, by a sum, or by the row that holds."""
    lookup = conclusion.lookup
    if lookup and lookup.missing:
        listed = Atom(frozenset(rules.kb.cells(lookup)))
        is_listed, is_not = Test((listed,)), Test((listed.opposite,))
        _worked_out(rules, conclusion, [rules.binding(lookup.key, is_listed)], (lookup.key,))
        missing = [rules.binding(lookup.key, is_not), rules.binding(lookup.missing)]
        _worked_out(rules, conclusion, missing, (lookup.key, lookup.missing))
    elif lookup or conclusion.value:
        names = conclusion.rests_on
        _worked_out(rules, conclusion, [rules.binding(name) for name in names], names)
    make = rules.derived[conclusion.id]
    for row, found in rules.kb.row_forms[conclusion.id]:
        for form in found:
            production = Production("conclusion", conclusion.id, row, form)
            act = _concluding(make, row.then, production)
            for variant in rules.variants(form):
                rules.add(production, variant.patterns, act)


def _concluding(make: type[About], value: Value, production: Production) -> Act:
    """Give the act that concludes a value, on the facts that the row rests on."""

    def conclude(engine: Engine, **_: Any) -> None:
        names = production.named(engine.known.get)
        declare_value(engine, make(value=value, names=frozenset(names)))

    return conclude


def _worked_out(
    rules: Rules, conclusion: Conclusion, patterns: list[Fact], names: tuple[str, ...]
) -> None:
    """Write a rule that works a conclusion out of the values its patterns bind."""
    make, kb = rules.derived[conclusion.id], rules.kb

    def conclude(engine: Engine, **bound: Value) -> None:
        value = kb.concluded(conclusion, bound.__getitem__)
        declare_value(engine, make(value=value, names=frozenset(names)))

    form = Form(tuple((name, KNOWN) for name in names))
    rules.add(Production("conclusion", conclusion.id, conclusion, form), patterns, conclude)


# The tree


def _arrival(rules: Rules, node: Node) -> None:
    """Reach a node once, on all the ways on which branches lead there.

    The rules of the nodes before it stand before it, so all its branches have led there by then. A
    branch that does later, because of a chance that only turned out to be open, is taken by itself.
    """
    arriving, at = rules.about(Arriving, node.id), rules.about(At, node.id)

    def arrive(engine: Engine, **_: Any) -> None:
        before = sum(fact["arrivals"] for fact in engine.there(at))
        new = engine.there(arriving)[before:]
        if new:
            listed = [fact["ways"] for fact in new]
            settled = all(fact["settled"] for fact in new)
            together = union(listed, rules.kb.chances)
            engine.conclude(at(ways=together, settled=settled, arrivals=len(new)))

    rules.add(None, [arriving()], arrive)


def _branches(rules: Rules, needs: Needs, node: Node) -> None:
    """Leave a node by the branch that holds; need what its branches name."""
    table = rules.kb.branch_forms[node.id]
    for index, (branch, found) in enumerate(table):
        for form in found:
            for variant in rules.variants(form):
                chosen = tuple(question for question, _ in variant.assumed)
                production = Production("branch", node.id, branch, form, chosen)
                act = _taking(rules, production, index, variant.assumed)
                patterns = [rules.at(node.id, variant.assumed), *variant.patterns]
                rules.add(production, patterns, act)
    needs.of_node(node)
    chances.chances_at(rules, node)


def _taking(rules: Rules, production: Production, index: int, assumed: Way) -> Act:
    """Give the act that goes on from a node, on its ways narrowed to what the branch assumes."""
    branch, narrowed = production.entry, rules.narrowing(assumed)
    assert isinstance(branch, Branch)
    took = rules.about(Took, production.id)
    arriving = rules.about(Arriving, branch.go)

    def take(engine: Engine, ways: Ways, settled: bool) -> None:
        onward = narrowed(ways)
        whole, names = onward == ways, frozenset(production.named(engine.known.get))
        engine.conclude(took(branch=index, origin=ways, ways=onward, whole=whole, names=names))
        if branch.go != END:
            engine.conclude(arriving(ways=onward, settled=settled and whole))

    return take


def _action(rules: Rules, needs: Needs, action: Action, node: Node) -> None:
    """Recommend an action beside a node; need what it names and shows."""
    shown = tuple((name, KNOWN) for name in action.shown)
    for form, due in product(forms(action.when, rules.kb.chances), due_turns(action, rules.kb)):
        whole = Form((*form.parts, *shown, *due.clause))
        # One whose time is over, with nothing to say of it, is still shown to whoever has done it.
        is_gone = due.state == "late" and not action.late
        done = [Applicant(done=rules.same(Includes(action.id)))] if is_gone else []
        for variant in rules.variants(whole):
            chosen = tuple(question for question, _ in variant.assumed)
            production = Production("action", action.id, action, whole, chosen)
            act = _recommending(rules, action, due, variant.assumed)
            patterns = [rules.at(node.id, variant.assumed), *done, *variant.patterns]
            rules.add(production, patterns, act)
        needs.of_action(node, action, whole)


def _recommending(rules: Rules, action: Action, due: Due, assumed: Way) -> Act:
    make, narrowed = rules.about(Recommend, action.id), rules.narrowing(assumed)

    def recommend(engine: Engine, ways: Ways, **_: Any) -> None:
        state = "done" if action.id in engine.done else due.state
        engine.conclude(make(by=due.by, state=state, ways=narrowed(ways)))

    return recommend
