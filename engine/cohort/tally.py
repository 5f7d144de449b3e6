"""Turn the outcomes of many applicants, batch by batch, into counts without a name in them."""

from collections import Counter
from collections.abc import Mapping

import polars as pl

from engine.cohort.outcomes import ACTION, COMES, CONCLUSION, LEVELS, NODE, WAITS_FOR
from engine.language.base import KnowledgeBase
from engine.language.entries import Phase

NO, CONTINGENT, CERTAIN = range(len(LEVELS))


class Tally:
    """Count what comes out: what is waited for, what comes first, conclusions, phases, actions.

    `complete` counts those who wait for nothing, `waiting` the others by question; `first` counts
    by row of first.yaml, `values` by conclusion and value; `phases` and `actions` by id, for how
    many it is certain or contingent.
    """

    def __init__(self, kb: KnowledgeBase) -> None:
        named = dict.fromkeys([*kb.head.headline, *kb.head.columns])
        conclusions = [kb.conclusions[name] for name in named if name in kb.conclusions]
        self.kb = kb
        self.complete = 0
        self.waiting: Counter[str] = Counter()
        self.first: Counter[str] = Counter()
        self.values: dict[str, Counter[str]] = {
            one.id: Counter() for one in conclusions if one.type != "integer"
        }
        self.phases: dict[str, Counter[int]] = {one.phase: Counter() for one in kb.phases}
        self.actions: dict[str, Counter[int]] = {name: Counter() for name in kb.actions}
        self._reached = {one.phase: _phase(one) for one in kb.phases}
        self._advised = {name: pl.col(ACTION + name).to_physical() for name in kb.actions}

    @property
    def rows(self) -> int:
        """Count the applicants."""
        return self.complete + self.waiting.total()

    def add(self, outcomes: pl.DataFrame) -> None:
        """Count a batch of outcomes in."""
        self.complete += outcomes[WAITS_FOR].null_count()
        self.waiting.update(_counted(outcomes[WAITS_FOR].drop_nulls()))
        self.first.update(_counted(outcomes[COMES].drop_nulls()))
        for name, counts in self.values.items():
            counts.update(_counted(outcomes[CONCLUSION + name].drop_nulls()))
        _count_levels(outcomes, self._reached, self.phases)
        _count_levels(outcomes, self._advised, self.actions)


def _phase(phase: Phase) -> pl.Expr:
    """Give how a phase is reached: as certainly as the most certain of its nodes."""
    nodes = (pl.col(NODE + node.id).to_physical() for node in phase.nodes)
    return pl.max_horizontal(pl.lit(NO, dtype=pl.UInt8), *nodes)


def _count_levels(
    outcomes: pl.DataFrame, expressions: Mapping[str, pl.Expr], counters: dict[str, Counter[int]]
) -> None:
    """Count how often each expression is certain and how often contingent."""
    if not expressions:
        return
    counts = outcomes.select(
        (expression == level).sum().alias(f"{name}:{level}")
        for name, expression in expressions.items()
        for level in (CONTINGENT, CERTAIN)
    ).row(0, named=True)
    for name in expressions:
        for level in (CONTINGENT, CERTAIN):
            counters[name][level] += counts[f"{name}:{level}"]


def _counted(values: pl.Series) -> dict[str, int]:
    # In their order: what is counted as often would else stand as it falls.
    return dict(values.value_counts().sort(values.name).iter_rows())
