"""Turn the model into a JSON Schema, which an editor completes and marks files by."""

from typing import Any

import msgspec

from engine.language.base import Head
from engine.language.condition import Condition
from engine.language.entries import Phase
from engine.language.loader import Lists
from engine.language.shape import entry_kind, parsed_kind
from engine.language.words import Line
from engine.language.written import Written

_TITLE = "A file of a matchpath knowledge base"


_CONDITION = {
    "type": "object",
    "description": "fact: value, [values], 11..20, {not: …}, {has: …}; any: [{…}]",
}


def schema() -> dict[str, Any]:
    """Give the schema that every file of a base keeps: base.yaml, a phase, or lists of entries."""
    kinds: dict[str, type[Written]] = {"base": Head, "phase": Phase, "lists": Lists}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": _TITLE,
        "type": "object",
        "if": {"required": ["phase"]},
        "then": _entry(kinds["phase"]),
        "else": {
            "if": {"required": ["phases"]},
            "then": _entry(kinds["base"]),
            "else": _entry(kinds["lists"]),
        },
    }


def _entry(kind: type[Written]) -> dict[str, Any]:
    fields = [field for field in msgspec.structs.fields(kind) if field.name != "origin"]
    return {
        "type": "object",
        "description": (kind.__doc__ or "").split("\n")[0],
        "properties": {field.encode_name: _field(field.type) for field in fields},
        "required": [field.encode_name for field in fields if field.required],
        "additionalProperties": False,
    }


def _field(wanted: Any) -> dict[str, Any]:
    kind = entry_kind(wanted)
    if kind is not None:
        return {"type": "array", "items": _entry(kind)}
    parsed = parsed_kind(wanted)
    if parsed is not None:
        return dict(_CONDITION) if parsed is Condition else msgspec.json.schema(Line)
    described: dict[str, Any] = msgspec.json.schema(wanted)
    inlined: dict[str, Any] = _inlined(described, described.pop("$defs", {}))
    return inlined


def _inlined(part: Any, definitions: dict[str, Any]) -> Any:
    """Put definitions in place of references: the schema then has none to resolve."""
    if isinstance(part, (list, tuple)):
        return [_inlined(item, definitions) for item in part]
    if not isinstance(part, dict):
        return part
    if "$ref" in part:
        return _inlined(definitions[part["$ref"].rsplit("/", 1)[-1]], definitions)
    return {key: _inlined(value, definitions) for key, value in part.items()}
