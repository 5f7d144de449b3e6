"""Write every key of the language as rows of a table: the key, what it takes, what holds without it.

Made from the model, so that the handbook's rows can be held against it.
"""

from collections.abc import Iterator

import msgspec

from engine.language.base import Head, Mark, Meeting, Ruler, Stretch, Wording
from engine.language.condition import ALWAYS, Condition
from engine.language.cycles import Cycle, CycleDate, Instant, Milestone
from engine.language.draft import Draft
from engine.language.entries import (
    Action,
    Argument,
    Branch,
    Conclusion,
    First,
    Lever,
    Node,
    Phase,
    Question,
    Row,
    Source,
    Supposition,
)
from engine.language.expression import Sum
from engine.language.shape import entry_kind, parsed_kind
from engine.language.tables import Column, ColumnOf, Figure, Lookup, Table
from engine.language.words import CHOICE, ID, LARGEST, LINE, LINES

KINDS = {
    "base.yaml": Head,
    "milestone": Milestone,
    "ruler": Ruler,
    "stretch": Stretch,
    "mark": Mark,
    "meeting": Meeting,
    "wording": Wording,
    "cycle": Cycle,
    "date of a cycle": CycleDate,
    "question": Question,
    "supposition": Supposition,
    "lever": Lever,
    "argument": Argument,
    "conclusion": Conclusion,
    "row": Row,
    "lookup": Lookup,
    "table": Table,
    "column": Column,
    "column of a table": ColumnOf,
    "figure": Figure,
    "phase": Phase,
    "node": Node,
    "branch": Branch,
    "action": Action,
    "draft": Draft,
    "row of first.yaml": First,
    "source": Source,
}
_EVERYWHERE = ("source", "note")  # of every entry: told once
_PARSED = {Condition: "condition", Sum: "sum", Instant: "day, or day and hour"}
_PATTERNS = {ID: "id", CHOICE: "id", LINE: "line", LINES: "text"}


def rows(kind: type[msgspec.Struct]) -> Iterator[str]:
    """Give a row for each key of a kind of entry, the required ones first."""
    fields = [field for field in msgspec.structs.fields(kind) if field.name != "origin"]
    for field in sorted(fields, key=lambda field: not field.required):
        if field.encode_name not in _EVERYWHERE:
            yield f"| `{field.encode_name}` | {_takes(field.type)} | {_without(field)} |"


def _without(field: msgspec.structs.FieldInfo) -> str:
    """Say what holds without a key; nothing where it then says nothing."""
    if field.required:
        return "required"
    default = field.default
    if default is ALWAYS:
        return "always"
    if isinstance(default, bool):
        return f"`{str(default).lower()}`"
    return f"`{default}`" if isinstance(default, int) else ""


def _takes(wanted: object) -> str:
    """Say what a key takes."""
    kind, parsed = entry_kind(wanted), parsed_kind(wanted)
    if kind is not None:
        return f"[{_called(kind)}, …]"
    if parsed is not None:
        return _PARSED[parsed]
    described = msgspec.json.schema(wanted)
    return _described(described, described.pop("$defs", {}))


def _called(kind: type) -> str:
    return next(name for name, known in KINDS.items() if known is kind)


def _described(part: dict, definitions: dict) -> str:
    """Say what a part of a JSON Schema allows."""
    if "$ref" in part:
        struct = part["$ref"].rsplit("/", 1)[-1]
        return next(name for name, kind in KINDS.items() if kind.__name__ == struct)
    if "anyOf" in part:
        ways = [_described(way, definitions) for way in part["anyOf"] if way.get("type") != "null"]
        return " or ".join(dict.fromkeys(filter(None, ways)))
    if "enum" in part:
        return ", ".join(f"`{word}`" for word in part["enum"] if word)
    return _plain(part, definitions)


def _plain(part: dict, definitions: dict) -> str:
    kind = part.get("type")
    if kind == "boolean":
        return "`true`, `false`"
    if kind == "integer":
        return _number(part["minimum"], part["maximum"])
    if kind == "array":
        item = part.get("items") or part["prefixItems"][0]
        return f"[{_described(item, definitions)}, …]"
    if kind == "object":
        key = _described(part.get("propertyNames", {"type": "string"}), definitions)
        value = _described(part["additionalProperties"], definitions)
        return f"{{{key}: {value}}}"
    if part.get("format") == "date":
        return "day"
    address = "web address" if "http" in part.get("pattern", "") else "name"
    return _PATTERNS.get(part.get("pattern", ""), address)


def _number(lowest: int, highest: int) -> str:
    """Say which numbers are allowed, where it is not any."""
    if highest < LARGEST:
        return f"number, {lowest} to {highest}"
    return "number, 0 or more" if lowest == 0 else "number"
