"""Turn an answer into all the answers after it, and what doing an action would settle."""

from collections.abc import Mapping

import msgspec

from engine.consultation.answers import BadAnswer, settled, taken_twice
from engine.errors import Problem
from engine.language.base import KnowledgeBase
from engine.language.entries import Action, Question
from engine.language.words import Answers, Value


class Taken(msgspec.Struct, frozen=True, eq=False):
    """Hold what became of the answers when one was taken.

    `moved` are those that are new or otherwise now; `withdrawn` maps the questions whose answers
    count no more to the reason. With `stands_for_others` the answer itself is not kept.
    """

    answers: dict[str, Value]
    moved: dict[str, Value]
    withdrawn: Mapping[str, Problem]
    stands_for_others: bool


def take(kb: KnowledgeBase, before: Answers, question: Question, value: Value) -> Taken:
    """Take an answer, with what it settles, and without those it leaves no room for.

    Raises BadAnswer where it is to settle others, and they are as it says already.
    """
    after = settled(kb, {**before, question.id: value})
    if after == before and question.id not in after:
        raise BadAnswer("That changes none of your answers.", "Choose another.")
    twice = taken_twice(kb, after)
    return Taken(
        answers={name: answer for name, answer in after.items() if name not in twice},
        moved={name: answer for name, answer in after.items() if before.get(name) != answer},
        withdrawn=twice,
        stands_for_others=question.id not in after,
    )


def unsettled(answers: Answers, action: Action) -> dict[str, str]:
    """Map questions to the answers that doing an action settles, where they are otherwise."""
    settles = action.settles.items()
    return {name: value for name, value in settles if answers.get(name) != value}


def still_settled(answers: Answers, action: Action) -> dict[str, str]:
    """Map questions to the answers that speak of an action, done or not."""
    settles = action.settles.items()
    return {name: value for name, value in settles if answers.get(name) == value}
