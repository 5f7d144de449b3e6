"""Find names that lead nowhere: in conditions, branches, conclusions, sources, texts."""

from collections.abc import Iterator

from engine.errors import Origin, Problem, nearest
from engine.language import expression, when
from engine.language.base import KnowledgeBase, cited
from engine.language.entries import Action, Argument, Branch, Conclusion, Lever, Row, When
from engine.language.words import END


def conditions(kb: KnowledgeBase) -> Iterator[Problem]:
    for entry, called in _rows(kb):
        if isinstance(entry, Action):
            yield from _condition(entry, called, kb)
        elif entry.otherwise and entry.when is not None:
            yield Problem(
                entry.origin.at("otherwise"),
                "wrong-type",
                f"{called} has both when and otherwise.",
                "Keep one.",
            )
        else:
            yield from _condition(entry, called, kb)
    for place, key, called, given in _others(kb):
        _, faults = when.read(given, kb.facts)
        for fault in faults:
            message = f"{key} of {called}: {fault.message}"
            yield Problem(place.at(key, *fault.keys), fault.code, message, fault.hint)


def _others(kb: KnowledgeBase) -> Iterator[tuple[Origin, str, str, When]]:
    """Give the conditions that stand in no row: when a chance waits, for whom a date, a lever, an argument holds."""
    for question in kb.questions.values():
        if question.until:
            yield question.origin, "until", f'question "{question.id}"', question.until
        besides: tuple[Lever | Argument, ...] = (*question.can_change, *question.weigh)
        for beside in besides:
            if beside.when:
                called = f'{type(beside).__name__.lower()} of question "{question.id}"'
                yield beside.origin, "when", called, beside.when
    for milestone in kb.milestones.values():
        if milestone.when:
            yield milestone.origin, "when", f'milestone "{milestone.id}"', milestone.when


def _condition(entry: Row | Branch | Action, called: str, kb: KnowledgeBase) -> Iterator[Problem]:
    _, faults = when.read(entry.when or {}, kb.facts)
    for fault in faults:
        yield Problem(
            entry.origin.at("when", *fault.keys),
            fault.code,
            f"{called}: {fault.message}",
            fault.hint,
        )


def _rows(kb: KnowledgeBase) -> Iterator[tuple[Row | Branch | Action, str]]:
    for conclusion in kb.conclusions.values():
        for row in conclusion.rules:
            yield row, f'row "{row.then}" of conclusion "{conclusion.id}"'
    for node in kb.nodes.values():
        for branch in node.branches:
            yield branch, f'branch "{branch.label or branch.go}" of node "{node.id}"'
    for action in kb.actions.values():
        yield action, f'action "{action.id}"'


def targets(kb: KnowledgeBase) -> Iterator[Problem]:
    for node in kb.nodes.values():
        labels: set[str] = set()
        for branch in node.branches:
            if branch.go != END and branch.go not in kb.nodes:
                message = f'branch "{branch.label}" of node "{node.id}" goes to "{branch.go}", which is no node.'
                yield Problem(
                    branch.origin.at("go"),
                    "unknown-node",
                    message,
                    nearest(branch.go, [*kb.nodes, END]),
                )
            if branch.label in labels:
                message = f'node "{node.id}" has two branches "{branch.label}".'
                yield Problem(
                    branch.origin.at("label"),
                    "duplicate-label",
                    message,
                    "Give each its own label.",
                )
            labels.add(branch.label)
            if branch.when is None and not branch.otherwise and len(node.branches) > 1:
                message = (
                    f'branch "{branch.label}" of node "{node.id}" has no when, and it is not alone.'
                )
                yield Problem(
                    branch.place, "missing-key", message, "Add when: {…}, or otherwise: true."
                )
    for lever in (one for question in kb.questions.values() for one in question.can_change):
        for name in lever.milestones:
            if name not in kb.milestones:
                message = f'"{lever.do}" is to be done before "{name}", which is no milestone.'
                yield Problem(
                    lever.origin.at("before"),
                    "unknown-milestone",
                    message,
                    nearest(name, kb.milestones),
                )
    for action in kb.actions.values():
        for name in action.nodes:
            if name not in kb.nodes:
                message = f'action "{action.id}" stands at "{name}", which is no node.'
                yield Problem(
                    action.origin.at("at"), "unknown-node", message, nearest(name, kb.nodes)
                )
        for name in action.milestones:
            if name not in kb.milestones:
                message = f'action "{action.id}" is due by "{name}", which is no milestone.'
                yield Problem(
                    action.origin.at("by"),
                    "unknown-milestone",
                    message,
                    nearest(name, kb.milestones),
                )


def cycles(kb: KnowledgeBase) -> Iterator[Problem]:
    seen: set[str] = set()
    for node in kb.ordered_nodes:
        for branch in node.branches:
            if branch.go in seen or branch.go == node.id:
                message = (
                    f'branch "{branch.label}" leads from node "{node.id}" back to "{branch.go}".'
                )
                yield Problem(
                    branch.origin.at("go"),
                    "cycle",
                    message,
                    "A tree only goes on: send it further down.",
                )
        seen.add(node.id)


def conclusions(kb: KnowledgeBase) -> Iterator[Problem]:
    for one in kb.conclusions.values():
        ways = [
            name
            for name, given in (("lookup", one.lookup), ("value", one.value), ("rules", one.rules))
            if given
        ]
        if len(ways) != 1:
            message = f'conclusion "{one.id}" needs just one of lookup, value and rules.'
            yield Problem(one.place, "missing-key", message, "Keep one of them.")
        for name in () if one.rules else one.rests_on:
            if name not in kb.facts:
                message = (
                    f'conclusion "{one.id}" rests on "{name}", which is no question or conclusion.'
                )
                yield Problem(
                    one.origin.at(*ways), "unknown-question", message, nearest(name, kb.facts)
                )
        if one.lookup:
            yield from _lookup(one, kb)
        for row in one.rules:
            if row.when is None and not row.otherwise and len(one.rules) > 1:
                message = (
                    f'row "{row.then}" of conclusion "{one.id}" has no when, and it is not alone.'
                )
                yield Problem(
                    row.place, "missing-key", message, "Add when: {…}, or otherwise: true."
                )
            if one.type == "integer" and isinstance(row.then, int):
                continue
            if str(row.then) not in one.words:
                message = f'conclusion "{one.id}" has no choice "{row.then}".'
                yield Problem(
                    row.origin.at("then"), "unknown-choice", message, nearest(row.then, one.words)
                )


def _lookup(one: Conclusion, kb: KnowledgeBase) -> Iterator[Problem]:
    assert one.lookup
    table = kb.tables.get(one.lookup.table)
    if table is None:
        message = (
            f'conclusion "{one.id}" looks into table "{one.lookup.table}", which there is not.'
        )
        yield Problem(
            one.origin.at("lookup", "table"),
            "unknown-table",
            message,
            nearest(one.lookup.table, kb.tables),
        )
        return
    columns = {column for row in table.rows.values() for column in row}
    if one.lookup.column not in columns:
        message = f'table "{table.id}" has no column "{one.lookup.column}".'
        yield Problem(
            one.origin.at("lookup", "column"),
            "unknown-column",
            message,
            nearest(one.lookup.column, columns),
        )


def sources(kb: KnowledgeBase) -> Iterator[Problem]:
    for entry in cited(kb):
        for index, name in enumerate(entry.sources):
            source, _, claim = name.partition("/")
            place = entry.origin.at("source", index)
            if source not in kb.sources:
                yield Problem(
                    place,
                    "unknown-source",
                    f'there is no source "{source}".',
                    nearest(source, kb.sources),
                )
            elif claim and claim not in kb.sources[source].claims:
                message = f'source "{source}" has no claim "{claim}".'
                yield Problem(
                    place, "unknown-claim", message, nearest(claim, kb.sources[source].claims)
                )


def words(kb: KnowledgeBase) -> Iterator[Problem]:
    """Find answers named beside a question that it does not have."""
    for question in kb.questions.values():
        beside = {"support_after": question.support_after}
        beside["suppose"] = tuple(value for one in question.suppose for value in one.values)
        beside["can_change"] = tuple(value for one in question.can_change for value in one.to)
        beside["weigh"] = tuple(one.choice for one in question.weigh)
        for key, values in beside.items():
            for value in values:
                if value not in question.words:
                    message = f'{key} of question "{question.id}" names "{value}", which is no choice of it.'
                    yield Problem(
                        question.origin.at(key),
                        "unknown-choice",
                        message,
                        nearest(value, question.words),
                    )


def texts(kb: KnowledgeBase) -> Iterator[Problem]:
    for action in kb.actions.values():
        for key in ("do", "how", "because"):
            for name in expression.shown_facts(getattr(action, key)):
                if name not in kb.facts:
                    message = f'action "{action.id}" shows "{{{name}}}", which is no question or conclusion.'
                    yield Problem(
                        action.origin.at(key), "unknown-question", message, nearest(name, kb.facts)
                    )


def circles(kb: KnowledgeBase) -> Iterator[Problem]:
    settled: set[str] = set()
    for conclusion in kb.ordered_conclusions.values():
        for name in conclusion.rests_on:
            if name in kb.conclusions and name not in settled:
                message = (
                    f'conclusion "{conclusion.id}" rests on "{name}", which rests on it in turn.'
                )
                yield Problem(
                    conclusion.place, "circle", message, "Let one of them rest on questions alone."
                )
        settled.add(conclusion.id)
