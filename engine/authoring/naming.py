"""Name what two bases speak of: by its id, for who writes them, or by what a reader calls it."""

import msgspec

from engine.authoring.aspects import ASKED, WAITS, WORDS
from engine.authoring.difference import compared
from engine.language.base import KnowledgeBase
from engine.language.entries import Action, Conclusion, Node, Phase, Question, Source
from engine.language.written import Entry
from engine.output.for_anyone import text_for_anyone

# The kind of entry that an aspect's id names, where it is no action, and that its value names.
_NAMED = {"conclusion": "conclusion", "path": "node"}
_VALUED = {
    "due": "milestone",
    "at": "node",
    "next": "action",
    "pending": "question",
    "first": "first row",
}

_OF_THE_HEAD = {
    "title": "the title",
    "opening": "what stands before the first question",
    "support": "whom to talk to",
    "offer": "what stands before whom to talk to",
    "foot": "what stands at the foot",
    "meeting": "the sheet for the meeting",
    "ruler": "the ruler",
    "headline": "what a plan opens with",
    "caption": "what a picture is headed by",
    "columns": "what a comparison sets side by side",
}


class Naming(msgspec.Struct, frozen=True, eq=False):
    """Name things of two bases by their ids, or with the `labels` of the newer that has them."""

    old: KnowledgeBase
    new: KnowledgeBase
    labels: bool = False

    def subject(self, kind: str, name: str) -> str:
        """Name what an aspect is of."""
        if kind == WORDS and self.labels:
            of, _, own = name.rpartition(" ")
            return _OF_THE_HEAD.get(own, own) if of == "base.yaml" else self.entry(of, own)
        if kind == WORDS:
            return name
        if kind == "left-out" and (name in self.new.questions or name in self.old.questions):
            return self.fact(name)
        return (
            self.fact(name)
            if kind in (ASKED, WAITS)
            else self.entry(_NAMED.get(kind, "action"), name)
        )

    def value(self, kind: str, name: str, value: object) -> str:
        """Put a value of an aspect into words."""
        if value in (None, "", ()):
            return "nothing"
        if isinstance(value, (list, tuple)):
            return ", ".join(self.value(kind, name, one) for one in value) or "nothing"
        if kind == "conclusion":
            return self.answer(name, value)
        return self.entry(_VALUED[kind], str(value)) if kind in _VALUED else str(value)

    def answer(self, name: str, value: object) -> str:
        """Put a value of a fact into words."""
        for kb in (self.new, self.old) if self.labels else ():
            if name in kb.facts:
                text = kb.facts[name].words.get(str(value))
                return f"“{text}”" if text else str(value)
        return str(value)

    def answers(self, name: str, value: object) -> str:
        """Put an answer into words; of several choices, all."""
        values = sorted(value) if isinstance(value, frozenset) else [value]
        return ", ".join(self.answer(name, one) for one in values)

    def entry(self, kind: str, name: str) -> str:
        """Name an entry of a kind."""
        for kb in (self.new, self.old) if self.labels else ():
            entry = compared(kb).get((kind, name))
            if entry:
                return text_for_anyone(kb, _label(entry, name))
        return name

    def fact(self, name: str) -> str:
        """Name a question or a conclusion."""
        is_asked = name in self.new.questions or name in self.old.questions
        return self.entry("question" if is_asked else "conclusion", name)

    def is_every(self, name: str, values: frozenset[str]) -> bool:
        """Tell whether some values of a question are all that it has."""
        question = self.new.questions.get(name)
        return question is not None and len(values) > 1 and values >= {*question.words}


def _label(entry: Entry, name: str) -> str:
    if isinstance(entry, (Node, Phase)):
        return entry.title if "“" in entry.title else f"“{entry.title}”"
    if isinstance(entry, Action):
        called = entry.do if "“" in entry.do else f"“{entry.do}”"
        # What to avoid is worded as the thing not to do.
        return f"DON'T {called}" if entry.strength == "avoid" else called
    if isinstance(entry, (Question, Conclusion)):
        return entry.label
    if isinstance(entry, Source):
        return f"the source “{entry.title}”"
    return str(getattr(entry, "label", "")) or name.replace("-", " ")
