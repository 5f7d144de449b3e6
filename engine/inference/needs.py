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

And it is not asked where another row of the same table holds already and does not name it. In a
table with `otherwise`, what comes after `b` makes no difference: that row is taken once the first
condition that fails in each other row is known. A chance question is only wanted: `chances` says
when its time has come.
"""

from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from engine.inference.experta_engine import NOT, Fact
from engine.inference.facts import Applicant, Need, Production, Reached, Took, Want
from engine.inference.predicates import (
    DoesNotName,
    IsKnownToFail,
    LeavesRoom,
    StillWaits,
    Tests,
)
from engine.inference.rules import Rules, declaring
from engine.inference.ways import Assumed
from engine.language.condition import KNOWN, Atom, Clause, Test
from engine.language.entries import Action, Branch, Conclusion, Entry, Node, Row


class Asking(msgspec.Struct, frozen=True):
    """Hold what makes one fact of a clause needed; two that are equal need one rule.

    `place` is where it is asked: a conclusion, or a node with what its row assumes. `earlier` and
    `later` are the other questions of the clause, before and after it; `derived` its conclusions.
    Beside an `otherwise` only those before it count.
    """

    place: tuple[str, Assumed]
    name: str
    earlier: Tests
    later: Tests
    derived: Tests


class Needs:
    """Write what is needed, each asking once."""

    def __init__(self, rules: Rules) -> None:
        self._rules = rules
        self._kb = rules.kb
        self._asked: set[Asking] = set()

    def of_conclusion(self, conclusion: Conclusion) -> None:
        """Need the facts of a conclusion's rows, once the conclusion is needed."""
        kb, rules = self._kb, self._rules
        clauses = list(self._clauses(conclusion))
        rests = _has_otherwise(conclusion.rules)
        waits = rests or any(name in rules.derived for clause in clauses for name, _ in clause)
        # Deeper conclusions first, so that their questions come before the next condition of a row.
        depth = list(kb.ordered_conclusions).index(conclusion.id)
        needed = rules.about(Need, conclusion.id)()
        for clause in clauses:
            for name, _ in clause:
                unless: list[Any] = []
                if waits and conclusion.rules:
                    held = rules.derived[conclusion.id](names=rules.same(DoesNotName(name)))
                    unless.append(NOT(held))
                asking = self._asking((conclusion.id, ()), name, clause, rests)
                self._add(conclusion, clause, asking, needed, unless, len(kb.conclusions) - depth)

    def of_node(self, node: Node, rows: Iterable[Clause]) -> None:
        """Need the facts that the branches of a node name, once the node is reached."""
        rows = list(rows)
        rests = _has_otherwise(node.branches)
        waits = rests or any(name in self._rules.derived for clause in rows for name, _ in clause)
        for clause in rows:
            self._of_row(node, node, clause, waits, rests)

    def of_action(self, node: Node, action: Action, clause: Clause) -> None:
        """Need the facts that an action names, once a node it stands beside is reached."""
        self._of_row(node, action, clause)

    def _of_row(
        self,
        node: Node,
        entry: Node | Action,
        clause: Clause,
        waits: bool = False,
        rests: bool = False,
    ) -> None:
        """Need the facts of a row at a node; one that waits on conclusions may lose to another."""
        rules = self._rules
        assumed = tuple(
            (name, rules.allowed(name, test)) for name, test in clause if name in self._kb.chances
        )
        for name, _ in clause:
            unless: list[Any] = []
            if name in self._kb.chances:
                # A chance met on a way that already rests on an assumption is not asked.
                arrival = rules.about(Reached, node.id)(certain=True)
            elif assumed or waits:
                arrival = rules.at(node.id, assumed)
            else:
                arrival = rules.about(Reached, node.id)()
            if rests or (waits and name not in self._kb.chances):
                unless.append(NOT(self._taken_without(node, name)))
            asking = self._asking((node.id, assumed), name, clause, rests)
            self._add(entry, clause, asking, arrival, unless, 0)

    def _taken_without(self, node: Node, name: str) -> Fact:
        """Give the pattern of a branch that was taken on this way and does not name the fact."""
        rules = self._rules
        return rules.about(Took, node.id)(
            whole=True,
            origin="way" << rules.same(LeavesRoom(())),
            names=rules.same(DoesNotName(name)),
        )

    def _asking(self, place: tuple[str, Assumed], name: str, clause: Clause, rests: bool) -> Asking:
        index = [fact for fact, _ in clause].index(name)
        before, after = clause[:index], () if rests else clause[index + 1 :]
        questions, derived = self._kb.questions, self._rules.derived
        return Asking(
            place=place,
            name=name,
            earlier=tuple(pair for pair in before if pair[0] in questions),
            later=tuple(pair for pair in after if pair[0] in questions),
            derived=tuple(pair for pair in (*before, *after) if pair[0] in derived),
        )

    def _add(
        self,
        entry: Entry,
        clause: Clause,
        asking: Asking,
        arrival: Fact,
        unless: list[Any],
        salience: int,
    ) -> None:
        """Write the rule that needs a fact, unless an equal one stands there already."""
        if asking in self._asked:
            return
        self._asked.add(asking)
        rules, name = self._rules, asking.name
        waiting = StillWaits(name, asking.earlier, asking.later)
        patterns = [arrival, Applicant(answers=rules.same(waiting)), *unless]
        for derived, test in asking.derived:
            failed = rules.derived[derived](value=rules.same(IsKnownToFail(test)))
            patterns.append(NOT(failed))
        kind = Want if name in self._kb.chances else Need
        names = tuple(fact for fact, _ in clause)
        act = declaring(rules.about(kind, name))
        rules.add(Production("need", name, entry, names), patterns, act, salience)

    def _clauses(self, conclusion: Conclusion) -> Iterator[Clause]:
        """Give what a conclusion waits on, in the form of clauses."""
        lookup = conclusion.lookup
        if lookup:
            yield ((lookup.key, KNOWN),)
            if lookup.missing:
                listed = frozenset(self._kb.cells(lookup))
                unlisted = Test((Atom(listed, negated=True),))
                yield ((lookup.key, unlisted), (lookup.missing, KNOWN))
        elif conclusion.value:
            yield tuple((name, KNOWN) for name in conclusion.rests_on)
        for row, clauses in self._kb.row_clauses[conclusion.id]:
            if not row.otherwise:
                yield from clauses


def _has_otherwise(rows: Iterable[Row | Branch]) -> bool:
    return any(row.otherwise for row in rows)
