"""Find texts that nobody has written yet: empty ones, and those that say so."""

import re
from collections.abc import Iterator

from engine.checking.wording import shown_texts
from engine.errors import Problem
from engine.language.base import KnowledgeBase

_LEFT_TO_DO = re.compile(r"\s*((TODO|TBD|FIXME|XXX)\b.*|[….?]*\s*)", re.DOTALL)


def unfinished(kb: KnowledgeBase) -> Iterator[Problem]:
    """Give each text that a reader is shown and that says nothing."""
    for entry, keys, text in shown_texts(kb):
        if "draft" in keys or not _LEFT_TO_DO.fullmatch(text):
            continue
        if (*entry.origin.path, *keys) in entry.origin.marks:
            key = next(key for key in reversed(keys) if isinstance(key, str))
            message = f'"{key}" says nothing yet.' if text.strip() else f'"{key}" is empty.'
            yield entry.problem("unfinished", message, "Write it, or take the key out.", *keys)
