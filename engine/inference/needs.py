"""Write the rules that say what gets asked.

A fact is needed where a row names it: a branch of a node that is reached, an action beside it, or a
row of a conclusion that is needed itself. In a row that names `a`, `b` and `c`, in this order, `b`
is asked:

    a answered   b answered   c answered        b is asked
    no           no           no                yes
    holds        no           no, or holds      yes
    fails        any          any               no: the row fails without it
    any          no           fails             no: the row fails without it
    holds        yes          any               yes: what was asked stays asked
    unknown to the rules (a conclusion that waits): yes, until it is known to fail

And it is not asked where another row of the same table holds already and does not name it, nor in
an option of an `any` while one before it is known to hold. A chance question is only wanted:
`chances` says when its time has come.
"""

from typing import Any

import msgspec

from engine.inference.askings import Asking, askings, merged, rank, rows_of
from engine.inference.experta_engine import NOT, Fact, P, W
from engine.inference.facts import About, Applicant, At, Need, Production, Took, Want
from engine.inference.predicates import DoesNotName, StillWaits
from engine.inference.rules import Rules, declaring
from engine.language.condition import Parts, pairs
from engine.language.decision_table import Form
from engine.language.entries import Action, Conclusion, Node
from engine.language.written import Entry


def needing(
    rules: Rules,
    production: Production,
    patterns: list[Any],
    need: type[About],
    salience: int,
) -> None:
    """Write a rule that needs a fact: it fires where none has needed it before."""
    rules.add(production, [*patterns, NOT(need())], declaring(need), salience)


class Needs:
    """Write what is needed, each asking once."""

    def __init__(self, rules: Rules) -> None:
        self._rules = rules
        self._kb = rules.kb
        self._asked: set[Asking] = set()

    def of_conclusion(self, conclusion: Conclusion) -> None:
        """Need the facts of a conclusion's rows, once the conclusion is needed."""
        kb, rules = self._kb, self._rules
        rows = list(rows_of(conclusion, kb))
        waits = any(name in rules.derived for form in rows for name, _ in pairs(form.parts))
        needed, salience = rules.about(Need, conclusion.id)(), rank(kb, conclusion.id)
        for form in rows:
            for asking in askings((conclusion.id, ()), merged(form)):
                unless: list[Any] = []
                if waits and conclusion.rules:
                    does_not_name = rules.same(DoesNotName(asking.name))
                    unless.append(NOT(rules.derived[conclusion.id](names=does_not_name)))
                self._add(conclusion, asking, needed, unless, salience)

    def of_node(self, node: Node) -> None:
        """Need the facts that the branches of a node name, once the node is reached.

        `otherwise` asks for nothing of its own. Where it was multiplied out, what comes after a
        fact makes no difference: it is taken once the first part to fail in each row is known.
        """
        table = self._kb.branch_forms[node.id]
        rows = [form for branch, found in table if not branch.otherwise for form in found]
        rest = [form for branch, found in table if branch.otherwise for form in found]
        derived = self._rules.derived
        in_order = any(form.parts for form in rest)
        waits = in_order or any(name in derived for form in rows for name, _ in pairs(form.parts))
        for form in rows:
            self._of_row(node, node, form, waits=waits, in_order=in_order)

    def of_action(self, node: Node, action: Action, form: Form) -> None:
        """Need the facts that an action names, once a node it stands beside is reached."""
        self._of_row(node, action, form)

    def _of_row(
        self,
        node: Node,
        entry: Node | Action,
        form: Form,
        waits: bool = False,
        in_order: bool = False,
    ) -> None:
        """Need the facts of a row at a node; one that waits on conclusions may lose to another."""
        rules, chances = self._rules, self._kb.chances
        chosen = [(name, test) for name, test in form.clause if name in chances]
        assumed = tuple((name, rules.allowed(name, test)) for name, test in chosen)
        for asking in askings((node.id, assumed), merged(form)):
            unless: list[Any] = []
            if asking.name in chances:
                # A chance met on a way that already rests on an assumption is not asked.
                arrival = rules.about(At, node.id)(settled=True)
            elif assumed or waits:
                arrival = rules.at(node.id, assumed)
            else:
                arrival = rules.about(At, node.id)()
            if in_order:
                asking = msgspec.structs.replace(asking, after=())
            if waits and (in_order or asking.name not in chances):
                unless.append(NOT(self._taken_without(node, asking.name)))
            self._add(entry, asking, arrival, unless, 0)

    def _taken_without(self, node: Node, name: str) -> Fact:
        """Give the pattern of a branch that was taken on these ways and does not name the fact."""
        rules = self._rules
        return rules.about(Took, node.id)(
            whole=True,
            origin="ways" << W(),
            names=rules.same(DoesNotName(name)),
        )

    def _add(
        self, entry: Entry, asking: Asking, arrival: Fact, unless: list[Any], salience: int
    ) -> None:
        """Write the rule that needs a fact, unless an equal one stands there already."""
        if asking in self._asked:
            return
        self._asked.add(asking)
        rules, name = self._rules, asking.name
        instead = tuple(options.options[number] for options, number in asking.instead)
        waiting = StillWaits(name, asking.before, asking.after, instead)
        patterns = [arrival, Applicant(answers=P(waiting)), *unless]
        for part in (*asking.before, *asking.after):
            if self._is_derived((part,)):
                patterns.append(NOT(rules.failing((part,))))
        for options, number in asking.instead:
            if self._is_derived(options.options[number]):
                patterns.append(NOT(rules.option(options, number)))
        kind = Want if name in self._kb.chances else Need
        needing(rules, Production("need", name, entry), patterns, rules.about(kind, name), salience)

    def _is_derived(self, parts: Parts) -> bool:
        """Tell whether parts name a conclusion or a date, which rules alone can look at."""
        return any(name in self._rules.derived for name, _ in pairs(parts))
