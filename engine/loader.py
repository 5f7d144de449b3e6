"""Turn the YAML files of a folder into a KnowledgeBase, or the list of what is wrong with them."""

import re
import typing
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import msgspec
from msgspec.structs import FieldInfo

from engine import document as yaml_document
from engine.document import Document
from engine.errors import KnowledgeError, Origin, Problem, nearest
from engine.model import (
    NAME,
    RESERVED,
    Conclusion,
    KnowledgeBase,
    Meeting,
    Milestone,
    Phase,
    Question,
    Source,
    Table,
    Written,
)

BUILT_IN = Path(__file__).resolve().parent.parent / "knowledge"
_E = TypeVar("_E", bound=Written)
_ENGLISH = {"str": "text", "int": "a whole number", "bool": "true or false", "array": "a list", "object": "a mapping",
            "date": "a date like 2026-11-22", "null": "nothing", "float": "a number with a point"}  # fmt: skip


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
        document = yaml_document.read(path, f"{called}/{path.name}")
        entry = _file_entry(document)
        problems += document.problems
        if isinstance(entry, Head):
            heads.append(entry)
        elif isinstance(entry, Phase):
            phases.append(entry)
        elif isinstance(entry, Lists):
            lists.append(entry)
    if not problems and not heads:
        problems.append(Problem(None, "missing-key", f'"{folder}" has no base.yaml with a title.', "Add one."))
    if problems:
        raise KnowledgeError(problems)
    return _assemble(heads[0], lists, phases)


def _files(folder: Path, problems: list[Problem]) -> Iterable[Path]:
    if not folder.is_dir():
        problems.append(
            Problem(None, "no-such-file", f'there is no folder "{folder}".', "Name a folder of YAML files.")
        )
        return ()
    found = sorted(folder.glob("*.yaml"))
    for path in found:
        if path.is_symlink() and not path.resolve().is_relative_to(folder.resolve()):
            message = f'"{path}" is a link that leads out of the folder.'
            problems.append(Problem(None, "link", message, "Put the file itself there."))
    return [path for path in found if not path.is_symlink() or path.resolve().is_relative_to(folder.resolve())]


def _file_entry(document: Document) -> Written | None:
    value = document.value
    if document.problems:
        return None
    if not isinstance(value, dict):
        document.fault(document.origin.at(), "wrong-type", "a file of the base is a mapping.", "Start with a key.")
        return None
    kind: type[Written] = Phase if "phase" in value else Head if "phases" in value else Lists
    return build(kind, value, document, ())


# Shape


def build(kind: type[_E], value: Mapping[str, Any], document: Document, path: tuple[str | int, ...]) -> _E | None:
    """Make an entry from a mapping, field by field, so that every fault of it is found in one go.

    Gives None, and notes the problems in the document, when a key is unknown, missing or of the wrong type.
    """
    before = len(document.problems)
    origin = Origin(document.marks, path)
    fields = _fields(kind)
    for key in value:
        if key not in fields:
            what = _called(kind, value)
            document.fault(origin.at(key), "unknown-key", f'{what} has no key "{key}".', nearest(key, fields))
    made: dict[str, Any] = {"origin": origin}
    for name, field in fields.items():
        if name in value:
            made[name] = _field(field.type, value[name], document, (*path, name), _called(kind, value))
        elif field.required:
            document.fault(
                origin.at(), "missing-key", f'{_called(kind, value)} needs the key "{name}".', f"Add {name}: …"
            )
    _check_name(made.get("id"), document, origin)
    return kind(**made) if len(document.problems) == before else None


@cache
def _fields(kind: type[Written]) -> Mapping[str, FieldInfo]:
    """Map the keys that an entry may have to what is known of them."""
    return {field.name: field for field in msgspec.structs.fields(kind) if field.name != "origin"}


def _called(kind: type[Written], value: Mapping[str, Any]) -> str:
    name = {"Lists": "this file", "Head": "base.yaml"}.get(kind.__name__, kind.__name__.lower())
    own = value.get("id") or value.get("label") or value.get("phase")
    return f'{name} "{own}"' if isinstance(own, str) else name


def _field(wanted: Any, value: Any, document: Document, path: tuple[str | int, ...], called: str) -> Any:
    inner = _entry_kind(wanted)
    if inner is not None:
        return _entries(inner, value, document, path, called)
    try:
        return msgspec.convert(value, wanted)
    except msgspec.ValidationError as error:
        keys = re.search(r"at `\$(.*)`", str(error))
        deeper = tuple(re.findall(r"\.([\w-]+)", keys[1])) if keys else ()
        message = f'"{path[-1]}" of {called} {_english(str(error))}.'
        document.fault(Origin(document.marks, path).at(*deeper), "wrong-type", message, _hint(value, wanted, message))
        return None


def _entry_kind(wanted: Any) -> type[Written] | None:
    """Find the entry type in `tuple[Node, ...]`; None for every other field."""
    first = next(iter(typing.get_args(wanted)), None)
    return first if isinstance(first, type) and issubclass(first, Written) else None


def _entries(kind: type[Written], value: Any, document: Document, path: tuple[str | int, ...], called: str) -> Any:
    if not isinstance(value, list):
        document.fault(
            Origin(document.marks, path).at(),
            "wrong-type",
            f'"{path[-1]}" of {called} is a list.',
            "Start each entry with a dash.",
        )
        return None
    made = []
    for index, item in enumerate(value):
        if isinstance(item, dict):
            made.append(build(kind, item, document, (*path, index)))
        else:
            place = Origin(document.marks, (*path, index)).at()
            document.fault(place, "wrong-type", f'an entry of "{path[-1]}" is a mapping.', "Write key: value.")
    return tuple(made)


def _english(error: str) -> str:
    """Put msgspec's message in words that an advisor uses."""
    error = re.sub(r" - at `.*", "", error)
    if found := re.match(r"Expected `(.+?)`, got `(.+?)`", error):
        wanted = " or ".join(_ENGLISH.get(one, one) for one in found[1].split(" | "))
        return f"must be {wanted}, not {_ENGLISH.get(found[2], found[2])}"
    if found := re.match(r"Invalid enum value (.+)", error):
        return f"can't be {found[1]}"
    if found := re.match(r"Object contains unknown field `(.+)`", error):
        return f'has no key "{found[1]}"'
    if found := re.match(r"Object missing required field `(.+)`", error):
        return f'needs the key "{found[1]}"'
    return error[0].lower() + error[1:]


def _hint(value: Any, wanted: Any, message: str) -> str:
    if isinstance(value, bool):
        return 'Write yes or no; true and false are no answers. Quote it if you mean the word: "true".'
    options = [o for part in (wanted, *typing.get_args(wanted)) for o in typing.get_args(part) if isinstance(o, str)]
    if options:
        return nearest(value, [one for one in options if one])
    ways = {"a date": "Write it as 2026-11-22.", "a whole": "Write a number, like 225.", "a list": "Write [one, two]."}
    found = (
        way for kind, way in ways.items() if f"must be {kind}" in message or ("date" in message and kind == "a date")
    )
    return next(found, "Write text; quote it when it holds a colon.")


def _check_name(name: Any, document: Document, origin: Origin) -> None:
    if not isinstance(name, str):
        return
    if name in RESERVED:
        document.fault(origin.at("id"), "reserved-id", f'"{name}" has a meaning of its own.', "Choose another id.")
    elif not re.fullmatch(NAME, name):
        hint = "Use small letters and digits, joined by - or _, starting with a letter."
        document.fault(origin.at("id"), "bad-id", f'"{name}" is no id.', hint)


# Assembly


def _assemble(head: Head, lists: list[Lists], phases: list[Phase]) -> KnowledgeBase:
    problems: list[Problem] = []
    order = {name: index for index, name in enumerate(head.phases)}
    for phase in phases:
        if phase.phase not in order:
            message = f'phase "{phase.phase}" does not stand in the phases of base.yaml.'
            problems.append(Problem(phase.origin.at("phase"), "unknown-phase", message, nearest(phase.phase, order)))
    tables = _by_id((t for file in lists for t in file.tables), problems)
    questions = tuple(_with_choices(q, tables, problems) for file in lists for q in file.questions)
    ordered = tuple(sorted((p for p in phases if p.phase in order), key=lambda phase: order[phase.phase]))
    found = {phase.phase for phase in ordered}
    for index, name in enumerate(head.phases):
        if name not in found:
            place = head.origin.at("phases", index)
            problems.append(Problem(place, "unknown-phase", f'no file has "phase: {name}".', nearest(name, found)))
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
        entries=(*questions, *conclusions, *tables.values(), *sources.values(), *milestones.values()),
    )


def _by_id(entries: Iterable[Any], problems: list[Problem]) -> dict[str, Any]:
    result: dict[str, Any] = {}
    for entry in entries:
        if entry.id in result:
            message = f'the id "{entry.id}" is taken by {result[entry.id].place}.'
            problems.append(Problem(entry.origin.at("id"), "duplicate-id", message, "Choose another id."))
        result.setdefault(entry.id, entry)
    return result


def _with_choices(question: Question, tables: Mapping[str, Table], problems: list[Problem]) -> Question:
    """Take the choices that a question draws from a table; its own come after them."""
    cell = question.choices_from
    if cell is None:
        return question
    if cell.table not in tables:
        message = f'question "{question.id}" takes its choices from a table "{cell.table}", which there is not.'
        problems.append(
            Problem(question.origin.at("choices_from", "table"), "unknown-table", message, nearest(cell.table, tables))
        )
        return question
    drawn = {name: str(row.get(cell.column, name)) for name, row in tables[cell.table].rows.items()}
    return msgspec.structs.replace(question, choices={**drawn, **question.choices})
