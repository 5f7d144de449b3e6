"""Find the tests or the cells in which alone two bases differ, and who gets the same from both.

A moved threshold changes a test of a fact, and nothing else. Whoever passes it in both bases, or
fails it in both, gets the same from both: every other test reads alike there, so every row and all
that rests on it does. That is told from the fact alone; nobody has to be consulted for it.

Another figure in a cell changes facts, and no test. Where facts differ and none of the tests of
them comes out otherwise, all else is the same: what is concluded tells it, and no more is asked.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property

import msgspec
from msgspec.structs import replace

from engine.authoring.difference import changed_entries, compared, plain_head
from engine.checking.decisions import decisions
from engine.consultation.answers import settled
from engine.consultation.casefile import Case
from engine.language.base import Head, KnowledgeBase
from engine.language.condition import Atom, Condition, Options, Parts, Test
from engine.language.entries import Action, Conclusion, Question
from engine.language.tables import Figure, Rows, Table
from engine.language.words import Value
from engine.language.written import Entry

TEXTS = (
    "ask", "label", "help", "why", "choices", "acknowledge", "title", "text", "do", "how",
    "because", "late", "draft", "say", "decide", "call", "not_now", "heading", "below_zero",
    "usually", "due", "source",
)  # fmt: skip

OF_THE_HEAD = (
    "title", "opening", "support", "offer", "foot", "meeting", "ruler", "headline", "caption",
    "columns",
)  # fmt: skip
"""What base.yaml has people read, whoever they are."""

TELLING_ALONE = ("origin", "aim", "note", "unlisted")
"""Keys by which nothing comes out otherwise, and that no person is shown."""

_Differing = tuple[str, Test, Test]
"""A fact, with the test that it has to pass before and after."""

Facts = Mapping[str, Value]


class _Otherwise(Exception):
    """Say that two bases differ in more than texts and tests."""


class Differing:
    """Hold in which tests two bases differ; `tests` is None where they differ in more than that.

    `cells_alone` tells whether it is in the cells of tables that they differ, and in texts.
    """

    def __init__(self, old: KnowledgeBase, new: KnowledgeBase) -> None:
        self._kb = new
        self.tests = _differing(old, new)
        self.cells_alone = self.tests is None and _differing(old, new, _without_cells) == ()

    @property
    def words_alone(self) -> bool:
        """Tell whether nothing but texts differs, so that all comes out alike."""
        return self.tests == ()

    def is_alike(self, case: Case) -> bool:
        """Tell whether all comes out alike for a case; no where that is not sure."""
        if self.tests is None or not all(name in self._plain for name, _, _ in self.tests):
            return False
        kept = {name: case.answers[name] for name in case.answers if name in self._kb.questions}
        answers = settled(self._kb, kept)
        return all(self._reads_alike(test, answers) for test in self.tests)

    def is_told_by_facts(self, before: Facts, after: Facts) -> bool:
        """Tell whether all but the facts is alike, where the bases differ in cells alone.

        No where that is not sure: where a fact is known in one of them only, or finds a row.
        """
        names = [name for name in {**before, **after} if before.get(name) != after.get(name)]
        return self.cells_alone and all(
            name in before
            and name in after
            and name not in self._keys
            # The same tests stand in both.
            and all(test(before[name]) == test(after[name]) for test in self._tested(name))
            for name in names
        )

    def _tested(self, name: str) -> Sequence[Atom]:
        return decisions(self._kb).thresholds.atoms.get(name, ())

    @cached_property
    def _keys(self) -> set[str]:
        """Name the facts by which something is looked up: not all rows have the same cells."""
        found = (conclusion.lookup for conclusion in self._kb.conclusions.values())
        return {lookup.key for lookup in found if lookup}

    def _reads_alike(self, differing: _Differing, answers: Mapping[str, Value]) -> bool:
        """Tell whether a test comes out alike; a question without an answer passes no test."""
        name, before, after = differing
        value = answers.get(name)
        if name in self._kb.conclusions:
            value = decisions(self._kb).given(name, answers)
            if value is None:
                return False
        return before(value) == after(value)

    @cached_property
    def _plain(self) -> set[str]:
        """Name the facts in the tests that hang on answers alone: no chance, no date."""
        chances, found = self._kb.chances, decisions(self._kb)
        return {
            name
            for name, _, _ in self.tests or ()
            if all(root in self._kb.questions and root not in chances for root in found.roots(name))
        }


def _as_it_is(entry: Entry) -> Entry:
    return entry


def _without_cells(entry: Entry) -> Entry:
    """Give a table or a figure with its cells, but nothing in them; any other entry as it is."""
    if isinstance(entry, Table):
        rows: Rows = {name: dict.fromkeys(cells, 0) for name, cells in entry.rows.items()}
        return replace(entry, rows=rows)
    return replace(entry, value=0) if isinstance(entry, Figure) else entry


def _differing(
    old: KnowledgeBase, new: KnowledgeBase, seen: Callable[[Entry], Entry] = _as_it_is
) -> tuple[_Differing, ...] | None:
    """Give the tests that differ in entries `seen` so; None where anything else does."""
    if list(compared(old)) != list(compared(new)):
        return None
    try:
        found = [*_below(plain_head(old), plain_head(new))]
        for before, after in changed_entries(old, new):
            found += _below(seen(before), seen(after))
    except _Otherwise:
        return None
    return tuple(found)


def _below(before: object, after: object) -> Iterator[_Differing]:
    """Give the tests that differ between two values of the same form, going into both."""
    if isinstance(before, Condition) and isinstance(after, Condition):
        yield from _of_parts(before.parts, after.parts)
    elif isinstance(before, msgspec.Struct) and isinstance(after, msgspec.Struct):
        yield from _below(_deciding(before), _deciding(after))
    elif isinstance(before, Mapping) and isinstance(after, Mapping):
        yield from _below([*before.items()], [*after.items()])
    elif isinstance(before, (list, tuple)) and isinstance(after, (list, tuple)):
        if len(before) != len(after):
            raise _Otherwise
        for one, other in zip(before, after, strict=True):
            yield from _below(one, other)
    elif before != after:
        raise _Otherwise


def _deciding(entry: msgspec.Struct) -> dict[str, object]:
    """Map the fields of an entry to what they say, but for its place and its texts."""
    texts = (*TEXTS, *OF_THE_HEAD, "version", "wording") if isinstance(entry, Head) else TEXTS
    keys = [key for key in entry.__struct_fields__ if key not in TELLING_ALONE and key not in texts]
    deciding = {key: getattr(entry, key) for key in keys}
    if isinstance(entry, (Question, Conclusion)):
        deciding["choices"] = list(entry.choices)  # their ids decide; what is shown does not
    if isinstance(entry, Action):
        # One without a late text falls away with its time; one waits for the facts that it shows.
        deciding["late"], deciding["shown"] = bool(entry.late), list(entry.shown)
    return deciding


def _of_parts(before: Parts, after: Parts) -> Iterator[_Differing]:
    """Give the tests that differ between two conditions that name the same facts in one order."""
    if len(before) != len(after):
        raise _Otherwise
    for one, other in zip(before, after, strict=True):
        if isinstance(one, Options) and isinstance(other, Options):
            if len(one.options) != len(other.options):
                raise _Otherwise
            for option, its_other in zip(one.options, other.options, strict=True):
                yield from _of_parts(option, its_other)
        elif isinstance(one, Options) or isinstance(other, Options) or one[0] != other[0]:
            raise _Otherwise
        elif one[1] != other[1]:
            yield one[0], one[1], other[1]
