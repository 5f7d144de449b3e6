"""Find names that lead nowhere: of facts, choices, nodes, milestones, tables, sources."""

from collections.abc import Callable, Iterator, Mapping

from engine.checking import calendar, first, forms, tables
from engine.checking.conditions import conditions
from engine.checking.ends import named_ends
from engine.checking.suggestions import Suggest
from engine.checking.wording import filled_texts, last_key
from engine.errors import Problem
from engine.language.base import KnowledgeBase, cited
from engine.language.entries import (
    FOLLOWING,
    Action,
    Conclusion,
    First,
    Lever,
    Node,
    Question,
    Row,
)
from engine.language.expression import shown_facts
from engine.language.words import END, UNKNOWN


def shown_in_head(kb: KnowledgeBase, suggest: Suggest) -> Iterator[Problem]:
    """Find facts that base.yaml shows in lines, tables and sheets, and that do not exist."""
    head, known = kb.head, {**kb.questions, **kb.conclusions}
    lists: list[tuple[tuple[str, ...], tuple[str, ...]]] = [
        (("headline",), head.headline),
        (("caption",), head.caption),
        (("columns",), head.columns),
        (("stage",), (head.stage,) if head.stage else ()),
    ]
    if head.meeting:
        lists.append((("meeting", "figures"), head.meeting.figures))
    for keys, names in lists:
        for index, name in enumerate(names):
            if name not in known:
                message = f'{" ".join(keys)} names "{name}", which is no question or conclusion.'
                hint = suggest(name, known)
                yield head.problem("unknown-question", message, hint, *keys, index)


def ruler(kb: KnowledgeBase, suggest: Suggest) -> Iterator[Problem]:
    """Find facts and values that the ruler names, and that do not exist."""
    head, known = kb.head, {**kb.questions, **kb.conclusions}
    if head.ruler is None:
        return
    for keys, name in head.ruler.facts:
        if name not in known:
            message = f'ruler names "{name}", which is no question or conclusion.'
            yield head.problem("unknown-question", message, suggest(name, known), "ruler", *keys)
    holding = kb.facts.get(head.ruler.of)
    words = holding.words if holding else {}
    for index, stretch in enumerate(head.ruler.stretches):
        if words and stretch.value not in words:
            message = f'ruler has a stretch for "{stretch.value}", no choice of "{head.ruler.of}".'
            hint = suggest(stretch.value, words)
            keys = ("ruler", "stretches", index, "value")
            yield head.problem("unknown-choice", message, hint, *keys)
        if stretch.missing and kb.last_cell(stretch.until) == UNKNOWN:
            message = f'ruler takes "{stretch.until}" from a last row, and no table has it.'
            hint = "Leave missing out, or name a fact that is looked up."
            keys = ("ruler", "stretches", index, "missing")
            yield head.problem("unknown-table", message, hint, *keys)


def branches(kb: KnowledgeBase, suggest: Suggest) -> Iterator[Problem]:
    """Find branches that go nowhere, share a label, or say neither when nor otherwise."""
    for node in kb.nodes.values():
        yield from _targets(node, kb, suggest)
        yield from _labels(node)
        for branch in node.branches:
            silent = branch.when.written is None and not branch.otherwise
            if silent and len(node.branches) > 1:
                called = f'branch "{branch.label}" of node "{node.id}"'
                message = f"{called} has no when, and it is not alone."
                hint = "Add when: {…}, or otherwise: true."
                yield branch.problem("missing-key", message, hint)


def _targets(node: Node, kb: KnowledgeBase, suggest: Suggest) -> Iterator[Problem]:
    for branch in node.branches:
        if branch.go not in kb.nodes and branch.go != END:
            called = f'branch "{branch.label}" of node "{node.id}"'
            message = f'{called} goes to "{branch.go}", which is no node.'
            hint = suggest(branch.go, [*kb.nodes, END])
            yield branch.problem("unknown-node", message, hint, "go")


def _labels(node: Node) -> Iterator[Problem]:
    seen: set[str] = set()
    for branch in node.branches:
        if branch.label in seen:
            message = f'node "{node.id}" has two branches "{branch.label}".'
            yield branch.problem("duplicate-label", message, "Give each its own label.", "label")
        seen.add(branch.label)


def actions(kb: KnowledgeBase, suggest: Suggest) -> Iterator[Problem]:
    """Find actions that stand at no node, or are due by no milestone."""
    for action in kb.actions.values():
        for name in action.nodes:
            if name not in kb.nodes:
                message = f'action "{action.id}" stands at "{name}", which is no node.'
                yield action.problem("unknown-node", message, suggest(name, kb.nodes), "at")
        said = f'action "{action.id}" is due by'
        yield from _milestones(action, said, "by", kb, suggest)


def levers(kb: KnowledgeBase, suggest: Suggest) -> Iterator[Problem]:
    """Find levers that count before no milestone."""
    for question in kb.questions.values():
        for lever in question.can_change:
            said = f'"{lever.do}" is to be done before'
            yield from _milestones(lever, said, "before", kb, suggest)


def _milestones(
    entry: Action | Lever, said: str, key: str, kb: KnowledgeBase, suggest: Suggest
) -> Iterator[Problem]:
    for name in entry.milestones:
        if name not in kb.milestones:
            message = f'{said} "{name}", which is no milestone.'
            yield entry.problem("unknown-milestone", message, suggest(name, kb.milestones), key)


def cycles(kb: KnowledgeBase, suggest: Suggest) -> Iterator[Problem]:
    """Find branches that lead back to a node before them."""
    seen: set[str] = set()
    for node in kb.ordered_nodes:
        for branch in node.branches:
            if branch.go in seen or branch.go == node.id:
                message = (
                    f'branch "{branch.label}" leads from node "{node.id}" back to "{branch.go}".'
                )
                hint = "A tree only goes on: send it further down."
                yield branch.problem("cycle", message, hint, "go")
        seen.add(node.id)


def conclusions(kb: KnowledgeBase, suggest: Suggest) -> Iterator[Problem]:
    """Find conclusions that are made in no way, or in two, or from names that lead nowhere."""
    for conclusion in kb.conclusions.values():
        ways = [key for key in ("lookup", "value", "rules") if getattr(conclusion, key)]
        if len(ways) != 1:
            message = f'conclusion "{conclusion.id}" needs just one of lookup, value and rules.'
            yield conclusion.problem("missing-key", message, "Keep one of them.")
        if conclusion.rules:
            for row in conclusion.rules:
                yield from _row(row, conclusion, suggest)
        else:
            yield from _rests_on(conclusion, ways, kb, suggest)
        if conclusion.lookup:
            yield from _lookup(conclusion, kb, suggest)


def _rests_on(
    conclusion: Conclusion, ways: list[str], kb: KnowledgeBase, suggest: Suggest
) -> Iterator[Problem]:
    for name in conclusion.rests_on:
        if name not in kb.facts:
            called = f'conclusion "{conclusion.id}"'
            message = f'{called} rests on "{name}", which is no question or conclusion.'
            yield conclusion.problem("unknown-question", message, suggest(name, kb.facts), *ways)


def _row(row: Row, conclusion: Conclusion, suggest: Suggest) -> Iterator[Problem]:
    silent = row.when.written is None and not row.otherwise
    if silent and len(conclusion.rules) > 1:
        called = f'row "{row.then}" of conclusion "{conclusion.id}"'
        message = f"{called} has no when, and it is not alone."
        yield row.problem("missing-key", message, "Add when: {…}, or otherwise: true.")
    is_number = conclusion.type == "integer" and isinstance(row.then, int)
    if not is_number and row.then not in conclusion.words:
        message = f'conclusion "{conclusion.id}" has no choice "{row.then}".'
        yield row.problem("unknown-choice", message, suggest(row.then, conclusion.words), "then")


def _lookup(conclusion: Conclusion, kb: KnowledgeBase, suggest: Suggest) -> Iterator[Problem]:
    lookup = conclusion.lookup
    assert lookup
    table = kb.tables.get(lookup.table)
    if table is None:
        called = f'conclusion "{conclusion.id}"'
        message = f'{called} looks into table "{lookup.table}", which there is not.'
        hint = suggest(lookup.table, kb.tables)
        yield conclusion.problem("unknown-table", message, hint, "lookup", "table")
        return
    if lookup.column not in table.column_names:
        message = f'table "{table.id}" has no column "{lookup.column}".'
        hint = suggest(lookup.column, table.column_names)
        yield conclusion.problem("unknown-column", message, hint, "lookup", "column")


def circles(kb: KnowledgeBase, suggest: Suggest) -> Iterator[Problem]:
    """Find conclusions that rest on each other in a circle."""
    settled: set[str] = set()
    for conclusion in kb.ordered_conclusions.values():
        for name in conclusion.rests_on:
            if name in kb.conclusions and name not in settled:
                called = f'conclusion "{conclusion.id}"'
                message = f'{called} rests on "{name}", which rests on it in turn.'
                hint = "Let one of them rest on questions alone."
                yield conclusion.problem("circle", message, hint)
        settled.add(conclusion.id)


def sources(kb: KnowledgeBase, suggest: Suggest) -> Iterator[Problem]:
    """Find citations of a source, or of a claim of it, that there is not."""
    for entry in cited(kb):
        for index, name in enumerate(entry.sources):
            source, _, claim = name.partition("/")
            if source not in kb.sources:
                message = f'there is no source "{source}".'
                hint = suggest(source, kb.sources)
                yield entry.problem("unknown-source", message, hint, "source", index)
            elif claim and claim not in kb.sources[source].claims:
                message = f'source "{source}" has no claim "{claim}".'
                hint = suggest(claim, kb.sources[source].claims)
                yield entry.problem("unknown-claim", message, hint, "source", index)


def choices(kb: KnowledgeBase, suggest: Suggest) -> Iterator[Problem]:
    """Find answers named beside a question that it does not have."""
    for question in kb.questions.values():
        for key, value in _named_choices(question):
            if value not in question.words:
                called = f'{key} of question "{question.id}"'
                message = f'{called} names "{value}", which is no choice of it.'
                hint = suggest(value, question.words)
                yield question.problem("unknown-choice", message, hint, key)


def _named_choices(question: Question) -> Iterator[tuple[str, str]]:
    """Give each answer that a question names beside its choices, after its key."""
    for value in question.support_after:
        yield "support_after", value
    if question.unlisted:
        yield "unlisted", question.unlisted
    for supposition in question.suppose:
        for value in supposition.values:
            yield "suppose", value
    for lever in question.can_change:
        for value in lever.to:
            yield "can_change", value
    for argument in question.weigh:
        yield "weigh", argument.choice
    for value in question.settles:
        yield "settles", value


def settles(kb: KnowledgeBase, suggest: Suggest) -> Iterator[Problem]:
    """Find answers that are settled for questions, or held against them, that do not have them."""
    for question in kb.questions.values():
        for meant in question.settles.values():
            yield from _settled(question, meant, kb, suggest)
        yield from _standing_for(question, kb, suggest)
        for index, name in enumerate(question.other_than):
            if name not in kb.questions:
                message = f'question "{question.id}" is other_than "{name}", which is no question.'
                hint = suggest(name, kb.questions)
                yield question.problem("unknown-question", message, hint, "other_than", index)
    for action in kb.actions.values():
        yield from _settled(action, action.settles, kb, suggest)


def _standing_for(question: Question, kb: KnowledgeBase, suggest: Suggest) -> Iterator[Problem]:
    """Find a number that stands for one it can't, or that outdates what is no question."""
    for index, name in enumerate(question.outdates):
        if name not in kb.questions:
            message = f'question "{question.id}" outdates "{name}", which is no question.'
            hint = suggest(name, kb.questions)
            yield question.problem("unknown-question", message, hint, "outdates", index)
    if not question.stands_for:
        return
    called = f'question "{question.id}" stands for "{question.stands_for}"'
    other = kb.questions.get(question.stands_for)
    if other is None:
        hint = suggest(question.stands_for, kb.questions)
        yield question.problem(
            "unknown-question", f"{called}, which is no question.", hint, "stands_for"
        )
    elif (other.type, other.min, other.max) != (question.type, question.min, question.max):
        hint = "Give both the same type, min and max."
        yield question.problem(
            "wrong-type", f"{called}, which has other numbers.", hint, "stands_for"
        )


def _settled(
    entry: Question | Action, meant: Mapping[str, str], kb: KnowledgeBase, suggest: Suggest
) -> Iterator[Problem]:
    for name, value in meant.items():
        if name not in kb.questions:
            message = f'"{entry.id}" settles "{name}", which is no question.'
            hint = suggest(name, kb.questions)
            yield entry.problem("unknown-question", message, hint, "settles")
            continue
        words = kb.questions[name].words
        is_next = value == FOLLOWING and isinstance(entry, Question)
        if value not in words and not is_next:
            message = f'"{entry.id}" settles "{value}", which is no answer to "{name}".'
            yield entry.problem("unknown-choice", message, suggest(value, words), "settles")


def texts(kb: KnowledgeBase, suggest: Suggest) -> Iterator[Problem]:
    """Find facts in braces that do not exist; a row of what comes first is held to its own."""
    for entry, keys, text in filled_texts(kb):
        if isinstance(entry, First):
            continue
        for name in shown_facts(text):
            if name not in kb.facts:
                message = (
                    f'"{last_key(keys)}" shows "{{{name}}}", which is no question or conclusion.'
                )
                yield entry.problem("unknown-question", message, suggest(name, kb.facts), *keys)


Check = Callable[[KnowledgeBase, Suggest], Iterator[Problem]]

NAMES: tuple[Check, ...] = (
    shown_in_head,
    ruler,
    conditions,
    branches,
    named_ends,
    actions,
    levers,
    cycles,
    conclusions,
    circles,
    sources,
    choices,
    settles,
    texts,
    forms.taken_ids,
    forms.a_first_node,
    forms.questions,
    forms.sums,
    forms.lookups,
    *tables.TABLES,
    forms.beside,
    *calendar.CALENDAR,
    *first.ROWS,
)
