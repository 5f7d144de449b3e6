"""Turn what comes out for an applicant into the words it shows, of entries whose words changed."""

from collections.abc import Collection, Iterable, Iterator
from typing import TYPE_CHECKING

import msgspec

from engine.authoring.applicants import result
from engine.authoring.aspects import WORDS, Aspect
from engine.authoring.difference import (
    Name,
    as_written,
    changed_entries,
    compared,
)
from engine.authoring.differing_tests import OF_THE_HEAD, TELLING_ALONE
from engine.consultation.casefile import Case
from engine.consultation.glance import findings, recommendations
from engine.consultation.outcome import Recommendation, Upshot
from engine.language.base import KnowledgeBase
from engine.language.written import Entry
from engine.output.citations import cited_by

if TYPE_CHECKING:
    from engine.inference.evaluation import Findings, Part

# What decides, and is told by what comes out otherwise; and what nobody is shown.
_DECIDING = (
    "when", "otherwise", "then", "go", "at", "strength", "starts", "by", "until", "private",
    "lookup", "value", "first", "claims", "review_by", *TELLING_ALONE,
)  # fmt: skip


class Words:
    """Hold the texts, of entries and of base.yaml, that read otherwise in one base than another."""

    def __init__(self, old: KnowledgeBase, new: KnowledgeBase) -> None:
        self._kb = new
        self._before: dict[Name, object] = {}
        self._after: dict[Name, object] = {}
        names = {id(entry): name for name, entry in compared(new).items()}
        for was, now in changed_entries(old, new):
            before, after = _read(was), _read(now)
            if before != after:
                name = names[id(now)]
                self._before[name], self._after[name] = before, after
        self._with_sources = any(kind == "source" for kind, _ in self._after)
        own_before, own_after = _own_texts(old), _own_texts(new)
        for name, text in own_after.items():
            if name in own_before and own_before[name] != text:
                self._before[name], self._after[name] = own_before[name], text

    def shown(self, upshot: Upshot, when: str) -> dict[Aspect, object]:
        """Map what is shown of the changed entries to its texts, as `before` or `after`."""
        texts = self._before if when == "before" else self._after
        if not texts:
            return {}
        met = [*_met(upshot), *self._cited(upshot)]
        return {(WORDS, " ".join(name)): texts[name] for name in met if name in texts}

    def read_in(self, case: Case) -> list[Aspect]:
        """List what reads otherwise for a case, where both bases come to the same for everyone.

        One of them is asked, and no more of it than where the words stand.
        """
        if not self._after:
            return []
        kinds = {kind for kind, _ in self._after}
        without: list[Part] = [part for part, of in _SHOWN_AS.items() if kinds.isdisjoint(of)]
        found = None
        if not self._with_sources:  # anything may cite one
            found = findings(self._kb, case.answers, case.today, case.done, without)
        if found is None:
            upshot = result(self._kb, case)
            met = [] if isinstance(upshot, str) else [*_met(upshot), *self._cited(upshot)]
        else:
            met = [*_met_in(found, self._kb)]
        return [(WORDS, " ".join(name)) for name in dict.fromkeys(met) if name in self._after]

    def _cited(self, upshot: Upshot) -> Iterator[Name]:
        """Name the sources that a plan cites, where one of them changed."""
        for name in _met(upshot) if self._with_sources else ():
            if self._cites(name):
                for citation in _cited_with(upshot, compared(self._kb)[name]):
                    yield "source", citation.partition("/")[0]

    def _cites(self, name: Name) -> bool:
        """Tell whether a plan cites the sources of an entry."""
        kind, own = name
        return kind in ("action", "question") or own in self._kb.head.headline


def _cited_with(upshot: Upshot, entry: Entry) -> Iterator[str]:
    """Give what an entry cites, with its rows and its arguments for and against."""
    yield from cited_by(upshot, entry)
    for below in (*getattr(entry, "rules", ()), *getattr(entry, "weigh", ())):
        yield from below.sources


_SHOWN_AS: "dict[Part, tuple[str, ...]]" = {
    "asked": ("question",),
    "advised": ("action", "milestone"),
    "first": ("first row",),
}


def _met_in(found: "Findings", kb: KnowledgeBase) -> Iterator[Name]:
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


def _met(upshot: Upshot) -> Iterator[Name]:
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


def _on_the_path(nodes: Iterable[str], kb: KnowledgeBase) -> Iterator[Name]:
    for name in nodes:
        yield "phase", kb.phase_of[name].phase
        yield "node", name
        end = kb.nodes[name].end
        if end:
            yield "end", end


def _advised(actions: Iterable[Recommendation]) -> Iterator[Name]:
    for one in actions:
        yield "action", one.action.id
        if one.by:
            yield "milestone", one.by


def _own_texts(kb: KnowledgeBase) -> dict[Name, object]:
    """Map what base.yaml has people read: all of them, and those whose path ends so."""
    own: dict[Name, object] = {
        ("base.yaml", key): as_written(getattr(kb.head, key)) for key in OF_THE_HEAD
    }
    return own | {("end", name): as_written(end) for name, end in kb.ends.items()}


def _read(entry: Entry) -> bytes:
    """Give what is read of an entry, and of its rows and branches, in its order.

    That is all but what decides, which is told by what comes out otherwise.
    """
    written = as_written(entry)
    read = _without(_DECIDING, written)
    for rows in ("rules", "branches"):
        if rows in read:
            read[rows] = [_without(_DECIDING, as_written(row)) for row in getattr(entry, rows)]
    return msgspec.json.encode(read, enc_hook=str)


def _without(keys: Collection[str], written: object) -> dict[str, object]:
    assert isinstance(written, dict)
    return {key: value for key, value in written.items() if key not in keys}
