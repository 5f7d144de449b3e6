"""Name the words that have a meaning of their own, and what a value, a name, a text can be.

The types that are Annotated hold what a file may say in a key: the loader, the checks and the
schema of the editors all read it from here.
"""

from collections.abc import Mapping
from typing import Annotated

from msgspec import Meta

UNKNOWN, DECLINED, NOT_YET, NONE, END = "unknown", "declined", "not_yet", "none", "end"
AHEAD, PAST = "ahead", "past"
# The last ones are no words to YAML: a case or a table that names them would be misread.
RESERVED = ("any", "otherwise", UNKNOWN, DECLINED, NOT_YET) + tuple(
    written for word in ("null", "true", "false") for written in (word, word.title(), word.upper())
)

Value = str | int | frozenset[str]
"""What a fact can be: a word, a number, or several choices."""

Answers = Mapping[str, Value]
Texts = dict[str, str]
YES_NO: Mapping[str, str] = {"yes": "Yes", "no": "No"}

# Names

NAME = r"[a-z][a-z0-9]*([-_][a-z0-9]+)*"
LONGEST_NAME = 60


def _whole(pattern: str) -> str:
    """Make a pattern that a whole text must match: `$` alone lets a line end follow."""
    return rf"^{pattern}$(?!\n)"


_FREE = f"(?!({'|'.join(RESERVED)})$)"
ID = _whole(_FREE + NAME)
CHOICE = _whole(_FREE + r"[A-Za-z0-9]+([-_][A-Za-z0-9]+)*")
CLAIM = _whole(r"[A-Za-z0-9]+([.-][A-Za-z0-9]+)*")

Id = Annotated[str, Meta(pattern=ID, max_length=LONGEST_NAME)]
"""What an entry, a phase, a column is called."""

Choice = Annotated[str, Meta(pattern=CHOICE, max_length=LONGEST_NAME)]
"""What a choice or a row of a table is called: years, spans of dates and capitals too."""

Claim = Annotated[str, Meta(pattern=CLAIM, max_length=LONGEST_NAME)]
"""What a claim of a source is called, `2.1`."""

# A union of a text with a pattern and a list crashes msgspec 0.22, so this one has none: the checks
# find a name that leads nowhere.
Reference = Annotated[str, Meta(max_length=400)]
"""The name of something that stands elsewhere."""

References = Annotated[tuple[Reference, ...], Meta(max_length=200)]
OneOrMore = Reference | References

# Texts

# Line ends that are none to YAML, what turns the direction of writing, and what XML can't hold.
_HIDDEN = r"\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufffe\uffff"
LINE = _whole(rf"[^\x00-\x1f{_HIDDEN}]*")
LINES = _whole(rf"[^\x00-\x08\x0b-\x1f{_HIDDEN}]*")
ADDRESS = _whole(r"((https?://|tel:|mailto:)[A-Za-z0-9/?#@!$&'()*+,;=:._~%\[\]-]+)?")

Line = Annotated[str, Meta(pattern=LINE, max_length=400)]
"""A short text of one line."""

Text = Annotated[str, Meta(pattern=LINES, max_length=4_000)]
"""A text that may have several lines."""

Paragraphs = Annotated[tuple[Text, ...], Meta(max_length=50)]

Address = Annotated[str, Meta(pattern=ADDRESS, max_length=400)]
"""Where a source can be read, or who can be called or written to."""

Phrases = Annotated[tuple[Line, ...], Meta(max_length=200)]
Labels = Annotated[dict[Choice, Line], Meta(max_length=1_000)]
"""The text shown for each choice."""

Preferred = Annotated[dict[Line, Line], Meta(max_length=400)]
"""Words, and what to write in their place."""

# Numbers

LARGEST = 1_000_000
Number = Annotated[int, Meta(ge=-LARGEST, le=LARGEST)]
Points = Annotated[int, Meta(ge=0, le=LARGEST)]
Weeks = Annotated[int, Meta(ge=0, le=520)]  # ten years
Days = Annotated[int, Meta(ge=0, le=3_650)]
Year = Annotated[int, Meta(ge=1900, le=2100)]


def several(named: OneOrMore) -> tuple[str, ...]:
    """Give the ids that a key names: it may hold one, a list of them, or none."""
    if isinstance(named, str):
        return (named,) if named else ()
    return named
