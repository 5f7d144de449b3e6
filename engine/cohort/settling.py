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
        settling = [question for question in self._kb.questions.values() if question.settles]
        given = {GIVEN + one.id: self._dialect.column(one.id) for one in settling}
        return [given, *map(self._settled, settling)] if settling else []

    def _settled(self, question: Question) -> Stage:
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
