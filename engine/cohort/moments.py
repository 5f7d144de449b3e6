"""Tell in which cycle each applicant is: there are few, so what is past is told by cycle.

As for one applicant (`consultation.moment`): the cycle that runs today where the base says so, open
where it may yet say so, else the answer to the question that asks for it.
"""

from functools import cached_property

import msgspec

from engine.cohort.conditions import Conditions
from engine.cohort.dialect import Dialect, Expression
from engine.consultation.moment import Day, minute_of
from engine.inference.lowered.codes import Domain, joined
from engine.inference.lowered.conditions import Conditions as Lowering
from engine.inference.lowered.form import Lowered, Parts, Within
from engine.language.base import KnowledgeBase
from engine.language.cycles import Moment, running

CYCLE = "cycle:"


class Cycles(msgspec.Struct, frozen=True, dict=True):
    """Hold the cycles by code: 0 while it is open, the answers to `question`, the one that runs.

    `turns` are those of each. It runs where `runs` holds, and it is open where `may_run` does;
    both are None where nothing but the answer counts. Without a question it runs for all.
    """

    question: str
    names: tuple[str, ...]
    running: int
    turns: tuple[tuple[int, ...], ...]
    runs: Parts | None = None
    may_run: Parts | None = None

    @cached_property
    def domain(self) -> Domain:
        """Give what the cycle of a row can be."""
        return Domain(self.names[1:])

    def at(self, place: int, bits: int) -> Within:
        """Give when one of some bits is set in the turn of the milestone at a place."""
        codes = [code for code, turns in enumerate(self.turns) if turns[place] & bits]
        return Within(CYCLE, joined((code, code) for code in codes))

    def expression(self, conditions: Conditions, dialect: Dialect) -> Expression:
        """Give the code of a row's cycle."""
        if not self.question:
            return dialect.number(self.running)
        answer = dialect.column(self.question)
        if self.runs is None or self.may_run is None:
            return answer
        rest = conditions.choose(conditions.parts(self.may_run), dialect.number(0), answer)
        return conditions.choose(conditions.parts(self.runs), dialect.number(self.running), rest)


def cycles_at(kb: KnowledgeBase, form: Lowered, today: Day | None) -> Cycles:
    """Give the cycles of a base, with what is past in each at a day or minute in Eastern time."""
    now, question = minute_of(today), kb.head.cycle
    runs = running(kb.cycles, now)
    words = form.domains[question].words if question else ()
    names = tuple(dict.fromkeys(["", *words, runs]))
    turns = tuple(form.turns(Moment(now, name)) for name in names)
    written = kb.head.running_when
    if not question or written is None:
        return Cycles(question, names, names.index(runs), turns)
    lower = Lowering(kb)
    parts, may = lower.parts(written.parts), lower.parts(written.parts, may=True)
    return Cycles(question, names, names.index(runs), turns, parts, may)
