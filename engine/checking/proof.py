"""Turn decision tables into the applicants who fall through or match twice, and the rows that nobody meets."""

from collections.abc import Callable, Iterable, Iterator

from engine.checking.decisions import Applicants, holds
from engine.errors import Problem
from engine.language import when
from engine.language.base import KnowledgeBase
from engine.language.entries import Action, Branch, Conclusion, Node, Row, names_in
from engine.language.words import Value


def prove(kb: KnowledgeBase) -> Iterator[Problem]:
    """Find gaps and overlaps in the tables, and rows and actions that can never hold."""
    applicants = Applicants(kb)
    faulty: set[str] = set()
    tables: list[tuple[Conclusion | Node, tuple[Row | Branch, ...]]] = []
    tables += [(one, one.rules) for one in kb.ordered_conclusions.values() if one.rules]
    tables += [(node, node.branches) for node in kb.nodes.values() if node.branches]
    for owner, rows in tables:
        problems = (
            [] if _rests_on(rows, faulty, kb) else list(_prove_table(owner, rows, applicants, kb))
        )
        if problems or _rests_on(rows, faulty, kb):
            faulty.add(owner.id)
        yield from problems
    for action in kb.actions.values():
        if not _rests_on((action,), faulty, kb) and not _can_hold(action, applicants, kb):
            yield Problem(
                action.place,
                "never",
                f'action "{action.id}" can never apply.',
                "Look at its conditions together.",
            )


def _rests_on(rows: Iterable[Row | Branch | Action], faulty: set[str], kb: KnowledgeBase) -> bool:
    waiting, seen = [name for row in rows for name in names_in(row.when)], set()
    while waiting:
        name = waiting.pop()
        if name in faulty and name in kb.conclusions:
            return True
        if name not in seen and name in kb.conclusions:
            waiting += kb.conclusions[name].rests_on
        seen.add(name)
    return False


def _prove_table(
    owner: Conclusion | Node,
    rows: tuple[Row | Branch, ...],
    applicants: Applicants,
    kb: KnowledgeBase,
) -> Iterator[Problem]:
    table = when.row_clauses(rows, kb.facts)
    names = list(
        dict.fromkeys(name for _, clauses in table for clause in clauses for name, _ in clause)
    )
    called = f'{type(owner).__name__.lower()} "{owner.id}"'
    held: set[int] = set()
    told: set[tuple[int, ...]] = set()

    def holding(value: Callable[[str], Value]) -> tuple[int, ...]:
        return tuple(
            i
            for i, (_, clauses) in enumerate(table)
            if any(holds(clause, value) for clause in clauses)
        )

    for known, found in applicants.tell_apart(holding, names):
        held.update(found)
        if len(found) == 1 or found in told:
            continue
        told.add(found)
        person = ", ".join(
            f"{n} {applicants.span(n, v)}" for n, v in applicants.answers(known).items()
        )
        row = ", ".join(f"{n}: {applicants.span(n, known[n])}" for n in names if n in known)
        if not found:
            rest = "then: …, because: …" if isinstance(owner, Conclusion) else "label: …, go: …"
            message = f"no row of {called} holds for an applicant with {person}."
            yield Problem(owner.place, "gap", message, f"Add a row: - {{when: {{{row}}}, {rest}}}")
        else:
            first, second = (_row_name(table[i][0]) for i in found[:2])
            message = (
                f"rows {first} and {second} of {called} both hold for an applicant with {person}."
            )
            yield Problem(
                table[found[1]][0].place, "overlap", message, f"Take {{{row}}} out of one of them."
            )
    for index, (one, _) in enumerate(table):
        if index not in held:
            message = f"row {_row_name(one)} of {called} can never hold."
            yield Problem(
                one.place, "never", message, "Look at its conditions together, or take it out."
            )


def _row_name(row: Row | Branch) -> str:
    return f'"{row.then}"' if isinstance(row, Row) else f'"{row.label or row.go}"'


def _can_hold(action: Action, applicants: Applicants, kb: KnowledgeBase) -> bool:
    read, _ = when.read(action.when or {}, kb.facts)
    # Questions before conclusions: what can be known at once need not be calculated around.
    clauses = [tuple(sorted(clause, key=lambda one: one[0] in kb.conclusions)) for clause in read]
    names = [name for clause in clauses for name, _ in clause]

    def applies(value: Callable[[str], Value]) -> bool:
        return any(holds(clause, value) for clause in clauses)

    return any(found for _, found in applicants.tell_apart(applies, names))
