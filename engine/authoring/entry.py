"""Turn an id into what an advisor asks of it: its text, its place, who needs it, which cases."""

from collections.abc import Iterable, Iterator, Mapping

from engine.consultation.outcome import Upshot
from engine.language.base import KnowledgeBase, called, cited
from engine.language.cycles import Milestone
from engine.language.entries import Action, Branch, Conclusion, First, Node, Question, Row, Source
from engine.language.expression import shown_facts
from engine.language.tables import Lookup, Table
from engine.language.written import Entry
from engine.output.layout import WIDTH, counted, wrapped

# The texts shown of an entry, whichever of them it has, in this order.
_TEXTS = (
    "ask", "label", "title", "text", "say", "decide", "call", "do", "how", "because", "strength",
    "help", "publisher", "year", "url", "status",
)  # fmt: skip

_DATES = ("date", "checked_on", "review_by")


def entries(kb: KnowledgeBase) -> dict[tuple[str, str], Entry]:
    """Map kind and id to the entry; a question and a node may have the same id."""
    groups: tuple[Mapping[str, Entry], ...] = (
        kb.questions, kb.conclusions, kb.nodes, kb.actions, kb.first, kb.milestones, kb.cycles,
        kb.tables, kb.sources,
    )  # fmt: skip
    by_name: dict[tuple[str, str], Entry] = {}
    for group in groups:
        for name, entry in group.items():
            by_name[_kind(entry), name] = entry
    return by_name


def names(kb: KnowledgeBase) -> list[str]:
    """List every id once, those of the rows of tables too."""
    rows = [row for table in kb.tables.values() for row in table.rows]
    return list(dict.fromkeys([*(name for _, name in entries(kb)), *rows]))


def listing(kb: KnowledgeBase) -> str:
    """List every id, by kind."""
    kinds: dict[str, list[str]] = {}
    for kind, name in entries(kb):
        kinds.setdefault(kind, []).append(name)
    return _text(f"{kind}s: {', '.join(ids)}" for kind, ids in kinds.items())


def shown(kb: KnowledgeBase, name: str, upshots: Iterable[tuple[str, Upshot]]) -> str:
    """Show what an id names: its words, its place, who needs it, the cases that reach it.

    `upshots` has what comes out for each case, after what the case is called.
    """
    lines: list[str] = []
    for (_, own_name), entry in entries(kb).items():
        if own_name == name:
            lines += _entry_lines(entry, name)
    for table in kb.tables.values():
        if name in table.rows:
            lines += _row_lines(kb, table, name)
    lines.append("needed by:")
    lines += [f"  {needing}" for needing in dict.fromkeys(_needed_by(kb, name)) or ["nothing"]]
    reached_by = [case for case, upshot in upshots if _reaches(upshot, name)]
    lines.append(f"reached by {counted(len(reached_by), 'case')}:")
    lines += [f"  {case}" for case in reached_by]
    return _text(lines)


def flow(value: object) -> str:
    """Write a value as YAML does in one line."""
    if isinstance(value, dict):
        pairs = [f"{key}: {flow(below)}" for key, below in value.items()]
        return f"{{{', '.join(pairs)}}}"
    if isinstance(value, (list, tuple)):
        return f"[{', '.join(map(flow, value))}]"
    return str(value).lower() if isinstance(value, bool) else str(value)


def _kind(entry: Entry) -> str:
    return "first row" if isinstance(entry, First) else type(entry).__name__.lower()


def _text(lines: Iterable[str]) -> str:
    """Set lines in the width of a text; what is too long goes on two columns further in."""
    set_lines: list[str] = []
    for line in lines:
        indent = len(line) - len(line.lstrip(" "))
        set_lines += wrapped(line, WIDTH, indent + 2)
    return "\n".join(set_lines)


def _entry_lines(entry: Entry, name: str) -> Iterator[str]:
    """Say what an entry says, and where: place, texts, what is particular to its kind, sources."""
    yield f"{_kind(entry)} {name}"
    yield f"  written at {entry.place}"
    yield from _fields(entry, _TEXTS)
    yield from _particulars(entry)
    if isinstance(entry, Table):
        yield f"    columns: {', '.join(entry.column_names)}"
        yield f"    rows: {', '.join(entry.rows)}"
    if entry.sources:
        yield f"  source: {', '.join(entry.sources)}"
    if entry.note:
        yield f"  note: {entry.note}"


def _row_lines(kb: KnowledgeBase, table: Table, name: str) -> Iterator[str]:
    """Say what a row of a table says, where that stands, and whence: its figures one by one."""
    yield f"row {name} of table {table.id}"
    yield f"  written at {table.origin.at('rows', name)}"
    for column, cell in table.rows[name].items():
        figure = kb.figure_at(table.id, name, column)
        source = f" ({', '.join(figure.sources)})" if figure else ""
        yield f"  {column}: {cell}{source}"
    if table.sources:
        yield f"  source: {', '.join(table.sources)}"


def _fields(entry: Entry, keys: Iterable[str]) -> Iterator[str]:
    for key in keys:
        value = getattr(entry, key, "")
        if value:
            yield f"  {key}: {value}"


def _particulars(entry: Entry) -> Iterator[str]:
    """Say what only an entry of this kind has: answers, ways on, rows, where it stands, days."""
    if isinstance(entry, (Question, Conclusion)):
        for word, text in entry.words.items():
            yield f"    {word}: {text}"
    if isinstance(entry, Node):
        for branch in entry.branches:
            yield f"    {branch.label}: go to {branch.go}{_when(branch)}"
    if isinstance(entry, Action):
        yield f"  at: {', '.join(entry.nodes)}{_when(entry)}"
        if entry.drafted:
            yield f"  draft: {entry.drafted.title}"
            yield from (f"    {line}" for line in entry.drafted.text.split("\n"))
    if isinstance(entry, Conclusion):
        for row in entry.rules:
            yield f"    {row.then}{_when(row) or ', when no other row holds'}"
    if isinstance(entry, (Milestone, Source)):
        yield from _fields(entry, _DATES)


def _when(entry: Branch | Action | Row) -> str:
    written = entry.when.written
    return f", when {flow(written)}" if written else ""


def _needed_by(kb: KnowledgeBase, name: str) -> Iterator[str]:
    """Say which entries use a name, kind by kind; an entry may come twice."""
    for conclusion in kb.conclusions.values():
        if name in conclusion.rests_on or _looks_up(kb, conclusion.lookup, name):
            yield _listed(conclusion)
    for node in kb.nodes.values():
        if any(_leads_by(branch, name) for branch in node.branches):
            yield _listed(node)
    for action in kb.actions.values():
        if _uses(action, name):
            yield _listed(action)
    for entry in cited(kb):
        if name in _sources_of(entry):
            yield _listed(entry)


def _listed(entry: Entry) -> str:
    return f"{_kind(entry)} {called(entry)} ({entry.place})"


def _looks_up(kb: KnowledgeBase, lookup: Lookup | None, name: str) -> bool:
    """Tell whether a lookup goes to the table of this name, or to one with such a row."""
    return lookup is not None and (lookup.table == name or name in kb.cells(lookup))


def _leads_by(branch: Branch, name: str) -> bool:
    """Tell whether a branch leads to a node of this name, or looks at a fact of it."""
    if branch.go == name:
        return True
    return name in branch.when.names


def _uses(action: Action, name: str) -> bool:
    """Tell whether an action stands at, is due by, shows or looks at what has this name."""
    if name in action.nodes or name in action.milestones:
        return True
    if name in shown_facts(*action.texts.values()):
        return True
    return name in action.when.names


def _sources_of(entry: Entry) -> set[str]:
    """Name the sources that an entry cites, without the claims."""
    return {citation.partition("/")[0] for citation in entry.sources}


def _reaches(upshot: Upshot, name: str) -> bool:
    """Tell whether a name stands in what came out: known, passed, advised, looked up or cited."""
    if name in upshot.known or name in upshot.visited or name in upshot.recommended:
        return True
    if any(name in _sources_of(action) for action in upshot.recommended.values()):
        return True
    return any(_looked_up(upshot, conclusion, name) for conclusion in upshot.facts)


def _looked_up(upshot: Upshot, conclusion: str, name: str) -> bool:
    """Tell whether a conclusion was looked up in the table, or in a row, of this name."""
    lookup = upshot.kb.conclusions[conclusion].lookup
    if lookup is None:
        return False
    row = str(upshot.known.get(lookup.key, ""))
    return lookup.table == name or (row == name and row in upshot.kb.cells(lookup))
