"""Turn answers into firings: what Experta fired, on which facts, in plain values."""

from collections.abc import Mapping
from functools import lru_cache
from threading import Lock

from engine.inference.compiler import Program
from engine.inference.experta_engine import Match
from engine.inference.facts import At, Production, Want
from engine.inference.trace import Firing
from engine.inference.ways import CERTAIN
from engine.language.base import KnowledgeBase
from engine.language.cycles import TIMELESS, Moment
from engine.language.words import Answers, Value

_NOWHERE = At(ways=CERTAIN)  # where a rule stands that names no node

_one_at_a_time = Lock()  # one engine a base; shared by threads it would mix their facts


@lru_cache(maxsize=2)  # a base before a change and after it, turn about
def _program(kb: KnowledgeBase) -> Program:
    return Program(kb)


def infer(
    kb: KnowledgeBase,
    answers: Answers,
    moment: Moment = TIMELESS,
    done: frozenset[str] = frozenset(),
) -> tuple[Firing, ...]:
    """Run the rules on the answers, from nothing; give every firing in order.

    The moment decides which milestones are past; `done` names the actions that were done.
    """
    with _one_at_a_time:
        fired, known = _program(kb).run(answers, moment, done)
        # Rules that no advisor wrote by themselves, such as the options of an `any`, say nothing.
        return tuple(_firing(one, known) for one in fired if one.rule.production)


def _firing(fired: Match, known: Mapping[str, Value]) -> Firing:
    production: Production = fired.rule.production
    facts = []
    for name in production.named(known.get):
        if name in known and name not in production.assumed:
            facts.append((name, known[name]))
    first, declared = fired.facts[0], fired.declared[0]
    at = first if isinstance(first, At) else _NOWHERE
    field = declared.get
    return Firing(
        kind="want" if isinstance(declared, Want) else production.kind,
        id=production.id,
        entry=production.entry,
        facts=tuple(facts),
        assumed=production.assumed,
        value=field("value", ""),
        node=at.subject,
        by=field("by", ""),
        state=field("state", ""),
        origin=at["ways"],
        ways=field("ways", CERTAIN),
    )
