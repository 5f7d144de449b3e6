"""Turn words that are no longer said into what is said in their place, of all that is."""

import re
from difflib import SequenceMatcher

_ALIKE = 0.6  # of the words, in their order: with fewer, it is about something else

_ENDS = re.compile(r"(?<=[.!?”])(?<!a\.m\.)(?<!p\.m\.)\s+(?=[\w“(\[])")
# A box, a dash or a strength (MUST) in front of what is said.
_SIGNS = re.compile(r"^(?:[^\w“\"(]+|[A-Z]{4,} )+")


def nearest_said(words: str, text: str) -> str:
    """Give the nearest sentence of a text, or as many as the words had; empty where none is near.

    The text has a paragraph a line.
    """
    count = len(_sentences(words))
    best, found = (_ALIKE, 0.0), ""
    matcher = SequenceMatcher(None, autojunk=False)
    matcher.set_seq2(_words(words))
    for some in _runs(text, count):
        matcher.set_seq1(_words(some))
        alike = sum(block.size for block in matcher.get_matching_blocks())
        score = (alike / max(len(_words(words)), 1), matcher.ratio())
        if score > best:
            best, found = score, some
    return found


def _runs(text: str, count: int) -> list[str]:
    """Give each run of some sentences of a paragraph; one that has fewer is given whole."""
    runs = []
    for line in text.split("\n"):
        sentences = _sentences(line)
        for start in range(max(len(sentences) - count, 0) + 1):
            runs.append(_SIGNS.sub("", " ".join(sentences[start : start + count])))
    return [run for run in runs if run]


def _sentences(text: str) -> list[str]:
    return [" ".join(one.split()) for one in _ENDS.split(text.strip()) if one]


def _words(text: str) -> list[str]:
    return re.findall(r"[\w-]+", text.lower())
