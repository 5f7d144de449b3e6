"""Turn mappings into entries, field by field, so that every fault is found in one go."""

import typing
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, TypeVar

import msgspec

from engine.errors import KeyPath, Misread, Origin, nearest, short
from engine.language import when
from engine.language.condition import ALWAYS, Condition
from engine.language.cycles import Instant, read_date
from engine.language.expression import Sum, read_sum
from engine.language.words import Line
from engine.language.written import Written
from engine.language.yaml_file import Document

_E = TypeVar("_E", bound=Written)
_READERS: Mapping[type, Callable[[str], Any]] = {Sum: read_sum, Instant: read_date}
_PARSED = (Condition, *_READERS)  # what stands as one text or mapping in YAML, and is parsed here
_CALLED = {"Lists": "this file", "Head": "base.yaml", "CycleDate": "this date", "First": "row"}
_HINTS = 200  # problems of a file after which no nearest name is looked for any more


def build(kind: type[_E], value: Mapping[str, Any], document: Document, path: KeyPath) -> _E | None:
    """Make an entry from a mapping; `path` leads to it in the document.

    Gives None, and notes every problem in the document, when a key is unknown, missing or of the
    wrong type.
    """
    before = len(document.problems)
    origin, called = Origin(document.marks, path), _called(kind, value)
    fields = _fields(kind)
    made: dict[str, Any] = {"origin": origin}
    held = _held(kind, value)
    for key in value:
        field = fields.get(key)
        if field is None:
            message = f'{called} has no key "{short(key)}".'
            hint = nearest(key, fields) if len(document.problems) < _HINTS else ""
            document.fault(origin.at(key), "unknown-key", message, hint)
        elif held is not None and field.is_plain:
            made[field.attribute] = getattr(held, field.attribute)
        else:
            made[field.attribute] = _field(field, value[key], document, (*path, key), called)
    for key in _required(kind):
        if key not in value:
            message = f'{called} needs the key "{key}".'
            document.fault(origin.at(), "missing-key", message, f"Add {key}: …")
    return kind(**made) if len(document.problems) == before else None


class _Field(msgspec.Struct, frozen=True, eq=False):
    """Hold what is known of a key: what it takes, as entries, parsed or as it is."""

    attribute: str
    required: bool
    wanted: Any
    entries: type[Written] | None
    parsed: type | None

    @property
    def is_plain(self) -> bool:
        """Tell whether msgspec alone makes its value."""
        return self.entries is None and self.parsed is None


@cache
def _fields(kind: type[Written]) -> Mapping[str, _Field]:
    """Map the keys that an entry may have to what is known of them."""
    fields = {}
    for field in msgspec.structs.fields(kind):
        if field.name != "origin":
            kinds = entry_kind(field.type), parsed_kind(field.type)
            fields[field.encode_name] = _Field(field.name, field.required, field.type, *kinds)
    return fields


@cache
def _required(kind: type[Written]) -> tuple[str, ...]:
    """Name the keys that an entry must have."""
    return tuple(key for key, field in _fields(kind).items() if field.required)


@cache
def _holder(kind: type[Written]) -> type[msgspec.Struct]:
    """Make a struct with the plain fields of a kind, any of which may be missing.

    msgspec looks at the type of a struct once, and at any other anew for each value.
    """
    plain = {name: field for name, field in _fields(kind).items() if field.is_plain}
    names = {field.attribute: name for name, field in plain.items()}
    fields = [(field.attribute, field.wanted, None) for field in plain.values()]
    return msgspec.defstruct("Holder", fields, rename=names)


def _held(kind: type[Written], value: Mapping[str, Any]) -> msgspec.Struct | None:
    """Make the values of all plain keys at once; None where one is faulty."""
    try:
        return msgspec.convert(value, _holder(kind))
    except msgspec.ValidationError:
        return None


def _called(kind: type[Written], value: Mapping[str, Any]) -> str:
    """Say what an entry is called in messages: its kind, and its own name where it has one."""
    name = _CALLED.get(kind.__name__, kind.__name__.lower())
    own = value.get("id") or value.get("label") or value.get("phase")
    return f'{name} "{short(own)}"' if isinstance(own, str) else name


def _field(field: _Field, value: Any, document: Document, path: KeyPath, called: str) -> Any:
    """Make the value of one key; None where it is faulty, and the faults are noted."""
    if field.entries is not None:
        return _entries(field.entries, value, document, path, called)
    if field.parsed is not None:
        return _parsed(field.parsed, value, document, path, called)
    try:
        return msgspec.convert(value, field.wanted)
    except msgspec.ValidationError:
        _note_mismatches(value, field.wanted, document, path, called)
        return None


def _note_mismatches(
    value: Any, wanted: Any, document: Document, path: KeyPath, called: str
) -> None:
    from engine.language.mismatch import mismatches  # a base without faults needs no words for them

    for mismatch in mismatches(value, wanted):
        place = Origin(document.marks, path).at(*mismatch.keys)
        subject = mismatch.named or f'"{path[-1]}" of {called}'
        document.fault(place, mismatch.code, f"{subject} {mismatch.says}.", mismatch.hint)


def entry_kind(wanted: Any) -> type[Written] | None:
    """Find the entry type in `tuple[Node, ...]`; None for every other field."""
    first = next(iter(typing.get_args(wanted)), None)
    if not isinstance(first, type) or typing.get_origin(first):  # Python 3.10 takes list[x] for one
        return None
    return first if issubclass(first, Written) else None


def parsed_kind(wanted: Any) -> type | None:
    """Find what a field is parsed into, `Sum` in `Sum | None`; None for every other field."""
    for kind in (wanted, *typing.get_args(wanted)):
        if kind in _PARSED:
            return typing.cast("type", kind)
    return None


def _parsed(kind: type, value: Any, document: Document, path: KeyPath, called: str) -> Any:
    written: Any = dict[str, Any] if kind is Condition else Line
    if value is None:
        return ALWAYS if kind is Condition else None
    try:
        msgspec.convert(value, written)
    except msgspec.ValidationError:
        _note_mismatches(value, written, document, path, called)
        return None
    if kind is Condition:
        return when.read(value)
    try:
        return _READERS[kind](value)
    except Misread as error:
        message = f'"{path[-1]}" of {called} {error.says}: "{value}".'
        document.fault(Origin(document.marks, path).at(), "wrong-type", message, error.hint)
        return None


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
