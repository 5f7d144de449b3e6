"""Turn the model into a JSON Schema, which an editor completes and marks files by."""

from typing import Any

import msgspec

from engine.language.base import Head
from engine.language.condition import Condition
from engine.language.entries import Phase
from engine.language.layer import BUILT_IN_NAME
from engine.language.loader import Lists
from engine.language.shape import entry_kind, parsed_kind
from engine.language.tables import Table
from engine.language.words import Line
from engine.language.written import Written

_TITLE = "A file of a matchpath knowledge base"


_CONDITION = {
    "type": "object",
    "description": "fact: value, [values], 11..20, {not: …}, {has: …}; any: [{…}]",
}


# What an entry of a layer may say beside its own keys, and all that it has to: what it is known by.
_DROP = {"const": True, "description": "It is taken out."}
_OF_A_LAYER: dict[str, dict[str, Any]] = {
    "over": {"type": "string", "description": "Stands for what it replaces; kb check gives it."},
    "drop": _DROP,
    "above": {
        "type": "string",
        "description": "The id of the entry before which a new one stands.",
    },
}
_KNOWN_BY = ("id", "phase", "extends", "table", "row", "column")


def schema(of_a_layer: bool = False) -> dict[str, Any]:
    """Give the schema that every file of a base keeps: base.yaml, a phase, or lists of entries.

    In a layer an entry may be a part of one in the base below.
    """
    kinds: dict[str, type[Written]] = {"base": Head, "phase": Phase, "lists": Lists}
    entry = _part_entry if of_a_layer else _entry
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": _TITLE,
        "type": "object",
        "if": {"required": ["phase"]},
        "then": entry(kinds["phase"]),
        "else": {
            "if": {"required": ["extends" if of_a_layer else "phases"]},
            "then": entry(kinds["base"]),
            "else": entry(kinds["lists"]),
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


def _part_entry(kind: type[Written]) -> dict[str, Any]:
    """Give the schema of a file of a layer, or of an entry in one of its lists."""
    whole = _entry(kind)
    properties: dict[str, Any] = {**whole["properties"], **_OF_A_LAYER}
    if kind is Head:
        properties["extends"] = {"const": BUILT_IN_NAME}
    if kind is Table:
        rows = properties["rows"]["additionalProperties"]
        dropped = {"type": "object", "properties": {"drop": _DROP}, "required": ["drop"]}
        properties["rows"]["additionalProperties"] = {"anyOf": [rows, dropped]}
    for field in msgspec.structs.fields(kind):
        listed = entry_kind(field.type)
        if listed is not None and kind in (Head, Phase, Lists):
            properties[field.encode_name] = {"type": "array", "items": _part_entry(listed)}
    required = [name for name in whole["required"] if name in _KNOWN_BY]
    return {**whole, "properties": properties, "required": required}


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
