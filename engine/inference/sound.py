"""Find in a base what only the rules cope with; most of it `check` would report."""

from collections.abc import Iterator
from itertools import combinations

from engine.inference.lowered.codes import NotLowered
from engine.language.base import KnowledgeBase
from engine.language.condition import Options, Parts, pairs
from engine.language.cycles import Milestone
from engine.language.entries import Conclusion, Fact
from engine.language.words import END


def rests_on(fact: Fact) -> tuple[str, ...]:
    """Name the facts on which a conclusion, a date, or the time of a chance rests."""
    if isinstance(fact, Milestone):
        return fact.when.names
    if isinstance(fact, Conclusion):
        return fact.rests_on
    return fact.until.names if fact.until else ()


def require_sound(kb: KnowledgeBase) -> None:
    """Refuse a base in which facts rest on chances, or branches lead back."""
    for fact in kb.facts.values():
        if not kb.chances.keys().isdisjoint(rests_on(fact)):
            raise NotLowered(f'"{fact.id}" rests on a chance')
        if isinstance(fact, Conclusion) and fact.rules and (fact.lookup or fact.value):
            raise NotLowered(f'"{fact.id}" is concluded in two ways')
    below = {END}
    for node in reversed(kb.ordered_nodes):
        if not below.issuperset(branch.go for branch in node.branches):
            raise NotLowered(f'a branch of "{node.id}" leads back')
        below.add(node.id)


def doubtful(kb: KnowledgeBase) -> Iterator[Parts]:
    """Find where two options of an `any` may hold, of which a rule may meet the second first.

    The row then rests on the one that it met: on facts that conclusions give which are written
    after the row, or dates. What is asked hangs on it.
    """
    for conclusion in kb.conclusions.values():
        rows = [form for _, found in kb.row_forms[conclusion.id] for form in found]
        for form in rows:
            for options in form.options:
                yield from _two_at_once(kb, options, conclusion)


def _two_at_once(kb: KnowledgeBase, options: Options, conclusion: Conclusion) -> Iterator[Parts]:
    named = {name for name, _ in pairs((options,)) if name not in kb.questions}
    if not all(_comes_before(kb, name, conclusion.id) for name in named):
        for first, second in combinations(options.options, 2):
            yield (*first, *second)


def _comes_before(kb: KnowledgeBase, name: str, other: str) -> bool:
    """Tell whether a conclusion is written before another, and what it rests on before it."""
    if name in kb.questions:
        return True
    places = list(kb.conclusions)
    if name not in places or places.index(name) >= places.index(other):
        return False
    return all(_comes_before(kb, below, name) for below in rests_on(kb.facts[name]))
