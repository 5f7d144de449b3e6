"""Name the words that have a meaning of their own, and what a value can be."""

from collections.abc import Mapping

UNKNOWN, DECLINED, NOT_YET, NONE, END = "unknown", "declined", "not_yet", "none", "end"
AHEAD, PAST = "ahead", "past"
RESERVED = frozenset({"any", "otherwise", UNKNOWN, DECLINED, NOT_YET})
NAME = r"[a-z][a-z0-9]*([-_][a-z0-9]+)*"

Value = str | int | frozenset[str]
"""What a fact can be: a word, a number, or several choices."""

Answers = Mapping[str, Value]
Texts = dict[str, str]
OneOrMore = str | tuple[str, ...]
YES_NO: Mapping[str, str] = {"yes": "Yes", "no": "No"}
