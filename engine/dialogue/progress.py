"""Turn an Outcome into how far a consultation has come: its phase, the questions left at most.

What is asked next is decided by the rules, from the answers given. How much may still come they
can't tell: that would take a run for every combination of answers still open. And the first
question is put before the rules are ready. So it is counted here, from the base alone:

    A question may still come if it is behind a fact that is named by a branch of a node which can
    still be reached, or by the condition of an action beside such a node.

A node can still be reached if branches lead to it from where the path waits, whatever their
conditions. A question is behind itself, and behind each conclusion that rests on it. What is
answered, or waits for a time that has not come, is taken off; what is pending always counts.
The conditions of milestones, and those of `until`, are not followed: what they alone need counts
from when it is pending. A test holds the first question to be the one that the rules put.
"""

from collections.abc import Iterable
from functools import lru_cache

from engine.consultation.outcome import Outcome
from engine.language.base import KnowledgeBase
from engine.language.entries import Conclusion, Node, Phase, Question
from engine.language.expression import shown_facts, shown_times
from engine.output.layout import counted


def first_question(kb: KnowledgeBase) -> Question | None:
    """Name the question that comes before any answer, without running the rules.

    While nothing is known no branch has failed, so it is the first fact that the first node's
    branches name, or the first that it rests on. Gives None where only the rules can tell, which
    question it is or what is shown with it.
    """
    name = _first_fact(kb.start)
    while name in kb.conclusions:
        name = next(iter(kb.conclusions[name].rests_on), "")
    question = kb.questions.get(name)
    if question is None or question.is_chance or question.beside:
        return None
    texts = (question.ask, question.help, question.why, *question.choices.values())
    return None if shown_times(*texts) or shown_facts(*texts) else question


def opening(kb: KnowledgeBase) -> str:
    """Say in which phase the first question stands, and how many there are at most."""
    return _heading(kb.phase_of[kb.start.id], len(_questions_from(kb, kb.start)))


def heading(outcome: Outcome) -> str:
    """Say in which phase the pending question stands, and how many are left at most."""
    waiting = outcome.path[-1]
    for step in reversed(outcome.path):
        if _needs_pending(outcome, step.node):
            waiting = step
            break
    return _heading(waiting.phase, len(remaining(outcome, waiting.node)))


def remaining(outcome: Outcome, start: Node) -> tuple[str, ...]:
    """Name the questions that can still be asked from a node on, in the order of the base."""
    left = _questions_from(outcome.kb, start) - outcome.answers.keys() - set(outcome.not_yet)
    if outcome.pending:
        left.add(outcome.pending.id)
    return tuple(name for name in outcome.kb.questions if name in left)


def _heading(phase: Phase, left: int) -> str:
    return f"{phase.title} · at most {counted(left, 'question')} left"


def _first_fact(node: Node) -> str:
    """Name the first fact that a node's branches name; empty where none does."""
    for branch in node.branches:
        for name in branch.when.names:
            return name
    return ""


def _needs_pending(outcome: Outcome, node: Node) -> bool:
    """Tell whether the pending question is behind a node or an action beside it."""
    kb, pending = outcome.kb, outcome.pending
    return pending is not None and pending.id in _questions_behind(kb, _named(kb)[node.id])


def _questions_from(kb: KnowledgeBase, start: Node) -> set[str]:
    """Name the questions behind a node and all that it leads to."""
    facts: set[str] = set()
    for name in _reachable_from(kb, start):
        facts |= _named(kb)[name]
    return _questions_behind(kb, facts)


def _reachable_from(kb: KnowledgeBase, start: Node) -> set[str]:
    """Name a node and all nodes that branches lead to from it."""
    reached, waiting = {start.id}, [start]
    while waiting:
        for branch in waiting.pop().branches:
            if branch.go in kb.nodes and branch.go not in reached:
                reached.add(branch.go)
                waiting.append(kb.nodes[branch.go])
    return reached


@lru_cache(maxsize=1)
def _named(kb: KnowledgeBase) -> dict[str, set[str]]:
    """Map each node to the facts that its branches, and the actions beside it, name."""
    named: dict[str, set[str]] = {name: set() for name in kb.nodes}
    for node in kb.nodes.values():
        for branch in node.branches:
            named[node.id].update(branch.when.names)
    for action in kb.actions.values():
        for name in action.nodes:
            named[name].update(action.when.names)
    return named


def _questions_behind(kb: KnowledgeBase, facts: Iterable[str]) -> set[str]:
    """Name the questions among some facts, and those that the conclusions among them rest on."""
    questions: set[str] = set()
    seen, waiting = set(facts), list(facts)
    while waiting:
        name = waiting.pop()
        fact = kb.facts.get(name)
        if name in kb.questions:
            questions.add(name)
        if isinstance(fact, Conclusion):
            waiting += [below for below in fact.rests_on if below not in seen]
            seen.update(fact.rests_on)
    return questions
