"""Find faults in conditions: their form, facts that do not exist, values no fact has."""

from collections.abc import Iterator

from engine.checking.suggestions import Suggest
from engine.errors import Problem, short
from engine.language.base import KnowledgeBase
from engine.language.condition import Bounds, Comparison, Condition, Fault, Operand, within
from engine.language.entries import Fact, Question
from engine.language.words import LARGEST, NOT_YET
from engine.language.written import Written

MOST_COMPARISONS = 100  # in one condition; the rules that ask for facts grow with their square


def conditions(kb: KnowledgeBase, suggest: Suggest) -> Iterator[Problem]:
    """Give every fault of every condition, at its place."""
    for entry, called, condition in _rows(kb):
        if condition.written is not None and getattr(entry, "otherwise", False):
            message = f"{called} has both when and otherwise."
            yield entry.problem("wrong-type", message, "Keep one.", "otherwise")
        for fault in faults(condition, kb, suggest):
            message = f"{called}: {fault.message}"
            yield entry.problem(fault.code, message, fault.hint, "when", *fault.keys)
    for entry, key, called, condition in _others(kb):
        for fault in faults(condition, kb, suggest):
            message = f"{key} of {called}: {fault.message}"
            yield entry.problem(fault.code, message, fault.hint, key, *fault.keys)


def _rows(kb: KnowledgeBase) -> Iterator[tuple[Written, str, Condition]]:
    """Give the conditions of rows, branches and actions, with what their entries are called."""
    for conclusion in kb.conclusions.values():
        for row in conclusion.rules:
            yield row, f'row "{row.then}" of conclusion "{conclusion.id}"', row.when
    for node in kb.nodes.values():
        for branch in node.branches:
            called = f'branch "{branch.label or branch.go}" of node "{node.id}"'
            yield branch, called, branch.when
    for action in kb.actions.values():
        yield action, f'action "{action.id}"', action.when
    for first in kb.first.values():
        yield first, f'"{first.id}" of what comes first', first.when


def _others(kb: KnowledgeBase) -> Iterator[tuple[Written, str, str, Condition]]:
    """Give the conditions that stand in no row, with key and entry."""
    for question in kb.questions.values():
        called = f'question "{question.id}"'
        if question.until:
            yield question, "until", called, question.until
        for lever in question.can_change:
            yield lever, "when", f"lever of {called}", lever.when
        for argument in question.weigh:
            yield argument, "when", f"argument of {called}", argument.when
    for milestone in kb.milestones.values():
        yield milestone, "when", f'milestone "{milestone.id}"', milestone.when
    if kb.head.running_when:
        yield kb.head, "running_when", "base.yaml", kb.head.running_when


def faults(condition: Condition, kb: KnowledgeBase, suggest: Suggest) -> Iterator[Fault]:
    """Give what is wrong in one condition: its form, then each comparison with its fact."""
    if len(condition.comparisons) > MOST_COMPARISONS:
        count = f"{len(condition.comparisons):,}"
        message = f"it makes {count} comparisons; it may make {MOST_COMPARISONS}."
        yield Fault((), "too-many", message, "Let a conclusion gather some of it.")
        return
    yield from condition.faults
    for comparison in condition.comparisons:
        fact = kb.facts.get(comparison.name)
        if fact is None:
            message = f'there is no question or conclusion "{comparison.name}".'
            hint = suggest(comparison.name, kb.facts)
            yield Fault(_fact_keys(comparison), "unknown-question", message, hint)
        elif comparison.operator in ("is", "not"):
            for operand in comparison.operands:
                yield from _value(operand, fact, comparison, suggest)
        else:
            yield from _set(fact, comparison, suggest)


def _fact_keys(comparison: Comparison) -> tuple[str | int, ...]:
    """Give the keys that lead to the fact itself, not to the operator below it."""
    return comparison.keys if comparison.operator == "is" else comparison.keys[:-1]


def _set(fact: Fact, comparison: Comparison, suggest: Suggest) -> Iterator[Fault]:
    if fact.type != "choices":
        called = f'"{comparison.operator}" needs a question with several answers'
        message = f'{called}; "{fact.id}" has one.'
        yield Fault(comparison.keys, "comparison-on-choice", message, "Write the answer itself.")
        return
    for operand in comparison.operands:
        yield from _word(operand.written, fact, comparison, suggest)


def _value(
    operand: Operand, fact: Fact, comparison: Comparison, suggest: Suggest
) -> Iterator[Fault]:
    written = operand.written
    if operand.bounds and fact.type != "integer":
        message = f'"{fact.id}" is not a number, so it can\'t be compared with "{written}".'
        hint = suggest(written, fact.words)
        yield Fault(comparison.keys, "comparison-on-choice", message, hint)
    elif operand.bounds:
        yield from _range(operand.bounds, fact, comparison)
    elif fact.type == "integer" and isinstance(written, int) and not isinstance(written, bool):
        yield from _range((written, written), fact, comparison)
    else:
        yield from _word(written, fact, comparison, suggest)


def _range(bounds: Bounds, fact: Fact, comparison: Comparison) -> Iterator[Fault]:
    low, high = bounds
    if low is not None and high is not None and low > high:
        message = f"{low}..{high} holds for no number."
        yield Fault(comparison.keys, "out-of-range", message, f"Write {high}..{low}.")
    widest: Bounds = (-LARGEST, LARGEST)
    if isinstance(fact, Question):
        widest = (fact.min, fact.max)
    for number in bounds:
        if number is not None and not within(number, widest):
            span = f"({widest[0]} to {widest[1]})"
            message = f'{short(number)} is outside what "{fact.id}" can be {span}.'
            yield Fault(comparison.keys, "out-of-range", message)


def _word(written: object, fact: Fact, comparison: Comparison, suggest: Suggest) -> Iterator[Fault]:
    words = [word for word in fact.words if word != NOT_YET]
    if isinstance(written, str) and written in words:
        return
    if written == NOT_YET:
        message = '"not_yet" stands for every choice in turn; no row may name it.'
        hint = "Name the choices."
    elif fact.type == "integer":
        message = f'"{written}" is no number or range for "{fact.id}".'
        hint = "Write 225, 11..20, 21.. or ..0."
    else:
        kind = type(fact).__name__.lower()
        message = f'{kind} "{fact.id}" has no choice "{_shown(written)}".'
        hint = suggest(written, words)
    yield Fault(comparison.keys, "unknown-choice", message, hint)


def _shown(written: object) -> str:
    """Show a raw value as its writer would name it."""
    if written is None:
        return "nothing"
    return str(written).lower() if isinstance(written, bool) else str(written)
