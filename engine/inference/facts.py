"""Name the facts that rules match and declare, and what a rule stands for."""

from functools import cached_property
from typing import ClassVar

import msgspec

from engine.inference.experta_engine import Fact
from engine.inference.trace import Kind
from engine.language.decision_table import Form, Look
from engine.language.words import Value
from engine.language.written import Entry


class Given(dict[str, Value | None]):
    """Map every question to its answer, None where there is none; equal where it is the same."""

    __hash__ = object.__hash__  # type: ignore[assignment]


class Applicant(Fact):
    """Hold every answer, None where there is none, all together in `answers`; moment; done."""

    late = frozenset({"answers"})


class About(Fact):
    """Say something about one node, conclusion, question or action: each has a class of its own."""

    subject: ClassVar[str] = ""


class Arriving(About):
    """Say that a branch leads to a node, on some ways, and whether no chance was assumed on it."""


class At(About):
    """Say that the path reaches a node, on all the ways on which branches lead there together.

    `settled` says whether no chance was assumed on the way; `arrivals` how many branches led there.
    """


class Took(About):
    """Say that the path leaves a node by a branch."""


class Recommend(About):
    """Say that an action applies, on some ways."""


class Derived(About):
    """Hold a conclusion's value, and the facts that the row which held names."""


class Held(About):
    """Say that an `any` holds, or one of its options."""


class Failed(About):
    """Say that parts of a condition are known to fail."""


class NotYet(About):
    """Say that a chance question stands for each of its choices in turn."""


class ComesFirst(About):
    """Say which row of what comes first applies."""


class Want(About):
    """Say that a chance question is to be asked, once its time has come."""


class Need(About):
    """Say that a question, or a conclusion, is needed to go on."""


class Production(msgspec.Struct, frozen=True, eq=False, dict=True):
    """Say what a rule stands for: its kind, the id it decides, the entry it was written as.

    `form` are the conditions under which it fires, `assumed` the chances whose choice it assumes.
    """

    kind: Kind
    id: str
    entry: Entry
    form: Form = Form()
    assumed: tuple[str, ...] = ()

    def named(self, value: Look) -> tuple[str, ...]:
        """Name the facts on which the rule rests where it fires, once each, as written."""
        if self._always_named is None:
            return self.form.named(value)
        return self._always_named

    @cached_property
    def _always_named(self) -> tuple[str, ...] | None:
        """Name the facts of a form that rests on the same whatever their values; None where not."""
        if self.form.options or self.form.failed:
            return None
        return tuple(name for name, _ in self.form.clause)
