"""Find what is wrong between the entries of a knowledge base: names that lead nowhere, rows that clash."""

from collections.abc import Callable, Iterator

from engine import condition
from engine.errors import KnowledgeError, Problem, nearest
from engine.model import END, Action, Branch, Conclusion, Entry, KnowledgeBase, Milestone, Question, Row, When


def check(kb: KnowledgeBase) -> tuple[Problem, ...]:
    """Run every check; give all problems, sorted by place."""
    problems = [problem for one in CHECKS for problem in one(kb)]
    return KnowledgeError(problems).problems


def require(kb: KnowledgeBase) -> KnowledgeBase:
    """Give the base back when nothing is wrong with it.

    Raises KnowledgeError with all that the checks found.
    """
    if problems := check(kb):
        raise KnowledgeError(problems)
    return kb


def _conditions(kb: KnowledgeBase) -> Iterator[Problem]:
    for entry, called in _rows(kb):
        if isinstance(entry, Action):
            yield from _condition(entry, called, kb)
        elif entry.otherwise and entry.when is not None:
            yield Problem(
                entry.origin.at("otherwise"), "wrong-type", f"{called} has both when and otherwise.", "Keep one."
            )
        else:
            yield from _condition(entry, called, kb)
    for key, one, when in _others(kb):
        _, faults = condition.read(when, kb.facts)
        for fault in faults:
            place = one.origin.at(key, *fault.keys)
            yield Problem(place, fault.code, f"{key} of {_named(one)}: {fault.message}", fault.hint)


def _others(kb: KnowledgeBase) -> Iterator[tuple[str, Question | Milestone, When]]:
    """Give the conditions that stand in no row: when a chance waits, for whom a date holds."""
    yield from (("until", one, one.until) for one in kb.questions.values() if one.until)
    yield from (("when", one, one.when) for one in kb.milestones.values() if one.when)


def _named(one: Question | Milestone) -> str:
    return f'{type(one).__name__.lower()} "{one.id}"'


def _condition(entry: Row | Branch | Action, called: str, kb: KnowledgeBase) -> Iterator[Problem]:
    _, faults = condition.read(entry.when or {}, kb.facts)
    for fault in faults:
        yield Problem(entry.origin.at("when", *fault.keys), fault.code, f"{called}: {fault.message}", fault.hint)


def _rows(kb: KnowledgeBase) -> Iterator[tuple[Row | Branch | Action, str]]:
    for conclusion in kb.conclusions.values():
        for row in conclusion.rules:
            yield row, f'row "{row.then}" of conclusion "{conclusion.id}"'
    for node in kb.nodes.values():
        for branch in node.branches:
            yield branch, f'branch "{branch.label or branch.go}" of node "{node.id}"'
    for action in kb.actions.values():
        yield action, f'action "{action.id}"'


def _targets(kb: KnowledgeBase) -> Iterator[Problem]:
    for node in kb.nodes.values():
        labels: set[str] = set()
        for branch in node.branches:
            if branch.go != END and branch.go not in kb.nodes:
                message = f'branch "{branch.label}" of node "{node.id}" goes to "{branch.go}", which is no node.'
                yield Problem(branch.origin.at("go"), "unknown-node", message, nearest(branch.go, [*kb.nodes, END]))
            if branch.label in labels:
                message = f'node "{node.id}" has two branches "{branch.label}".'
                yield Problem(branch.origin.at("label"), "duplicate-label", message, "Give each its own label.")
            labels.add(branch.label)
            if branch.when is None and not branch.otherwise and len(node.branches) > 1:
                message = f'branch "{branch.label}" of node "{node.id}" has no when, and it is not alone.'
                yield Problem(branch.place, "missing-key", message, "Add when: {…}, or otherwise: true.")
    for action in kb.actions.values():
        for name in action.nodes:
            if name not in kb.nodes:
                message = f'action "{action.id}" stands at "{name}", which is no node.'
                yield Problem(action.origin.at("at"), "unknown-node", message, nearest(name, kb.nodes))
        for name in action.milestones:
            if name not in kb.milestones:
                message = f'action "{action.id}" is due by "{name}", which is no milestone.'
                yield Problem(action.origin.at("by"), "unknown-milestone", message, nearest(name, kb.milestones))


def _cycles(kb: KnowledgeBase) -> Iterator[Problem]:
    seen: set[str] = set()
    for node in kb.ordered_nodes:
        for branch in node.branches:
            if branch.go in seen or branch.go == node.id:
                message = f'branch "{branch.label}" leads from node "{node.id}" back to "{branch.go}".'
                yield Problem(branch.origin.at("go"), "cycle", message, "A tree only goes on: send it further down.")
        seen.add(node.id)


def _conclusions(kb: KnowledgeBase) -> Iterator[Problem]:
    for one in kb.conclusions.values():
        ways = [name for name, given in (("lookup", one.lookup), ("value", one.value), ("rules", one.rules)) if given]
        if len(ways) != 1:
            message = f'conclusion "{one.id}" needs just one of lookup, value and rules.'
            yield Problem(one.place, "missing-key", message, "Keep one of them.")
        for name in () if one.rules else one.rests_on:
            if name not in kb.facts:
                message = f'conclusion "{one.id}" rests on "{name}", which is no question or conclusion.'
                yield Problem(one.origin.at(*ways), "unknown-question", message, nearest(name, kb.facts))
        if one.lookup:
            yield from _lookup(one, kb)
        for row in one.rules:
            if one.type == "integer" and isinstance(row.then, int):
                continue
            if str(row.then) not in one.words:
                message = f'conclusion "{one.id}" has no choice "{row.then}".'
                yield Problem(row.origin.at("then"), "unknown-choice", message, nearest(row.then, one.words))


def _lookup(one: Conclusion, kb: KnowledgeBase) -> Iterator[Problem]:
    assert one.lookup
    table = kb.tables.get(one.lookup.table)
    if table is None:
        message = f'conclusion "{one.id}" looks into table "{one.lookup.table}", which there is not.'
        yield Problem(one.origin.at("lookup", "table"), "unknown-table", message, nearest(one.lookup.table, kb.tables))
        return
    columns = {column for row in table.rows.values() for column in row}
    if one.lookup.column not in columns:
        message = f'table "{table.id}" has no column "{one.lookup.column}".'
        yield Problem(one.origin.at("lookup", "column"), "unknown-column", message, nearest(one.lookup.column, columns))


def _sources(kb: KnowledgeBase) -> Iterator[Problem]:
    for entry in cited(kb):
        for index, name in enumerate(entry.sources):
            source, _, claim = name.partition("/")
            place = entry.origin.at("source", index)
            if source not in kb.sources:
                yield Problem(place, "unknown-source", f'there is no source "{source}".', nearest(source, kb.sources))
            elif claim and claim not in kb.sources[source].claims:
                message = f'source "{source}" has no claim "{claim}".'
                yield Problem(place, "unknown-claim", message, nearest(claim, kb.sources[source].claims))


def cited(kb: KnowledgeBase) -> Iterator[Entry]:
    """Give every entry that may cite a source."""
    yield from kb.entries
    for conclusion in kb.conclusions.values():
        yield from conclusion.rules
    for phase in kb.phases:
        yield phase
        for node in phase.nodes:
            yield node
            yield from node.branches
        yield from phase.actions


def _texts(kb: KnowledgeBase) -> Iterator[Problem]:
    for action in kb.actions.values():
        for key in ("do", "how", "because"):
            for name in condition.shown_facts(getattr(action, key)):
                if name not in kb.facts:
                    message = f'action "{action.id}" shows "{{{name}}}", which is no question or conclusion.'
                    yield Problem(action.origin.at(key), "unknown-question", message, nearest(name, kb.facts))


CHECKS: tuple[Callable[[KnowledgeBase], Iterator[Problem]], ...] = (
    _conditions, _targets, _cycles, _conclusions, _sources, _texts,
)  # fmt: skip
