"""Turn answers into firings: what Experta fired, on which facts, in plain values."""

import datetime
from collections.abc import Iterator
from functools import lru_cache
from threading import Lock

from engine.inference.compiler import Program
from engine.inference.experta_engine import Fact, Fired
from engine.inference.facts import Applicant, At, Derived, Want
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
        return tuple(_firing(one, kb) for one in _program(kb).run(answers, today))


def _firing(fired: Fired, kb: KnowledgeBase) -> Firing:
    production = fired.function.production
    known = dict(_known(fired.matched, kb))
    facts = tuple(
        (n, known[n]) for n in production.names if n in known and n not in production.assumed
    )
    at = next((fact for fact in fired.matched if isinstance(fact, At)), None)
    first = fired.declared[0]
    return Firing(
        kind="want" if isinstance(first, Want) else production.kind,
        id=production.id,
        entry=production.entry,
        facts=facts,
        assumed=production.assumed,
        value=_value(first),
        node=type(at).__name__ if at else "",
        by=first.get("by", ""),
        origin=at["way"] if at else CERTAIN,
        way=first.get("way", CERTAIN),
    )


def _known(matched: tuple[Fact, ...], kb: KnowledgeBase) -> Iterator[tuple[str, Value]]:
    for fact in matched:
        if isinstance(fact, Applicant):
            yield from ((name, fact[name]) for name in kb.questions if fact[name] is not None)
        elif isinstance(fact, Derived):
            yield type(fact).__name__, fact["value"]


def _value(declared: Fact) -> Value:
    """Give what a firing came to: a conclusion's value, a branch's number, or the name of what is needed."""
    value: Value = declared.get("value", declared.get("branch", type(declared).__name__))
    return value
