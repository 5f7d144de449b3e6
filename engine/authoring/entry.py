"""Turn an id into what an advisor asks of it: its text, where it stands, who needs it, which cases reach it."""

import textwrap
from collections.abc import Iterable, Iterator, Mapping

from engine.authoring.cases import Result
from engine.language.base import KnowledgeBase, cited
from engine.language.entries import (
    Action,
    Branch,
    Conclusion,
    Entry,
    Milestone,
    Node,
    Question,
    Source,
)

_WIDTH = 78


def entries(kb: KnowledgeBase) -> dict[tuple[str, str], Entry]:
    """Map kind and id to the entry; a question and a node may have the same id."""
    groups: tuple[Mapping[str, Entry], ...] = (
        kb.questions, kb.conclusions, kb.nodes, kb.actions, kb.milestones, kb.tables, kb.sources,
    )  # fmt: skip
    return {
        (type(entry).__name__.lower(), name): entry
        for group in groups
        for name, entry in group.items()
    }


def names(kb: KnowledgeBase) -> list[str]:
    """List every id once."""
    return list(dict.fromkeys(name for _, name in entries(kb)))


def listing(kb: KnowledgeBase) -> str:
    """List every id, by kind."""
    kinds: dict[str, list[str]] = {}
    for kind, name in entries(kb):
        kinds.setdefault(kind, []).append(name)
    return "\n".join(
        line for kind, found in kinds.items() for line in _wrapped(f"{kind}s: {', '.join(found)}")
    )


def shown(kb: KnowledgeBase, name: str, results: Iterable[Result]) -> str:
    """Show what an id names: its words, its place, who needs it, the cases that reach it."""
    lines: list[str] = []
    for (kind, own), entry in entries(kb).items():
        if own == name:
            lines += [f"{kind} {name}", f"  written at {entry.place}", *_words(entry)]
            lines += [f"  source: {', '.join(entry.sources)}"] if entry.sources else []
            lines += [f"  note: {entry.note}"] if entry.note else []
    needed = list(dict.fromkeys(_needed_by(kb, name)))
    lines += ["needed by:", *(f"  {one}" for one in needed or ["nothing"])]
    reached = [result.name for result in results if _reaches(result, name)]
    lines += [
        f"reached by {len(reached)} case{'' if len(reached) == 1 else 's'}:",
        *(f"  {one}" for one in reached),
    ]
    return "\n".join(line for one in lines for line in _wrapped(one))


def flow(value: object) -> str:
    """Write a value as YAML does in one line."""
    if isinstance(value, dict):
        return f"{{{', '.join(f'{key}: {flow(one)}' for key, one in value.items())}}}"
    if isinstance(value, (list, tuple)):
        return f"[{', '.join(map(flow, value))}]"
    return str(value)


def _wrapped(line: str) -> list[str]:
    indent = " " * (len(line) - len(line.lstrip()) + 2)
    return textwrap.wrap(line, _WIDTH, subsequent_indent=indent, break_on_hyphens=False) or [""]


def _words(entry: Entry) -> Iterator[str]:
    for key in (
        "ask",
        "label",
        "title",
        "text",
        "do",
        "how",
        "because",
        "strength",
        "help",
        "publisher",
        "status",
    ):
        if value := getattr(entry, key, ""):
            yield f"  {key}: {value}"
    if isinstance(entry, (Question, Conclusion)):
        yield from (f"    {word}: {text}" for word, text in entry.words.items())
    if isinstance(entry, Node):
        yield from (
            f"    {branch.label}: go to {branch.go}{_when(branch)}" for branch in entry.branches
        )
    if isinstance(entry, Action):
        yield f"  at: {', '.join(entry.nodes)}{_when(entry)}"
    if isinstance(entry, Conclusion):
        yield from (
            f"    {row.then}, when {flow(row.when.written) if row.when.written else 'no other row holds'}"
            for row in entry.rules
        )
    if isinstance(entry, (Milestone, Source)):
        yield from (
            f"  {key}: {value}"
            for key in ("date", "checked_on", "review_by")
            if (value := getattr(entry, key, ""))
        )


def _when(entry: Branch | Action) -> str:
    return f", when {flow(entry.when.written)}" if entry.when.written else ""


def _needed_by(kb: KnowledgeBase, name: str) -> Iterator[str]:
    for conclusion in kb.conclusions.values():
        if name in conclusion.rests_on:
            yield f"conclusion {conclusion.id} ({conclusion.place})"
    for node in kb.nodes.values():
        if any(name in (branch.go, *branch.when.names) for branch in node.branches):
            yield f"node {node.id} ({node.place})"
    for action in kb.actions.values():
        shown_in = action.shown
        if name in (*action.when.names, *shown_in, *action.nodes, *action.milestones):
            yield f"action {action.id} ({action.place})"
    for entry in cited(kb):
        if any(citation.partition("/")[0] == name for citation in entry.sources):
            own = (
                getattr(entry, "id", "")
                or getattr(entry, "label", "")
                or getattr(entry, "then", "")
            )
            yield f"{type(entry).__name__.lower()} {own} ({entry.place})"


def _reaches(result: Result, name: str) -> bool:
    outcome = result.outcome
    if outcome is None:
        return False
    return (
        name in outcome.answers
        or name in outcome.facts
        or name in outcome.milestones
        or any(step.node.id == name for step in outcome.path)
        or any(one.action.id == name for one in outcome.actions)
        or any(
            name == citation.partition("/")[0]
            for one in outcome.actions
            for citation in one.action.sources
        )
    )
