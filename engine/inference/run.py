"""Turn answers into firings: what Experta fired, on which facts, in plain values."""

import datetime
from collections.abc import Iterator
from functools import lru_cache
from threading import Lock

from engine.inference.compiler import Program
from engine.inference.experta_engine import Fact, Fired
from engine.inference.facts import Applicant, At, Derived, Production, Want
from engine.inference.trace import Firing
from engine.inference.ways import CERTAIN
from engine.language.base import KnowledgeBase
from engine.language.words import Answers, Value

_one_at_a_time = Lock()  # one engine a base; shared by threads it would mix their facts


@lru_cache(maxsize=1)
def _program(kb: KnowledgeBase) -> Program:
    return Program(kb)


def infer(
    kb: KnowledgeBase, answers: Answers, today: datetime.date | None = None
) -> tuple[Firing, ...]:
    """Run the rules on the answers, from nothing; give every firing in order.

    `today` is the day that decides which milestones are past; without one, none is.
    """
    with _one_at_a_time:
        return tuple(_firing(fired, kb) for fired in _program(kb).run(answers, today))


def _firing(fired: Fired, kb: KnowledgeBase) -> Firing:
    production: Production = fired.function.production
    known = dict(_known(fired.matched, kb))
    named = [name for name in production.names if name not in production.assumed]
    at = next((fact for fact in fired.matched if isinstance(fact, At)), None)
    declared = fired.declared[0]
    return Firing(
        kind="want" if isinstance(declared, Want) else production.kind,
        id=production.id,
        entry=production.entry,
        facts=tuple((name, known[name]) for name in named if name in known),
        assumed=production.assumed,
        value=declared.get("value", ""),
        node=at.subject if at else "",
        by=declared.get("by", ""),
        origin=at["way"] if at else CERTAIN,
        way=declared.get("way", CERTAIN),
    )


def _known(matched: tuple[Fact, ...], kb: KnowledgeBase) -> Iterator[tuple[str, Value]]:
    """Give the facts that matched a rule, each with its value; an applicant holds every answer."""
    for fact in matched:
        if isinstance(fact, Applicant):
            for name in kb.questions:
                if fact[name] is not None:
                    yield name, fact[name]
        elif isinstance(fact, Derived):
            yield fact.subject, fact["value"]
