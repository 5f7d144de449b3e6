"""Find the tests in which alone two bases differ, and for whom none of them comes out otherwise.

A moved threshold changes a test of a fact, and nothing else. Whoever passes it in both bases, or
fails it in both, gets the same from both: every other test reads alike there, so every row and all
that rests on it does. That is told from the fact alone; nobody has to be consulted for it.
"""

from collections.abc import Iterator, Mapping
from functools import cached_property

import msgspec

from engine.authoring.difference import changed_entries, compared, plain_head
from engine.checking.decisions import decisions
from engine.consultation.answers import settled
from engine.consultation.casefile import Case
from engine.language.base import Head, KnowledgeBase
from engine.language.condition import Condition, Options, Parts, Test
from engine.language.entries import Action, Conclusion, Question
from engine.language.words import Value

TEXTS = (
    "ask", "label", "help", "why", "choices", "acknowledge", "title", "text", "do", "how",
    "because", "late", "draft", "say", "decide", "call", "not_now", "heading", "below_zero",
    "usually", "due", "source",
)  # fmt: skip

OF_THE_HEAD = ("title", "opening", "support", "foot", "meeting")
"""What base.yaml has people read, whoever they are."""

_TELLING_ALONE = ("origin", "aim", "note", "unlisted")
"""Keys by which nothing comes out otherwise, and that no person is shown."""

_Differing = tuple[str, Test, Test]
"""A fact, with the test that it has to pass before and after."""


class _Otherwise(Exception):
    """Say that two bases differ in more than texts and tests."""


class Differing:
    """Hold in which tests two bases differ; `tests` is None where they differ in more than that."""

    def __init__(self, old: KnowledgeBase, new: KnowledgeBase) -> None:
        self._kb = new
        self.tests = _differing(old, new)

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


def _differing(old: KnowledgeBase, new: KnowledgeBase) -> tuple[_Differing, ...] | None:
    if list(compared(old)) != list(compared(new)):
        return None
    try:
        heads = _below(plain_head(old), plain_head(new))
        return (*heads, *(one for pair in changed_entries(old, new) for one in _below(*pair)))
    except _Otherwise:
        return None


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
    keys = [
        key for key in entry.__struct_fields__ if key not in _TELLING_ALONE and key not in texts
    ]
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
