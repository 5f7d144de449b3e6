"""Name the facts that rules match and declare, the tests they put to them, and what a rule stands for."""

from typing import Any

import msgspec

from engine.inference.experta_engine import Fact
from engine.inference.trace import Kind
from engine.inference.ways import Assumed
from engine.language.entries import Entry


class Applicant(Fact):  # type: ignore[misc]
    """Hold every answer, None where there is none, all of them together in `answers`, and the day."""


class At(Fact):  # type: ignore[misc]
    """Say that the path reaches a node, on a way."""


class Reached(Fact):  # type: ignore[misc]
    """Say that the path reaches a node on some way, certain or not: once, however many ways there are."""


class Took(Fact):  # type: ignore[misc]
    """Say that the path leaves a node by a branch."""


class Recommend(Fact):  # type: ignore[misc]
    """Say that an action applies, on a way."""


class Derived(Fact):  # type: ignore[misc]
    """Hold a conclusion's value, and the facts that the row which held names."""


class NotYet(Fact):  # type: ignore[misc]
    """Say that a chance question stands for each of its choices in turn."""


class Want(Fact):  # type: ignore[misc]
    """Say that a chance question is to be asked, once its time has come."""


class Need(Fact):  # type: ignore[misc]
    """Say that a question, or a conclusion, is needed to go on."""


class Production(msgspec.Struct, frozen=True, eq=False):
    """Say what a rule stands for: its kind, the id it decides, the entry it was written as, the facts named."""

    kind: Kind
    id: str
    entry: Entry
    names: tuple[str, ...] = ()
    assumed: tuple[str, ...] = ()


class Variant(msgspec.Struct, frozen=True):
    """Hold the left-hand side of one Experta rule for a clause, and what it assumes of chances."""

    patterns: tuple[Any, ...]
    assumed: Assumed
