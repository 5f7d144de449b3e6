"""Say in an advisor's words why a value is not of the type that a key wants."""

import datetime
from collections.abc import Iterator
from typing import Any

import msgspec
from msgspec import inspect

from engine.errors import KeyPath, nearest

_QUOTE = 'Write yes or no; true and false are no answers. Quote it if you mean the word: "true".'
_WRITE_TEXT = "Write text; quote it when it holds a colon."

# What each type is called, and how to write a value of it.
_WANTED: dict[type[inspect.Type], tuple[str, str]] = {
    inspect.StrType: ("text", _WRITE_TEXT),
    inspect.IntType: ("a whole number", "Write a number, like 225."),
    inspect.BoolType: ("true or false", "Write true or false."),
    inspect.DateType: ("a date like 2026-11-22", "Write it as 2026-11-22."),
    inspect.VarTupleType: ("a list", "Write [one, two]."),
    inspect.DictType: ("a mapping", "Write key: value."),
    inspect.StructType: ("a mapping", "Write key: value."),
    inspect.NoneType: ("nothing", ""),
}
_GIVEN: dict[type, str] = {
    str: "text",
    int: "a whole number",
    bool: "true or false",
    float: "a number with a point",
    list: "a list",
    dict: "a mapping",
    type(None): "nothing",
}


class Mismatch(msgspec.Struct, frozen=True):
    """Describe a value of the wrong type; `keys` lead to it, `says` goes on after its name."""

    keys: KeyPath
    says: str
    hint: str


def mismatches(value: object, wanted: Any) -> tuple[Mismatch, ...]:
    """Give every place in a value that is not of the type wanted; none when all of it is."""
    return tuple(_mismatches(value, inspect.type_info(wanted), ()))


def _mismatches(value: object, wanted: inspect.Type, keys: KeyPath) -> Iterator[Mismatch]:
    """Go down a value and its type together: one branch for each kind of type that has parts."""
    if isinstance(wanted, inspect.UnionType):
        yield from _of_several(value, wanted, keys)
    elif isinstance(wanted, inspect.LiteralType):
        if value not in wanted.values:
            options = [str(option) for option in wanted.values if option]
            typed = value if isinstance(value, str) else ""
            hint = _QUOTE if isinstance(value, bool) else nearest(typed, options)
            yield Mismatch(keys, f"can't be {_shown(value)}", hint)
    elif isinstance(wanted, inspect.VarTupleType) and isinstance(value, list):
        for index, item in enumerate(value):
            yield from _mismatches(item, wanted.item_type, (*keys, index))
    elif isinstance(wanted, inspect.DictType) and isinstance(value, dict):
        for key, item in value.items():
            yield from _mismatches(item, wanted.value_type, (*keys, key))
    elif isinstance(wanted, inspect.StructType) and isinstance(value, dict):
        yield from _in_fields(value, wanted, keys)
    elif not _is_plain(value, wanted):
        yield _wrong(value, (wanted,), keys)


def _of_several(value: object, wanted: inspect.UnionType, keys: KeyPath) -> Iterator[Mismatch]:
    """Hold a value against types of which one is enough; a list or mapping is judged as such."""
    found = [list(_mismatches(value, option, keys)) for option in wanted.types]
    if all(found):
        inside = [some for some in found if len(some[0].keys) > len(keys)]
        yield from inside[0] if inside else [_wrong(value, wanted.types, keys)]


def _in_fields(
    value: dict[str, object], wanted: inspect.StructType, keys: KeyPath
) -> Iterator[Mismatch]:
    fields = {field.encode_name: field for field in wanted.fields}
    for key in value:
        if key not in fields:
            yield Mismatch((*keys, key), f'has no key "{key}"', nearest(key, fields))
    for name, field in fields.items():
        if name in value:
            yield from _mismatches(value[name], field.type, (*keys, name))
        elif field.required:
            yield Mismatch(keys, f'needs the key "{name}"', f"Add {name}: …")


def _shown(value: object) -> str:
    """Show a value as its writer would name it."""
    if value is None or isinstance(value, (list, dict)):
        return _GIVEN[type(value)]
    return f'"{str(value).lower() if isinstance(value, bool) else value}"'


def _is_plain(value: object, wanted: inspect.Type) -> bool:
    """Tell whether a value is one of the type wanted, where that has no parts."""
    if isinstance(wanted, inspect.AnyType):
        return True
    if isinstance(wanted, inspect.DateType):
        return isinstance(value, str) and _is_date(value)
    plain: dict[type[inspect.Type], type] = {
        inspect.StrType: str,
        inspect.IntType: int,
        inspect.BoolType: bool,
        inspect.NoneType: type(None),
    }
    return type(value) is plain.get(type(wanted))


def _is_date(text: str) -> bool:
    try:
        datetime.date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _wrong(value: object, wanted: tuple[inspect.Type, ...], keys: KeyPath) -> Mismatch:
    options = [_WANTED[type(option)] for option in wanted if type(option) in _WANTED]
    names = " or ".join(name for name, _ in options)
    hint = _QUOTE if isinstance(value, bool) else options[0][1]
    return Mismatch(keys, f"must be {names}, not {_GIVEN[type(value)]}", hint)
