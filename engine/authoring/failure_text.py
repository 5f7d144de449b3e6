"""Turn a case that did not come out into text: of each list and mapping, what differs alone."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain

from engine.authoring.cases import Result, Unmet
from engine.authoring.nearest_words import nearest_said
from engine.authoring.told import told
from engine.consultation.outcome import Outcome
from engine.language.base import KnowledgeBase
from engine.output.layout import WIDTH, listed, wrapped
from engine.output.plan_text import to_text

_UNBROKEN = 10_000  # columns: a paragraph a line


def failure_text(result: Result) -> str:
    """Say what of a case did not come out, the cause first, and the rule responsible.

    Where a case waits for an answer, all else may follow from that, and is only named. The path is
    shown where it is at fault, or ends at what is waited for.
    """
    lines = [f"{result.file}: {result.name}"]
    lines += [f"  {problem}" for problem in result.problems]
    outcome = result.outcome
    if outcome:
        faults = sorted(result.unmet, key=_causes_first(outcome.kb))
        cause = next(iter(faults), None)
        if cause and cause.key == "pending" and cause.got is not None:
            lines += _waiting_lines(cause, faults[1:])
        else:
            lines += chain.from_iterable(_fault_lines(fault, outcome) for fault in faults)
        if any(fault.key in _OF_THE_PATH for fault in faults):
            lines += wrapped(f"  path: {' > '.join(outcome.visited)}", WIDTH, 4)
    return "\n".join(lines)


_OF_THE_PATH = ("path", "not-path", "pending")


def _causes_first(kb: KnowledgeBase) -> Callable[[Unmet], tuple[bool, int]]:
    """Give the key that puts a missing answer first, then conclusions before what they decide."""
    order = list(kb.ordered_conclusions)

    def key(fault: Unmet) -> tuple[bool, int]:
        place = order.index(fault.key) if fault.key in order else len(order)
        return fault.key != "pending", place

    return key


def _waiting_lines(cause: Unmet, others: Iterable[Unmet]) -> Iterator[str]:
    yield f"  {_expected(cause.key, cause.expected, cause.got)}"
    yield f"    it waits for an answer; for all cases that do: matchpath kb answer {cause.got}=…"
    named = ", ".join(fault.key for fault in others)
    if named:
        yield from wrapped(
            f"    what else did not come out may follow from that: {named}", WIDTH, 6
        )


def _fault_lines(fault: Unmet, outcome: Outcome) -> Iterator[str]:
    """Say what differs, item by item, each with the rules that decided it."""
    for said, names in _differing(fault, outcome):
        yield from wrapped(f"  {said}", WIDTH, 4)
        for place in _responsible(names, outcome):
            yield f"    decided at {place}"


_Said = tuple[str, tuple[str, ...]]
"""What differs, in words, and the entries that it is due to."""


def _differing(fault: Unmet, outcome: Outcome) -> Iterator[_Said]:
    """Say what differs, item by item."""
    kind = fault.key.removeprefix("not-")
    if kind in ("text", "says"):
        yield from _of_words(fault, kind, outcome)
    elif isinstance(fault.expected, dict) and isinstance(fault.got, dict):
        for name in fault.about:
            got = fault.got[name] if name in fault.got else _why_not(name, outcome)
            yield _expected(f"{fault.key} of {name}", fault.expected[name], got), (name,)
    elif kind in _HOW and fault.key != "next":
        is_wanted = fault.key == kind
        for name in fault.about:
            yield _of_item(fault.key, name, is_wanted, outcome)
    else:
        yield _expected(fault.key, fault.expected, fault.got), (fault.key, *fault.about)


# How it is said that something is there, and that it is not.
_HOW: Mapping[str, tuple[str, str]] = {
    "path": ("is on the path", "is not on the path"),
    "actions": ("is advised", "is not advised"),
    "next": ("comes next", "does not come next"),
    "left-out": ("is left out", "is not left out"),
    "pictured": ("is in the picture", "is not in the picture"),
}


def _of_item(key: str, name: str, is_wanted: bool, outcome: Outcome) -> _Said:
    """Say of what is missing that it is, and why; of what is unwanted, that it is there."""
    there, missing = _HOW[key.removeprefix("not-")]
    if not is_wanted:
        return f"{key}: {name} {there}", (name,)
    if key == "path":
        turns = _turned(name, outcome)
        leads = [f"{node} leads to {listed(ways, 'and')}" for node, ways in turns.items()]
        why = f": {'; '.join(leads)}" if leads else ""
        return f"{key}: {name} {missing}{why}", tuple(turns) or (name,)
    why = _off_the_path(name, outcome) if name in outcome.kb.actions else ""
    return f"{key}: {name} {missing}{f': {why}' if why else ''}", (name,)


def _why_not(name: str, outcome: Outcome) -> str:
    """Say of an action that did not come out that it did not, and what keeps it away for sure."""
    why = _off_the_path(name, outcome)
    return f"nothing: it is not advised{f', {why}' if why else ''}"


def _off_the_path(action: str, outcome: Outcome) -> str:
    """Say that an action's place is not reached; empty where one of its places is."""
    nodes = outcome.kb.actions[action].nodes
    if any(node in outcome.visited for node in nodes):
        return ""
    return f"{listed(nodes, 'and')} {'is' if len(nodes) == 1 else 'are'} not on the path"


def _turned(name: str, outcome: Outcome) -> dict[str, list[str]]:
    """Map the nodes of the path that could lead to a node to those that they lead to."""
    turns: dict[str, dict[str, None]] = {}
    for step in outcome.path:
        if step.branch and any(branch.go == name for branch in step.node.branches):
            turns.setdefault(step.node.id, {})[step.branch.go] = None
    return {node: list(ways) for node, ways in turns.items()}


def _of_words(fault: Unmet, kind: str, outcome: Outcome) -> Iterator[_Said]:
    """Say which words are missing, with the nearest that are said; or which are said."""
    by_entry = fault.expected if isinstance(fault.expected, dict) else {"": fault.expected}
    for name, words in by_entry.items():
        called = f"{fault.key}: {name}" if name else fault.key
        for some in words if isinstance(words, list) else ():
            how = "is said" if fault.key != kind else _not_said(some, name, outcome)
            yield f"{called}: “{some}” {how}", (name,)


def _not_said(words: str, name: str, outcome: Outcome) -> str:
    """Say that words are not said of an entry, or in the plan, and which are the nearest."""
    text = "\n".join(told(outcome, name)) if name else to_text(outcome, _UNBROKEN)
    nearest = nearest_said(words, text)
    return f"is not said; the nearest is “{nearest}”" if nearest else "is not said"


def _expected(called: str, expected: object, got: object) -> str:
    return f"{called}: expected {_said(expected)}, got {_said(got)}"


def _said(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value)) or "nothing"
    return "nothing" if value in (None, "") else str(value)


def _responsible(names: Iterable[str], outcome: Outcome) -> list[str]:
    """Name the rules that decided entries; where none did, those that did not fire."""
    fired, written = [], []
    for firing in outcome.trace:
        if firing.id in names and firing.kind != "need":
            fired.append(str(firing.place))
    for name in names:
        if name in outcome.kb.actions:
            written.append(f"{outcome.kb.actions[name].place} (did not fire)")
    return list(dict.fromkeys(fired or written))
