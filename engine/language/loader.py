"""Turn the YAML files of a folder into a KnowledgeBase, or the list of what is wrong with them."""

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

import msgspec

from engine import outside
from engine.errors import KnowledgeError, Origin, Problem, nearest
from engine.language import layer, yaml_file
from engine.language.base import Head, KnowledgeBase
from engine.language.cycles import Cycle
from engine.language.entries import (
    Action,
    Conclusion,
    Fact,
    First,
    Node,
    Phase,
    Question,
    Source,
)
from engine.language.figures import filled
from engine.language.shape import build
from engine.language.tables import Figure, Table
from engine.language.written import Written
from engine.language.yaml_file import Document

BUILT_IN = Path(__file__).parents[2] / "knowledge"
_E = TypeVar("_E", Fact, Node, Action, Source, Table, Cycle, First)

# What a base may have: the shipped one has a thirtieth of it. Beyond, checking takes minutes.
MOST_FILES = 200
MOST_VALUES = 200_000  # texts, numbers, lists and mappings in all files together
MOST_FACTS = 2_000
MOST_STEPS = 5_000
_REMEMBERED = 64  # files, as they were last read: a base that is watched is read at each save


class Lists(Written, frozen=True, kw_only=True, eq=False):
    """Describe the files that hold lists: of questions, conclusions, tables, sources, and so on."""

    tables: tuple[Table, ...] = ()
    questions: tuple[Question, ...] = ()
    conclusions: tuple[Conclusion, ...] = ()
    sources: tuple[Source, ...] = ()
    cycles: tuple[Cycle, ...] = ()
    first: tuple[First, ...] = ()
    figures: tuple[Figure, ...] = ()


def load(
    folder: Path = BUILT_IN, built_in: Path = BUILT_IN, *, with_figures: bool = True
) -> KnowledgeBase:
    """Read every YAML file of a folder into one knowledge base.

    Where base.yaml extends the base `built_in`, the files are laid over that one first. Without
    its figures, which may not be republished, a base says less and works as before. Raises
    KnowledgeError with all the problems of all the files; the checks of `engine.checking` come
    after, on a base whose shape is right.
    """
    problems: list[Problem] = []
    documents = _whole(folder, built_in, problems)
    warnings = [problem for problem in problems if problem.warning]
    entries = [_file_entry(document) for document in documents]
    for document in documents:
        problems += document.problems
    if not problems and not any(isinstance(entry, Head) for entry in entries):
        message = f'"{folder}" has no base.yaml with a title.'
        problems.append(Problem(None, "missing-key", message, "Add one."))
    if len(problems) > len(warnings):
        raise KnowledgeError(problems)
    whole = _base_of(entries, with_figures)
    return msgspec.structs.replace(whole, warnings=tuple(warnings))


def _base_of(entries: list[Written | None], with_figures: bool) -> KnowledgeBase:
    """Join what the files hold, with a head among it, to one base."""
    head = next(entry for entry in entries if isinstance(entry, Head))
    lists = [entry for entry in entries if isinstance(entry, Lists)]
    if not with_figures:
        lists = [msgspec.structs.replace(entry, figures=()) for entry in lists]
    phases = [entry for entry in entries if isinstance(entry, Phase)]
    return _assembled(head, lists, phases)


def _whole(folder: Path, built_in: Path, problems: list[Problem]) -> list[Document]:
    """Read the files of a folder, laid over those that it extends; only the faulty, if any is."""
    own = _documents(folder, problems)
    if not layer.is_layer(own):
        return own
    below = _documents(built_in, problems)
    faulty = [
        document
        for document in (*below, *own)
        if document.problems or not isinstance(document.value, dict)
    ]
    return faulty or layer.laid(below, own, problems)


def _documents(folder: Path, problems: list[Problem]) -> list[Document]:
    """Read the files of a folder, until all of them together hold too much."""
    called = folder.name if folder == BUILT_IN else str(folder)
    documents: list[Document] = []
    values = 0
    for path in _files(folder, problems):
        document = yaml_file.unparsed(path, f"{called}/{path.name}")
        if not document.problems:
            document = _parsed(document.text, document.name)
        documents.append(document)
        values += document.size
        if values > MOST_VALUES:
            message = (
                f"up to this file the base has {values:,} values; it may have {MOST_VALUES:,}."
            )
            place = document.origin.at()
            problems.append(Problem(place, "too-many", message, "Take files out."))
            break
    return documents


@lru_cache(maxsize=_REMEMBERED)
def _parsed(text: str, name: str) -> Document:
    """Give the values of a file; one that did not change, or stands elsewhere, is not read anew."""
    read = _read(text)
    return yaml_file.parse(text, name) if read.problems else read.named(name)


@lru_cache(maxsize=_REMEMBERED)
def _read(text: str) -> Document:
    """Give the values of a text, whatever its file is called: two bases share most of theirs."""
    return yaml_file.parse(text, "")


def _files(folder: Path, problems: list[Problem]) -> list[Path]:
    """List the YAML files of a folder; a link that leads out of it is a problem.

    So is a file that is YAML, and is named otherwise.
    """
    if not outside.is_folder(folder):
        message = f'there is no folder "{folder}".'
        problems.append(Problem(None, "no-such-file", message, "Name a folder of YAML files."))
        return []
    inside = []
    there = outside.folder(folder)
    problems += yaml_file.misnamed(there).values()
    paths = [path for path in there if path.suffix == yaml_file.ENDING]
    if len(paths) > MOST_FILES:
        message = f'"{folder}" has {len(paths):,} YAML files; it may have {MOST_FILES}.'
        problems.append(Problem(None, "too-many", message, "Put several into one."))
        return []
    for path in paths:
        if outside.is_inside(path, folder):
            inside.append(path)
        else:
            message = f'"{path}" is a link that leads out of the folder.'
            problems.append(Problem(None, "link", message, "Put the file itself there."))
    return inside


@lru_cache(maxsize=_REMEMBERED)
def _file_entry(document: Document) -> Written | None:
    """Make what a file holds: the head of the base, a phase, or lists; None when it is faulty."""
    value = document.value
    if document.problems:
        return None
    if not isinstance(value, dict):
        message = "a file of the base is a mapping."
        document.fault(document.origin.at(), "wrong-type", message, "Start with a key.")
        return None
    kind: type[Written] = Lists
    if "phase" in value:
        kind = Phase
    elif "phases" in value:
        kind = Head
    return build(kind, value, document, ())


def _assembled(head: Head, lists: list[Lists], phases: list[Phase]) -> KnowledgeBase:
    """Put what the files hold into one base.

    Raises KnowledgeError where ids clash, or phases differ from those of base.yaml.
    """
    problems: list[Problem] = []
    ordered = _in_order(head, phases, problems)
    listed = _joined(lists)
    tables = filled(_by_id(listed.tables, problems), listed.figures, problems)
    sources = _by_id(listed.sources, problems)
    cycles = _by_id(listed.cycles, problems)
    first = _by_id(listed.first, problems)
    labels = {cycle.id: cycle.label for cycle in cycles.values()}
    questions = [_with_choices(one, tables, labels, problems) for one in listed.questions]
    conclusions = listed.conclusions
    facts: list[Fact] = [*questions, *conclusions, *head.milestones]
    _by_id(facts, problems)
    _by_id([node for phase in ordered for node in phase.nodes], problems)
    _by_id([action for phase in ordered for action in phase.actions], problems)
    _limit([*questions, *conclusions], MOST_FACTS, "questions and conclusions", problems)
    steps = [step for phase in ordered for step in (*phase.nodes, *phase.actions)]
    _limit(steps, MOST_STEPS, "nodes and actions", problems)
    if problems:
        raise KnowledgeError(problems)
    return KnowledgeBase(
        head=head,
        phases=ordered,
        tables=tables,
        questions={question.id: question for question in questions},
        conclusions={conclusion.id: conclusion for conclusion in conclusions},
        sources=sources,
        cycles=cycles,
        first=first,
        figures=listed.figures,
    )


def _joined(files: list[Lists]) -> Lists:
    """Put what several files list into one, in the order of their names."""
    whole = Lists(origin=Origin({}))
    for file in files:
        whole = Lists(
            origin=whole.origin,
            tables=(*whole.tables, *file.tables),
            questions=(*whole.questions, *file.questions),
            conclusions=(*whole.conclusions, *file.conclusions),
            sources=(*whole.sources, *file.sources),
            cycles=(*whole.cycles, *file.cycles),
            first=(*whole.first, *file.first),
            figures=(*whole.figures, *file.figures),
        )
    return whole


def _in_order(head: Head, phases: list[Phase], problems: list[Problem]) -> tuple[Phase, ...]:
    """Put the phases in the order of base.yaml; one that only one of the two names is a problem."""
    named = {phase.phase for phase in phases}
    for phase in phases:
        if phase.phase not in head.phases:
            place = phase.origin.at("phase")
            message = f'phase "{phase.phase}" does not stand in the phases of base.yaml.'
            hint = nearest(phase.phase, head.phases)
            problems.append(Problem(place, "unknown-phase", message, hint))
    for index, name in enumerate(head.phases):
        if name not in named:
            place = head.origin.at("phases", index)
            message = f'no file has "phase: {name}".'
            hint = nearest(name, named.intersection(head.phases))
            problems.append(Problem(place, "unknown-phase", message, hint))
    known = [phase for phase in phases if phase.phase in head.phases]
    return tuple(sorted(known, key=lambda phase: head.phases.index(phase.phase)))


def _by_id(entries: Iterable[_E], problems: list[Problem]) -> dict[str, _E]:
    """Map entries by their ids; an id that stands twice is a problem, and the first one is kept."""
    result: dict[str, _E] = {}
    for entry in entries:
        if entry.id in result:
            message = f'the id "{entry.id}" is taken by {result[entry.id].place}.'
            place = entry.origin.at("id")
            problems.append(Problem(place, "duplicate-id", message, "Choose another id."))
        result.setdefault(entry.id, entry)
    return result


def _limit(entries: Sequence[Written], most: int, called: str, problems: list[Problem]) -> None:
    """Note a problem at the first entry that is one too many."""
    if len(entries) > most:
        message = f"the base has {len(entries):,} {called}; it may have {most:,}."
        problems.append(entries[most].problem("too-many", message, "Take some out."))


def _with_choices(
    question: Question,
    tables: Mapping[str, Table],
    cycles: Mapping[str, str],
    problems: list[Problem],
) -> Question:
    """Take the choices that a question draws from a table or the cycles; its own come after."""
    cell = question.choices_from
    if cell is None:
        return question
    if isinstance(cell, str):
        return msgspec.structs.replace(question, choices={**cycles, **question.choices})
    if cell.table not in tables:
        place = question.origin.at("choices_from", "table")
        message = (
            f'question "{question.id}" takes its choices from a table "{cell.table}", '
            "which there is not."
        )
        problems.append(Problem(place, "unknown-table", message, nearest(cell.table, tables)))
        return question
    rows, columns = tables[cell.table].rows.items(), tables[cell.table].column_names
    if cell.column not in columns:
        place = question.origin.at("choices_from", "column")
        message = f'table "{cell.table}" has no column "{cell.column}".'
        problems.append(Problem(place, "unknown-column", message, nearest(cell.column, columns)))
    drawn = {name: str(row.get(cell.column, name)) for name, row in rows}
    return msgspec.structs.replace(question, choices={**drawn, **question.choices})
