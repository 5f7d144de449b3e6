"""Find where tests on numbers change."""

from collections.abc import Iterator, Mapping

from engine.language import when
from engine.language.base import KnowledgeBase, conditions
from engine.language.condition import Atom


def terms(expression: str) -> list[tuple[int, str]]:
    """Split a sum into its terms, each with its sign."""
    words = ["+", *expression.split()]
    return [
        (1 if sign == "+" else -1, name) for sign, name in zip(words[::2], words[1::2], strict=True)
    ]


def atoms_by_fact(kb: KnowledgeBase) -> Mapping[str, tuple[Atom, ...]]:
    found: dict[str, dict[Atom, None]] = {}
    for given in conditions(kb):
        for clause in when.read(given, kb.facts)[0]:
            for name, test in clause:
                found.setdefault(name, {}).update(dict.fromkeys(test.atoms))
    return {name: tuple(atoms) for name, atoms in found.items()}


def cuts_of(atom: Atom) -> Iterator[int]:
    for value in atom.values:
        if isinstance(value, int):
            yield from (value, value + 1)
    for low, high in atom.ranges:
        yield from (one for one in (low, None if high is None else high + 1) if one is not None)
