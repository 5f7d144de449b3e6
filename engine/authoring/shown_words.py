"""Turn what comes out for an applicant into the words it shows, of entries whose words changed."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from engine.authoring.applicants import result
from engine.authoring.aspects import WORDS, Aspect
from engine.authoring.difference import as_written, changed_entries, compared
from engine.authoring.differing_tests import OF_THE_HEAD, TEXTS
from engine.consultation.casefile import Case
from engine.consultation.glance import findings, recommendations
from engine.consultation.outcome import Recommendation, Upshot
from engine.language.base import KnowledgeBase
from engine.language.written import Entry

if TYPE_CHECKING:
    from engine.inference.evaluation import Findings, Part

_Name = tuple[str, str]
"""The kind and the id of an entry."""


class Words:
    """Hold the texts, of entries and of base.yaml, that read otherwise in one base than another."""

    def __init__(self, old: KnowledgeBase, new: KnowledgeBase) -> None:
        self._kb = new
        self._before: dict[_Name, object] = {}
        self._after: dict[_Name, object] = {}
        names = {id(entry): name for name, entry in compared(new).items()}
        for was, now in changed_entries(old, new):
            before, after = _texts(was), _texts(now)
            if before != after:
                name = names[id(now)]
                self._before[name], self._after[name] = before, after
        own_before, own_after = _own_texts(old), _own_texts(new)
        for name, text in own_after.items():
            if name in own_before and own_before[name] != text:
                self._before[name], self._after[name] = own_before[name], text

    def shown(self, upshot: Upshot, when: str) -> dict[Aspect, object]:
        """Map what is shown of the changed entries to its texts, as `before` or `after`."""
        texts = self._before if when == "before" else self._after
        if not texts:
            return {}
        shown = {(WORDS, f"{kind} {name}"): texts.get((kind, name)) for kind, name in _met(upshot)}
        return {aspect: text for aspect, text in shown.items() if text is not None}

    def read_in(self, case: Case) -> list[Aspect]:
        """List what reads otherwise for a case, where both bases come to the same for everyone.

        One of them is asked, and no more of it than where the words stand.
        """
        if not self._after:
            return []
        kinds = {kind for kind, _ in self._after}
        without: list[Part] = [part for part, of in _SHOWN_AS.items() if kinds.isdisjoint(of)]
        found = findings(self._kb, case.answers, case.today, case.done, without)
        if found is None:
            upshot = result(self._kb, case)
            met = () if isinstance(upshot, str) else _met(upshot)
        else:
            met = _met_in(found, self._kb)
        read = (one for one in dict.fromkeys(met) if one in self._after)
        return [(WORDS, f"{kind} {name}") for kind, name in read]


_SHOWN_AS: "dict[Part, tuple[str, ...]]" = {
    "asked": ("question",),
    "advised": ("action", "milestone"),
    "first": ("first row",),
}


def _met_in(found: "Findings", kb: KnowledgeBase) -> Iterator[_Name]:
    """Name the entries that an outcome shows something of, as `_met` does, from what was found."""
    for name in OF_THE_HEAD:
        yield "base.yaml", name
    for name in found.asked:
        yield "question", name
    for name in kb.conclusions:
        if name in found.facts:
            yield "conclusion", name
    yield from _on_the_path((node.id for node in kb.ordered_nodes if node.id in found.reached), kb)
    yield from _advised(recommendations(kb, found))
    if found.first:
        yield "first row", found.first


def _met(upshot: Upshot) -> Iterator[_Name]:
    """Name the entries that an outcome shows something of."""
    for name in OF_THE_HEAD:
        yield "base.yaml", name
    for name in upshot.asked:
        yield "question", name
    for name in upshot.facts:
        yield "conclusion", name
    yield from _on_the_path(upshot.visited, upshot.kb)
    yield from _advised(upshot.actions)
    if upshot.first:
        yield "first row", upshot.first.id


def _on_the_path(nodes: Iterable[str], kb: KnowledgeBase) -> Iterator[_Name]:
    for name in nodes:
        yield "phase", kb.phase_of[name].phase
        yield "node", name
        end = kb.nodes[name].end
        if end:
            yield "end", end


def _advised(actions: Iterable[Recommendation]) -> Iterator[_Name]:
    for one in actions:
        yield "action", one.action.id
        if one.by:
            yield "milestone", one.by


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
    return (*own, *((row.because, getattr(row, "label", ""), row.sources) for row in rows))
