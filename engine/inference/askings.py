"""Turn rows into askings: what makes each fact that a row names needed. `needs` has the table."""

from collections.abc import Iterator

import msgspec

from engine.inference.ways import Way
from engine.language.base import KnowledgeBase
from engine.language.condition import KNOWN, Atom, Options, Pair, Parts, Test
from engine.language.decision_table import Form
from engine.language.entries import Conclusion


class Asking(msgspec.Struct, frozen=True):
    """Hold what makes one fact of a row needed; two that are equal need one rule.

    `place` is where it is asked: a conclusion, or a node with what its row assumes. `before` and
    `after` is what else must hold, in the order written; `instead` are the options of an `any`
    before its own.
    """

    place: tuple[str, Way]
    name: str
    before: Parts
    after: Parts
    instead: tuple[tuple[Options, int], ...] = ()


def askings(
    place: tuple[str, Way],
    parts: Parts,
    before: Parts = (),
    after: Parts = (),
    instead: tuple[tuple[Options, int], ...] = (),
) -> Iterator[Asking]:
    """Give what makes each fact of a row needed, those in options too, in the order written."""
    for index, part in enumerate(parts):
        earlier, later = (*before, *parts[:index]), (*parts[index + 1 :], *after)
        if isinstance(part, Options):
            for number, option in enumerate(part.options):
                others = tuple((part, other) for other in range(number))
                yield from askings(place, option, earlier, later, (*instead, *others))
        else:
            yield Asking(place, part[0], earlier, later, instead)


def rank(kb: KnowledgeBase, name: str) -> int:
    """Say how early it is asked what a fact rests on: the higher, the earlier.

    Deeper conclusions come first, so that their questions come before the next condition of a row;
    before them all come dates and chances.
    """
    if name in kb.conclusions:
        return len(kb.conclusions) - list(kb.ordered_conclusions).index(name)
    return len(kb.conclusions) + 1


def rows_of(conclusion: Conclusion, kb: KnowledgeBase) -> Iterator[Form]:
    """Give what a conclusion waits on, in the form of rows."""
    lookup = conclusion.lookup
    if lookup:
        yield Form(((lookup.key, KNOWN),))
        if lookup.missing:
            listed = frozenset(kb.cells(lookup))
            unlisted = Test((Atom(listed, negated=True),))
            yield Form(((lookup.key, unlisted), (lookup.missing, KNOWN)))
    elif conclusion.value:
        yield Form(tuple((name, KNOWN) for name in conclusion.rests_on))
    for row, found in kb.row_forms[conclusion.id]:
        if not row.otherwise:
            yield from found


def merged(form: Form) -> Parts:
    """Give the parts of a row with each fact once, its tests joined where they stand first."""
    tests = dict(form.clause)
    parts: list[Pair | Options] = []
    for part in form.parts:
        if isinstance(part, Options):
            parts.append(part)
        elif part[0] in tests:
            parts.append((part[0], tests.pop(part[0])))
    return tuple(parts)
