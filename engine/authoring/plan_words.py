"""Turn two bases and an applicant into the words of a plan that only the first one says."""

from itertools import takewhile

from engine.consultation.casefile import Case
from engine.consultation.consult import consult
from engine.language.base import KnowledgeBase
from engine.output.plan_text import to_text

_AROUND = 4  # words before and behind the one that differs
_LAYOUT = frozenset("-[]•*")


def words_lost(old: KnowledgeBase, new: KnowledgeBase, case: Case) -> str:
    """Give some words around the first that a plan no longer says; empty where it says all."""
    before, after = (_words(kb, case) for kb in (old, new))
    pairs = takewhile(lambda pair: pair[0] == pair[1], zip(before, after, strict=False))
    at = sum(1 for _ in pairs)
    if at == len(before):
        return ""
    some = " ".join([*_leading(before[max(at - _AROUND, 0) : at]), *_following(before[at:])])
    return "" if some in " ".join(after) else some


def _words(kb: KnowledgeBase, case: Case) -> list[str]:
    return to_text(consult(kb, case.answers, case.today, case.done)).split()


def _leading(words: list[str]) -> list[str]:
    """Leave out what belongs to the sentence before."""
    kept: list[str] = []
    for word in words:
        kept = [] if _ends(word) else [*kept, word]
    return kept


def _following(words: list[str]) -> list[str]:
    """Give the words up to the end of the sentence, and no more than some."""
    some = list(takewhile(lambda word: not set(word) <= _LAYOUT, words[: _AROUND + 1]))
    ending = next((place for place, word in enumerate(some) if _ends(word)), len(some))
    return some[: ending + 1]


def _ends(word: str) -> bool:
    return word.endswith((".", ":", "!", "?")) or set(word) <= _LAYOUT
