"""Turn an Outcome into how far a consultation has come: its phase, and the questions left at most."""

from functools import lru_cache

from engine.consultation.outcome import Outcome
from engine.language.base import KnowledgeBase
from engine.language.entries import Conclusion, Node, Phase, Question


def first_question(kb: KnowledgeBase) -> Question | None:
    """Name the question that comes before any answer, without running the rules.

    While nothing is known nothing has failed, so it is the first fact that the first node's
    branches name, or the first that it rests on. Gives None where only the rules can tell.
    """
    name = next((name for branch in kb.start.branches for name in branch.when.names), "")
    while name in kb.conclusions:
        name = next(iter(kb.conclusions[name].rests_on), "")
    question = kb.questions.get(name)
    return None if question is None or question.is_chance else question


def opening(kb: KnowledgeBase) -> str:
    """Say in which phase the first question stands, and how many there are at most."""
    return _heading(kb.phase_of[kb.start.id], len(_ahead(kb, kb.start)))


def heading(outcome: Outcome) -> str:
    """Say in which phase the pending question stands, and how many are left at most."""
    waiting = next(
        (step for step in reversed(outcome.path) if _asks(outcome, step.node)), outcome.path[-1]
    )
    return _heading(waiting.phase, len(remaining(outcome, waiting.node)))


def _heading(phase: Phase, left: int) -> str:
    return f"{phase.title} · at most {left} question{'' if left == 1 else 's'} left"


def _asks(outcome: Outcome, node: Node) -> bool:
    """Tell whether the pending question is needed at a node."""
    kb, pending = outcome.kb, outcome.pending
    return pending is not None and pending.id in _questions_behind(kb, _named_at(kb, node), {})


def remaining(outcome: Outcome, start: Node) -> tuple[str, ...]:
    """Name the questions that can still be asked, as the rules stand: those behind all that lies ahead."""
    pending = {outcome.pending.id} if outcome.pending else set()
    open_ = (_ahead(outcome.kb, start) - outcome.answers.keys() - set(outcome.not_yet)) | pending
    return tuple(name for name in outcome.kb.questions if name in open_)


def _ahead(kb: KnowledgeBase, start: Node) -> set[str]:
    """Name the questions behind a node and all that it leads to."""
    seen, waiting = {start.id}, [start]
    named: set[str] = set()
    while waiting:
        node = waiting.pop()
        named |= _named_at(kb, node)
        for branch in node.branches:
            if branch.go in kb.nodes and branch.go not in seen:
                seen.add(branch.go)
                waiting.append(kb.nodes[branch.go])
    return _questions_behind(kb, named, {})


def _named_at(kb: KnowledgeBase, node: Node) -> set[str]:
    return _named(kb)[node.id]


@lru_cache(maxsize=1)
def _named(kb: KnowledgeBase) -> dict[str, set[str]]:
    """Map each node to the facts that its branches name, and the actions beside it."""
    named = {
        node.id: {name for b in node.branches for name in b.when.names}
        for node in kb.nodes.values()
    }
    for action in kb.actions.values():
        for name in action.nodes:
            named[name].update(action.when.names)
    return named


def _questions_behind(kb: KnowledgeBase, names: set[str], seen: dict[str, set[str]]) -> set[str]:
    found: set[str] = set()
    for name in names:
        if name not in seen:
            seen[name] = {name} if name in kb.questions else set()
            fact = kb.facts.get(name)
            below = set(fact.rests_on) if isinstance(fact, Conclusion) else set()
            seen[name] |= _questions_behind(kb, below, seen)
        found |= seen[name]
    return found
