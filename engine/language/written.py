"""Hold what everything read from the files of a base has: where it was written, and its sources."""

import msgspec

from engine.errors import Origin, Place, Problem
from engine.language.words import OneOrMore, Text, several


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


class Entry(Written, frozen=True, kw_only=True, eq=False, dict=True):
    """Hold what every entry has: its sources, an advisor's note."""

    source: OneOrMore = ()
    note: Text = ""

    @property
    def sources(self) -> tuple[str, ...]:
        """Give the cited source ids, `article/2.1` or `gazette`, as a tuple."""
        return several(self.source)
