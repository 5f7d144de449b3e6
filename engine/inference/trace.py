"""Hold what fired: plain values that explanations quote."""

from typing import Literal

import msgspec

from engine.errors import Place
from engine.inference.ways import CERTAIN, Way
from engine.language.entries import Entry
from engine.language.words import Value

Kind = Literal["conclusion", "milestone", "branch", "action", "not-yet", "want", "need"]


class Firing(msgspec.Struct, frozen=True, eq=False):
    """Record that a rule fired: what it decides, where it is written, the facts that matched it.

    `facts` names just what the rule names; a chance that is assumed is in `assumed` instead.
    `value` is the conclusion's value, the branch's number or the name of what is needed; `node`
    is where the path stands, `by` the milestone an action is due by. `way` is what the result
    rests on, `origin` the way on which the node was reached.
    """

    kind: Kind
    id: str
    entry: Entry
    facts: tuple[tuple[str, Value], ...]
    assumed: tuple[str, ...] = ()
    value: Value = ""
    node: str = ""
    by: str = ""
    origin: Way = CERTAIN
    way: Way = CERTAIN

    @property
    def place(self) -> Place:
        """Give the file, line and column of the rule."""
        return self.entry.place
