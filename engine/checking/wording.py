"""Find words in what a reader is shown that base.yaml never wants, or that say "don't" twice."""

import re
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache

from engine.errors import Problem, short
from engine.language.base import Head, KnowledgeBase, cited
from engine.language.entries import Action, Source
from engine.language.tables import Table
from engine.language.written import Written

# The keys of entries that are shown; of the lists and mappings among them, each text.
_SHOWN = (
    "title", "text", "aim", "ask", "label", "ask_back", "future", "acknowledge", "help", "why",
    "choices", "do", "because", "say", "decide", "call", "not_now", "heading", "below_zero", "due",
    "usually", "opening", "foot", "support", "offer",
)  # fmt: skip
_OF_THE_MEETING = ("title", "bring", "ask", "decided")
_BRACES = re.compile(r"\{[^}]*\}")  # what is shown there is checked where it stands

_NOT = re.compile(r"(?:don['’]t|do not|never|avoid)\b", re.IGNORECASE)

_Keys = tuple[str | int, ...]


def wording(kb: KnowledgeBase) -> Iterator[Problem]:
    """Give each word that is not wanted, at the text that holds it, with what to write."""
    rules = kb.head.wording
    instead = {_plain(words): better for words, better in rules.prefer.items()}
    instead |= {_plain(words): "" for words in rules.never}
    shown = [(entry, keys, _BRACES.sub("", text)) for entry, keys, text in shown_texts(kb)]
    # Most words are in no text at all: to look for that first takes a tenth of the time.
    all_texts = _plain(" ".join(text for *_, text in shown))
    pattern = _any_of(words for words in instead if words in all_texts)
    if pattern is None:
        return
    for entry, keys, text in shown:
        for words in dict.fromkeys(pattern.findall(text)):
            yield _unwanted(words, instead[_plain(words)], entry, keys)


def _unwanted(words: str, better: str, entry: Written, keys: _Keys) -> Problem:
    hint = f"Write: {better}." if better else "Say it otherwise: base.yaml never wants it."
    return entry.problem("wording", f'"{last_name(keys)}" says "{words}".', hint, *keys)


def last_name(keys: _Keys) -> str:
    """Give the last key that is a name, and no place in a list."""
    return next(key for key in reversed(keys) if isinstance(key, str))


def said_twice(kb: KnowledgeBase) -> Iterator[Problem]:
    """Find actions to avoid that begin with what a plan puts before them: "Don't"."""
    for action in kb.actions.values():
        found = _NOT.match(action.do) if action.strength == "avoid" else None
        if found:
            message = (
                f'"do" of action "{action.id}" begins with "{found[0]}", and it is to be avoided: '
                f'a plan would say "Don\'t {found[0].lower()} …".'
            )
            rest = action.do[found.end() :].strip()
            hint = f"Begin with what not to do: {short(rest[:1].upper() + rest[1:]) or '…'}"
            yield action.problem("to-avoid", message, hint, "do")


def _plain(words: str) -> str:
    return " ".join(words.casefold().split())


def _any_of(words: Iterable[str]) -> re.Pattern[str] | None:
    """Make the pattern of any of some words, each whole, the longest first; None without words."""
    spaced = [r"\s+".join(map(re.escape, word.split())) for word in words]
    longest_first = sorted(filter(None, spaced), key=len, reverse=True)
    if not longest_first:
        return None
    return re.compile(rf"(?<!\w)(?:{'|'.join(longest_first)})(?!\w)", re.IGNORECASE)


@lru_cache(maxsize=2)
def shown_texts(kb: KnowledgeBase) -> tuple[tuple[Written, _Keys, str], ...]:
    """Give every text that a reader is shown, after its entry and the keys that lead to it."""
    return tuple(_shown_texts(kb))


def _shown_texts(kb: KnowledgeBase) -> Iterator[tuple[Written, _Keys, str]]:
    yield from _of_head(kb.head)
    for entry in cited(kb):
        if isinstance(entry, Table):
            yield from _of_table(entry)
        elif not isinstance(entry, (Source, Action)):
            for key in _shown_keys(type(entry)):
                yield from _below(entry, getattr(entry, key), (key,))
    for action in kb.actions.values():
        for keys, text in action.texts.items():
            yield action, keys, text
    for question in kb.questions.values():
        for index, supposition in enumerate(question.suppose):
            yield question, ("suppose", index, "say"), supposition.say


@cache
def _shown_keys(kind: type[Written]) -> tuple[str, ...]:
    """Name the keys of a kind of entry that are shown."""
    return tuple(key for key in _SHOWN if hasattr(kind, key))


def _of_head(head: Head) -> Iterator[tuple[Written, _Keys, str]]:
    for key in _SHOWN:
        yield from _below(head, getattr(head, key, ""), (key,))
    for key in _OF_THE_MEETING if head.meeting else ():
        yield from _below(head, getattr(head.meeting, key), ("meeting", key))
    for name, end in head.ends.items():
        yield head, ("ends", name, "say"), end.say


def _of_table(table: Table) -> Iterator[tuple[Written, _Keys, str]]:
    for row, cells in table.rows.items():
        yield from _below(table, cells, ("rows", row))


def _below(entry: Written, value: object, keys: _Keys) -> Iterator[tuple[Written, _Keys, str]]:
    """Give a text, or each text of a list or a mapping; of choices those written there."""
    if isinstance(value, str):
        yield entry, keys, value
    elif isinstance(value, dict):
        for key, text in value.items():
            if (*entry.origin.path, *keys, key) in entry.origin.marks:
                yield from _below(entry, text, (*keys, key))
    elif isinstance(value, tuple):
        for index, text in enumerate(value):
            yield from _below(entry, text, (*keys, index))
