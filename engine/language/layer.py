"""Lay a school's own files over the built-in base: what they say counts, the rest stays below.

How: every file is cut into its entries, each with the places of its keys. An entry of the layer
with the id of one below is laid over it key by key; any other is added. What comes of it is put
together as files again, so that nothing after this knows of layers, and every key keeps its place.

What a layer replaces may change when the built-in base is renewed. So an entry says what it was
laid over: `over` is a fingerprint of the values that it replaces, and where they are others now,
that is told.
"""

import json
from collections.abc import Iterable, Mapping
from typing import Any

import msgspec
import yaml

from engine.errors import KeyPath, Place, Problem, nearest, short
from engine.language.yaml_file import Document

BUILT_IN_NAME = "built-in"  # what `extends` can name
LAYER_KEYS = ("extends", "over", "drop", "above")  # what an entry of a layer alone may have

# Mappings in which a layer may name single keys, and how many levels down; others are replaced.
_LEVELS = {"rows": 2, "wording": 2, "choices": 1, "claims": 1, "columns": 1, "ends": 1}
_NAMES = ("id", "phase")  # what tells over which entry another one is laid
_DROPPED = {"drop": True}
_ORDERED = ("first", "milestones")  # lists whose order has a meaning
_BY = {"figures": ("table", "row", "column")}  # what names an entry that has no id
_HEX_TO_LETTERS = str.maketrans("0123456789", "ghijklmnop")

_Name = tuple[str | int, ...]
"""What an entry is known by in its list: its id, or what stands in the place of one."""


class _Part(msgspec.Struct, frozen=True, eq=False):
    """Hold a mapping with the places of what is below it; its own place is that of ()."""

    value: dict[str, Any]
    marks: Mapping[KeyPath, Place]

    def below(self, key: str) -> "_Part":
        """Give the mapping below a key."""
        return _Part(self.value[key], _below(self.marks, key))


class _File(msgspec.Struct, frozen=True, eq=False):
    """Hold a file cut into its entries, list by list; `plain` is what stands in none."""

    name: str
    plain: _Part
    lists: dict[str, list[_Part]]


def is_layer(documents: Iterable[Document]) -> bool:
    """Tell whether one of the files of a folder says that it extends another base."""
    return any(
        isinstance(document.value, dict) and "extends" in document.value for document in documents
    )


def laid(
    below: Iterable[Document], own: Iterable[Document], problems: list[Problem]
) -> list[Document]:
    """Lay the files of a layer over those of a base; give the files of the whole.

    What is wrong is added to the problems; what has changed below since the layer was written is a
    warning among them.
    """
    files = _by_kind(map(_cut, below))
    for file in map(_cut, own):
        kind = _kind(file)
        extended = file.plain.value.get("extends", BUILT_IN_NAME)
        if extended != BUILT_IN_NAME:
            place = file.plain.marks["extends",]
            message = f'"extends" names "{short(extended)}"; it can name {BUILT_IN_NAME} alone.'
            problems.append(Problem(place, "over", message, f"Write extends: {BUILT_IN_NAME}."))
        files[kind] = _laid_file(files[kind], file, problems) if kind in files else file
    return [_document(file) for file in files.values()]


def fingerprint(replaced: Mapping[str, Any]) -> str:
    """Give eight letters that stand for what a layer replaces."""
    import hashlib  # for those who write a layer

    written = json.dumps(replaced, sort_keys=True)
    return hashlib.sha256(written.encode()).hexdigest()[:8].translate(_HEX_TO_LETTERS)


# Files into entries, and back


def _cut(document: Document) -> _File:
    """Cut a file into the entries of its lists, and all else."""
    lists = {key: value for key, value in document.value.items() if _has_entries(value)}
    marks: dict[KeyPath, dict[KeyPath, Place]] = {}
    for path, place in document.marks.items():
        depth = 2 if len(path) > 1 and path[0] in lists else 0
        marks.setdefault(path[:depth], {})[path[depth:]] = place
    parts: dict[str, list[_Part]] = {}
    for key, entries in lists.items():
        parts[key] = [_Part(entry, marks[key, index]) for index, entry in enumerate(entries)]
    plain = {key: value for key, value in document.value.items() if key not in lists}
    return _File(document.name, _Part(plain, marks[()]), parts)


def _has_entries(value: object) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(one, dict) for one in value)


def _document(file: _File) -> Document:
    """Put a file together again."""
    document = Document(file.name)
    document.value, marks = dict(file.plain.value), dict(file.plain.marks)
    for key, parts in file.lists.items():
        document.value[key] = [part.value for part in parts]
        for index, part in enumerate(parts):
            for path, place in part.marks.items():
                marks[(key, index, *path)] = place
    document.marks = marks
    return document


def _kind(file: _File) -> str:
    """Say what a file is: base.yaml, the phase that it names, or lists (empty)."""
    value = file.plain.value
    if "phase" in value:
        return f"phase {value['phase']}"
    return "base.yaml" if "phases" in value or "extends" in value else ""


def _by_kind(files: Iterable[_File]) -> dict[str, _File]:
    """Map the kinds of files to the files of a base, all lists joined to one."""
    by_kind: dict[str, _File] = {}
    for file in files:
        kind = _kind(file)
        before = by_kind.setdefault(kind, file)
        if before is not file:
            lists = dict(before.lists)
            for key, parts in file.lists.items():
                lists[key] = [*lists.get(key, []), *parts]
            by_kind[kind] = msgspec.structs.replace(before, lists=lists)
    return by_kind


# One over the other


def _laid_file(below: _File, own: _File, problems: list[Problem]) -> _File:
    called = f'phase "{own.plain.value["phase"]}"' if "phase" in own.plain.value else "base.yaml"
    plain = _laid_entry(below.plain, own.plain, called, problems)
    lists = dict(below.lists)
    for key, parts in own.lists.items():
        lists[key] = _laid_list(key, lists.get(key, []), parts, problems)
    return _File(below.name, plain, lists)


def _laid_list(
    key: str, below: list[_Part], own: list[_Part], problems: list[Problem]
) -> list[_Part]:
    """Lay the entries of a list over those of the same name; add the others."""
    result = {_name(key, part): part for part in below}
    originals = dict(result)
    for part in own:
        name = _name(key, part)
        original = originals.pop(name, None)
        called = f'{"row" if key == "first" else key.removesuffix("s")} "{_said(name)}"'
        if original is None and ("over" in part.value or "drop" in part.value):
            problems.append(_nothing_below(name, part, called, originals))
        elif original is None:
            result = _with_new(key, result, part, called, problems)
        elif part.value.get("drop") is True:
            _hold_fingerprint(part, called, original.value, problems)
            del result[name]
        else:
            result[name] = _laid_entry(original, part, called, problems)
    return list(result.values())


def _name(key: str, part: _Part) -> _Name:
    return tuple(str(part.value.get(key_of)) for key_of in _BY.get(key, ("id",)))


def _said(name: _Name) -> str:
    return " ".join(map(short, name))


def _with_new(
    key: str, entries: dict[_Name, _Part], part: _Part, called: str, problems: list[Problem]
) -> dict[_Name, _Part]:
    """Put a new entry at the end, or `above` the one that it names."""
    new = {(*_name(key, part), len(entries)): _Part(_without_layer_keys(part.value), part.marks)}
    above = str(part.value.get("above", ""))
    place = part.marks.get(("above",), part.marks[()])
    if not above and key in _ORDERED:
        message = f"{called} is new, and its list is in order."
        hint = "Add above: …, the id before which it stands."
        problems.append(Problem(place, "missing-key", message, hint))
    elif above and (above,) not in entries:
        message = f'{called} is to stand above "{short(above)}", which there is not.'
        hint = nearest(above, (str(name[0]) for name in entries))
        problems.append(Problem(place, "over", message, hint))
    names = list(entries)
    index = names.index((above,)) if (above,) in entries else len(names)
    before = {name: entries[name] for name in names[:index]}
    return before | new | {name: entries[name] for name in names[index:]}


def _laid_entry(original: _Part, own: _Part, called: str, problems: list[Problem]) -> _Part:
    """Lay an entry over another, and hold what it replaces against its fingerprint."""
    result, replaced = _laid_over(original, own, _LEVELS)
    if replaced:
        _hold_fingerprint(own, called, replaced, problems)
    return result


def _laid_over(
    original: _Part, own: _Part, levels: Mapping[str, int]
) -> tuple[_Part, dict[str, Any]]:
    """Lay a mapping over another key by key; give the result, and what it replaces.

    `levels` says how many levels below a key are laid over key by key, and not replaced.
    """
    value, replaced = dict(original.value), dict[str, Any]()
    marks = dict(original.marks)
    for key, new in own.value.items():
        if key in LAYER_KEYS or (key in _NAMES and key in value):
            continue
        value[key], kept, gone = _laid_key(key, original, own, levels.get(key, 0))
        marks = {path: place for path, place in marks.items() if path[:1] != (key,)}
        marks |= {(key, *path): place for path, place in kept.items()}
        marks[()] = own.marks[()]
        replaced |= gone
        if new == _DROPPED:
            del value[key]
    return _Part(value, marks), replaced


def _laid_key(
    key: str, original: _Part, own: _Part, deep: int
) -> tuple[object, Mapping[KeyPath, Place], dict[str, Any]]:
    """Give the value of a key that a layer writes, its places, and what it replaces, if anything.

    `deep` levels below it are laid over key by key, where both have a mapping there.
    """
    old, new = original.value.get(key), own.value[key]
    if deep and new != _DROPPED and isinstance(old, dict) and isinstance(new, dict):
        below_levels = dict.fromkeys([*old, *new], deep - 1)
        part, replaced = _laid_over(original.below(key), own.below(key), below_levels)
        return part.value, part.marks, {key: replaced} if replaced else {}
    return new, _below(own.marks, key), {key: old} if key in original.value else {}


def _below(marks: Mapping[KeyPath, Place], key: str) -> dict[KeyPath, Place]:
    return {path[1:]: place for path, place in marks.items() if path[:1] == (key,)}


def _without_layer_keys(value: Mapping[str, Any]) -> dict[str, Any]:
    return {key: below for key, below in value.items() if key not in LAYER_KEYS}


# What moved underneath


def _hold_fingerprint(
    own: _Part, called: str, replaced: Mapping[str, Any], problems: list[Problem]
) -> None:
    """Note where an entry does not say what it replaces, or where that is something else now."""
    given, expected = own.value.get("over"), fingerprint(replaced)
    if given == expected:
        return
    now = yaml.safe_dump(
        dict(replaced),
        default_flow_style=True,
        width=1_000_000,
        sort_keys=False,
        allow_unicode=True,
    ).strip()
    if given is None:
        message = f"{called} replaces what the built-in base says: {now}."
        hint = f"Where that is meant, add over: {expected}."
        problems.append(Problem(own.marks[()], "over", message, hint))
    else:
        message = f"what {called} replaces has changed in the built-in base, which now says {now}."
        hint = f"See whether yours still fits, then write over: {expected}."
        place = own.marks["over",]
        problems.append(Problem(place, "moved", message, hint, warning=True))


def _nothing_below(name: _Name, own: _Part, called: str, others: Iterable[_Name]) -> Problem:
    """Say that the built-in base does not have what is to be replaced or dropped."""
    guess = nearest(_said(name), map(_said, others))
    hint = f"{guess} Else take it out, or write all its keys, without over."
    place = own.marks.get(("over",), own.marks[()])
    return Problem(place, "over", f"the built-in base has no {called}.", hint)
