"""Turn what the world may decide into masks: one bit for each combination of the chances' choices.

A way is a mask of the worlds in which it is taken: a branch narrows it with AND, and where ways
meet they are joined with OR, so that chances that meet again cost nothing.
"""

from collections.abc import Iterable, Iterator
from functools import cached_property, lru_cache
from itertools import product
from math import prod

import msgspec

from engine.inference.lowered.codes import NotLowered
from engine.inference.ways import Way, holds
from engine.language.condition import Test

MOST_WORLDS = 4_096  # twelve chances of two choices; beyond it the rule engine is asked instead


class Worlds(msgspec.Struct, frozen=True, dict=True):
    """Hold the chances, each with its choices, in written order."""

    chances: tuple[tuple[str, tuple[str, ...]], ...]

    def __post_init__(self) -> None:
        if prod(len(choices) for _, choices in self.chances) > MOST_WORLDS:
            raise NotLowered(f"its chances come to more than {MOST_WORLDS:,} worlds")

    @cached_property
    def every(self) -> int:
        """Give the mask of all worlds."""
        return (1 << prod(len(choices) for _, choices in self.chances)) - 1

    def passing(self, chance: str, test: Test) -> int:
        """Give the mask of the worlds in which a chance is decided so that it passes a test."""
        place = [name for name, _ in self.chances].index(chance)
        passed = {choice for choice in self.chances[place][1] if test(choice)}
        return _mask(world[place] in passed for world in self._combinations())

    def of(self, ways: Iterable[Way]) -> int:
        """Give the mask of some ways; none stands for all worlds, as in an outcome."""
        names = [name for name, _ in self.chances]
        known = tuple(ways) or ((),)
        worlds = [dict(zip(names, world, strict=True)) for world in self._combinations()]
        return _mask(any(holds(way, world) for way in known) for world in worlds)

    def ways(self, mask: int) -> tuple[Way, ...]:
        """Give the ways that make up a mask, none of which meets another; () when it is all."""
        return () if mask == self.every else _ways(mask, self.chances)

    def _combinations(self) -> Iterator[tuple[str, ...]]:
        return product(*(choices for _, choices in self.chances))


def _mask(bits: Iterable[bool]) -> int:
    return sum(1 << place for place, bit in enumerate(bits) if bit)


@lru_cache(maxsize=1_000)
def _ways(mask: int, chances: tuple[tuple[str, tuple[str, ...]], ...]) -> tuple[Way, ...]:
    """Split a mask by its first chance; choices after which all is alike stay together."""
    if not chances:
        return ((),)
    (name, choices), rest = chances[0], chances[1:]
    size = prod(len(others) for _, others in rest)  # bits for each choice: the last chance is low
    alike: dict[int, list[str]] = {}
    for place, choice in enumerate(choices):
        part = mask >> place * size & (1 << size) - 1
        if part:
            alike.setdefault(part, []).append(choice)
    result: list[Way] = []
    for part, together in alike.items():
        step: Way = () if len(together) == len(choices) else ((name, tuple(together)),)
        result += [(*step, *way) for way in _ways(part, rest)]
    return tuple(result)
