"""Find what is wrong between the entries of a knowledge base: names that lead nowhere, rows that clash."""

import datetime
from collections.abc import Callable, Iterator

from engine import condition
from engine.errors import KnowledgeError, Origin, Problem, nearest
from engine.model import (
    END,
    Action,
    Argument,
    Branch,
    Conclusion,
    Entry,
    KnowledgeBase,
    Lever,
    Milestone,
    Node,
    Question,
    Row,
    Source,
    When,
    names_in,
)
from engine.proof import prove


def check(kb: KnowledgeBase, today: datetime.date | None = None) -> tuple[Problem, ...]:
    """Run every check; give all problems and warnings, sorted by place.

    `today` is the day against which sources are stale. The tables are proved only when every name
    in them leads somewhere: a table that rests on a faulty one is not reported again.
    """
    problems = [problem for one in STRUCTURE for problem in one(kb)]
    if not problems:
        problems += [problem for one in WHOLE for problem in one(kb)]
        problems += prove(kb)
    return KnowledgeError([*problems, *_stale(kb, today)]).problems


def require(kb: KnowledgeBase) -> KnowledgeBase:
    """Give the base back when every name in it leads somewhere, so that it can be run.

    Raises KnowledgeError with all that is wrong.
    """
    if problems := [problem for one in STRUCTURE for problem in one(kb)]:
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
    for place, key, called, when in _others(kb):
        _, faults = condition.read(when, kb.facts)
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
    for lever in (one for question in kb.questions.values() for one in question.can_change):
        for name in lever.milestones:
            if name not in kb.milestones:
                message = f'"{lever.do}" is to be done before "{name}", which is no milestone.'
                yield Problem(lever.origin.at("before"), "unknown-milestone", message, nearest(name, kb.milestones))
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
            if row.when is None and not row.otherwise and len(one.rules) > 1:
                message = f'row "{row.then}" of conclusion "{one.id}" has no when, and it is not alone.'
                yield Problem(row.place, "missing-key", message, "Add when: {…}, or otherwise: true.")
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
    for question in kb.questions.values():
        yield from question.can_change
        yield from question.weigh
    for conclusion in kb.conclusions.values():
        yield from conclusion.rules
    for phase in kb.phases:
        yield phase
        for node in phase.nodes:
            yield node
            yield from node.branches
        yield from phase.actions


def _words(kb: KnowledgeBase) -> Iterator[Problem]:
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
                    yield Problem(question.origin.at(key), "unknown-choice", message, nearest(value, question.words))


def _texts(kb: KnowledgeBase) -> Iterator[Problem]:
    for action in kb.actions.values():
        for key in ("do", "how", "because"):
            for name in condition.shown_facts(getattr(action, key)):
                if name not in kb.facts:
                    message = f'action "{action.id}" shows "{{{name}}}", which is no question or conclusion.'
                    yield Problem(action.origin.at(key), "unknown-question", message, nearest(name, kb.facts))


def _circles(kb: KnowledgeBase) -> Iterator[Problem]:
    settled: set[str] = set()
    for conclusion in kb.ordered_conclusions.values():
        for name in conclusion.rests_on:
            if name in kb.conclusions and name not in settled:
                message = f'conclusion "{conclusion.id}" rests on "{name}", which rests on it in turn.'
                yield Problem(conclusion.place, "circle", message, "Let one of them rest on questions alone.")
        settled.add(conclusion.id)


# What the base as a whole has to keep


def _unused(kb: KnowledgeBase) -> Iterator[Problem]:
    named = _named_facts(kb)
    facts: tuple[Question | Conclusion, ...] = (*kb.questions.values(), *kb.conclusions.values())
    for fact in facts:
        if fact.id not in named:
            kind = type(fact).__name__.lower()
            yield Problem(
                fact.place, "unused", f'{kind} "{fact.id}" is used nowhere.', "Name it in a condition, or take it out."
            )
    targets = {branch.go for node in kb.nodes.values() for branch in node.branches} | {kb.start.id}
    for node in kb.nodes.values():
        if node.id not in targets:
            yield Problem(
                node.place, "unused", f'no branch goes to node "{node.id}".', "Send a branch there, or take it out."
            )
    used = {citation.partition("/")[0] for entry in cited(kb) for citation in entry.sources}
    for source in kb.sources.values():
        if source.id not in used:
            yield Problem(source.place, "unused", f'source "{source.id}" is cited nowhere.', "Cite it, or take it out.")


def _named_facts(kb: KnowledgeBase) -> set[str]:
    named = {name for when in condition.conditions(kb) for name in names_in(when)}
    named.update(name for one in kb.conclusions.values() for name in one.rests_on)
    for action in kb.actions.values():
        named.update(condition.shown_facts(action.do, action.how, action.because))
    return named | {*kb.headline, *kb.caption}


def _ends(kb: KnowledgeBase) -> Iterator[Problem]:
    for node in kb.nodes.values():
        if not node.branches and not node.end:
            message = f'node "{node.id}" has no branches and is no end.'
            yield Problem(node.place, "no-end", message, "Add branches, or end: residency or end: next-cycle.")


def _uncited(kb: KnowledgeBase) -> Iterator[Problem]:
    found: set[str] = set()
    for entry in cited(kb):
        found.update(entry.sources)
        if not entry.sources and not isinstance(entry, (Source, Milestone)):
            name = getattr(entry, "id", "") or getattr(entry, "label", "") or getattr(entry, "then", "")
            message = f'{type(entry).__name__.lower()} "{name}" names no source.'
            yield Problem(entry.place, "missing-source", message, "Add source: …; our own reading is one too.")
    for source in kb.sources.values():
        for claim in source.claims:
            if f"{source.id}/{claim}" not in found:
                message = f'claim "{claim}" of source "{source.id}" is cited nowhere.'
                yield Problem(
                    source.origin.at("claims", claim), "uncited-claim", message, "Cite it where it is followed."
                )


def _chances(kb: KnowledgeBase) -> Iterator[Problem]:
    """Find chance questions named where some way has not passed them, or by a conclusion."""
    for conclusion in kb.conclusions.values():
        for name in conclusion.rests_on:
            if name in kb.questions and kb.questions[name].is_chance:
                message = f'conclusion "{conclusion.id}" rests on "{name}", which the world decides.'
                yield Problem(conclusion.place, "chance", message, "Ask it in a branch instead.")
    for question in (one for one in kb.questions.values() if one.is_chance):
        yield from _chance(question, kb)


def _chance(question: Question, kb: KnowledgeBase) -> Iterator[Problem]:
    asking = {node.id for node in kb.nodes.values() if any(question.id in names_in(b.when) for b in node.branches)}
    passed: dict[str, set[bool]] = {kb.start.id: {False}}
    for node in kb.ordered_nodes:
        after = {True} if node.id in asking else passed.get(node.id, {False})
        for branch in node.branches:
            passed.setdefault(branch.go, set()).update(after)
    for node in kb.nodes.values():
        if node.id in asking and passed.get(node.id) == {True, False}:
            yield _half_passed(node, f'node "{node.id}"', question)
    for action in kb.actions.values():
        if question.id in names_in(action.when):
            for place in action.nodes:
                if place not in asking and passed.get(place) != {True}:
                    yield _half_passed(action, f'action "{action.id}"', question)


def _half_passed(entry: Node | Action, called: str, question: Question) -> Problem:
    message = f'{called} names "{question.id}", which some ways have not asked when they come here.'
    return Problem(entry.place, "chance", message, "Name it after the node whose branches ask it.")


def _stale(kb: KnowledgeBase, today: datetime.date | None) -> Iterator[Problem]:
    for source in kb.sources.values():
        if today and today > source.review_by:
            message = f'source "{source.id}" was to be reviewed by {source.review_by}.'
            hint = "Check it again, then set checked_on and review_by."
            yield Problem(source.origin.at("review_by"), "stale-source", message, hint, warning=True)


Check = Callable[[KnowledgeBase], Iterator[Problem]]
STRUCTURE: tuple[Check, ...] = (_conditions, _targets, _cycles, _conclusions, _circles, _sources, _words, _texts)
WHOLE: tuple[Check, ...] = (_unused, _ends, _uncited, _chances)
