"""Name what a knowledge base is made of; the fields are the keys that advisors write."""

import datetime
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from engine.errors import Origin, Place, Problem
from engine.language.condition import ALWAYS, Condition
from engine.language.expression import Sum, shown_facts
from engine.language.words import (
    AHEAD,
    DECLINED,
    NOT_YET,
    PAST,
    UNKNOWN,
    YES_NO,
    Address,
    Choice,
    Claim,
    Days,
    Id,
    Labels,
    Line,
    Number,
    OneOrMore,
    Points,
    Reference,
    References,
    Text,
    Texts,
    Weeks,
    several,
)

Strength = Literal["must", "should", "consider", "avoid"]
Standing = Literal["official", "secondary", "opinion", "ours"]


class Written(msgspec.Struct, frozen=True, kw_only=True, eq=False, forbid_unknown_fields=True):
    """Hold what everything read from a file has: where it was written."""

    origin: Origin

    @property
    def place(self) -> Place:
        """Give the file, line and column where it starts."""
        return self.origin.at()

    def problem(self, code: str, message: str, hint: str, *keys: str | int) -> Problem:
        """Make a problem of it, at one of its keys, or at its start."""
        return Problem(self.origin.at(*keys), code, message, hint)


class Entry(Written, frozen=True, kw_only=True, eq=False):
    """Hold what every entry has: its sources, an advisor's note."""

    source: OneOrMore = ()
    note: Text = ""

    @property
    def sources(self) -> tuple[str, ...]:
        """Give the cited source ids, `article/S0.1` or `nrmp-soap`, as a tuple."""
        return several(self.source)


class Cell(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Point at a column of a table."""

    table: Reference
    column: Reference


class Supposition(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Say in a clause what some choices of a chance mean: "you do not match"."""

    values: References
    say: Line


Suppositions = Annotated[tuple[Supposition, ...], Meta(max_length=50)]
Allowed = Annotated[tuple[Literal["unknown", "declined"], ...], Meta(max_length=2)]


class Lever(Entry, frozen=True, kw_only=True, eq=False):
    """Describe how an answer can still become another, in how many weeks, by when.


    `to` lists the answers it can lead to, all when it is empty; `before` the milestones by which it
    has to be done, of which the first that is still ahead counts. A change of aim, which is
    decided and not worked for, stands `apart`.
    """

    do: Text
    weeks: Weeks
    to: References = ()
    when: Condition = ALWAYS
    before: OneOrMore = ()
    apart: bool = False

    @property
    def milestones(self) -> tuple[str, ...]:
        """Give the ids of the milestones in `before`."""
        return several(self.before)


class Argument(Entry, frozen=True, kw_only=True, eq=False):
    """Describe one reason for or against a choice of the student's, and for whom it holds."""

    choice: Reference
    stand: Literal["for", "against"]
    say: Text
    when: Condition = ALWAYS


class Question(Entry, frozen=True, kw_only=True, eq=False):
    """Describe an asked fact: its words, its legal answers, when its time comes.

    `can_change` says how a person can still bring about another answer; without it the answer is
    fixed. `weigh` gives the case for and against its choices. In a copy to show around, an answer
    that is `private` is left out, and a number is given in bands `coarse` points wide.
    """

    id: Id
    ask: Line
    label: Line
    type: Literal["choice", "choices", "yes-no", "integer"]
    choices: Labels = {}
    choices_from: Cell | None = None
    min: Number | None = None
    max: Number | None = None
    allow: Allowed = ()
    future: Line = ""
    until: Condition | None = None
    suppose: Suppositions = ()
    support_after: References = ()
    can_change: tuple[Lever, ...] = ()
    weigh: tuple[Argument, ...] = ()
    help: Text = ""
    private: bool = False
    coarse: Points = 0

    @property
    def is_chance(self) -> bool:
        """Tell whether the world decides the answer, so that "not yet" is one."""
        return bool(self.future)

    @property
    def words(self) -> Texts:
        """Map every answer that is a word to the text shown for it, `not_yet` included."""
        extra = {UNKNOWN: "I don't know", DECLINED: "Rather not say"}
        words = dict(self.choices) or (dict(YES_NO) if self.type == "yes-no" else {})
        words |= {name: extra[name] for name in self.allow}
        return words | ({NOT_YET: self.future} if self.future else {})


class Lookup(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Read a cell of a table, in a fact's row; `missing` names the fact to take instead."""

    table: Reference
    key: Reference
    column: Reference
    missing: Reference = ""


class Row(Entry, frozen=True, kw_only=True, eq=False):
    """Describe one row of a conclusion's decision table."""

    then: Reference | Number
    because: Text
    when: Condition = ALWAYS
    otherwise: bool = False


class Conclusion(Entry, frozen=True, kw_only=True, eq=False):
    """Describe a derived fact: looked up, calculated, or decided by rows."""

    id: Id
    label: Line
    type: Literal["choice", "yes-no", "integer"]
    choices: Labels = {}
    lookup: Lookup | None = None
    value: Sum | None = None
    rules: tuple[Row, ...] = ()
    because: Text = ""
    heading: Line = ""

    @property
    def rests_on(self) -> tuple[str, ...]:
        """Name the facts that a lookup, a value or the rows are made from, as written."""
        if self.lookup:
            return tuple(filter(None, (self.lookup.key, self.lookup.missing)))
        names = list(self.value.names) if self.value else []
        for row in self.rules:
            names += row.when.names
        return tuple(dict.fromkeys(names))

    @property
    def words(self) -> Texts:
        """Map every value that is a word to the text shown for it."""
        words = dict(self.choices) or (dict(YES_NO) if self.type == "yes-no" else {})
        return words | {UNKNOWN: "not known"}


class Branch(Entry, frozen=True, kw_only=True, eq=False):
    """Describe one way on from a node."""

    go: Reference
    label: Line = ""
    when: Condition = ALWAYS
    otherwise: bool = False
    because: Text = ""


class Node(Entry, frozen=True, kw_only=True, eq=False):
    """Describe a place in the tree; without branches it is an end."""

    id: Id
    title: Line
    text: Text = ""
    branches: tuple[Branch, ...] = ()
    end: Literal["", "residency", "next-cycle"] = ""


class Action(Entry, frozen=True, kw_only=True, eq=False):
    """Describe something to do or to avoid, beside the node it belongs to, or each of several.

    `by` is the milestone it is due by; of several, the first that is still ahead. An action
    whose milestones are all past is not recommended.
    """

    id: Id
    at: OneOrMore
    do: Text
    how: Text
    because: Text
    strength: Strength
    when: Condition = ALWAYS
    by: OneOrMore = ()

    @property
    def nodes(self) -> tuple[str, ...]:
        """Give the ids of the nodes it stands beside."""
        return several(self.at)

    @property
    def milestones(self) -> tuple[str, ...]:
        """Give the ids of the milestones it is due by, in the order they are tried."""
        return several(self.by)

    @property
    def shown(self) -> tuple[str, ...]:
        """Name the facts that its texts show in braces."""
        return shown_facts(self.do, self.how, self.because)


Cells = Annotated[dict[Id, Line | Number], Meta(max_length=50)]
Rows = Annotated[dict[Choice, Cells], Meta(max_length=1_000)]


class Table(Entry, frozen=True, kw_only=True, eq=False):
    """Hold rows of named cells."""

    id: Id
    rows: Rows


Claims = Annotated[dict[Claim, Line], Meta(max_length=1_000)]


class Source(Entry, frozen=True, kw_only=True, eq=False):
    """Describe where a claim comes from and how far it is to be trusted."""

    id: Id
    title: Line
    publisher: Line
    status: Standing
    checked_on: datetime.date
    review_by: datetime.date
    url: Address = ""
    claims: Claims = {}


class Milestone(Entry, frozen=True, kw_only=True, eq=False):
    """Describe a day that actions are due by; a fact as well, `ahead` or `past`.

    `when` says for whom the date holds. Without a date, or for others, it is always ahead. `days`
    counts from today: what a calendar takes for "this week".
    """

    id: Id
    label: Line
    date: datetime.date | None = None
    days: Days | None = None
    when: Condition = ALWAYS

    @property
    def type(self) -> Literal["choice"]:
        """Give the type it has as a fact."""
        return "choice"

    @property
    def words(self) -> Texts:
        """Map every value it has as a fact to the text shown for it."""
        return {AHEAD: "still ahead", PAST: "past"}


class Phase(Entry, frozen=True, kw_only=True, eq=False):
    """Hold one file of the tree: its nodes and the actions beside them."""

    phase: Id
    title: Line
    aim: Text = ""
    nodes: tuple[Node, ...] = ()
    actions: tuple[Action, ...] = ()


Fact = Question | Conclusion | Milestone
