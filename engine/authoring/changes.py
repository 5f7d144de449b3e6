"""Turn aspects that differ into changes, each said in the words of those who are to read it."""

from collections.abc import Iterable, Iterator

import msgspec

from engine.authoring.aspects import ASKED, FAILS, WAITS, WORDS, Aspect, Aspects
from engine.authoring.naming import Naming
from engine.consultation.outcome import Upshot


class Change(msgspec.Struct, frozen=True):
    """Hold what changes: the kind and the name of its aspect, and how it is said.

    What comes and goes is said by a `verb`, and as what it is called.
    """

    said: str
    kind: str
    name: str = ""
    verb: str = ""

    @property
    def in_words_alone(self) -> bool:
        """Tell whether something is said otherwise, and nothing decided otherwise."""
        return self.kind == WORDS


def as_changes(
    told: Iterable[Aspect], before: Aspects, after: Aspects, naming: Naming
) -> Iterator[Change]:
    """Give the changes of some aspects."""
    for kind, name in told:
        if kind in _COMES_AND_GOES:
            verb = _COMES_AND_GOES[kind][(kind, name) in before]
            yield Change(naming.subject(kind, name), kind, name, verb)
        else:
            yield Change(_said((kind, name), before, after, naming), kind, name)


def sentences(changes: Iterable[Change]) -> list[str]:
    """Say changes one by one, then what comes and what goes: of one kind in one sentence."""
    alone: list[str] = []
    lists: dict[str, list[str]] = {}
    for change in changes:
        if change.verb:
            lists.setdefault(change.verb, []).append(change.said)
        else:
            alone.append(change.said)
    return [*alone, *(f"{verb} {', '.join(names)}" for verb, names in lists.items())]


def anew(after: Upshot, naming: Naming) -> Change:
    """Give what comes out for somebody who could not answer so before: what is first of all."""
    facts = [
        f"{naming.fact(name)} {naming.answer(name, after.facts[name])}"
        for name in after.kb.head.headline
        if name in after.facts
    ]
    if after.first:
        facts.append(f"what comes first is {naming.entry('first row', after.first.id)}")
    advised = [one for one in after.actions if not one.contingent]
    said = f"could not be answered before; now {', '.join([*facts, f'{len(advised)} actions'])}"
    return Change(said, FAILS)


def _said(aspect: Aspect, before: Aspects, after: Aspects, naming: Naming) -> str:
    """Say how an aspect changed."""
    kind, name = aspect
    was, now = before.get(aspect), after.get(aspect)
    if kind == FAILS:
        return f"nothing comes out: {now}" if now else f"nothing came out before: {was}"
    if kind == WORDS:
        return f"reads {naming.subject(kind, name)} otherwise"
    if kind == "pending" and now and not was:
        return f"now waits for {naming.value(kind, name, now)}"
    if kind == "pending" and was and not now:
        return f"no longer waits for {naming.value(kind, name, was)}"
    if isinstance(was, int) and isinstance(now, int):
        return f"{naming.subject(kind, name)} is {abs(now - was)} {'more' if now > was else 'less'}"
    called = naming.subject(kind, name)
    subject = _SUBJECTS.get(kind) or (called if kind == "conclusion" else f"{kind} of {called}")
    return f"{subject} was {naming.value(kind, name, was)}, is {naming.value(kind, name, now)}"


_COMES_AND_GOES = {
    "path": ("passes", "no longer passes"),
    "action": ("is advised", "is no longer advised"),
    "left-out": ("no longer shows around", "shows around"),
    ASKED: ("is asked", "is no longer asked"),
    WAITS: ("also waits for", "no longer waits for"),
}
_SUBJECTS = {"first": "what comes first", "pending": "the next question", "next": "what is next"}
