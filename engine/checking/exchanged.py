"""Find texts of two choices that look exchanged: each has the words of the other's id.

An id mostly says in a word what its text says in a sentence, `us-do` and "MD or DO: a US DO
school". Nothing else in a base says what a choice means to a person, so two texts that changed
places would be shown as they stand.
"""

import re
from collections.abc import Iterator
from itertools import combinations

import msgspec

from engine.errors import Problem
from engine.language.base import KnowledgeBase
from engine.language.entries import Conclusion, Question

_WORD = re.compile(r"[a-z]{3,}|\d+")  # shorter ones, no and of, stand in any text
_STEM = 4  # letters by which a word is told: couples, couple


def exchanged(kb: KnowledgeBase) -> Iterator[Problem]:
    """Warn of two choices whose texts have more words of each other's ids than of their own."""
    facts: tuple[Question | Conclusion, ...] = (*kb.questions.values(), *kb.conclusions.values())
    for fact in facts:
        ids = {choice: _stems(choice) for choice in fact.choices}
        texts = {choice: _stems(text) for choice, text in fact.choices.items()}
        for one, other in combinations(fact.choices, 2):
            own = len(ids[one] & texts[one]) + len(ids[other] & texts[other])
            crossed = len(ids[one] & texts[other]) + len(ids[other] & texts[one])
            if crossed > own:
                yield _looks_so(fact, one, other)


def _stems(text: str) -> frozenset[str]:
    """Give the beginnings of the words of an id or a text."""
    return frozenset(word[:_STEM] for word in _WORD.findall(text.lower()))


def _looks_so(fact: Question | Conclusion, one: str, other: str) -> Problem:
    read, crossing = fact.choices[one], fact.choices[other]
    message = f'"{one}" of "{fact.id}" reads "{read}", and "{other}" reads "{crossing}".'
    hint = "They look exchanged: look at both."
    problem = fact.problem("exchanged", message, hint, "choices", one)
    return msgspec.structs.replace(problem, warning=True)
