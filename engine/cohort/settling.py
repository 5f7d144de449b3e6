"""Put in what answers settle of other questions, as `consultation.answers.settled` does."""

from collections.abc import Mapping
from itertools import pairwise

from engine.cohort.dialect import Dialect, Expression, Stage
from engine.inference.lowered.codes import Domain
from engine.language.base import KnowledgeBase
from engine.language.entries import FOLLOWING, Question

GIVEN = "given:"  # the answer as it was given, before another settled it


class Settling:
    """Write the stages in which answers settle others: one for each question that does."""

    def __init__(self, kb: KnowledgeBase, domains: Mapping[str, Domain], dialect: Dialect) -> None:
        self._kb = kb
        self._domains = domains
        self._dialect = dialect

    def stages(self) -> list[Stage]:
        """Give the stages, in the order of the questions; an answer that settles is not kept."""
        questions = self._kb.questions.values()
        settling = [question for question in questions if question.settles or question.stands_for]
        given = {GIVEN + one.id: self._dialect.column(one.id) for one in settling}
        return [given, *map(self._settled, settling)] if settling else []

    def _settled(self, question: Question) -> Stage:
        return self._replaced(question) if question.stands_for else self._chosen(question)

    def _replaced(self, question: Question) -> Stage:
        """Let a number take the place of another, and what it outdates go."""
        given, name = self._dialect.column(GIVEN + question.id), question.stands_for
        own, other = self._domains[question.id], self._domains[name]
        numbers = range(own.low, own.high + 1)
        codes = {own.code(number): other.code(number) for number in numbers}
        is_number = self._dialect.within(GIVEN + question.id, ((own.code(own.low), own.last),))
        none = self._dialect.number(0)
        stage: dict[str, Expression] = {}
        for gone in (question.id, *question.outdates):
            stage[gone] = self._dialect.choose(is_number, none, self._dialect.column(gone))
        taken = self._dialect.looked_up(GIVEN + question.id, codes, given)
        stage[name] = self._dialect.choose(is_number, taken, self._dialect.column(name))
        return stage

    def _chosen(self, question: Question) -> Stage:
        codes = {choice: self._domains[question.id].code(choice) for choice in question.settles}
        given = self._dialect.column(GIVEN + question.id)
        stage: dict[str, Expression] = {question.id: self._dialect.column(question.id)}
        for code in codes.values():
            none = self._dialect.number(0)
            stage[question.id] = self._dialect.choose(given == code, none, stage[question.id])
        for choice, meant in question.settles.items():
            for name, value in meant.items():
                before = stage.get(name, self._dialect.column(name))
                settled = self._value(name, value)
                stage[name] = self._dialect.choose(given == codes[choice], settled, before)
        return stage

    def _value(self, name: str, value: str) -> Expression:
        domain = self._domains[name]
        if value != FOLLOWING:
            return self._dialect.number(domain.code(value))
        choices = list(map(domain.code, self._kb.questions[name].choices))
        following = dict(pairwise(choices))
        return self._dialect.looked_up(name, following, self._dialect.column(name))
