"""Turn the model into a JSON Schema, so that an editor completes and marks an advisor's files as they type."""

import typing
from typing import Any

import msgspec

from engine.language.entries import Phase, Written
from engine.language.loader import Head, Lists
from engine.language.words import NAME

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
        "properties": {field.name: _field(field.name, field.type) for field in fields},
        "required": [field.name for field in fields if field.required],
        "additionalProperties": False,
    }


def _field(name: str, wanted: Any) -> dict[str, Any]:
    first = next(iter(typing.get_args(wanted)), None)
    if isinstance(first, type) and issubclass(first, Written):
        return {"type": "array", "items": _entry(first)}
    if name in ("when", "until"):
        return dict(_CONDITION)
    if name == "id":
        return {"type": "string", "pattern": f"^{NAME}$"}
    found: dict[str, Any] = msgspec.json.schema(wanted)
    inlined: dict[str, Any] = _inlined(found, found.pop("$defs", {}))
    return inlined


def _inlined(part: Any, definitions: dict[str, Any]) -> Any:
    """Put definitions in place of references: the schema then has none to resolve."""
    if isinstance(part, list):
        return [_inlined(one, definitions) for one in part]
    if not isinstance(part, dict):
        return part
    if "$ref" in part:
        return _inlined(definitions[part["$ref"].rsplit("/", 1)[-1]], definitions)
    return {key: _inlined(value, definitions) for key, value in part.items()}
