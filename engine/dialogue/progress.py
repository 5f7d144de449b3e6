"""Turn an Outcome into how far a consultation has come: its step, about how many questions left.

The step is the last phase that the path has reached: no answer takes that back. What is asked next
can stand in an earlier phase, beside something to do there; it is then not called by its title.

What is asked next is decided by the rules, from the answers given. How much may still come they
can't tell: that would take a run for every combination of answers still open. And the first
question is put before the rules are ready. So it is counted here, from the base alone:

    A question may still come if it is behind a fact that is named by a branch of a node which can
    still be reached, or by the condition of an action beside such a node.

A node can still be reached if branches lead to it from where the path waits that may still hold,
as far as facts are known; so may the condition of an action. A question is behind itself, and
behind each conclusion that rests on it. What is answered, or waits for a time that has not come, is
taken off; what is pending always counts.
The conditions of milestones, and those of `until`, are not followed: what they alone need counts
from when it is pending. A test holds the first question to be the one that the rules put.

That is how many may come at most. The answers to come keep some of them away: of those that may
come, about two in three do, which a test holds over the cases of the shipped base. So that is said,
but not at the first question, whose answer alone makes it three or thirty there.
"""

from collections.abc import Collection, Iterable

from engine.consultation.outcome import Step, Upshot
from engine.language.base import KnowledgeBase
from engine.language.decision_table import may_hold
from engine.language.entries import Node, Phase, Question
from engine.language.expression import shown_facts, shown_times
from engine.language.words import Answers
from engine.output.wording import capitalized

_DO_COME = 2 / 3  # of the questions that may come


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
    """Say in which step the first question stands, and if hardly another one comes."""
    phase = kb.phase_of[kb.start.id]
    left = _estimate(_questions_from(kb, kb.start, {}))
    return _heading(kb, phase, phase, _left_text(left, begun=False))


def heading(outcome: Upshot) -> str:
    """Say which step the path has reached, and about how many questions come after this one.

    Before the first answer it does not say how many: that answer decides it.
    """
    asked_in = step_of(outcome, outcome.pending).phase
    reached = max((step.phase for step in outcome.path), key=outcome.kb.phases.index)
    left = _left_text(more(outcome), begun=bool(outcome.answers))
    return _heading(outcome.kb, asked_in, reached, left)


def more(outcome: Upshot) -> int:
    """Estimate how many questions come after the pending one."""
    return _estimate(remaining(outcome))


def step_of(outcome: Upshot, question: Question | None) -> Step:
    """Give the step beside which a question stands: the first of those that need it when answered.

    When it waits that is the last of them; where none needs it, the last of all.
    """
    is_answered = question is not None and question.id in outcome.answers
    for step in outcome.path if is_answered else reversed(outcome.path):
        if question and _needs(outcome.kb, step.node, question):
            return step
    return outcome.path[-1]


def remaining(outcome: Upshot) -> tuple[str, ...]:
    """Name the questions that may still be asked, in the order of the base."""
    left = _questions_from(outcome.kb, step_of(outcome, outcome.pending).node, outcome.known)
    left -= outcome.answers.keys() | set(outcome.not_yet)
    if outcome.pending:
        left.add(outcome.pending.id)
    return tuple(name for name in outcome.kb.questions if name in left)


def _estimate(may_come: Collection[str]) -> int:
    """Estimate how many questions come after this one, which is one of those that may come."""
    return round((len(may_come) - 1) * _DO_COME)


def _left_text(left: int, begun: bool) -> str:
    """Say about how many questions come after this one; nothing before one is answered."""
    if not left:
        return "nearly done"
    return f"about {left} more" if begun else ""


def _heading(kb: KnowledgeBase, asked_in: Phase, reached: Phase, left: str) -> str:
    """Name the phase, without a count of its own before a colon, its place, and what is left."""
    title = capitalized(reached.title.partition(": ")[2] or reached.title)
    step = f"step {kb.phases.index(reached) + 1} of {len(kb.phases)}" if len(kb.phases) > 1 else ""
    where = ", ".join(filter(None, (step, left)))
    if reached is not asked_in:
        return capitalized(where)
    return f"{title} · {where}" if where else title


def _first_fact(node: Node) -> str:
    """Name the first fact that a node's branches name; empty where none does."""
    for branch in node.branches:
        for name in branch.when.names:
            return name
    return ""


def _needs(kb: KnowledgeBase, node: Node, question: Question) -> bool:
    """Tell whether a question is behind a node or an action beside it."""
    return question.id in _questions_behind(kb, _named(kb, node, {}))


def _questions_from(kb: KnowledgeBase, start: Node, known: Answers) -> set[str]:
    """Name the questions behind a node and all that it may lead to."""
    facts: set[str] = set()
    for node in _reachable_from(kb, start, known):
        facts |= _named(kb, node, known)
    return _questions_behind(kb, facts)


def _reachable_from(kb: KnowledgeBase, start: Node, known: Answers) -> list[Node]:
    """Give a node and all nodes that branches may lead to from it."""
    reached = {start.id: start}
    waiting = [start]
    while waiting:
        for branch in waiting.pop().branches:
            can_come = branch.go in kb.nodes and branch.go not in reached
            if can_come and may_hold(branch.when.parts, known.get):
                reached[branch.go] = kb.nodes[branch.go]
                waiting.append(kb.nodes[branch.go])
    return list(reached.values())


def _named(kb: KnowledgeBase, node: Node, known: Answers) -> set[str]:
    """Name the facts not known that a node's branches and actions may still ask for."""
    conditions = [branch.when for branch in node.branches]
    conditions += [action.when for action in kb.actions_beside[node.id]]
    named: set[str] = set()
    for condition in conditions:
        if may_hold(condition.parts, known.get):
            named.update(name for name in condition.names if name not in known)
    return named


def _questions_behind(kb: KnowledgeBase, facts: Iterable[str]) -> set[str]:
    """Name the questions among some facts, and those that the conclusions among them rest on."""
    return kb.questions.keys() & kb.behind(facts)
