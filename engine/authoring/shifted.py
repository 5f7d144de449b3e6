"""Turn a condition into one with a threshold moved, a fact left out, a word more or less."""

import re
from collections.abc import Callable, Collection, Iterator, Mapping

from engine.language import when
from engine.language.condition import Condition

_RANGE = re.compile(r"(-?\d+)?\.\.(-?\d+)?")
_LONE = re.compile(r"(>=|<=|>|<)\s*(-?\d+)")
# What makes of a bound its cut, the first number beyond it: `..10` and `11..` share the cut 11.
_BEYOND = {">=": 0, "<": 0, ">": 1, "<=": 1}

Cut = tuple[str, int]
"""A fact, and the number from which on a test of it reads otherwise."""


def cuts(condition: Condition) -> Iterator[Cut]:
    """Give the cuts of the ranges in a condition, those in its options too."""
    for name, raw in _tested(condition.written or {}):
        for text in _texts(raw):
            for cut in _cuts_of(text):
                yield name, cut


def moved(condition: Condition, cut: Cut, by: int) -> Condition:
    """Give the condition with every bound that stands at a cut moved by some numbers."""
    written = condition.written
    return condition if written is None else when.read(_moved(written, cut, by))


def without(condition: Condition, name: str) -> Condition:
    """Give the condition with one of its facts left out, or all of an `any`."""
    written = {key: value for key, value in (condition.written or {}).items() if key != name}
    return when.read(written)


def _tested(written: Mapping[str, object]) -> Iterator[tuple[str, object]]:
    for name, raw in written.items():
        if name == "any" and isinstance(raw, list):
            for option in raw:
                yield from _tested(option)
        else:
            yield name, raw


def _texts(raw: object) -> Iterator[str]:
    if isinstance(raw, str):
        yield raw
    elif isinstance(raw, (list, dict)):
        for below in raw.values() if isinstance(raw, dict) else raw:
            yield from _texts(below)


def _cuts_of(text: str) -> Iterator[int]:
    if found := _RANGE.fullmatch(text):
        if found[1]:
            yield int(found[1])
        if found[2]:
            yield int(found[2]) + 1
    elif found := _LONE.fullmatch(text):
        yield int(found[2]) + _BEYOND[found[1]]


def _moved(written: Mapping[str, object], cut: Cut, by: int) -> dict[str, object]:
    result: dict[str, object] = {}
    for name, raw in written.items():
        if name == "any" and isinstance(raw, list):
            result[name] = [_moved(option, cut, by) for option in raw]
        else:
            result[name] = _moved_value(raw, cut[1], by) if name == cut[0] else raw
    return result


def _moved_value(raw: object, cut: int, by: int) -> object:
    if isinstance(raw, str):
        return _moved_text(raw, cut, by)
    if isinstance(raw, list):
        return [_moved_value(item, cut, by) for item in raw]
    if isinstance(raw, dict):
        return {key: _moved_value(item, cut, by) for key, item in raw.items()}
    return raw


def _moved_text(text: str, cut: int, by: int) -> str:
    if found := _RANGE.fullmatch(text):
        low, high = found[1] or "", found[2] or ""
        if low and int(low) == cut:
            low = str(cut + by)
        if high and int(high) + 1 == cut:
            high = str(cut - 1 + by)
        return f"{low}..{high}"
    found = _LONE.fullmatch(text)
    if found and int(found[2]) + _BEYOND[found[1]] == cut:
        return f"{found[1]} {int(found[2]) + by}"
    return text


def narrowed(
    condition: Condition, name: str, words: Callable[[str], Collection[str]]
) -> Iterator[tuple[str, Condition]]:
    """Give a condition that does not name a fact as it asks for each word of it alone."""
    for word in words(name) if name and name not in condition.names else ():
        yield f"only for {name} {word}", when.read({**(condition.written or {}), name: word})


def varied(
    condition: Condition, words: Callable[[str], Collection[str]]
) -> Iterator[tuple[str, Condition]]:
    """Give the condition with one word more, or one less, among those it compares a fact with.

    Each comes with what is other in it; `words` lists the words that a fact can be.
    """
    for said, written in _varied(condition.written or {}, words):
        yield said, when.read(written)


def _varied(
    written: Mapping[str, object], words: Callable[[str], Collection[str]]
) -> Iterator[tuple[str, dict[str, object]]]:
    for name, raw in written.items():
        if name == "any" and isinstance(raw, list):
            yield from _varied_options(written, raw, words)
        else:
            for said, value in _more_or_less(raw, words(name)):
                yield f"{name} {said}", {**written, name: value}


def _varied_options(
    written: Mapping[str, object],
    options: list[Mapping[str, object]],
    words: Callable[[str], Collection[str]],
) -> Iterator[tuple[str, dict[str, object]]]:
    for place, option in enumerate(options):
        for said, new in _varied(option, words):
            yield said, {**written, "any": [*options[:place], new, *options[place + 1 :]]}


def _more_or_less(raw: object, words: Collection[str]) -> Iterator[tuple[str, object]]:
    if isinstance(raw, dict):
        for operator, below in raw.items():
            for said, value in _more_or_less(below, words):
                yield f"{operator} {said}", {operator: value}
        return
    listed = raw if isinstance(raw, list) else [raw]
    if not set(listed) <= set(words):
        return
    others = [word for word in words if word not in listed]
    if others:
        yield f"{others[0]} too", [*listed, others[0]]
    for word in listed if len(listed) > 1 else ():
        yield f"no longer {word}", [other for other in listed if other != word]
