"""Turn the YAML files of a folder into a KnowledgeBase, or the list of what is wrong with them."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import msgspec

from engine.errors import KnowledgeError, Problem, nearest
from engine.language import yaml_file
from engine.language.base import KnowledgeBase
from engine.language.entries import (
    Conclusion,
    Meeting,
    Milestone,
    Phase,
    Question,
    Source,
    Table,
    Written,
)
from engine.language.shape import build
from engine.language.yaml_file import Document

BUILT_IN = Path(__file__).resolve().parents[2] / "knowledge"


class Head(Written, frozen=True, kw_only=True, eq=False):
    """Describe base.yaml: what the base is called, the order of its phases, the cycle's dates."""

    title: str
    version: str
    opening: str
    phases: tuple[str, ...]
    headline: tuple[str, ...]
    caption: tuple[str, ...]
    columns: tuple[str, ...] = ()
    meeting: Meeting | None = None
    foot: tuple[str, ...]
    support: tuple[str, ...] = ()
    milestones: tuple[Milestone, ...] = ()


class Lists(Written, frozen=True, kw_only=True, eq=False):
    """Describe the files that list questions, conclusions, tables or sources."""

    tables: tuple[Table, ...] = ()
    questions: tuple[Question, ...] = ()
    conclusions: tuple[Conclusion, ...] = ()
    sources: tuple[Source, ...] = ()


def load(folder: Path = BUILT_IN) -> KnowledgeBase:
    """Read every YAML file of a folder into one knowledge base.

    Raises KnowledgeError with all the problems of all the files; the checks of
    `engine.checks` come after, on a base whose shape is right.
    """
    called = folder.name if folder == BUILT_IN else str(folder)
    problems: list[Problem] = []
    heads: list[Head] = []
    lists: list[Lists] = []
    phases: list[Phase] = []
    for path in _files(folder, problems):
        document = yaml_file.read(path, f"{called}/{path.name}")
        entry = _file_entry(document)
        problems += document.problems
        if isinstance(entry, Head):
            heads.append(entry)
        elif isinstance(entry, Phase):
            phases.append(entry)
        elif isinstance(entry, Lists):
            lists.append(entry)
    if not problems and not heads:
        problems.append(
            Problem(None, "missing-key", f'"{folder}" has no base.yaml with a title.', "Add one.")
        )
    if problems:
        raise KnowledgeError(problems)
    return _assemble(heads[0], lists, phases)


def _files(folder: Path, problems: list[Problem]) -> Iterable[Path]:
    if not folder.is_dir():
        problems.append(
            Problem(
                None,
                "no-such-file",
                f'there is no folder "{folder}".',
                "Name a folder of YAML files.",
            )
        )
        return ()
    found = sorted(folder.glob("*.yaml"))
    for path in found:
        if path.is_symlink() and not path.resolve().is_relative_to(folder.resolve()):
            message = f'"{path}" is a link that leads out of the folder.'
            problems.append(Problem(None, "link", message, "Put the file itself there."))
    return [
        path
        for path in found
        if not path.is_symlink() or path.resolve().is_relative_to(folder.resolve())
    ]


def _file_entry(document: Document) -> Written | None:
    value = document.value
    if document.problems:
        return None
    if not isinstance(value, dict):
        document.fault(
            document.origin.at(),
            "wrong-type",
            "a file of the base is a mapping.",
            "Start with a key.",
        )
        return None
    kind: type[Written] = Phase if "phase" in value else Head if "phases" in value else Lists
    return build(kind, value, document, ())


def _assemble(head: Head, lists: list[Lists], phases: list[Phase]) -> KnowledgeBase:
    problems: list[Problem] = []
    order = {name: index for index, name in enumerate(head.phases)}
    for phase in phases:
        if phase.phase not in order:
            message = f'phase "{phase.phase}" does not stand in the phases of base.yaml.'
            problems.append(
                Problem(
                    phase.origin.at("phase"), "unknown-phase", message, nearest(phase.phase, order)
                )
            )
    tables = _by_id((t for file in lists for t in file.tables), problems)
    questions = tuple(_with_choices(q, tables, problems) for file in lists for q in file.questions)
    ordered = tuple(
        sorted((p for p in phases if p.phase in order), key=lambda phase: order[phase.phase])
    )
    found = {phase.phase for phase in ordered}
    for index, name in enumerate(head.phases):
        if name not in found:
            place = head.origin.at("phases", index)
            problems.append(
                Problem(
                    place, "unknown-phase", f'no file has "phase: {name}".', nearest(name, found)
                )
            )
    conclusions = tuple(c for file in lists for c in file.conclusions)
    known = [*(one.id for one in questions), *(one.id for one in conclusions)]
    listed: list[tuple[tuple[str, ...], tuple[str, ...]]] = [
        (("headline",), head.headline),
        (("caption",), head.caption),
        (("columns",), head.columns),
        (("meeting", "figures"), head.meeting.figures if head.meeting else ()),
    ]
    for keys, names in listed:
        for index, name in enumerate(names):
            if name not in known:
                message = f'{" ".join(keys)} names "{name}", which is no question or conclusion.'
                place = head.origin.at(*keys, index)
                problems.append(Problem(place, "unknown-question", message, nearest(name, known)))
    _by_id((*questions, *conclusions, *head.milestones), problems)
    _by_id((n for phase in ordered for n in phase.nodes), problems)
    _by_id((a for phase in ordered for a in phase.actions), problems)
    sources = _by_id((s for file in lists for s in file.sources), problems)
    milestones = {milestone.id: milestone for milestone in head.milestones}
    if problems:
        raise KnowledgeError(problems)
    return KnowledgeBase(
        title=head.title,
        version=head.version,
        opening=head.opening,
        support=head.support,
        foot=head.foot,
        headline=head.headline,
        caption=head.caption,
        columns=head.columns,
        meeting=head.meeting,
        phases=ordered,
        milestones=milestones,
        tables=tables,
        questions={q.id: q for q in questions},
        conclusions={c.id: c for c in conclusions},
        sources=sources,
        entries=(
            *questions,
            *conclusions,
            *tables.values(),
            *sources.values(),
            *milestones.values(),
        ),
    )


def _by_id(entries: Iterable[Any], problems: list[Problem]) -> dict[str, Any]:
    result: dict[str, Any] = {}
    for entry in entries:
        if entry.id in result:
            message = f'the id "{entry.id}" is taken by {result[entry.id].place}.'
            problems.append(
                Problem(entry.origin.at("id"), "duplicate-id", message, "Choose another id.")
            )
        result.setdefault(entry.id, entry)
    return result


def _with_choices(
    question: Question, tables: Mapping[str, Table], problems: list[Problem]
) -> Question:
    """Take the choices that a question draws from a table; its own come after them."""
    cell = question.choices_from
    if cell is None:
        return question
    if cell.table not in tables:
        message = f'question "{question.id}" takes its choices from a table "{cell.table}", which there is not.'
        problems.append(
            Problem(
                question.origin.at("choices_from", "table"),
                "unknown-table",
                message,
                nearest(cell.table, tables),
            )
        )
        return question
    drawn = {name: str(row.get(cell.column, name)) for name, row in tables[cell.table].rows.items()}
    return msgspec.structs.replace(question, choices={**drawn, **question.choices})
