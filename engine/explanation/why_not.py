"""Turn an Outcome into the conditions that kept a result away."""

from collections.abc import Iterator

import msgspec

from engine.consultation.outcome import Step, Upshot
from engine.explanation.how import Kind
from engine.inference.due import IS_AHEAD
from engine.language.condition import Clause, Options, Pair, Parts, Test, pairs
from engine.language.decision_table import Form, forms, may_hold
from engine.language.entries import Action, Branch, Node
from engine.language.words import Value


class Failed(msgspec.Struct, frozen=True, eq=False):
    """Hold one condition that kept a result away: what it asks of a fact, and what the fact is.

    `value` is None where the fact is not known yet. `at` is the row or action that asks it, and
    `of` the node where a branch would have had to be taken, None for the result's own condition.
    """

    name: str
    test: Test
    value: Value | None
    at: Branch | Action
    of: Node | None = None


class _Row(msgspec.Struct, frozen=True, eq=False):
    """Hold a row that would bring a result nearer: an action's own, or a branch of a node."""

    form: Form
    entry: Branch | Action
    node: Node | None = None


def failed(outcome: Upshot, kind: Kind, name: str) -> tuple[Failed, ...]:
    """Give the conditions that kept a node or an action away, the nearest row first.

    Of the rows that would do, the one with the fewest failed conditions is given. Where the path
    does not come to a node, the rows are those of the last turn that led away from it.
    """
    return min(ways_to(outcome, kind, name), key=len, default=())


def ways_to(outcome: Upshot, kind: Kind, name: str) -> Iterator[tuple[Failed, ...]]:
    """Give what fails in every row that would bring a node or an action nearer."""
    for row in _open_rows(outcome, kind, name):
        yield from _ways_of(outcome, row)


def figures_of(outcome: Upshot, action: Action) -> dict[str, Value | None]:
    """Map the conclusions that an action's texts show to what they are where the action applies.

    Its own condition says what is otherwise there. None where that leaves more than one value.
    """
    supposed: dict[str, Value | None] = {}
    for name, test in pairs(action.when.parts):
        if not test(outcome.known.get(name)):
            passing = [value for value in outcome.kb.facts[name].words if test(value)]
            supposed[name] = passing[0] if len(passing) == 1 else None
    shown = [name for name in action.shown if name in outcome.kb.conclusions]
    return {name: _concluded(outcome, name, supposed) for name in shown}


def _concluded(outcome: Upshot, name: str, supposed: dict[str, Value | None]) -> Value | None:
    """Work a conclusion out anew where it rests on what is supposed; None where that is open.

    What was worked out joins what is supposed.
    """
    now, conclusion = outcome.known.get(name), outcome.kb.conclusions.get(name)
    if name in supposed or conclusion is None:
        return supposed.get(name, now)
    below = {fact: _concluded(outcome, fact, supposed) for fact in conclusion.rests_on}
    if any(value != outcome.known.get(fact) for fact, value in below.items()):
        known = {fact: value for fact, value in below.items() if value is not None}
        try:
            now = outcome.kb.concluded(conclusion, known.__getitem__)
        except KeyError:  # it takes a fact that is open
            now = None
    supposed[name] = now
    return now


def closed_by(outcome: Upshot, node: Node) -> tuple[str, ...]:
    """Name the facts that closed the roads not taken at a node, in the order they are looked at.

    Of each road it is the first condition that failed in its nearest row.
    """
    taken = [step.branch for step in outcome.path if step.node is node]
    known = outcome.known
    names: dict[str, None] = {}
    for branch, found in outcome.kb.branch_forms[node.id]:
        if branch in taken or branch not in node.branches:
            continue
        failing = [way for form in found for way in _ways_of(outcome, _Row(form, branch, node))]
        nearest = min(failing, key=len, default=())
        names.update((condition.name, None) for condition in nearest[:1])
    return tuple(name for name in names if name in known)


def _open_rows(outcome: Upshot, kind: Kind, name: str) -> Iterator[_Row]:
    """Give the rows that would bring a result nearer.

    Where the node of an action is reached, its own condition keeps it away; else it is the branches
    that would have led there.
    """
    if kind == "node":
        yield from _rows_towards(outcome, {name})
        return
    action = outcome.kb.actions[name]
    if set(action.nodes).isdisjoint(outcome.visited):
        yield from _rows_towards(outcome, set(action.nodes))
    else:
        yield from _rows_of_action(outcome, action)


def _rows_of_action(outcome: Upshot, action: Action) -> Iterator[_Row]:
    for due in _due(outcome, action):
        for form in forms(action.when, outcome.kb.chances):
            yield _Row(Form((*form.parts, *due)), action)


def _due(outcome: Upshot, action: Action) -> Iterator[Clause]:
    """Give the clauses of which one must hold for an action not to be overdue."""
    milestones = [outcome.kb.milestones[name] for name in action.milestones]
    for milestone in milestones:
        if outcome.kb.dates[milestone.id].past_from:
            yield ((milestone.id, IS_AHEAD),)
    if not milestones or any(not outcome.kb.dates[name].past_from for name in action.milestones):
        yield ()


def _rows_towards(outcome: Upshot, targets: set[str]) -> Iterator[_Row]:
    """Give the branches to some nodes, at each turn that led away, the last first."""
    leading = outcome.kb.leading_to(targets)
    turned: dict[str, list[Step]] = {}
    for step in reversed(outcome.path):
        if step.node.id not in targets and _leads_away(step, leading, outcome):
            turned.setdefault(step.node.id, []).append(step)
    for name, steps in turned.items():
        taken = [step.branch for step in steps]
        for branch, found in outcome.kb.branch_forms[name]:
            if branch.go in leading and branch not in taken:
                yield from (_Row(form, branch, steps[0].node) for form in found)


def _leads_away(step: Step, leading: set[str], outcome: Upshot) -> bool:
    """Tell whether a step turned away; one that waits for an answer has not turned yet."""
    if step.branch is None:
        return outcome.pending is None
    return step.branch.go not in leading


def _ways_of(outcome: Upshot, row: _Row) -> list[tuple[Failed, ...]]:
    """Give what fails in a row, once for each option it has; nothing where none of it fails.

    A row with `otherwise` fails by each row beside it that does not fail.
    """
    ways = [way for way in _failing(outcome, row, row.form.parts) if way]
    for parts in row.form.failed:
        if may_hold(parts, outcome.known.get):
            ways += [(condition,) for condition in _turned(outcome, row, parts)]
    return ways


def _failing(outcome: Upshot, row: _Row, parts: Parts) -> list[tuple[Failed, ...]]:
    """Give the conditions of parts that do not hold, once for each option they have.

    Of several `any`, each is gone through while the others stand at their nearest option: enough to
    find what brings a row about, and no more than was written.
    """
    failing: list[Failed] = []
    choices: list[list[tuple[Failed, ...]]] = []
    for part in parts:
        if isinstance(part, Options):
            ways = [way for option in part.options for way in _failing(outcome, row, option)]
            if all(ways):
                choices.append(ways)
        elif not _passes(outcome, part):
            name, test = part
            failing.append(Failed(name, test, outcome.known.get(name), row.entry, row.node))
    return _each_option(failing, choices)


def _each_option(
    failing: list[Failed], choices: list[list[tuple[Failed, ...]]]
) -> list[tuple[Failed, ...]]:
    """Join what fails with the options of every `any`: one varied at a time, the rest nearest."""
    nearest = [min(ways, key=len) for ways in choices]
    found = [_joined(failing, nearest)]
    for index, ways in enumerate(choices):
        for way in ways:
            found.append(_joined(failing, [*nearest[:index], way, *nearest[index + 1 :]]))
    return list(dict.fromkeys(found))


def _joined(failing: list[Failed], chosen: list[tuple[Failed, ...]]) -> tuple[Failed, ...]:
    whole = list(failing)
    for way in chosen:
        whole += way
    return tuple(whole)


def _passes(outcome: Upshot, pair: Pair) -> bool:
    """Tell whether a fact passes its test; a chance that is open fails none."""
    name, test = pair
    is_open = name in outcome.not_yet and name in outcome.kb.chances
    return is_open or test(outcome.known.get(name))


def _turned(outcome: Upshot, row: _Row, parts: Parts) -> Iterator[Failed]:
    """Give, for a row that must fail and does not, what each of its facts would have to be."""
    known = outcome.known
    for name, test in pairs(parts):
        for atom in test.atoms:
            against = Test((atom.opposite,))
            if not against(known.get(name)):
                yield Failed(name, against, known.get(name), row.entry, row.node)
