"""Find what a base needs before it can be run: names that lead somewhere, bearable size."""

from engine.checking.limits import LIMITS
from engine.checking.names import NAMES
from engine.checking.suggestions import Suggestions
from engine.errors import KnowledgeError, Problem
from engine.language.base import KnowledgeBase


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
