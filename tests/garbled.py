"""Make input that nobody meant: bytes changed at random, and values of any shape. Seeds repeat it."""

from collections.abc import Iterator
from copy import deepcopy
from random import Random
from typing import Any

_SIGNS = (
    *(b"\0", b"\xff", b"\xc3", b"\xed\xa0\x80", b"\xef\xbb\xbf", b"\xe2\x80\xae", b"\xc2\x85"),
    *(b"\x1b[2J", b"\x7f", b"\r", b"\r\n", b"\n", b"\t", b"  ", b"\xf0\x9f\x98\x80", b"\xd7\xa9"),
)
_YAML = (
    *(b": ", b"- ", b"? ", b" #", b"|", b">", b"|2-\n", b"'", b'"', b"\\", b"{", b"}", b"[", b"]"),
    *(b"&a ", b"*a", b"<<: ", b"!!python/object:os.system ", b"!!binary ", b"!x ", b"---\n"),
    *(b"%YAML 9.9\n", b"[" * 100, b"{a: " * 60),
)
_VALUES = (
    *(b"yes", b"null", b"~", b"true", b".5", b"1e999", b"-", b"0x1F", b"1_0", b"2026-13-45"),
    *(b"..", b"5..1", b">= ", b"9" * 30, b"9" * 5_000, b"x" * 5_000, b"unknown", b"not_yet"),
    *(b"any: ", b"when: ", b"otherwise: true", b"answers:", b"today: ", b"expect:", b"{place}"),
)
PIECES = (*_SIGNS, *_YAML, *_VALUES)
LENGTHS = (0, 1, 2, 8, 60)


def changed(source: bytes, chance: Random, others: tuple[bytes, ...] = ()) -> bytes:
    """Change some bytes, one to six times: put in, take out, turn round, double, cut."""
    for _ in range(chance.randint(1, 6)):
        start = chance.randint(0, len(source))
        end = start + chance.choice(LENGTHS)
        taken, other = source[start:end], chance.choice(others or (source,))
        noise = chance.randbytes(chance.randint(1, 4))
        piece = chance.choice(PIECES)
        turned = (taken * 2, taken[::-1], taken.swapcase(), b"")
        put = chance.choice((piece, noise, *turned, _some_lines(other, chance)))
        source = source[:start] + put + source[end:]
    if chance.random() < 0.1:
        source = source[: chance.randint(0, len(source))]
    return source


def _some_lines(source: bytes, chance: Random) -> bytes:
    lines = source.splitlines(keepends=True)
    start = chance.randrange(len(lines) or 1)
    return b"".join(lines[start : start + chance.randint(1, 4)])


def value(chance: Random, words: tuple[str, ...], depth: int = 0) -> object:
    """Make a value of any shape, up to five deep, out of words that mean something and others."""
    kinds = ("word", "word", "word", "number", "odd", "signs", "list", "mapping", "mapping")
    kind = chance.choice(kinds if depth < 4 else kinds[:6])
    if kind == "word":
        return chance.choice(words)
    if kind == "number":
        return chance.choice((0, -1, 7, 10**6, 10**30, 0.5, 1e300))
    if kind == "odd":
        return chance.choice((None, True, False, "", " ", "null", "0", "2026-11-22", "2026-13-45"))
    size = chance.randint(0, 4)
    if kind == "signs":
        return "".join(chance.choices("ab:- #'\"{}[]\n\t\x1b\x85\u202e😀é,", k=3 * size))
    if kind == "list":
        return [value(chance, words, depth + 1) for _ in range(size)]
    return {chance.choice(words): value(chance, words, depth + 1) for _ in range(size)}


def rearrange(tree: Any, chance: Random, words: tuple[str, ...]) -> None:
    """Change one to three places of a value: as another place of the same key has it, or anyhow."""
    for _ in range(chance.randint(1, 3)):
        everywhere = list(_places(tree))
        if not everywhere:
            return
        holder, key = chance.choice(everywhere)
        alike = [other[name] for other, name in everywhere if name == key]
        kind = chance.random()
        if kind < 0.6:
            holder[key] = deepcopy(chance.choice(alike))
        elif kind < 0.8:
            holder[key] = value(chance, words, 3)
        else:
            del holder[key]


def _places(tree: Any) -> Iterator[tuple[Any, Any]]:
    """Give every place below a value: what holds it, and its key or number there."""
    keyed = enumerate(tree) if isinstance(tree, list) else ()
    for key, below in tree.items() if isinstance(tree, dict) else keyed:
        yield tree, key
        yield from _places(below)


def typed_lines(chance: Random, words: tuple[str, ...]) -> bytes:
    """Make what somebody types, or a cat: words that mean something, changed ones, and bytes.

    No slash is among them: a line may name a file to save to, and that is to stay in the folder.
    """
    lines = [_typed(chance, chance.choice(words).encode()) for _ in range(chance.randint(0, 30))]
    end = chance.choice((b"", b"\n", b"\x04", b"\x03\n", b"\r\n", b"\xff"))
    return b"\n".join(lines).replace(b"/", b"-") + end


def _typed(chance: Random, word: bytes) -> bytes:
    kind = chance.random()
    if kind < 0.25:
        return changed(word, chance)
    if kind < 0.32:
        return chance.randbytes(chance.randint(0, 20))
    if kind < 0.35:
        return word * chance.choice((100, 3_000, 30_000))
    return word
