"""Turn what comes out for an applicant into its aspects, each of which can be compared alone."""

from collections.abc import Iterator, Mapping

from engine.authoring.difference import written_instant
from engine.consultation.answers import plain
from engine.consultation.casefile import Case
from engine.consultation.glance import glance
from engine.consultation.outcome import Upshot
from engine.errors import MatchpathError
from engine.language.base import KnowledgeBase
from engine.language.words import Value

Aspect = tuple[str, str]
"""A kind, and the id of what it is of: `("strength", "buy")`; no id where there is only one."""

Aspects = Mapping[Aspect, object]
"""What comes out, aspect by aspect; what does not come out has none."""

# Kinds, in the order in which they are told.
FAILS = "fails"  # nothing comes out, and why
ASKED = "asked"  # a question that the other base does not have
WAITS = "waits"  # a question that is asked and has no answer
WORDS = "words"  # said otherwise, and nothing decided otherwise
KINDS = (
    FAILS, "conclusion", "path", "action", "first", "state", "due", "date", "strength", "at",
    "left-out", "next", "pending", ASKED, WAITS, WORDS,
)  # fmt: skip


def aspects_of(kb: KnowledgeBase, case: Case) -> Aspects:
    """Consult with a case; give its aspects, or the one that it fails."""
    try:
        return aspects(glance(kb, case.answers, case.today, case.done))
    except MatchpathError as error:
        return {(FAILS, ""): error.problems[0].message}


def aspects(upshot: Upshot) -> Aspects:
    """Give every aspect of what comes out."""
    return dict(_aspects(upshot))


def facts_as_aspects(facts: Mapping[str, Value]) -> Aspects:
    """Give what is concluded as aspects."""
    return {("conclusion", name): plain(value) for name, value in facts.items()}


def changed(before: Aspects, after: Aspects) -> list[Aspect]:
    """List the aspects in which two outcomes differ, kind by kind."""
    differing = [one for one in before if before[one] != after.get(one)]
    differing += [one for one in after if one not in before]
    return sorted(differing, key=lambda aspect: KINDS.index(aspect[0]))


def expectation(aspect: Aspect, aspects: Aspects) -> tuple[str, object] | None:
    """Give the key and the value by which a case expects an aspect to come out as it does.

    None where a case can't.
    """
    kind, name = aspect
    value = aspects.get(aspect)
    if kind == "conclusion":
        return None if value is None else (name, value)
    if kind in ("path", "action", "left-out"):
        key = {"action": "actions"}.get(kind, kind)
        return (key if value else f"not-{key}", [name])
    if kind == "next":
        return kind, list(value) if isinstance(value, tuple) else []
    if kind in ("first", "pending"):
        return kind, value or None
    return (kind, {name: value}) if value is not None and kind not in (FAILS, "date") else None


def _aspects(upshot: Upshot) -> Iterator[tuple[Aspect, object]]:
    questions = upshot.kb.questions
    yield from facts_as_aspects(upshot.facts).items()
    for node in upshot.visited:
        yield ("path", node), True
    for one in upshot.actions:
        name = one.action.id
        yield ("action", name), True
        yield ("state", name), one.state
        yield ("due", name), one.by
        yield ("date", name), _day(upshot, one.by)
        yield ("strength", name), one.action.strength
        yield ("at", name), one.node
        if one.action.private:
            yield ("left-out", name), True
    for name in upshot.answers:
        if questions[name].private and name in upshot.asked:
            yield ("left-out", name), True
    yield ("first", ""), upshot.first.id if upshot.first else ""
    yield ("next", ""), upshot.next
    yield ("pending", ""), upshot.pending.id if upshot.pending else ""


def _day(upshot: Upshot, milestone: str) -> str:
    """Write the day and hour of a milestone in the cycle of an outcome, where it has them there."""
    instant = upshot.kb.instant(milestone, upshot.cycle)
    return written_instant(instant) if instant else ""
