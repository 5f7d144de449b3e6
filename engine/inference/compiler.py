"""Turn a KnowledgeBase into Experta rules: one or more for each branch, row, action and question."""

import datetime
import inspect
import sys
from collections.abc import Callable, Iterable, Iterator
from itertools import count, product
from typing import Any, TypeVar

from engine.inference import ways
from engine.inference.experta_engine import NOT, Engine, Fact, Fired, P, Rule
from engine.inference.facts import (
    Applicant,
    At,
    Derived,
    Need,
    NotYet,
    Production,
    Reached,
    Recommend,
    Took,
    Variant,
    Want,
)
from engine.inference.predicates import After, Allows, Fails, Leaves, Wanted
from engine.inference.ways import Assumed, Way
from engine.language import condition, expression, when
from engine.language.base import KnowledgeBase
from engine.language.condition import KNOWN, Atom, Clause, Test
from engine.language.entries import (
    Action,
    Branch,
    Conclusion,
    Entry,
    Milestone,
    Node,
    Question,
    Row,
)
from engine.language.words import AHEAD, END, NOT_YET, PAST, UNKNOWN, Answers, Value

_T = TypeVar("_T")


_IS_AHEAD, _IS_PAST = (Test((Atom(frozenset({value})),)) for value in (AHEAD, PAST))


_SIGNATURE = inspect.signature(
    lambda engine, **bound: None
)  # told to Experta, which else looks at each function


_INFER = (
    1_000_000  # salience of all that derives facts; the needs come after, on a finished picture
)


class Program:
    """Hold the one engine of a knowledge base, and what to assert in it."""

    def __init__(self, kb: KnowledgeBase) -> None:
        self._kb = kb
        self._compiler = _Compiler(kb)
        self._engine = Engine(self._compiler.compiled())

    def run(self, answers: Answers, today: datetime.date | None) -> list[Fired]:
        """Run the rules on some answers, from nothing; give what fired, in order."""
        every: dict[str, Value | None] = {name: answers.get(name) for name in self._kb.questions}
        day = today.toordinal() if today else 0
        start, typed = self._kb.start.id, self._compiler.typed
        at, reached = typed(At, start)(way=ways.CERTAIN), typed(Reached, start)(certain=True)
        return self._engine.infer(Applicant(answers=every, today=day, **every), at, reached)


class _Compiler:
    """Write the rules of one base; every method adds to `rules`."""

    def __init__(self, kb: KnowledgeBase) -> None:
        self.kb = kb
        self.choices = kb.chances
        self._types: dict[tuple[type[Fact], str], type[Fact]] = {}
        self.derived = {
            name: self.typed(Derived, name) for name in (*kb.conclusions, *kb.milestones)
        }
        self.rules: list[Rule] = []
        self._order = count()
        self._interned: dict[object, object] = {}
        self._needs: set[object] = set()

    def compiled(self) -> list[Rule]:
        for conclusion in self.kb.conclusions.values():
            self._conclusion(conclusion)
        for milestone in self.kb.milestones.values():
            self._milestone(milestone)
        for question in self.kb.questions.values():
            if question.is_chance:
                self._chance(question)
        beside: dict[str, list[Action]] = {}
        for action in self.kb.actions.values():
            for name in dict.fromkeys(action.nodes):
                beside.setdefault(name, []).append(action)
        for node in self.kb.ordered_nodes:
            self._branches(node)
            for action in beside.get(node.id, ()):
                self._action(action, node)
        return self.rules

    def _rule(
        self,
        production: Production,
        patterns: Iterable[Any],
        act: Callable[..., None],
        salience: int = _INFER,
    ) -> None:
        # One function object a rule: two rules alike in conditions and function become one.
        def fire(engine: Engine, **bound: Any) -> None:
            act(engine, **bound)

        fire.production = production  # type: ignore[attr-defined]
        fire.order = next(self._order)  # type: ignore[attr-defined]
        fire.__signature__ = _SIGNATURE  # type: ignore[attr-defined]
        self.rules.append(Rule(*patterns, salience=salience)(fire))

    def typed(self, kind: type[Fact], name: str) -> type[Fact]:
        """Give the fact class of one node, conclusion or question: the matcher finds its rules by type."""
        if (kind, name) not in self._types:
            self._types[kind, name] = type(name, (kind,), {})
        return self._types[kind, name]

    def _same(self, predicate: _T) -> _T:
        """Give the one object for equal predicates: Experta shares checks by identity."""
        return self._interned.setdefault(predicate, predicate)  # type: ignore[return-value]

    # Left-hand sides

    def _variants(self, clause: Clause) -> Iterator[Variant]:
        """Give a left-hand side for each mix of chances answered and chances assumed."""
        chances = [name for name, _ in clause if name in self.choices]
        for assumed in product((False, True), repeat=len(chances)):
            variant = self._variant(
                clause, {n for n, yes in zip(chances, assumed, strict=True) if yes}
            )
            if variant is not None:
                yield variant

    def _variant(self, clause: Clause, assume: set[str]) -> Variant | None:
        fields: dict[str, P] = {}
        patterns: list[Fact] = []
        assumed: list[tuple[str, tuple[str, ...]]] = []
        for name, test in clause:
            if name in assume:
                allowed = tuple(choice for choice in self.choices[name] if test(choice))
                if not allowed:
                    return None
                assumed.append((name, allowed))
                patterns.append(self.typed(NotYet, name)())
            elif name in self.kb.questions:
                fields[name] = P(self._same(test))
            else:
                patterns.append(self.derived[name](value=P(self._same(test))))
        applicant = [Applicant(**fields)] if fields else []
        return Variant((*applicant, *patterns), tuple(assumed))

    def _at(self, node: str, assumed: Assumed) -> Fact:
        return self.typed(At, node)(way="way" << P(self._same(Allows(assumed))))

    # Conclusions

    def _conclusion(self, conclusion: Conclusion) -> None:
        make = self.derived[conclusion.id]
        if conclusion.lookup:
            self._lookup(conclusion, make)
        elif conclusion.value:
            self._value(conclusion, make)
        for row, clauses in when.row_clauses(conclusion.rules, self.kb.facts):
            for clause in clauses:
                names = tuple(name for name, _ in clause)
                production = Production("conclusion", conclusion.id, row, names)
                for variant in self._variants(clause):
                    self._rule(
                        production, variant.patterns, _concluding(make, row, frozenset(names))
                    )
        self._conclusion_needs(conclusion)

    def _bound(self, name: str, test: Test = KNOWN) -> Fact:
        """Give a pattern that binds a fact's value to its name."""
        field = name << P(self._same(test))
        return (
            Applicant(**{name: field})
            if name in self.kb.questions
            else self.derived[name](value=field)
        )

    def _lookup(self, conclusion: Conclusion, make: type[Fact]) -> None:
        lookup = conclusion.lookup
        assert lookup
        cells = {
            row: cells[lookup.column]
            for row, cells in self.kb.tables[lookup.table].rows.items()
            if lookup.column in cells
        }
        listed = Test((Atom(frozenset(cells)),))

        def found(engine: Engine, **bound: Value) -> None:
            engine.conclude(
                make(
                    value=cells.get(str(bound[lookup.key]), UNKNOWN), names=frozenset({lookup.key})
                )
            )

        production = Production("conclusion", conclusion.id, conclusion, (lookup.key,))
        self._rule(
            production, [self._bound(lookup.key, listed if lookup.missing else KNOWN)], found
        )
        if lookup.missing:
            missing = lookup.missing

            def instead(engine: Engine, **bound: Value) -> None:
                engine.conclude(make(value=bound[missing], names=frozenset({lookup.key, missing})))

            production = Production("conclusion", conclusion.id, conclusion, (lookup.key, missing))
            unlisted = Test((Atom(frozenset(cells), negated=True),))
            self._rule(
                production, [self._bound(lookup.key, unlisted), self._bound(missing)], instead
            )

    def _value(self, conclusion: Conclusion, make: type[Fact]) -> None:
        names = conclusion.rests_on

        def calculated(engine: Engine, **bound: Value) -> None:
            engine.conclude(
                make(value=expression.evaluate(conclusion.value, bound), names=frozenset(names))
            )

        production = Production("conclusion", conclusion.id, conclusion, names)
        self._rule(production, [self._bound(name) for name in names], calculated)

    # The tree

    def _branches(self, node: Node) -> None:
        table = when.row_clauses(node.branches, self.kb.facts)
        for index, (branch, clauses) in enumerate(table):
            for clause in clauses:
                names = tuple(name for name, _ in clause)
                for variant in self._variants(clause):
                    production = Production(
                        "branch", node.id, branch, names, tuple(q for q, _ in variant.assumed)
                    )
                    act = self._taking(node, index, branch, variant.assumed, names)
                    self._rule(
                        production, [self._at(node.id, variant.assumed), *variant.patterns], act
                    )
        rows = [clause for row, clauses in table if not row.otherwise for clause in clauses]
        self._node_needs(node, node, rows, decides=True)
        named = {name for clause in rows for name, _ in clause}
        for question in (name for name in self.choices if name in named):
            patterns = [self.typed(Reached, node.id)(certain=False), Applicant(**{question: None})]
            self._rule(
                Production("not-yet", question, node),
                patterns,
                _declaring(self.typed(NotYet, question)),
            )

    def _taking(
        self, node: Node, index: int, branch: Branch, assumed: Assumed, names: tuple[str, ...]
    ) -> Callable[..., None]:
        took = self.typed(Took, node.id)
        at, reached = self.typed(At, branch.go), self.typed(Reached, branch.go)

        def take(engine: Engine, way: Way) -> None:
            onward = ways.narrow(way, assumed, self.choices)
            whole = onward == way
            engine.conclude(
                took(branch=index, origin=way, way=onward, whole=whole, names=frozenset(names))
            )
            if branch.go != END:
                engine.conclude(at(way=onward))
                engine.conclude(reached(certain=onward == ways.CERTAIN))

        return take

    def _action(self, action: Action, node: Node) -> None:
        shown = expression.shown_facts(action.do, action.how, action.because)
        clauses, _ = when.read(action.when or {}, self.kb.facts)
        for clause, (by, due) in product(clauses, self._due(action)):
            whole = condition.conjoin(
                condition.conjoin(clause, tuple((name, KNOWN) for name in shown)), due
            )
            names = tuple(name for name, _ in whole)
            for variant in self._variants(whole):
                production = Production(
                    "action", action.id, action, names, tuple(q for q, _ in variant.assumed)
                )
                act = self._recommending(action, by, variant.assumed)
                self._rule(production, [self._at(node.id, variant.assumed), *variant.patterns], act)
            self._node_needs(node, action, [whole], decides=False)

    def _due(self, action: Action) -> Iterator[tuple[str, Clause]]:
        """Give each milestone the action may be due by, and the clause for its turn to come."""
        gone: Clause = ()
        for name in action.milestones:
            if self.kb.milestones[name].date is None:
                yield name, gone
                return
            yield name, condition.conjoin(gone, ((name, _IS_AHEAD),))
            gone = condition.conjoin(gone, ((name, _IS_PAST),))
        if not action.milestones:
            yield "", ()

    def _recommending(self, action: Action, by: str, assumed: Assumed) -> Callable[..., None]:
        recommend_it = self.typed(Recommend, action.id)

        def recommend(engine: Engine, way: Way) -> None:
            engine.conclude(recommend_it(by=by, way=ways.narrow(way, assumed, self.choices)))

        return recommend

    # Milestones

    def _milestone(self, milestone: Milestone) -> None:
        """Say whether a milestone is past: it is when its date is, for those for whom the date holds."""
        name, make = milestone.id, self.derived[milestone.id]
        clauses, _ = when.read(milestone.when or {}, self.kb.facts)
        last = milestone.date.toordinal() if milestone.date else sys.maxsize
        after, before = self._same(After(last)), self._same(After(last, negated=True))
        self._derive(milestone, (), [Applicant(today=P(before))], make(value=AHEAD))
        for value, found in ((PAST, clauses), (AHEAD, condition.opposite(clauses))):
            for clause in found:
                names = tuple(fact for fact, _ in clause)
                for variant in self._variants(clause):
                    self._derive(
                        milestone,
                        names,
                        [Applicant(today=P(after)), *variant.patterns],
                        make(value=value),
                    )
        for fact in dict.fromkeys(fact for clause in clauses for fact, _ in clause):
            patterns = [self.typed(Need, name)(), Applicant(today=P(after))]
            act = _declaring(self.typed(Need, fact))
            self._rule(
                Production("need", fact, milestone), patterns, act, len(self.kb.conclusions) + 1
            )

    def _derive(
        self, milestone: Milestone, names: tuple[str, ...], patterns: list[Any], fact: Fact
    ) -> None:
        def derive(engine: Engine) -> None:
            engine.conclude(fact.copy())

        self._rule(Production("milestone", milestone.id, milestone, names), patterns, derive)

    # Chances

    def _chance(self, question: Question) -> None:
        """Say when a chance question is not yet decided, and when its time to be asked has come."""
        name, top = question.id, len(self.kb.conclusions) + 1
        needed = Production("need", name, question)
        given = Production("not-yet", name, question, (name,))
        self._rule(given, [Applicant(**{name: NOT_YET})], _declaring(self.typed(NotYet, name)))
        if question.until is None:
            self._rule(needed, [self.typed(Want, name)()], _declaring(self.typed(Need, name)), top)
            return
        clauses, _ = when.read(question.until, self.kb.facts)
        for clause in clauses:
            names = tuple(fact for fact, _ in clause)
            for variant in self._variants(clause):
                production = Production("not-yet", name, question, names)
                patterns = [Applicant(**{name: None}), *variant.patterns]
                self._rule(production, patterns, _declaring(self.typed(NotYet, name)))
            for fact in names:
                self._rule(
                    needed, [self.typed(Want, name)()], _declaring(self.typed(Need, fact)), top
                )
        for clause in condition.opposite(clauses):
            for variant in self._variants(clause):
                self._rule(
                    needed,
                    [self.typed(Want, name)(), *variant.patterns],
                    _declaring(self.typed(Need, name)),
                    top,
                )

    # Needs

    def _conclusion_needs(self, conclusion: Conclusion) -> None:
        rows = list(_needed_clauses(conclusion, self.kb))
        derived = any(name in self.derived for clause in rows for name, _ in clause)
        # Deeper conclusions first, so that their questions come before the next condition of the row.
        salience = len(self.kb.conclusions) - list(self.kb.ordered_conclusions).index(conclusion.id)
        for clause in rows:
            for index, (name, _) in enumerate(clause):
                gate: list[Any] = [self.typed(Need, conclusion.id)()]
                if derived and conclusion.rules:
                    gate.append(NOT(self.derived[conclusion.id](names=P(self._same(Leaves(name))))))
                self._need(conclusion, clause, index, gate, salience, (conclusion.id,))

    def _node_needs(
        self, node: Node, entry: Node | Action, rows: Iterable[Clause], *, decides: bool
    ) -> None:
        rows = list(rows)
        derived = decides and any(name in self.derived for clause in rows for name, _ in clause)
        for clause in rows:
            assumed = tuple(
                (n, tuple(c for c in self.choices[n] if t(c)))
                for n, t in clause
                if n in self.choices
            )
            for index, (name, _) in enumerate(clause):
                gate: list[Any] = [
                    self._at(node.id, assumed)
                    if assumed or derived
                    else self.typed(Reached, node.id)()
                ]
                if name in self.choices:
                    gate = [self.typed(Reached, node.id)(certain=True)]
                elif derived:
                    same_way = "way" << P(self._same(Allows(())))
                    gate.append(
                        NOT(
                            self.typed(Took, node.id)(
                                whole=True, origin=same_way, names=P(self._same(Leaves(name)))
                            )
                        )
                    )
                self._need(entry, clause, index, gate, 0, (node.id, assumed))

    def _need(
        self,
        entry: Entry,
        clause: Clause,
        index: int,
        gate: list[Any],
        salience: int,
        place: tuple[object, ...],
    ) -> None:
        """Add the rule that needs one fact of a clause, unless an equal one stands at the same place already."""
        name = clause[index][0]
        asked = [(n, t) for n, t in clause if n in self.kb.questions]
        before = {n for n, _ in clause[:index]}
        earlier = tuple((n, t) for n, t in asked if n in before)
        later = tuple((n, t) for n, t in asked if n not in before and n != name)
        derived = tuple((n, t) for n, t in clause if n in self.derived and n != name)
        key = (place, name, earlier, later, derived)
        if key in self._needs:
            return
        self._needs.add(key)
        patterns = [
            *gate[:1],
            Applicant(answers=P(self._same(Wanted(name, earlier, later)))),
            *gate[1:],
        ]
        patterns += [NOT(self.derived[n](value=P(self._same(Fails(t))))) for n, t in derived]
        act = _declaring(self.typed(Want if name in self.choices else Need, name))
        self._rule(
            Production("need", name, entry, tuple(n for n, _ in clause)), patterns, act, salience
        )


def _needed_clauses(conclusion: Conclusion, kb: KnowledgeBase) -> Iterator[Clause]:
    """Give what a conclusion waits on, in the form of clauses."""
    if lookup := conclusion.lookup:
        yield ((lookup.key, KNOWN),)
        if lookup.missing:
            listed = frozenset(
                row for row, cells in kb.tables[lookup.table].rows.items() if lookup.column in cells
            )
            yield ((lookup.key, Test((Atom(listed, negated=True),))), (lookup.missing, KNOWN))
    elif conclusion.value:
        yield tuple((name, KNOWN) for name in conclusion.rests_on)
    for row, clauses in when.row_clauses(conclusion.rules, kb.facts):
        if not row.otherwise:
            yield from clauses


def _concluding(make: type[Fact], row: Row, names: frozenset[str]) -> Callable[..., None]:
    def conclude(engine: Engine) -> None:
        engine.conclude(make(value=row.then, names=names))

    return conclude


def _declaring(kind: type[Fact]) -> Callable[..., None]:
    def declare(engine: Engine, **_: Any) -> None:
        engine.conclude(kind())

    return declare
