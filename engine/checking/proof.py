"""Turn decision tables into who falls through or matches twice, and rows that nobody meets."""

from collections.abc import Callable, Iterable, Iterator

from engine.checking.decisions import Decisions, Known, TooManyApplicants
from engine.errors import Problem
from engine.language.base import KnowledgeBase, holds
from engine.language.condition import Clause
from engine.language.entries import Action, Branch, Conclusion, Node, Row
from engine.language.words import Value

MOST_LOOKS = 1_000_000  # at facts, in the whole proof; the shipped base takes an eighth of it

Rows = tuple[tuple[Row | Branch, tuple[Clause, ...]], ...]


def prove(kb: KnowledgeBase) -> Iterator[Problem]:
    """Find gaps and overlaps in the tables, and rows and actions that can never hold.

    A table that rests on a faulty one is passed over: its faults may be the other's. Where there
    are more applicants than can be tried, that is the last problem.
    """
    proof = _Proof(kb)
    try:
        yield from proof.of_tables()
        yield from proof.of_actions()
    except TooManyApplicants:
        called = f'{type(proof.entry).__name__.lower()} "{proof.entry.id}"'
        message = f"{called} is not proved, nor what comes after it: too many applicants to try."
        hint = "Let it rest on fewer facts, or on conclusions with fewer values."
        yield proof.entry.problem("not-proved", message, hint)


class _Proof:
    """Hold how far the proof of a base has come: the entry under proof, and the faulty tables."""

    def __init__(self, kb: KnowledgeBase) -> None:
        self.entry: Conclusion | Node | Action = kb.start
        self._kb = kb
        self._decisions = Decisions(kb, MOST_LOOKS)
        self._faulty: set[str] = set()

    def of_tables(self) -> Iterator[Problem]:
        """Prove every decision table: conclusions, each after those it rests on, then nodes."""
        for owner, rows in _tables(self._kb):
            self.entry = owner
            if self._rests_on_faulty(row for row, _ in rows):
                self._faulty.add(owner.id)
                continue
            problems = list(_Table(owner, rows, self._decisions).problems())
            if problems:
                self._faulty.add(owner.id)
            yield from problems

    def of_actions(self) -> Iterator[Problem]:
        """Find the actions that no applicant meets."""
        for action in self._kb.actions.values():
            self.entry = action
            if not self._rests_on_faulty([action]) and not self._can_hold(action):
                message = f'action "{action.id}" can never apply.'
                yield action.problem("never", message, "Look at its conditions together.")

    def _rests_on_faulty(self, rows: Iterable[Row | Branch | Action]) -> bool:
        """Tell whether rows name a faulty conclusion, or one that rests on it."""
        if not self._faulty:
            return False
        conclusions = self._kb.conclusions
        waiting = [name for row in rows for name in row.when.names]
        seen: set[str] = set()
        while waiting:
            name = waiting.pop()
            if name in seen or name not in conclusions:
                continue
            if name in self._faulty:
                return True
            seen.add(name)
            waiting += conclusions[name].rests_on
        return False

    def _can_hold(self, action: Action) -> bool:
        """Tell whether some applicant meets the condition of an action."""
        # Questions before conclusions: what can be known at once need not be worked out first.
        clauses = [
            tuple(sorted(clause, key=lambda pair: pair[0] in self._kb.conclusions))
            for clause in action.when.clauses
        ]
        names = [name for clause in clauses for name, _ in clause]

        def applies(value: Callable[[str], Value]) -> bool:
            return any(holds(clause, value) for clause in clauses)

        return any(holding for _, holding in self._decisions.tell_apart(applies, names))


def _tables(kb: KnowledgeBase) -> Iterator[tuple[Conclusion | Node, Rows]]:
    """Give every decision table: conclusions, each after those it rests on, then nodes."""
    for conclusion in kb.ordered_conclusions.values():
        if conclusion.rules:
            yield conclusion, kb.row_clauses[conclusion.id]
    for node in kb.nodes.values():
        if node.branches:
            yield node, kb.branch_clauses[node.id]


class _Table:
    """Hold one decision table under proof."""

    def __init__(self, owner: Conclusion | Node, rows: Rows, decisions: Decisions) -> None:
        self._owner = owner
        self._rows = rows
        self._decisions = decisions
        self._called = f'{type(owner).__name__.lower()} "{owner.id}"'
        self._tests = [name for _, clauses in rows for clause in clauses for name, _ in clause]
        self._names = tuple(dict.fromkeys(self._tests))

    def problems(self) -> Iterator[Problem]:
        """Give each gap and overlap once, with an applicant; then the rows nobody meets."""
        met: set[int] = set()
        told: set[tuple[int, ...]] = set()
        for known, holding in self._decisions.tell_apart(self._holding, self._tests):
            met.update(holding)
            if len(holding) != 1 and holding not in told:
                told.add(holding)
                yield self._overlap(known, holding) if holding else self._gap(known)
        for index, (row, _) in enumerate(self._rows):
            if index not in met:
                message = f"row {_row_name(row)} of {self._called} can never hold."
                hint = "Look at its conditions together, or take it out."
                yield row.problem("never", message, hint)

    def _holding(self, value: Callable[[str], Value]) -> tuple[int, ...]:
        """Give the numbers of the rows that hold for an applicant."""
        holding = []
        for index, (_, clauses) in enumerate(self._rows):
            if any(holds(clause, value) for clause in clauses):
                holding.append(index)
        return tuple(holding)

    def _gap(self, known: Known) -> Problem:
        rest = "then: …, because: …" if isinstance(self._owner, Conclusion) else "label: …, go: …"
        message = f"no row of {self._called} holds for an applicant with {self._person(known)}."
        hint = f"Add a row: - {{when: {{{self._row_of(known)}}}, {rest}}}"
        return self._owner.problem("gap", message, hint)

    def _overlap(self, known: Known, holding: tuple[int, ...]) -> Problem:
        first, second = self._rows[holding[0]][0], self._rows[holding[1]][0]
        both = f"rows {_row_name(first)} and {_row_name(second)} of {self._called} both hold"
        message = f"{both} for an applicant with {self._person(known)}."
        hint = f"Take {{{self._row_of(known)}}} out of one of them."
        return second.problem("overlap", message, hint)

    def _person(self, known: Known) -> str:
        """Say who an applicant is, in answers alone."""
        span = self._decisions.thresholds.span
        answers = self._decisions.answers(known).items()
        return ", ".join(f"{name} {span(name, value)}" for name, value in answers)

    def _row_of(self, known: Known) -> str:
        """Write the condition that an applicant meets, in the facts that the table names."""
        span = self._decisions.thresholds.span
        named = [name for name in self._names if name in known]
        return ", ".join(f"{name}: {span(name, known[name])}" for name in named)


def _row_name(row: Row | Branch) -> str:
    return f'"{row.then}"' if isinstance(row, Row) else f'"{row.label or row.go}"'
