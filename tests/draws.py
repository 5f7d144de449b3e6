"""What Hypothesis draws: answers to a question, and whole consultations."""

from datetime import date

from hypothesis import strategies as st

from engine.consultation.glance import glance
from engine.language.base import KnowledgeBase
from engine.language.entries import Question
from engine.language.words import DECLINED, NONE, NOT_YET, UNKNOWN

BESIDE = (-10, -1, 0, 2, 3)  # how far from the numbers of its tables a base is likely to decide


def numbers(kb: KnowledgeBase, question: Question) -> list[int]:
    """Give the numbers worth trying: the ends, and those at and beside the numbers of the tables."""
    low, high = question.min or 0, question.max or 0
    cells = [
        cell for table in kb.tables.values() for row in table.rows.values() for cell in row.values()
    ]
    near = {cell + step for cell in cells if isinstance(cell, int) for step in BESIDE}
    return sorted({low, high} | {number for number in near if low <= number <= high})


def values(kb: KnowledgeBase, question: Question) -> st.SearchStrategy:
    """Draw an answer to a question; "not yet" is none here."""
    if question.type == "integer":
        return st.sampled_from(numbers(kb, question))
    words = [word for word in question.words if word not in (UNKNOWN, DECLINED, NOT_YET)]
    if question.type == "choices":
        several = st.frozensets(st.sampled_from([w for w in words if w != NONE]), min_size=1)
        alone = [frozenset({NONE})] if NONE in words else []
        alone += question.allow
        return st.one_of(several, *map(st.just, alone))
    return st.sampled_from([*words, *question.allow])


def complete(
    kb: KnowledgeBase, data: st.DataObject, known: dict, today: date | None = None
) -> dict:
    """Answer whatever is asked until nothing is; chances are left to the world.

    A glance tells what is asked as the rules would, and a hundred times as quickly.
    """
    upshot = glance(kb, dict(known), today)
    while (pending := upshot.pending) is not None:
        value = NOT_YET if pending.is_chance else data.draw(values(kb, pending), label=pending.id)
        # As a consultation keeps them: an answer may outdate others, which are asked anew.
        upshot = glance(kb, {**upshot.answers, pending.id: value}, today)
    return dict(upshot.answers)
