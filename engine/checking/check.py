"""Run every check of a knowledge base."""

import datetime
from collections.abc import Callable, Iterator

from engine.checking.names import (
    circles,
    conclusions,
    conditions,
    cycles,
    sources,
    targets,
    texts,
    words,
)
from engine.checking.proof import prove
from engine.checking.whole import chances, ends, stale, uncited, unused
from engine.errors import KnowledgeError, Problem
from engine.language.base import KnowledgeBase


def check(kb: KnowledgeBase, today: datetime.date | None = None) -> tuple[Problem, ...]:
    """Run every check; give all problems and warnings, sorted by place.

    `today` is the day against which sources are stale. The tables are proved only when every name
    in them leads somewhere: a table that rests on a faulty one is not reported again.
    """
    problems = [problem for one in STRUCTURE for problem in one(kb)]
    if not problems:
        problems += [problem for one in WHOLE for problem in one(kb)]
        problems += prove(kb)
    return KnowledgeError([*problems, *stale(kb, today)]).problems


def require(kb: KnowledgeBase) -> KnowledgeBase:
    """Give the base back when every name in it leads somewhere, so that it can be run.

    Raises KnowledgeError with all that is wrong.
    """
    if problems := [problem for one in STRUCTURE for problem in one(kb)]:
        raise KnowledgeError(problems)
    return kb


Check = Callable[[KnowledgeBase], Iterator[Problem]]


STRUCTURE: tuple[Check, ...] = (
    conditions,
    targets,
    cycles,
    conclusions,
    circles,
    sources,
    words,
    texts,
)


WHOLE: tuple[Check, ...] = (unused, ends, uncited, chances)
