"""Turn what lies behind facts into layers, each fact with its askings in the order they come.

Single applicants are asked by rank: of all that waits, what lies behind the deepest conclusion
comes first. Expressions of columns can only go from each fact down to those behind it, one after
the other. Here the one order is written as the other, where they are the same for every applicant:

- behind a fact, those of which all that follows ranks higher come as they are written;
- after these, the others, the highest rank first (dates, and the time of a chance, rank highest
  themselves, and the conclusions that they name do not);
- all that follows from each must rank higher than the next: else the two orders may differ.
"""

from collections.abc import Iterator, Mapping
from graphlib import CycleError, TopologicalSorter
from itertools import pairwise
from math import inf

from engine.inference.lowered.codes import NotLowered
from engine.inference.lowered.form import Asking, Lowered

Layer = dict[str, tuple[Asking, ...]]


def in_layers(form: Lowered) -> list[Layer]:
    """Give the facts that others lie behind, those first that lead to questions alone.

    Raises NotLowered where what is asked first hangs on more than the order of facts.
    """
    return _Order(form).layers()


class _Order:
    def __init__(self, form: Lowered) -> None:
        self._questions = frozenset(form.questions)
        self._behind: Mapping[str, tuple[Asking, ...]] = form.behind
        self._lowest: dict[str, float] = {}  # fact → the lowest rank of all that follows from it

    def layers(self) -> list[Layer]:
        layers: list[Layer] = []
        depths: dict[str, int] = {}
        for name in self._deepest_first():
            below = [one.fact for one in self._behind[name] if self._leads_on(one)]
            lowest = [self._lowest[fact] for fact in below]
            self._lowest[name] = min([self._rank(name), *lowest])
            depths[name] = 1 + max((depths[fact] for fact in below), default=-1)
            if depths[name] == len(layers):
                layers.append({})
            layers[depths[name]][name] = self._ordered(name)
        return layers

    def _deepest_first(self) -> Iterator[str]:
        graph = {
            name: [one.fact for one in askings if self._leads_on(one)]
            for name, askings in self._behind.items()
        }
        try:
            yield from TopologicalSorter(graph).static_order()
        except CycleError:
            raise NotLowered("its dates and conclusions ask for each other") from None

    def _leads_on(self, asking: Asking) -> bool:
        """Tell whether an asking leads to others; a chance that is not wanted is a question."""
        return asking.wanted or asking.fact not in self._questions

    def _rank(self, name: str) -> float:
        return min((asking.rank for asking in self._behind[name]), default=inf)

    def _ordered(self, name: str) -> tuple[Asking, ...]:
        own = self._rank(name)
        soon: list[Asking] = []
        late: list[Asking] = []
        for asking in self._behind[name]:
            is_soon = not self._leads_on(asking) or self._rank(asking.fact) > own
            (soon if is_soon else late).append(asking)
        late.sort(key=lambda asking: -self._rank(asking.fact))
        for asking, following in pairwise([*soon, *late]):
            bound = own if following in soon else self._rank(following.fact)
            if self._leads_on(asking) and self._lowest[asking.fact] <= bound:
                raise NotLowered(f'what "{name}" asks first hangs on more than its order')
        return (*soon, *late)
