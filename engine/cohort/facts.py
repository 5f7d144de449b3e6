"""Turn how facts are worked out into expressions: conclusions, dates, and the cycle."""

from functools import reduce
from operator import add

from engine.cohort.conditions import Conditions
from engine.cohort.dialect import Dialect, Expression, Stage
from engine.cohort.fact_depths import fact_depths
from engine.cohort.moments import CYCLE, Cycles
from engine.inference.lowered.form import (
    IS_OPEN,
    IS_OVER,
    Cells,
    Lowered,
    Rows,
    Step,
    Total,
    Turn,
)

_AHEAD, _PAST = 1, 2  # the codes of a date


def fixed(form: Lowered, cycles: Cycles) -> dict[str, int]:
    """Map the dates that are ahead in every cycle to their code: the same for all rows."""
    turns = [step for step in form.steps if isinstance(step, Turn)]
    ahead = (turn for turn in turns if not cycles.at(turn.place, IS_OVER | IS_OPEN).runs)
    return {turn.fact: _AHEAD for turn in ahead}


class Facts:
    """Write the facts of a base, but for those that are fixed."""

    def __init__(
        self, form: Lowered, cycles: Cycles, conditions: Conditions, dialect: Dialect
    ) -> None:
        self._form = form
        self._cycles = cycles
        self._conditions = conditions
        self._dialect = dialect
        same = fixed(form, cycles)
        self._steps = {one.fact: self._step(one) for one in form.steps if one.fact not in same}
        self._steps[CYCLE] = cycles.expression(conditions, dialect)

    def stages(self) -> list[Stage]:
        """Give the facts in layers, each followed by the tests of what it made.

        All that looks at tests must have been written before.
        """
        depths = fact_depths(self._form)
        stages: list[Stage] = []
        for depth in range(max(depths.values(), default=0) + 1):
            layer = {name for name, own in depths.items() if own == depth}
            stages.append({name: self._steps[name] for name in self._steps if name in layer})
            stages.append(self._conditions.tests(layer))
        return [stage for stage in stages if stage]

    def _step(self, step: Step) -> Expression:
        if isinstance(step, Rows):
            rows = [
                (self._conditions.guard(guard), self._dialect.number(code))
                for _, code, guard in step.rows
            ]
            return self._conditions.first([*rows, (True, self._dialect.number(0))])
        if isinstance(step, Cells):
            return self._cells(step)
        return self._total(step) if isinstance(step, Total) else self._turn(step)

    def _cells(self, step: Cells) -> Expression:
        rest = self._dialect.number(step.rest)
        if step.missing:
            other = self._dialect.column(step.missing)
            words = dict(enumerate((0, *step.words)))
            worded = self._dialect.looked_up(step.missing, words, self._dialect.number(0))
            rest = self._conditions.choose(other < len(words), worded, other + step.shift)
        return self._dialect.looked_up(step.key, {0: 0, **step.cells}, rest)

    def _total(self, step: Total) -> Expression:
        columns = [self._dialect.column(name) for _, name in step.terms]
        unknown = [column <= words for column, words in zip(columns, step.words, strict=True)]
        signed = [column * sign for (sign, _), column in zip(step.terms, columns, strict=True)]
        total = reduce(add, signed) + step.constant
        known = self._conditions.choose(
            self._conditions.any(unknown), self._dialect.number(step.unknown), total
        )
        missing = self._conditions.any(column == 0 for column in columns)
        return self._conditions.choose(missing, self._dialect.number(0), known)

    def _turn(self, step: Turn) -> Expression:
        ahead, past, neither = map(self._dialect.number, (_AHEAD, _PAST, 0))
        is_over = self._conditions.within(self._cycles.at(step.place, IS_OVER))
        is_open = self._conditions.within(self._cycles.at(step.place, IS_OPEN))
        is_past, is_ahead = map(self._conditions.guards, (step.past, step.ahead))
        over = self._conditions.choose(is_ahead, ahead, neither)
        over = self._conditions.choose(is_past, past, over)
        return self._conditions.choose(
            is_over, over, self._conditions.choose(is_open, neither, ahead)
        )
