"""Turn what comes out for an applicant into the words it shows, of entries whose words changed."""

from collections.abc import Iterator

from engine.authoring.aspects import Aspect
from engine.authoring.difference import as_written, changed_entries
from engine.authoring.differing_tests import OF_THE_HEAD, TEXTS
from engine.authoring.entry import entries
from engine.consultation.outcome import Upshot
from engine.language.base import KnowledgeBase
from engine.language.written import Entry

_Name = tuple[str, str]
"""The kind and the id of an entry."""


class Words:
    """Hold the texts, of entries and of base.yaml, that read otherwise in one base than another."""

    def __init__(self, old: KnowledgeBase, new: KnowledgeBase) -> None:
        self._before: dict[_Name, object] = {}
        self._after: dict[_Name, object] = {}
        names = {id(entry): name for name, entry in entries(new).items()}
        for was, now in changed_entries(old, new):
            before, after = _texts(was), _texts(now)
            if before != after:
                name = names[id(now)]
                self._before[name], self._after[name] = before, after
        own_before, own_after = _own_texts(old), _own_texts(new)
        for name, text in own_after.items():
            if name in own_before and own_before[name] != text:
                self._before[name], self._after[name] = own_before[name], text

    @property
    def are_alike(self) -> bool:
        """Tell whether nothing that both bases have says anything else."""
        return not self._after

    def shown(self, upshot: Upshot, when: str) -> dict[Aspect, object]:
        """Map what is shown of the changed entries to its texts, as `before` or `after`."""
        texts = self._before if when == "before" else self._after
        if not texts:
            return {}
        shown = {
            ("words", f"{kind} {name}"): texts.get((kind, name)) for kind, name in _met(upshot)
        }
        return {aspect: text for aspect, text in shown.items() if text is not None}


def _met(upshot: Upshot) -> Iterator[_Name]:
    """Name the entries that an outcome shows something of."""
    for name in OF_THE_HEAD:
        yield "base.yaml", name
    for name in upshot.asked:
        yield "question", name
    for name in upshot.facts:
        yield "conclusion", name
    for name in upshot.visited:
        yield "node", name
        end = upshot.kb.nodes[name].end
        if end:
            yield "end", end
    for one in upshot.actions:
        yield "action", one.action.id
        if one.by:
            yield "milestone", one.by
    if upshot.first:
        yield "first row", upshot.first.id


def _own_texts(kb: KnowledgeBase) -> dict[_Name, object]:
    """Map what base.yaml has people read: all of them, and those whose path ends so."""
    own: dict[_Name, object] = {
        ("base.yaml", key): as_written(getattr(kb.head, key)) for key in OF_THE_HEAD
    }
    return own | {("end", name): end.say for name, end in kb.ends.items()}


def _texts(entry: Entry) -> tuple[object, ...]:
    """Give the texts of an entry, those of its rows and branches too."""
    own = tuple(as_written(getattr(entry, key, "")) for key in TEXTS)
    rows = (*getattr(entry, "rules", ()), *getattr(entry, "branches", ()))
    return (*own, *((row.because, getattr(row, "label", "")) for row in rows))
