"""Turn the questions of a base into single changes of them: how they are put, what they bring."""

from collections.abc import Iterator, Mapping

import msgspec

from engine.authoring import altered, shifted
from engine.authoring.mutation import Mutation, given, later, words_of
from engine.language.base import KnowledgeBase
from engine.language.condition import ALWAYS, Condition
from engine.language.entries import Argument, Lever, Question

# Keys of a question without which it is sound, each with what stands there then.
_LEFT_OUT: Mapping[str, object] = {
    "until": None, "settles": {}, "outdates": (),
}  # fmt: skip

# Lists of which each name counts: what is not offered, a column beside.
_LISTS = ("other_than", "beside")


def levers(kb: KnowledgeBase) -> Iterator[Mutation]:
    """Let a lever take a week more, count by no milestone, be possible for all, change the aim."""
    for question in kb.questions.values():
        for lever in question.can_change:
            more = lever.weeks + 1
            said = f"an answer changes in {more} weeks, not in {lever.weeks}"
            yield _on(kb, question, lever, "weeks", said, more)
            said = f"a change is {'none' if lever.apart else 'one'} of the aim"
            yield _on(kb, question, lever, "apart", said, not lever.apart)
            if lever.before:
                said = "an answer can change at any time"
                yield _on(kb, question, lever, "before", said, ())
            if lever.when != ALWAYS:
                said = "everybody's answer can change"
                yield _on(kb, question, lever, "when", said, ALWAYS)
            yield from _at_one_stage(kb, question, lever)


def arguments(kb: KnowledgeBase) -> Iterator[Mutation]:
    """Let an argument stand on the other side, or hold for all."""
    for question in kb.questions.values():
        for argument in question.weigh:
            other = "against" if argument.stand == "for" else "for"
            said = f"an argument stands {other}, not {argument.stand}"
            yield _on(kb, question, argument, "stand", said, other)
            if argument.when != ALWAYS:
                said = "an argument holds for everybody"
                yield _on(kb, question, argument, "when", said, ALWAYS)
            yield from _at_one_stage(kb, question, argument)


def _at_one_stage(
    kb: KnowledgeBase, question: Question, entry: Lever | Argument
) -> Iterator[Mutation]:
    """Let a lever or an argument that asks for no stage hold at one of them alone."""
    for said, alone in shifted.narrowed(entry.when, kb.head.stage, words_of(kb)):
        yield _on(kb, question, entry, "when", f"one {said}", alone)


def _on(
    kb: KnowledgeBase,
    question: Question,
    entry: Lever | Argument,
    key: str,
    said: str,
    value: object,
) -> Mutation:
    """Change one key of a lever or an argument of a question."""
    kind, listed = ("lever", "can_change") if isinstance(entry, Lever) else ("argument", "weigh")
    new = msgspec.structs.replace(entry, **{key: value})
    entries = tuple(new if old is entry else old for old in getattr(question, listed))
    return Mutation(
        kind,
        entry.origin.at(key),
        f'question "{question.id}": {said}',
        later(_with, kb, question, **{listed: entries}),
        () if value is ALWAYS else (entry.when,),
        told=question.id,
    )


def left_out(kb: KnowledgeBase) -> Iterator[Mutation]:
    """Leave out when a question is put, what its answers bring, one of those that it names.

    Give a number in bands twice as wide.
    """
    for question in kb.questions.values():
        for key, said, value in (*_without_keys(question), *_one_less(question)):
            yield _keyed(kb, question, key, said, value)
        for name in question.support_after:
            less = tuple(one for one in question.support_after if one != name)
            said = f"support_after without {name}"
            yield _keyed(kb, question, "support_after", said, less, given(question, name))
        if question.coarse:
            wider = question.coarse * 2
            yield _keyed(kb, question, "coarse", f"in bands of {wider}", wider)


_Keyed = tuple[str, str, object]
"""A key, what is said of its change, and its new value."""


def _without_keys(question: Question) -> Iterator[_Keyed]:
    for key, nothing in _LEFT_OUT.items():
        if getattr(question, key):
            yield key, f"without {key}", nothing


def _one_less(question: Question) -> Iterator[_Keyed]:
    for key in _LISTS:
        names = getattr(question, key)
        for name in names:
            yield key, f"{key} without {name}", tuple(one for one in names if one != name)


def _keyed(
    kb: KnowledgeBase,
    question: Question,
    key: str,
    said: str,
    value: object,
    shows: Condition = ALWAYS,
) -> Mutation:
    """Change one key of a question; it `shows` to those for whom that holds."""
    return Mutation(
        "question",
        question.origin.at(key),
        f'question "{question.id}": {said}',
        later(_with, kb, question, **{key: value}),
        (shows,),
        told=question.id,
    )


def _with(kb: KnowledgeBase, question: Question, **change: object) -> KnowledgeBase:
    return altered.with_question(kb, msgspec.structs.replace(question, **change))
