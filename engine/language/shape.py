"""Turn mappings into entries, field by field, so that every fault is found in one go."""

import re
import typing
from collections.abc import Mapping
from functools import cache
from typing import Any, TypeVar

import msgspec
from msgspec.structs import FieldInfo

from engine.errors import Origin, nearest
from engine.language.entries import Written
from engine.language.words import NAME, RESERVED
from engine.language.yaml_file import Document

_E = TypeVar("_E", bound=Written)


_ENGLISH = {"str": "text", "int": "a whole number", "bool": "true or false", "array": "a list", "object": "a mapping",
            "date": "a date like 2026-11-22", "null": "nothing", "float": "a number with a point"}  # fmt: skip


def build(
    kind: type[_E], value: Mapping[str, Any], document: Document, path: tuple[str | int, ...]
) -> _E | None:
    """Make an entry from a mapping, field by field, so that every fault of it is found in one go.

    Gives None, and notes the problems in the document, when a key is unknown, missing or of the wrong type.
    """
    before = len(document.problems)
    origin = Origin(document.marks, path)
    fields = _fields(kind)
    for key in value:
        if key not in fields:
            what = _called(kind, value)
            document.fault(
                origin.at(key), "unknown-key", f'{what} has no key "{key}".', nearest(key, fields)
            )
    made: dict[str, Any] = {"origin": origin}
    for name, field in fields.items():
        if name in value:
            made[name] = _field(
                field.type, value[name], document, (*path, name), _called(kind, value)
            )
        elif field.required:
            document.fault(
                origin.at(),
                "missing-key",
                f'{_called(kind, value)} needs the key "{name}".',
                f"Add {name}: …",
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


def _field(
    wanted: Any, value: Any, document: Document, path: tuple[str | int, ...], called: str
) -> Any:
    inner = _entry_kind(wanted)
    if inner is not None:
        return _entries(inner, value, document, path, called)
    try:
        return msgspec.convert(value, wanted)
    except msgspec.ValidationError as error:
        keys = re.search(r"at `\$(.*)`", str(error))
        deeper = tuple(re.findall(r"\.([\w-]+)", keys[1])) if keys else ()
        message = f'"{path[-1]}" of {called} {_english(str(error))}.'
        document.fault(
            Origin(document.marks, path).at(*deeper),
            "wrong-type",
            message,
            _hint(value, wanted, message),
        )
        return None


def _entry_kind(wanted: Any) -> type[Written] | None:
    """Find the entry type in `tuple[Node, ...]`; None for every other field."""
    first = next(iter(typing.get_args(wanted)), None)
    return first if isinstance(first, type) and issubclass(first, Written) else None


def _entries(
    kind: type[Written], value: Any, document: Document, path: tuple[str | int, ...], called: str
) -> Any:
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
            document.fault(
                place, "wrong-type", f'an entry of "{path[-1]}" is a mapping.', "Write key: value."
            )
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
        return (
            'Write yes or no; true and false are no answers. Quote it if you mean the word: "true".'
        )
    options = [
        o
        for part in (wanted, *typing.get_args(wanted))
        for o in typing.get_args(part)
        if isinstance(o, str)
    ]
    if options:
        return nearest(value, [one for one in options if one])
    ways = {
        "a date": "Write it as 2026-11-22.",
        "a whole": "Write a number, like 225.",
        "a list": "Write [one, two].",
    }
    found = (
        way
        for kind, way in ways.items()
        if f"must be {kind}" in message or ("date" in message and kind == "a date")
    )
    return next(found, "Write text; quote it when it holds a colon.")


def _check_name(name: Any, document: Document, origin: Origin) -> None:
    if not isinstance(name, str):
        return
    if name in RESERVED:
        document.fault(
            origin.at("id"),
            "reserved-id",
            f'"{name}" has a meaning of its own.',
            "Choose another id.",
        )
    elif not re.fullmatch(NAME, name):
        hint = "Use small letters and digits, joined by - or _, starting with a letter."
        document.fault(origin.at("id"), "bad-id", f'"{name}" is no id.', hint)
