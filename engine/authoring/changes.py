"""Turn aspects that differ into changes, each said in the words of those who are to read it."""

from collections.abc import Iterable, Iterator

import msgspec

from engine.authoring.aspects import FAILS, WAITS, WORDS, Aspect, Aspects
from engine.authoring.naming import Naming
from engine.consultation.outcome import Upshot


class Change(msgspec.Struct, frozen=True):
    """Hold what changes: how it is said, and the kind and the name of its aspect.

    What comes and goes of one kind is one change, and has no name.
    """

    said: str
    kind: str
    name: str = ""

    @property
    def in_words_alone(self) -> bool:
        """Tell whether something is said otherwise, and nothing decided otherwise."""
        return self.kind == WORDS


def as_changes(
    told: Iterable[Aspect], before: Aspects, after: Aspects, naming: Naming
) -> Iterator[Change]:
    """Give the changes of some aspects; what came, and what went, of one kind is one of them."""
    lists: dict[tuple[str, str], list[str]] = {}
    for kind, name in told:
        if kind in _COMES_AND_GOES:
            verb = _COMES_AND_GOES[kind][(kind, name) in before]
            lists.setdefault((kind, verb), []).append(naming.subject(kind, name))
        else:
            yield Change(_said((kind, name), before, after, naming), kind, name)
    for (kind, verb), names in lists.items():
        yield Change(f"{verb} {', '.join(names)}", kind)


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
    WAITS: ("also waits for", "no longer waits for"),
}
_SUBJECTS = {"first": "what comes first", "pending": "the next question", "next": "what is next"}
