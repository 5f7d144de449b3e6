"""Hold what fired, in plain values that explanations quote; nothing here knows Experta."""

from typing import Literal

import msgspec

from engine.errors import Place
from engine.inference.ways import CERTAIN, Ways
from engine.language.words import Value
from engine.language.written import Entry

Kind = Literal["conclusion", "milestone", "branch", "action", "not-yet", "want", "need", "first"]
"""What a rule decides: a fact, a way on, what to do, what is open, to be asked, or comes first."""


class Firing(msgspec.Struct, frozen=True, eq=False):
    """Record that a rule fired: what it decides, where it is written, the facts that matched it.

    `id` is the conclusion, milestone, node, action or question that it decides; `facts` names just
    what the rule names; a chance that is assumed is in `assumed` instead. `value` is what a
    conclusion or milestone comes to; `node` is where the path stands, `by` the milestone an action
    is due by, `state` whether its time has come. `ways` is what the result rests on, `origin` the
    ways on which the node was reached.
    """

    kind: Kind
    id: str
    entry: Entry
    facts: tuple[tuple[str, Value], ...]
    assumed: tuple[str, ...] = ()
    value: Value = ""
    node: str = ""
    by: str = ""
    state: str = ""
    origin: Ways = CERTAIN
    ways: Ways = CERTAIN

    @property
    def place(self) -> Place:
        """Give the file, line and column of the rule."""
        return self.entry.place
