"""Turn the outcomes of many applicants, batch by batch, into counts without a name in them."""

from collections import Counter

import polars as pl

from engine.cohort.outcomes import ACTION, CONCLUSION, LEVELS, NODE, WAITS_FOR
from engine.language.base import KnowledgeBase

NO, CONTINGENT, CERTAIN = range(len(LEVELS))


class Tally:
    """Count what comes out: what is waited for, conclusions, phases and actions.

    `complete` counts those who wait for nothing, `waiting` the others by question; `values` counts
    by conclusion and value. `phases` and `actions` count by id, for whom it is certain and for whom contingent.
    """

    def __init__(self, kb: KnowledgeBase) -> None:
        named = dict.fromkeys([*kb.head.headline, *kb.head.columns])
        conclusions = [kb.conclusions[name] for name in named if name in kb.conclusions]
        self.kb = kb
        self.complete = 0
        self.waiting: Counter[str] = Counter()
        self.values: dict[str, Counter[str]] = {
            one.id: Counter() for one in conclusions if one.type != "integer"
        }
        self.phases: dict[str, Counter[int]] = {one.phase: Counter() for one in kb.phases}
        self.actions: dict[str, Counter[int]] = {name: Counter() for name in kb.actions}

    @property
    def rows(self) -> int:
        """Count the applicants."""
        return self.complete + self.waiting.total()

    def add(self, outcomes: pl.DataFrame) -> None:
        """Count a batch of outcomes in."""
        self.complete += outcomes[WAITS_FOR].null_count()
        self.waiting.update(_counted(outcomes[WAITS_FOR].drop_nulls()))
        for name, counts in self.values.items():
            counts.update(_counted(outcomes[CONCLUSION + name].drop_nulls()))
        for name, counts in self.actions.items():
            counts.update(_counted(outcomes[ACTION + name].to_physical()))
        for phase in self.kb.phases:
            if phase.nodes:  # as certain as the most certain of its nodes
                nodes = pl.col([NODE + node.id for node in phase.nodes]).to_physical()
                levels = outcomes.select(pl.max_horizontal(nodes)).to_series()
                self.phases[phase.phase].update(_counted(levels))


def _counted(values: pl.Series) -> dict[str, int]:
    return dict(values.value_counts().iter_rows())
