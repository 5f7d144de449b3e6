"""Hold what a path is shown by: stations with their roads and ways on, and the runs they make."""

import msgspec

from engine.consultation.outcome import Recommendation
from engine.inference.ways import Way
from engine.language.ends import End
from engine.language.entries import Phase

_A_CARD = 3  # stations of a run that hangs on chance which are a card, and not a box


class Road(msgspec.Struct, frozen=True):
    """Hold a branch that a station has: taken, or closed.

    `goal` is the node to which a closed one would have led, and `to` what that is called; both are
    empty where it would have led on alike.
    """

    label: str
    taken: bool
    goal: str = ""
    to: str = ""
    because: str = ""


class Exit(msgspec.Struct, frozen=True):
    """Hold the way from a station to another, `called` by its title, and the labels of branches.

    Of several ways to one station the last is `below`: there it stands in the tree. The others are
    told, and not drawn, so that no two cross.
    """

    to: str
    called: str
    labels: tuple[str, ...]
    because: str = ""
    below: bool = False


class Station(msgspec.Struct, frozen=True, eq=False):
    """Hold a node of the path as it is shown.

    `number` is 0 where it stands in no card. `steps` are the actions beside it that are
    not done, the first to do first. `closed` names the facts that closed its roads, with the
    reader's own value. `end` is the end it is, if it is one; one that `waits` needs an answer.
    """

    node: str
    title: str
    text: str
    phase: Phase
    number: int
    roads: tuple[Road, ...]
    exits: tuple[Exit, ...]
    steps: tuple[Recommendation, ...]
    closed: tuple[tuple[str, str], ...]
    ways: tuple[Way, ...]
    state: str
    end: End | None = None
    waits: bool = False
    sources: tuple[str, ...] = ()

    @property
    def contingent(self) -> bool:
        """Tell whether it is reached by chance alone."""
        return bool(self.ways)


class Run(msgspec.Struct, frozen=True, eq=False):
    """Hold stations in a row with no way between them but on: what stands in one card."""

    phase: Phase
    stations: tuple[Station, ...]

    @property
    def contingent(self) -> bool:
        """Tell whether it is reached by chance alone."""
        return self.stations[0].contingent

    @property
    def is_card(self) -> bool:
        """Tell whether it is shown as a card; else it is a box in the tree of what may come."""
        return not self.last.end and (not self.contingent or len(self.stations) >= _A_CARD)

    @property
    def last(self) -> Station:
        """Give the station it is left from."""
        return self.stations[-1]

    @property
    def state(self) -> str:
        """Tell whether it lies behind, is where the reader stands, or is ahead."""
        states = [station.state for station in self.stations]
        if "here" in states:
            return "here"
        return "past" if set(states) == {"past"} else "ahead"
