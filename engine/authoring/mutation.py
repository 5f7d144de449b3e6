"""Hold one change of a base: what might be written wrong and is not found by a check."""

from collections.abc import Callable

import msgspec

from engine.authoring.aspects import Aspect
from engine.errors import Place
from engine.language import when
from engine.language.base import KnowledgeBase
from engine.language.condition import Condition
from engine.language.entries import Action, Conclusion, Node, Question
from engine.language.words import NOT_YET, Answers


class Mutation(msgspec.Struct, frozen=True, eq=False):
    """Hold one change: its kind, where it is made, in words; `base` makes the base that has it.

    It shows where the conditions `before` hold otherwise than those `after`; where `after` is
    empty, somewhere where all of `before` hold. `milestone` is one on whose day it may show. A
    change of words alone `shows` where an aspect has a value, one of a row to who gives `answers`;
    one of what is said beside the plan is `told` of an entry of this id.
    """

    kind: str
    place: Place
    said: str
    base: Callable[[], KnowledgeBase]
    before: tuple[Condition, ...] = ()
    after: tuple[Condition, ...] = ()
    milestone: str = ""
    shows: tuple[Aspect, object] | None = None
    answers: Answers = {}
    told: str = ""


def said_of(entry: Question | Conclusion | Node | Action, said: str) -> str:
    """Say of an entry what is other in it."""
    return f'{type(entry).__name__.lower()} "{entry.id}": {said}'


def given(fact: Question | Conclusion, *choices: str) -> Condition:
    """Give the condition that a fact is one of some choices, among others where it has several."""
    some = list(choices)
    return when.read({fact.id: {"has": some} if fact.type == "choices" else some})


def words_of(kb: KnowledgeBase) -> Callable[[str], list[str]]:
    """Give what lists the words that a fact can be; none for a number, or for a milestone."""

    def words(name: str) -> list[str]:
        fact = kb.questions.get(name) or kb.conclusions.get(name)
        return [word for word in fact.words if word != NOT_YET] if fact else []

    return words


def later(
    make: Callable[..., KnowledgeBase], *given: object, **change: object
) -> Callable[[], KnowledgeBase]:
    """Put off making a base until it is needed: there are thousands of changes."""
    return lambda: make(*given, **change)
