"""Run every check of a knowledge base: names first, then the base as a whole, then the tables."""

import datetime

from engine.checking.limits import LIMITS
from engine.checking.names import NAMES
from engine.checking.proof import prove
from engine.checking.suggestions import Suggestions
from engine.checking.whole import WHOLE, stale
from engine.errors import KnowledgeError, Problem
from engine.language.base import KnowledgeBase


def check(kb: KnowledgeBase, today: datetime.date | None = None) -> tuple[Problem, ...]:
    """Run every check; give all problems and warnings, sorted by place.

    `today` is the day against which sources are stale. The tables are proved only when every name
    in them leads somewhere: a table that rests on a faulty one is not reported again.
    """
    problems = names(kb)
    if not problems:
        for find in WHOLE:
            problems += find(kb)
        problems += prove(kb)
    return KnowledgeError([*problems, *stale(kb, today)]).problems


def names(kb: KnowledgeBase) -> list[Problem]:
    """Give the names that lead nowhere, else what is too large to run, unsorted."""
    suggest = Suggestions()
    problems: list[Problem] = []
    for find in NAMES:
        problems += find(kb, suggest)
    for find_large in LIMITS if not problems else ():
        problems += find_large(kb)
    return problems


def require(kb: KnowledgeBase) -> KnowledgeBase:
    """Give the base back when every name in it leads somewhere, so that it can be run.

    Raises KnowledgeError with all that is wrong.
    """
    problems = names(kb)
    if problems:
        raise KnowledgeError(problems)
    return kb
