"""Turn mappings into entries, field by field, so that every fault is found in one go."""

import re
import typing
from collections.abc import Mapping
from functools import cache
from typing import Any, TypeVar

import msgspec
from msgspec.structs import FieldInfo

from engine.errors import KeyPath, Origin, nearest
from engine.language import when
from engine.language.condition import ALWAYS, Condition
from engine.language.entries import Written
from engine.language.expression import Sum, read_sum
from engine.language.mismatch import mismatches
from engine.language.words import NAME, RESERVED
from engine.language.yaml_file import Document

_E = TypeVar("_E", bound=Written)
_PARSED = (Condition, Sum)  # what stands as one text or mapping in YAML, and is parsed here


def build(kind: type[_E], value: Mapping[str, Any], document: Document, path: KeyPath) -> _E | None:
    """Make an entry from a mapping; `path` leads to it in the document.

    Gives None, and notes every problem in the document, when a key is unknown, missing or of the
    wrong type.
    """
    before = len(document.problems)
    origin, called = Origin(document.marks, path), _called(kind, value)
    fields = _fields(kind)
    for key in value:
        if key not in fields:
            message = f'{called} has no key "{key}".'
            document.fault(origin.at(key), "unknown-key", message, nearest(key, fields))
    made: dict[str, Any] = {"origin": origin}
    for name, field in fields.items():
        if name in value:
            made[name] = _field(field.type, value[name], document, (*path, name), called)
        elif field.required:
            message = f'{called} needs the key "{name}".'
            document.fault(origin.at(), "missing-key", message, f"Add {name}: …")
    _check_name(made.get("id"), document, origin)
    return kind(**made) if len(document.problems) == before else None


@cache
def _fields(kind: type[Written]) -> Mapping[str, FieldInfo]:
    """Map the keys that an entry may have to what is known of them."""
    return {field.name: field for field in msgspec.structs.fields(kind) if field.name != "origin"}


def _called(kind: type[Written], value: Mapping[str, Any]) -> str:
    """Say what an entry is called in messages: its kind, and its own name where it has one."""
    name = {"Lists": "this file", "Head": "base.yaml"}.get(kind.__name__, kind.__name__.lower())
    own = value.get("id") or value.get("label") or value.get("phase")
    return f'{name} "{own}"' if isinstance(own, str) else name


def _field(wanted: Any, value: Any, document: Document, path: KeyPath, called: str) -> Any:
    """Make the value of one key; None where it is faulty, and the faults are noted."""
    kind = entry_kind(wanted)
    if kind is not None:
        return _entries(kind, value, document, path, called)
    parsed = parsed_kind(wanted)
    if parsed is not None:
        return _parsed(parsed, value, document, path, called)
    try:
        return msgspec.convert(value, wanted)
    except msgspec.ValidationError:
        _note_mismatches(value, wanted, document, path, called)
        return None


def _note_mismatches(
    value: Any, wanted: Any, document: Document, path: KeyPath, called: str
) -> None:
    for mismatch in mismatches(value, wanted):
        place = Origin(document.marks, path).at(*mismatch.keys)
        message = f'"{path[-1]}" of {called} {mismatch.says}.'
        document.fault(place, "wrong-type", message, mismatch.hint)


def entry_kind(wanted: Any) -> type[Written] | None:
    """Find the entry type in `tuple[Node, ...]`; None for every other field."""
    first = next(iter(typing.get_args(wanted)), None)
    return first if isinstance(first, type) and issubclass(first, Written) else None


def parsed_kind(wanted: Any) -> type[Condition] | type[Sum] | None:
    """Find what a field is parsed into, `Sum` in `Sum | None`; None for every other field."""
    for kind in (wanted, *typing.get_args(wanted)):
        if kind in _PARSED:
            return typing.cast("type[Condition] | type[Sum]", kind)
    return None


def _parsed(
    kind: type[Condition] | type[Sum], value: Any, document: Document, path: KeyPath, called: str
) -> Condition | Sum | None:
    written: Any = dict[str, Any] if kind is Condition else str
    if value is None:
        return ALWAYS if kind is Condition else None
    if mismatches(value, written):
        _note_mismatches(value, written, document, path, called)
        return None
    if kind is Condition:
        return when.read(value)
    total = read_sum(value)
    if total is None:
        message = f'"{path[-1]}" of {called} is no sum: "{value}".'
        hint = "Write names and numbers with + and - between them, like first - second."
        document.fault(Origin(document.marks, path).at(), "wrong-type", message, hint)
    return total


def _entries(
    kind: type[Written], value: Any, document: Document, path: KeyPath, called: str
) -> tuple[Written | None, ...] | None:
    """Make the entries of a list, each on its own, so that all of their faults are found."""
    if not isinstance(value, list):
        place = Origin(document.marks, path).at()
        message = f'"{path[-1]}" of {called} is a list.'
        document.fault(place, "wrong-type", message, "Start each entry with a dash.")
        return None
    made = []
    for index, item in enumerate(value):
        if isinstance(item, dict):
            made.append(build(kind, item, document, (*path, index)))
        else:
            place = Origin(document.marks, (*path, index)).at()
            message = f'an entry of "{path[-1]}" is a mapping.'
            document.fault(place, "wrong-type", message, "Write key: value.")
    return tuple(made)


def _check_name(name: Any, document: Document, origin: Origin) -> None:
    if not isinstance(name, str):
        return
    if name in RESERVED:
        message = f'"{name}" has a meaning of its own.'
        document.fault(origin.at("id"), "reserved-id", message, "Choose another id.")
    elif not re.fullmatch(NAME, name):
        hint = "Use small letters and digits, joined by - or _, starting with a letter."
        document.fault(origin.at("id"), "bad-id", f'"{name}" is no id.', hint)
