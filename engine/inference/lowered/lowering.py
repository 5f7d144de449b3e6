"""Turn a checked base into its lowered form, from the conditions as they were parsed."""

from collections.abc import Iterator
from functools import lru_cache
from graphlib import CycleError, TopologicalSorter
from itertools import product

from engine.inference.due import due_turns
from engine.inference.lowered.asked import Asked
from engine.inference.lowered.codes import NotLowered, is_word
from engine.inference.lowered.conditions import Conditions
from engine.inference.lowered.form import (
    Advice,
    Cells,
    Chance,
    Exit,
    FirstRow,
    Guard,
    Lowered,
    Place,
    Rows,
    Step,
    Total,
    Turn,
)
from engine.inference.sound import require_sound, rests_on
from engine.language.base import KnowledgeBase
from engine.language.condition import KNOWN, TooMany
from engine.language.cycles import Milestone
from engine.language.decision_table import Form, forms, opposite_forms
from engine.language.entries import Action, Conclusion, First, Node, Question
from engine.language.words import END, NOT_YET, UNKNOWN


@lru_cache(maxsize=2)
def lowered(kb: KnowledgeBase) -> Lowered:
    """Give the lowered form of a base. Raises NotLowered where only the rule engine will do.

    That is so where a base has faults which `check` finds (circles, conclusions that rest on a
    chance), where a date or a chance's time hangs on another chance, and beyond what `codes` and
    `worlds` can tell apart.
    """
    require_sound(kb)
    try:
        return _Lowering(kb).whole()
    except CycleError:
        raise NotLowered("its conclusions rest on each other") from None
    except TooMany:
        raise NotLowered("a condition multiplies out into too many clauses") from None


class _Lowering:
    def __init__(self, kb: KnowledgeBase) -> None:
        self._kb = kb
        self._lower = Conditions(kb)
        self._asked = Asked(self._lower)

    def whole(self) -> Lowered:
        kb = self._kb
        return Lowered(
            domains=self._lower.domains,
            questions=tuple(kb.questions),
            worlds=self._lower.worlds,
            steps=tuple(self._steps()),
            chances=tuple(self._chance(kb.questions[name]) for name in kb.chances),
            places=tuple(self._places()),
            behind=self._asked.behind(),
            doubtful=tuple(self._asked.doubtful()),
            first=tuple(map(self._first, kb.first.values())),
            dates=tuple(kb.dates[name] for name in kb.milestones),
        )

    # Facts

    def _steps(self) -> Iterator[Step]:
        """Give how each fact is worked out, those first that others rest on."""
        below = {name: rests_on(self._kb.facts[name]) for name in self._lower.derived}
        for name in TopologicalSorter(below).static_order():
            fact = self._kb.facts[name]
            if isinstance(fact, Milestone):
                yield self._turn(fact)
            elif isinstance(fact, Conclusion):
                yield self._concluding(fact)

    def _turn(self, milestone: Milestone) -> Turn:
        when, chances = milestone.when, self._kb.chances
        past = tuple(map(self._lower.guard, forms(when, chances)))
        ahead = tuple(map(self._lower.guard, opposite_forms(when, chances)))
        return Turn(milestone.id, list(self._kb.milestones).index(milestone.id), past, ahead)

    def _concluding(self, conclusion: Conclusion) -> Step:
        if conclusion.lookup:
            return self._cells(conclusion)
        if conclusion.value:
            return self._total(conclusion)
        domain = self._lower.domains[conclusion.id]
        rows: list[tuple[int, int, Guard]] = []
        for index, (row, found) in enumerate(self._kb.row_forms[conclusion.id]):
            rows += [(index, domain.code(row.then), self._lower.guard(form)) for form in found]
        return Rows(conclusion.id, tuple(rows))

    def _cells(self, conclusion: Conclusion) -> Cells:
        lookup = conclusion.lookup
        assert lookup
        key, domain = self._lower.domains[lookup.key], self._lower.domains[conclusion.id]
        if not is_word(self._kb.facts[lookup.key], key):
            raise NotLowered(f'"{conclusion.id}" is looked up by numbers')
        cells = {
            key.code(word): domain.code(cell)
            for word, cell in self._kb.cells(lookup).items()
            if word in key.words
        }
        rest = domain.code(UNKNOWN)
        if not lookup.missing:
            return Cells(conclusion.id, lookup.key, cells, rest)
        other = self._lower.domains[lookup.missing]
        words = tuple(map(domain.code, other.words))
        shift = domain.shift - other.shift
        return Cells(conclusion.id, lookup.key, cells, rest, lookup.missing, words, shift)

    def _total(self, conclusion: Conclusion) -> Total:
        assert conclusion.value
        domain = self._lower.domains[conclusion.id]
        terms: list[tuple[int, str]] = []
        constant = domain.shift
        for term in conclusion.value.terms:
            if isinstance(term.operand, int):
                constant += term.sign * term.operand
            else:
                terms.append((term.sign, term.operand))
                constant -= term.sign * self._lower.domains[term.operand].shift
        words = tuple(len(self._lower.domains[name].words) for _, name in terms)
        return Total(conclusion.id, tuple(terms), words, constant, domain.code(UNKNOWN))

    def _chance(self, question: Question) -> Chance:
        until = question.until
        guards = map(self._lower.guard, forms(until, self._kb.chances)) if until else ()
        return Chance(question.id, self._lower.domains[question.id].code(NOT_YET), tuple(guards))

    def _first(self, row: First) -> FirstRow:
        written = [Form()] if row.otherwise else forms(row.when, self._kb.chances)
        return FirstRow(row.id, tuple(map(self._lower.known, written)))

    # The tree

    def _places(self) -> Iterator[Place]:
        for node in self._kb.ordered_nodes:
            actions = self._kb.actions_beside[node.id]
            named = {name for branch in node.branches for name in branch.when.names}
            turns = [form for action in actions for *_, form in self._turns(action)]
            yield Place(
                node=node.id,
                opens=tuple(name for name in self._kb.chances if name in named),
                exits=tuple(self._exits(node)),
                advice=tuple(advice for action in actions for advice in self._advice(action)),
                askings=self._asked.at(node, turns),
            )

    def _exits(self, node: Node) -> Iterator[Exit]:
        for index, (branch, found) in enumerate(self._kb.branch_forms[node.id]):
            go = "" if branch.go == END else branch.go
            for form in found:
                yield Exit(index, go, self._lower.alternative(form))

    def _advice(self, action: Action) -> Iterator[Advice]:
        for state, by, form in self._turns(action):
            is_gone = state == "late" and not action.late
            when = self._lower.alternative(form)
            yield Advice(action.id, "gone" if is_gone else state, by, when)

    def _turns(self, action: Action) -> Iterator[tuple[str, str, Form]]:
        """Give the forms of an action: its own, with what it shows, for each turn of its time."""
        shown = tuple((name, KNOWN) for name in action.shown)
        own = forms(action.when, self._kb.chances)
        for form, due in product(own, due_turns(action, self._kb)):
            yield due.state, due.by, Form((*form.parts, *shown, *due.clause))
