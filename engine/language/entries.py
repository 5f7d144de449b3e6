"""Name what a knowledge base is made of; the fields are the keys that advisors write."""

import datetime
from functools import cached_property
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from engine.language.condition import ALWAYS, Condition
from engine.language.cycles import Milestone
from engine.language.draft import Draft
from engine.language.expression import Sum, shown_facts
from engine.language.tables import ColumnOf, Lookup
from engine.language.words import (
    DECLINED,
    NOT_YET,
    UNKNOWN,
    YES_NO,
    Address,
    Claim,
    Id,
    Labels,
    Line,
    Number,
    OneOrMore,
    Paragraphs,
    Points,
    Reference,
    References,
    Text,
    Texts,
    Weeks,
    Year,
    several,
)
from engine.language.written import Entry

Strength = Literal["must", "should", "consider", "avoid"]
# How far a source is to be trusted, in this order.
Standing = Literal["official", "study", "school", "survey", "secondary", "opinion", "ours"]


class Supposition(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Say in a clause what some choices of a chance mean: "you do not match"."""

    values: References
    say: Line


FOLLOWING = "following"  # in what an answer settles: the choice after the one given there

Settled = Annotated[dict[Reference, dict[Id, Reference]], Meta(max_length=50)]
Suppositions = Annotated[tuple[Supposition, ...], Meta(max_length=50)]
Allowed = Annotated[tuple[Literal["unknown", "declined"], ...], Meta(max_length=2)]


class Lever(Entry, frozen=True, kw_only=True, eq=False):
    """Describe how an answer can still become another, in how many weeks, by when.

    `to` lists the answers it can lead to, the best first, all when it is empty: from one of them it
    leads to those before it alone. `before` lists the milestones by which it has to be done, of
    which the first that is still ahead counts. A change of aim, which is decided and not worked
    for, stands `apart`.
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
    """Describe one reason for or against a choice of the person's, and for whom it holds."""

    choice: Reference
    stand: Literal["for", "against"]
    say: Text
    when: Condition = ALWAYS


class Question(Entry, frozen=True, kw_only=True, eq=False):
    """Describe an asked fact: its words, its legal answers, when its time comes.

    Its choices are its own, after those of a table or the cycles; `unlisted` is the one of who
    finds none of the others, and one that was given to a question in `other_than` is not offered
    again. What the conclusions in `beside` would come to is shown with each choice. A number
    outside the `usual` ones is asked back once. An answer that `settles` others stands for them: it
    is not kept, and "following" is the choice after the one given there. A number that `stands_for`
    another takes that one's place, and the answers that it `outdates` go with it. After an answer
    in `support_after` a person comes before the questions. `can_change` says how a person can still
    bring about another answer; without it the answer is fixed. `weigh` gives the case for and
    against its choices. In a copy to show around, an answer that is `private` is left out, and a
    number is given in bands `coarse` points wide.
    """

    id: Id
    ask: Line
    label: Line
    type: Literal["choice", "choices", "yes-no", "integer"]
    choices: Labels = msgspec.field(default_factory=dict)
    choices_from: ColumnOf | Literal["cycles"] | None = None
    unlisted: Reference = ""
    other_than: References = ()
    beside: References = ()
    min: Number | None = None
    max: Number | None = None
    usual: tuple[Number, Number] | None = None
    ask_back: Line = ""
    allow: Allowed = ()
    future: Line = ""
    until: Condition | None = None
    suppose: Suppositions = ()
    settles: Settled = msgspec.field(default_factory=dict)
    stands_for: Reference = ""
    outdates: References = ()
    support_after: References = ()
    acknowledge: Text = ""
    can_change: tuple[Lever, ...] = ()
    weigh: tuple[Argument, ...] = ()
    help: Text = ""
    why: Text = ""
    private: bool = False
    coarse: Points = 0

    @property
    def is_chance(self) -> bool:
        """Tell whether the world decides the answer, so that "not yet" is one."""
        return bool(self.future)

    @cached_property
    def words(self) -> Texts:
        """Map every answer that is a word to the text shown for it, `not_yet` included."""
        extra = {UNKNOWN: "I don't know", DECLINED: "Rather not say"}
        words = dict(self.choices) or (dict(YES_NO) if self.type == "yes-no" else {})
        words |= {name: extra[name] for name in self.allow}
        return words | ({NOT_YET: self.future} if self.future else {})


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
    choices: Labels = msgspec.field(default_factory=dict)
    lookup: Lookup | None = None
    value: Sum | None = None
    rules: tuple[Row, ...] = ()
    because: Text = ""
    heading: Line = ""
    below_zero: Line = ""

    @cached_property
    def rests_on(self) -> tuple[str, ...]:
        """Name the facts that a lookup, a value or the rows are made from, as written."""
        if self.lookup:
            return tuple(filter(None, (self.lookup.key, self.lookup.missing)))
        names = list(self.value.names) if self.value else []
        for row in self.rules:
            names += row.when.names
        return tuple(dict.fromkeys(names))

    @cached_property
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
    """Describe a place in the tree; without branches it is an end.

    `end` names the end of base.yaml that it is, or to which its branches lead by `go: end`.
    """

    id: Id
    title: Line
    text: Text = ""
    branches: tuple[Branch, ...] = ()
    end: Reference = ""


Answered = Annotated[dict[Id, Reference], Meta(max_length=10)]
State = Literal["later", "now", "late", "done"]


class Action(Entry, frozen=True, kw_only=True, eq=False):
    """Describe something to do or to avoid, beside the node it belongs to, or each of several.

    It can begin `from` a milestone, and is due `by` one; of several, by the first that is still
    ahead. When all of them are past, it is `late` and says so in that text, or falls away without
    one. What doing it `settles` is offered as the answer to a question. A `private` one stands in
    nothing that is shown around. Its `draft` is a text to copy.
    """

    id: Id
    at: OneOrMore
    do: Text
    how: Text
    because: Text
    strength: Strength
    when: Condition = ALWAYS
    starts: Reference = msgspec.field(default="", name="from")
    by: OneOrMore = ()
    late: Text = ""
    settles: Answered = msgspec.field(default_factory=dict)
    private: bool = False
    draft: Draft | Text | None = None

    @property
    def nodes(self) -> tuple[str, ...]:
        """Give the ids of the nodes it stands beside."""
        return several(self.at)

    @property
    def milestones(self) -> tuple[str, ...]:
        """Give the ids of the milestones it is due by, in the order they are tried."""
        return several(self.by)

    @cached_property
    def shown(self) -> tuple[str, ...]:
        """Name the facts that its texts show in braces; a draft has a gap where one is missing."""
        return shown_facts(self.do, self.how, self.because, self.late)

    @property
    def drafted(self) -> Draft | None:
        """Give its draft, called by what there is to do where it has no title; None without one."""
        return Draft(self.do, self.draft) if isinstance(self.draft, str) else self.draft

    @property
    def texts(self) -> dict[tuple[str, ...], str]:
        """Map the keys that lead to each text that is shown of it to the text."""
        own = ("do", "how", "because", "late")
        texts: dict[tuple[str, ...], str] = {(key,): getattr(self, key) for key in own}
        if isinstance(self.draft, Draft):
            texts["draft", "title"], texts["draft", "text"] = self.draft.title, self.draft.text
        elif self.draft:
            texts["draft",] = self.draft
        return texts


MOST_NEXT = 3  # actions that come next: what a person can take in, and do in a week


class First(Entry, frozen=True, kw_only=True, eq=False):
    """Describe one row of what comes first: where a person stands, what is open, what to do.

    Of all rows the first that holds applies; a fact that is not known fails a condition, and
    nothing is asked for one. `first` names up to three actions; those that do not apply fall out,
    and the plan's own order fills the places left. Where `fill` is no, it does so only once none of
    those named is left. `only` leaves out the rest of the plan.
    """

    id: Id
    say: Text
    when: Condition = ALWAYS
    otherwise: bool = False
    decide: Text = ""
    first: References = ()
    call: Text = ""
    not_now: Paragraphs = ()
    only: bool = False
    fill: bool = True

    @property
    def texts(self) -> tuple[str, ...]:
        """Give every text of it that is shown."""
        return (self.say, self.decide, self.call, *self.not_now)

    @property
    def goes_on(self) -> bool:
        """Tell whether the plan's own actions follow those that it names."""
        return self.fill and not self.only

    @property
    def falls_back(self) -> bool:
        """Tell whether the plan's own actions come once none that it names is left."""
        return bool(self.first) and not self.only


Claims = Annotated[dict[Claim, Line], Meta(max_length=1_000)]


class Source(Entry, frozen=True, kw_only=True, eq=False):
    """Describe where a claim comes from and how far it is to be trusted.

    Its `year` is that of its publication, else the last its figures are of, else that of reading.
    """

    id: Id
    title: Line
    publisher: Line
    status: Standing
    checked_on: datetime.date
    review_by: datetime.date
    year: Year | None = None
    url: Address = ""
    claims: Claims = msgspec.field(default_factory=dict)


class Phase(Entry, frozen=True, kw_only=True, eq=False):
    """Hold one file of the tree: its nodes and the actions beside them."""

    phase: Id
    title: Line
    aim: Text = ""
    nodes: tuple[Node, ...] = ()
    actions: tuple[Action, ...] = ()


Fact = Question | Conclusion | Milestone
