"""Turn the texts of a base into single changes of them: each shows another fact, another date."""

import re
from collections.abc import Iterable, Iterator, Mapping

import msgspec

from engine.authoring import altered
from engine.authoring.aspects import Aspect
from engine.authoring.mutation import Mutation, later
from engine.language.base import KnowledgeBase
from engine.language.entries import Action, Conclusion, First, Row

_OF_ACTIONS = ("do", "how", "because", "late")
_OF_FIRST = ("say", "decide", "call")
_IN_BRACES = re.compile(r"\{(?:[a-z]+:)?[a-z][a-z0-9_-]*\}")


def shown(kb: KnowledgeBase) -> Iterator[Mutation]:
    """Let a text show another fact or date in braces, the next one of its sort that texts show."""
    others = _next_ones(_texts(kb))
    for action in kb.actions.values():
        for key in _OF_ACTIONS:
            yield from _in_text(kb, action, key, ("action", action.id), others)
    for row in kb.first.values():
        for key in _OF_FIRST:
            yield from _in_text(kb, row, key, ("first", ""), others)


def reasons(kb: KnowledgeBase) -> Iterator[Mutation]:
    """Let the reason of a row show another fact, the next one that reasons of rows show."""
    rows = [row for conclusion in kb.conclusions.values() for row in conclusion.rules]
    others = _next_ones(row.because for row in rows)
    for conclusion in kb.conclusions.values():
        for row in conclusion.rules:
            for said, text in _other_texts(row.because, others):
                yield _reasoned(kb, conclusion, row, text, f'"{conclusion.id}" {said}')


def _reasoned(
    kb: KnowledgeBase, conclusion: Conclusion, row: Row, because: str, said: str
) -> Mutation:
    """Give the change of a row's reason."""
    new = msgspec.structs.replace(row, because=because)
    rules = tuple(new if one is row else one for one in conclusion.rules)
    return Mutation(
        "text",
        row.origin.at("because"),
        said,
        later(altered.with_conclusion, kb, msgspec.structs.replace(conclusion, rules=rules)),
        (row.when,),
        told=conclusion.id,
    )


def calls(kb: KnowledgeBase) -> Iterator[Mutation]:
    """Let a row of what comes first name nobody to call."""
    for row in kb.first.values():
        if row.call:
            said = f'"{row.id}" names nobody to call'
            yield _worded(kb, row, "call", "", said, ("first", ""))


def asides(kb: KnowledgeBase) -> Iterator[Mutation]:
    """Leave out what a row of what comes first gives to decide, and what can wait."""
    for row in kb.first.values():
        if row.decide:
            said = f'"{row.id}" gives nothing to decide'
            yield _worded(kb, row, "decide", "", said, ("first", ""))
        if row.not_now:
            said = f'"{row.id}" says of nothing that it can wait'
            yield _worded(kb, row, "not_now", (), said, ("first", ""))


def _texts(kb: KnowledgeBase) -> list[str]:
    texts = [getattr(action, key) for action in kb.actions.values() for key in _OF_ACTIONS]
    return texts + [getattr(row, key) for row in kb.first.values() for key in _OF_FIRST]


def _next_ones(texts: Iterable[str]) -> dict[str, str]:
    """Map what texts show in braces to what is to stand there: the next of its sort."""
    found = sorted({braces for text in texts for braces in _IN_BRACES.findall(text)})
    others = {}
    for braces in found:
        alike = [one for one in found if _sort(one) == _sort(braces)]
        others[braces] = alike[(alike.index(braces) + 1) % len(alike)]
    return {braces: other for braces, other in others.items() if braces != other}


def _sort(braces: str) -> str:
    return braces.partition(":")[0] if ":" in braces else ""


def _in_text(
    kb: KnowledgeBase, entry: Action | First, key: str, aspect: Aspect, others: dict[str, str]
) -> Iterator[Mutation]:
    for said, new in _other_texts(getattr(entry, key), others):
        yield _worded(kb, entry, key, new, f'"{entry.id}" {said}', aspect)


def _other_texts(text: str, others: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Give a text with each of what it shows exchanged, and what is other in it."""
    for found in _IN_BRACES.finditer(text):
        if other := others.get(found[0]):
            new = text[: found.start()] + other + text[found.end() :]
            yield f"shows {other}, not {found[0]}", new


def _worded(
    kb: KnowledgeBase, entry: Action | First, key: str, new: object, said: str, aspect: Aspect
) -> Mutation:
    """Give the change of a text; it shows for whom the aspect is that of the entry."""
    return Mutation(
        "text",
        entry.origin.at(key),
        said,
        later(_with, kb, msgspec.structs.replace(entry, **{key: new})),
        (entry.when,),
        shows=(aspect, True if isinstance(entry, Action) else entry.id),
    )


def _with(kb: KnowledgeBase, entry: Action | First) -> KnowledgeBase:
    if isinstance(entry, Action):
        return altered.with_action(kb, entry)
    return altered.with_first(
        kb, (entry if row.id == entry.id else row for row in kb.first.values())
    )
