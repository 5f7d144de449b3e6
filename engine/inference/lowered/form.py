"""Hold a knowledge base in its lowered form: what is left to do once every condition is decided.

Facts are codes (`codes`), what a condition asks of a fact is a run of codes, what the world decides
is a mask (`worlds`). `lowering` makes it from a base; its readers turn it into expressions of
columns. It says what comes out and what is asked, never why: that is Experta's.

To read it: work out `steps` in order; then which chances are open; then the nodes in order, each
with all worlds in which it is reached; then, in order, what the nodes ask, and what lies `behind`.
"""

from collections.abc import Mapping
from typing import Union

import msgspec

from engine.inference.lowered.codes import Domain, Runs
from engine.inference.lowered.worlds import Worlds
from engine.language.cycles import OPEN, Dates, Moment
from engine.language.words import AHEAD, PAST, Answers


class Within(msgspec.Struct, frozen=True):
    """Hold when the code of a fact lies within one of some runs."""

    fact: str
    runs: Runs


class Either(msgspec.Struct, frozen=True):
    """Hold when one of its options does: each a row of parts, all of which must."""

    options: tuple[tuple[Union[Within, "Either"], ...], ...]


Parts = tuple[Within | Either, ...]


class Guard(msgspec.Struct, frozen=True):
    """Hold when all `parts` do, and nothing of `unless` does."""

    parts: Parts = ()
    unless: tuple[Parts, ...] = ()


class Assumption(msgspec.Struct, frozen=True):
    """Say in which worlds a test of a chance holds.

    Those of `mask` while the chance is open; all, when it was answered within `runs`; else none.
    """

    chance: str
    runs: Runs
    mask: int


class Alternative(msgspec.Struct, frozen=True):
    """Hold one form of a row: it holds where its guard does, in the worlds of its assumptions."""

    guard: Guard
    assumed: tuple[Assumption, ...] = ()


# How facts are worked out, each after those that it rests on


class Rows(msgspec.Struct, frozen=True):
    """Conclude by the row that holds: of each its number, the code that it gives, and when."""

    fact: str
    rows: tuple[tuple[int, int, Guard], ...]


class Cells(msgspec.Struct, frozen=True):
    """Conclude by looking the code of `key` up; what no cell has takes `missing`, else `rest`.

    The codes of `missing` become codes of the fact: words by `words`, numbers by adding `shift`.
    """

    fact: str
    key: str
    cells: Mapping[int, int]
    rest: int
    missing: str = ""
    words: tuple[int, ...] = ()
    shift: int = 0


class Total(msgspec.Struct, frozen=True):
    """Conclude by adding codes, each with its sign, and `constant`.

    Where one is not known there is no sum; where one is no number, its code not above the `words`
    of its fact, the sum is `unknown`.
    """

    fact: str
    terms: tuple[tuple[int, str], ...]
    words: tuple[int, ...]
    constant: int
    unknown: int


class Turn(msgspec.Struct, frozen=True):
    """Say of a milestone whether it is past (2) or ahead (1), by its `place` in the turns.

    When its date is over it is past where `past` holds, ahead where `ahead` does, and neither (0)
    while neither is known to hold, or the cycle is not known.
    """

    fact: str
    place: int
    past: tuple[Guard, ...]
    ahead: tuple[Guard, ...]


Step = Rows | Cells | Total | Turn


# What is asked


class Asking(msgspec.Struct, frozen=True):
    """Say when a fact is needed: its guard holds, on ways with `room`, at a `turn` if it has one.

    `certain`: only where the node is reached whatever the world decides. `unless`: not where one of
    these holds in all worlds in which the node is reached. A chance that is `wanted` is asked once
    its time has come. Of what lies behind one fact, the higher `rank` comes first, then the order.
    `turn` is the place of a milestone, and the bit that must be set there.
    """

    fact: str
    guard: Guard = Guard()
    wanted: bool = False
    certain: bool = False
    room: int = -1
    unless: tuple[Alternative, ...] = ()
    turn: tuple[int, int] | None = None
    rank: int = 0


# The tree


class Chance(msgspec.Struct, frozen=True):
    """Say when a chance is open: answered "not yet", or not answered while one of `until` holds.

    It opens as well where a node that `opens` it is reached, and not for certain, unanswered.
    """

    fact: str
    not_yet: int
    until: tuple[Guard, ...] = ()


class Exit(msgspec.Struct, frozen=True):
    """Leave a node by the branch of an index, to another node; `go` is empty where it ends."""

    branch: int
    go: str
    when: Alternative


class Advice(msgspec.Struct, frozen=True):
    """Recommend an action in a state, by a milestone (empty where it has none).

    In the state "gone" it is shown to no one but those who have done it.
    """

    action: str
    state: str
    by: str
    when: Alternative


class Place(msgspec.Struct, frozen=True):
    """Hold a node: the chances it opens, the branches that leave it, what is advised and asked."""

    node: str
    opens: tuple[str, ...]
    exits: tuple[Exit, ...]
    advice: tuple[Advice, ...]
    askings: tuple[Asking, ...]


class FirstRow(msgspec.Struct, frozen=True):
    """Hold a row of what comes first: it holds where one of its guards does."""

    id: str
    when: tuple[Guard, ...]


IS_OVER, IS_OPEN, HANGS = 1, 2, 4
"""The bits of a turn: the date is over; that is open; the cycle decides it, be it known or not."""


class Lowered(msgspec.Struct, frozen=True, dict=True):
    """Hold a whole base; the first of `places` is where all start, for certain.

    `behind` maps a conclusion, a milestone or a chance that is wanted to what it makes needed in
    turn. `first` has the rows of what comes first, and `dates` those of the milestones, both in
    order. Where one of `doubtful` holds, what is asked hangs on the order in which rules fire.
    """

    domains: Mapping[str, Domain]
    questions: tuple[str, ...]
    worlds: Worlds
    steps: tuple[Step, ...]
    chances: tuple[Chance, ...]
    places: tuple[Place, ...]
    behind: Mapping[str, tuple[Asking, ...]]
    doubtful: tuple[Guard, ...]
    first: tuple[FirstRow, ...]
    dates: tuple[Dates, ...]

    def codes(self, answers: Answers) -> tuple[int, ...]:
        """Give the codes of answers, in the order of the questions; 0 where there is none."""
        return tuple(self.domains[name].code(answers.get(name)) for name in self.questions)

    def turns(self, moment: Moment) -> tuple[int, ...]:
        """Give the turn of each milestone at a moment, in bits."""
        bits = {AHEAD: 0, PAST: IS_OVER, OPEN: IS_OPEN}
        anywhere = Moment(moment.now)
        return tuple(
            bits[dates.state(moment)] | (HANGS if dates.state(anywhere) == OPEN else 0)
            for dates in self.dates
        )
