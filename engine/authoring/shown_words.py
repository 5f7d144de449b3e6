"""Turn what comes out for an applicant into the words it shows, of entries whose words changed."""

from collections.abc import Iterator

import msgspec

from engine.authoring.aspects import Aspect
from engine.authoring.difference import as_written
from engine.authoring.entry import entries
from engine.consultation.outcome import Upshot
from engine.language.base import KnowledgeBase
from engine.language.written import Entry, Written

_TEXTS = (
    "ask", "label", "help", "why", "choices", "acknowledge", "title", "text", "do", "how",
    "because", "late", "draft", "say", "decide", "call", "not_now", "heading", "below_zero",
    "usually", "due",
)  # fmt: skip

_Name = tuple[str, str]
"""The kind and the id of an entry."""


class Words:
    """Hold the texts of the entries that say something else in one base than in the other."""

    def __init__(self, old: KnowledgeBase, new: KnowledgeBase) -> None:
        before = {name: _texts(entry) for name, entry in entries(old).items()}
        after = {name: _texts(entry) for name, entry in entries(new).items()}
        names = [name for name in before if name in after and before[name] != after[name]]
        self._before = {name: before[name] for name in names}
        self._after = {name: after[name] for name in names}

    def shown(self, upshot: Upshot, when: str) -> dict[Aspect, object]:
        """Map what is shown of the changed entries to its texts, as `before` or `after`."""
        texts = self._before if when == "before" else self._after
        if not texts:
            return {}
        shown = {
            ("words", f"{kind} {name}"): texts.get((kind, name)) for kind, name in _met(upshot)
        }
        return {aspect: text for aspect, text in shown.items() if text is not None}


def words_alone(old: KnowledgeBase, new: KnowledgeBase) -> bool:
    """Tell whether nothing but texts differs, so that all comes out alike."""
    before, after = entries(old), entries(new)
    if list(before) != list(after):
        return False
    heads = [msgspec.structs.replace(kb.head, milestones=()) for kb in (old, new)]
    pairs = [*((before[name], after[name]) for name in after), heads]
    return all(_decides(was) == _decides(now) for was, now in pairs)


def _decides(entry: Written) -> object:
    """Give what an entry says beside its texts."""
    return _without_texts(as_written(entry))


def _without_texts(value: object) -> object:
    if isinstance(value, dict):
        if "choices" in value:  # their ids decide; what is shown for them does not
            value = {**value, "its choices": list(value["choices"])}
        kept = {key: below for key, below in value.items() if key not in _TEXTS}
        return [_without_texts(below) for below in kept.values()]
    return value


def _met(upshot: Upshot) -> Iterator[_Name]:
    """Name the entries that an outcome shows something of."""
    for name in upshot.asked:
        yield "question", name
    for name in upshot.facts:
        yield "conclusion", name
    for name in upshot.visited:
        yield "node", name
    for one in upshot.actions:
        yield "action", one.action.id
        if one.by:
            yield "milestone", one.by
    if upshot.first:
        yield "first row", upshot.first.id


def _texts(entry: Entry) -> tuple[object, ...]:
    """Give the texts of an entry, those of its rows and branches too."""
    own = tuple(as_written(getattr(entry, key, "")) for key in _TEXTS)
    rows = (*getattr(entry, "rules", ()), *getattr(entry, "branches", ()))
    return (*own, *((row.because, getattr(row, "label", "")) for row in rows))
