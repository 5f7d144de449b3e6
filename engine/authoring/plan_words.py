"""Turn two texts that a person is shown into the words that only the first one says."""

from itertools import accumulate, takewhile

_SHORT = 20  # words of a line that is given whole
_AROUND = 4  # words before and behind the one that differs
_LAYOUT = frozenset("-[]•*")


def words_lost(old: str, new: str) -> str:
    """Give some words around the first that are no longer said; empty where all are."""
    before, after = old.split(), new.split()
    at = _alike(old, new)
    if at == len(before):
        return ""
    begins = max(at - _AROUND, _line_begins(old, at))
    some = " ".join([*_leading(before[begins:at]), *_following(before[at:])])
    return "" if some in " ".join(after) else some


def _line_begins(text: str, at: int) -> int:
    """Count the words before the line in which a word stands."""
    counts = accumulate((len(line.split()) for line in text.split("\n")), initial=0)
    return max(count for count in counts if count <= at)


def line_lost(old: str, new: str) -> str:
    """Give the first line that is no longer said, of a long one some words; empty where all are."""
    before, after = old.split("\n"), new.split("\n")
    for line in before:
        if line not in after:
            likest = max(after, key=lambda other: _alike(line, other))
            is_short = len(line.split()) <= _SHORT
            return line.strip().removeprefix("- ") if is_short else words_lost(line, likest)
    return ""


def _alike(one: str, other: str) -> int:
    """Count the words that two texts begin with alike."""
    pairs = zip(one.split(), other.split(), strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


def _leading(words: list[str]) -> list[str]:
    """Leave out what belongs to the sentence before."""
    kept: list[str] = []
    for word in words:
        kept = [] if _ends(word) else [*kept, word]
    return kept


def _following(words: list[str]) -> list[str]:
    """Give the words up to the end of the sentence, or to a heading, and no more than some."""
    first, *more = words[: _AROUND + 1]
    some = [first, *takewhile(lambda word: not _begins(word), more)]
    ending = next((place for place, word in enumerate(some) if _ends(word)), len(some))
    return some[: ending + 1]


def _begins(word: str) -> bool:
    """Tell whether a word begins something of its own: as a sign before it, or as a heading."""
    return (word.endswith(":") and word[0].isupper()) or set(word) <= _LAYOUT


def _ends(word: str) -> bool:
    return word.endswith((".", "!", "?")) or set(word) <= _LAYOUT
