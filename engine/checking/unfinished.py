"""Find texts that nobody has finished: empty, saying so, with what is open or not filled in."""

import re
from collections.abc import Iterator

from engine.checking.wording import last_name, shown_texts
from engine.errors import Problem, short
from engine.language.base import KnowledgeBase
from engine.language.expression import shown_facts, shown_times

_SAYS_NOTHING = re.compile(r"\s*(?:(?i:todo|tbd|fixme|xxx)\b|[….?\s]*\Z)")
_NOTE = re.compile(r"(?:TODO|TBD|FIXME|XXX)\b")  # anywhere
_BRACES = re.compile(r"\{[A-Za-z][\w: -]*\}")  # words, as of something to fill in
_QUOTE_LEFT = re.compile(r'[^"]*[^"\d\s]"\s*')  # one at the end, but for inches: 5'11"


def unopened(kb: KnowledgeBase) -> Iterator[Problem]:
    """Give each text that ends with a quote and opens none: one of a pair was forgotten."""
    for entry, keys, text in shown_texts(kb):
        if '"' in text and _QUOTE_LEFT.fullmatch(text):
            key = last_name(keys)
            message = f'"{key}" ends with {short(text.split()[-1])}, a quote that nothing opens.'
            hint = "Take it out, or open it where the text begins."
            yield entry.problem("unfinished", message, hint, *keys)


def unfilled(kb: KnowledgeBase) -> Iterator[Problem]:
    """Give what texts have in braces and nothing fills in: it would be shown with its braces."""
    for entry, keys, text in shown_texts(kb):
        for braces in _BRACES.findall(text) if "{" in text else ():
            if not (shown_facts(braces) or shown_times(braces)):
                key = last_name(keys)
                message = f'"{key}" shows "{braces}", which names no fact and no date.'
                hint = "Write {id} of a fact, or {date:id}, {hour:id}, {when:id}, {year:cycle}."
                yield entry.problem("unknown-question", message, hint, *keys)


def unfinished(kb: KnowledgeBase) -> Iterator[Problem]:
    """Give each text that a reader is shown and that says nothing."""
    for entry, keys, text in shown_texts(kb):
        if "draft" in keys or not (_SAYS_NOTHING.match(text) or _NOTE.search(text)):
            continue
        if (*entry.origin.path, *keys) in entry.origin.marks:
            key = last_name(keys)
            message = f'"{key}" says nothing yet.' if text.strip() else f'"{key}" is empty.'
            yield entry.problem("unfinished", message, "Write it, or take the key out.", *keys)
