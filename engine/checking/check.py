"""Run every check of a knowledge base: names first, then the tables, then the base as a whole."""

import datetime

from engine.checking.proof import prove
from engine.checking.required import names
from engine.checking.whole import WHOLE, untimely
from engine.errors import KnowledgeError, Problem
from engine.language.base import KnowledgeBase


def check(kb: KnowledgeBase, today: datetime.date | None = None) -> tuple[Problem, ...]:
    """Run every check; give all problems and warnings, sorted by place.

    `today` is the day against which the days of sources are held. The tables are proved only when
    every name in them leads somewhere: a table that rests on a faulty one is not reported again.
    """
    problems = names(kb)
    if not problems:
        problems += prove(kb)
        for find in WHOLE:
            problems += find(kb)
    warnings = [*kb.warnings, *(untimely(kb, today) if today else ())]
    return KnowledgeError([*problems, *warnings]).problems
