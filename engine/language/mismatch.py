"""Say in an advisor's words why a value is not what a key wants."""

import datetime
import re
import unicodedata
from collections.abc import Iterator, Sized
from typing import Any

import msgspec
from msgspec import inspect

from engine.errors import KeyPath, nearest, short
from engine.language.words import ADDRESS, CHOICE, CLAIM, ID, LINE, RESERVED

_QUOTE = 'Write yes or no; true and false are no answers. Quote it if you mean the word: "true".'
_WRITE_TEXT = "Write text, in quotes where YAML would read it otherwise."

# What each type is called, and how to write a value of it.
_WANTED: dict[type[inspect.Type], tuple[str, str]] = {
    inspect.StrType: ("text", _WRITE_TEXT),
    inspect.IntType: ("a whole number", "Write a number, like 12."),
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
# What a text of each form is not when it does not match, under which code, and how to write it.
_FORMS: dict[str | None, tuple[str, str, str]] = {
    ID: (
        "bad-id",
        "is no id",
        "Use small letters and digits, joined by - or _, starting with a letter.",
    ),
    CHOICE: ("bad-id", "is no id of a choice", "Use letters and digits, joined by - or _."),
    CLAIM: ("bad-id", "is no id of a claim", "Use letters and digits, joined by a dot or -."),
    ADDRESS: (
        "bad-address",
        "is no address of the web, a telephone or a mailbox",
        "Write https://…, tel:… or mailto:…, without spaces.",
    ),
}


class Mismatch(msgspec.Struct, frozen=True):
    """Describe a value that a key can't take; `keys` lead to it.

    `says` goes on after the name of the key, or after the value itself where that is `named`.
    """

    keys: KeyPath
    says: str
    hint: str
    code: str = "wrong-type"
    named: str = ""


def mismatches(value: object, wanted: Any) -> tuple[Mismatch, ...]:
    """Give every place in a value that is not what is wanted; none when all of it is."""
    return tuple(_mismatches(value, inspect.type_info(wanted), ()))


def _mismatches(value: object, wanted: inspect.Type, keys: KeyPath) -> Iterator[Mismatch]:
    """Go down a value and its type together: first the types that have parts, then the plain."""
    if isinstance(wanted, inspect.UnionType):
        return _of_several(value, wanted, keys)
    if isinstance(wanted, inspect.LiteralType):
        return _among(value, wanted, keys)
    if isinstance(wanted, inspect.VarTupleType) and isinstance(value, list):
        return _in_list(value, wanted, keys)
    if isinstance(wanted, inspect.DictType) and isinstance(value, dict):
        return _in_mapping(value, wanted, keys)
    if isinstance(wanted, inspect.StructType) and isinstance(value, dict):
        return _in_fields(value, wanted, keys)
    return _of_plain(value, wanted, keys)


def _among(value: object, wanted: inspect.LiteralType, keys: KeyPath) -> Iterator[Mismatch]:
    if value not in wanted.values:
        options = [str(option) for option in wanted.values if option]
        typed = short(value) if isinstance(value, str) else ""
        hint = _QUOTE if isinstance(value, bool) else nearest(typed, options)
        yield Mismatch(keys, f"can't be {_shown(value)}", hint)


def _of_plain(value: object, wanted: inspect.Type, keys: KeyPath) -> Iterator[Mismatch]:
    if not _is_plain(value, wanted):
        yield _wrong(value, (wanted,), keys)
    elif isinstance(wanted, inspect.StrType):
        yield from _in_text(str(value), wanted, keys)
    elif isinstance(wanted, inspect.IntType) and isinstance(value, int):
        yield from _in_bounds(value, wanted, keys)


def _of_several(value: object, wanted: inspect.UnionType, keys: KeyPath) -> Iterator[Mismatch]:
    """Hold a value against types of which one is enough; of its own type it is judged by that."""
    found = [list(_mismatches(value, option, keys)) for option in wanted.types]
    if all(found):
        first = [some[0] for some in found]
        own = [n for n, one in enumerate(first) if one.keys != keys or one.code != "wrong-type"]
        yield from found[own[0]] if own else [_wrong(value, wanted.types, keys)]


def _in_list(
    value: list[object], wanted: inspect.VarTupleType, keys: KeyPath
) -> Iterator[Mismatch]:
    if _is_long(value, wanted.max_length):
        yield _too_many(value, wanted.max_length, keys)
        return
    for index, item in enumerate(value):
        yield from _mismatches(item, wanted.item_type, (*keys, index))


def _in_mapping(
    value: dict[str, object], wanted: inspect.DictType, keys: KeyPath
) -> Iterator[Mismatch]:
    if _is_long(value, wanted.max_length):
        yield _too_many(value, wanted.max_length, keys)
        return
    for key, item in value.items():
        yield from _mismatches(key, wanted.key_type, (*keys, key))
        yield from _mismatches(item, wanted.value_type, (*keys, key))


def _in_fields(
    value: dict[str, object], wanted: inspect.StructType, keys: KeyPath
) -> Iterator[Mismatch]:
    fields = {field.encode_name: field for field in wanted.fields}
    for key in value:
        if key not in fields:
            shown = short(key)
            yield Mismatch((*keys, key), f'has no key "{shown}"', nearest(shown, fields))
    for name, field in fields.items():
        if name in value:
            yield from _mismatches(value[name], field.type, (*keys, name))
        elif field.required:
            yield Mismatch(keys, f'needs the key "{name}"', f"Add {name}: …")


def _shown(value: object) -> str:
    """Show a value as its writer would name it."""
    if value is None or isinstance(value, (list, dict)):
        return _GIVEN[type(value)]
    return f'"{str(value).lower() if isinstance(value, bool) else short(value)}"'


def _in_text(text: str, wanted: inspect.StrType, keys: KeyPath) -> Iterator[Mismatch]:
    """Find why a text has not the form or the length that is wanted."""
    form = _FORMS.get(wanted.pattern)
    if _is_long(text, wanted.max_length):
        says = f"has {len(text):,} characters; it may have {wanted.max_length:,}"
        yield Mismatch(keys, says, "Shorten it.", "too-long", f'"{short(text)}"' if form else "")
    elif wanted.pattern is None or re.search(wanted.pattern, text):
        return
    elif form is None:
        yield _hidden(text, wanted.pattern, keys)
    elif text in RESERVED and wanted.pattern in (ID, CHOICE):
        says, hint = "has a meaning of its own", "Choose another id."
        yield Mismatch(keys, says, hint, "reserved-id", f'"{text}"')
    else:
        code, says, hint = form
        yield Mismatch(keys, says, hint, code, f'"{short(text)}"')


def _hidden(text: str, pattern: str, keys: KeyPath) -> Mismatch:
    """Say which character of a text may not stand in it, and where."""
    at = next(index for index, char in enumerate(text) if not re.search(pattern, char))
    if text[at] == "\n" and pattern == LINE:
        hint = "Write it in one line; after >- it may be folded over several."
        return Mismatch(keys, "has more than one line", hint, "control-character")
    name = unicodedata.name(text[at], "").lower() or "a control character"
    says = f"holds {name} (U+{ord(text[at]):04X}) as character {at + 1}"
    return Mismatch(keys, says, "Take it out: nobody sees it.", "control-character")


def _in_bounds(number: int, wanted: inspect.IntType, keys: KeyPath) -> Iterator[Mismatch]:
    low, high = wanted.ge, wanted.le
    if (low is not None and number < low) or (high is not None and number > high):
        says = f"can't be {short(number)}"
        hint = f"Give a whole number from {low:,} to {high:,}."
        yield Mismatch(keys, says, hint, "out-of-range")


def _is_long(value: Sized, longest: int | None) -> bool:
    return longest is not None and len(value) > longest


def _too_many(value: Sized, most: int | None, keys: KeyPath) -> Mismatch:
    says = f"has {len(value):,} entries; it may have {most:,}"
    return Mismatch(keys, says, "Take some out.", "too-many")


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
    """Tell whether a text is a day, written as msgspec reads it; Python's own takes other forms."""
    try:
        msgspec.convert(text, datetime.date)
    except msgspec.ValidationError:
        return False
    return True


def _wrong(value: object, wanted: tuple[inspect.Type, ...], keys: KeyPath) -> Mismatch:
    options = [_WANTED[type(option)] for option in wanted if type(option) in _WANTED]
    names = " or ".join(name for name, _ in options)
    hint = _QUOTE if isinstance(value, bool) else options[0][1]
    return Mismatch(keys, f"must be {names}, not {_GIVEN[type(value)]}", hint)
