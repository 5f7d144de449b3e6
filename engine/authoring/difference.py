"""Turn two knowledge bases into what changed: in words, and for which applicants what comes out."""

from collections.abc import Iterator, Mapping

import msgspec

from engine.authoring.entry import entries, flow
from engine.checking.decisions import decisions
from engine.consultation.answers import read_answers
from engine.consultation.casefile import Case
from engine.consultation.consult import consult
from engine.consultation.outcome import Outcome
from engine.errors import MatchpathError
from engine.language.base import KnowledgeBase
from engine.language.condition import Condition
from engine.language.entries import Branch, Row
from engine.language.expression import Sum


class Effect(msgspec.Struct, frozen=True):
    """Hold what comes out otherwise for one applicant."""

    name: str
    changes: tuple[str, ...]


def in_words(old: KnowledgeBase, new: KnowledgeBase) -> tuple[str, ...]:
    """Say what was added, taken out and changed, entry by entry."""
    before, after = entries(old), entries(new)
    lines = [f"added: {kind} {name}" for kind, name in after if (kind, name) not in before]
    lines += [f"taken out: {kind} {name}" for kind, name in before if (kind, name) not in after]
    for kind, name in after:
        if (kind, name) in before:
            one, other = (_plain(base[kind, name]) for base in (before, after))
            lines += [f"changed: {kind} {name}: {change}" for change in _fields(one, other)]
    return tuple(lines)


def _fields(before: object, after: object) -> Iterator[str]:
    """Say what differs between two values, going into mappings."""
    if not isinstance(before, dict) or not isinstance(after, dict):
        if before != after:
            yield f"was {flow(before)}, is {flow(after)}"
        return
    for key in dict.fromkeys([*before, *after]):
        if key not in after:
            yield f"{key} {flow(before[key])} taken out"
        elif key not in before:
            yield f"{key} {flow(after[key])} added"
        else:
            yield from (f"{key} {change}" for change in _fields(before[key], after[key]))


def _plain(entry: object) -> object:
    """Give an entry's own words, without its places; rows and branches by their name."""
    if isinstance(entry, (Condition, Sum)):
        return entry.written
    if isinstance(entry, msgspec.Struct):
        names = [name for name in entry.__struct_fields__ if name != "origin"]
        return {
            name: value
            for name in names
            if (value := _plain(getattr(entry, name))) not in (None, "", {}, [], False)
        }
    if isinstance(entry, tuple) and entry and isinstance(entry[0], (Row, Branch)):
        return {
            f'"{getattr(one, "label", "") or getattr(one, "then", "")}" ({index + 1})': _plain(one)
            for index, one in enumerate(entry)
        }
    return [_plain(one) for one in entry] if isinstance(entry, (tuple, list)) else entry


def effects(
    old: KnowledgeBase, new: KnowledgeBase, cases: Mapping[str, Case]
) -> tuple[Effect, ...]:
    """Consult each case, and applicants at every threshold, with both bases; give those that come out otherwise."""
    # One base after the other: the engine of each is built once.
    before = _outcomes(old, cases)
    applicants = dict(_boundary(old, cases, before))
    before |= _outcomes(old, applicants)
    after = _outcomes(new, {**cases, **applicants})
    more = {name: case for name, case in _boundary(new, cases, after) if name not in after}
    after |= _outcomes(new, more)
    before |= _outcomes(old, more)
    found = (Effect(name, tuple(_changes(before[name], after[name]))) for name in after)
    return tuple(effect for effect in found if effect.changes)


def _outcomes(kb: KnowledgeBase, cases: Mapping[str, Case]) -> dict[str, Outcome | str]:
    return {name: _outcome(kb, case) for name, case in cases.items()}


def _outcome(kb: KnowledgeBase, case: Case) -> Outcome | str:
    known = {
        name: sorted(v) if isinstance(v, frozenset) else v
        for name, v in case.answers.items()
        if name in kb.questions
    }
    answers, problems = read_answers(known, kb)
    try:
        return str(problems[0]) if problems else consult(kb, answers, case.today)
    except MatchpathError as error:
        return str(error)


def _changes(before: Outcome | str, after: Outcome | str) -> Iterator[str]:
    if isinstance(before, str) or isinstance(after, str):
        if before is not after and before != after:
            yield f"was {_summary(before)}, is {_summary(after)}"
        return
    for name in dict.fromkeys([*before.facts, *after.facts]):
        if before.facts.get(name) != after.facts.get(name):
            yield f"{name} was {before.facts.get(name, 'not asked')}, is {after.facts.get(name, 'not asked')}"
    yield from _came_and_went(
        "path", *([step.node.id for step in one.path] for one in (before, after))
    )
    yield from _came_and_went(
        "actions", *([each.action.id for each in one.actions] for one in (before, after))
    )
    asked = [one.pending.id if one.pending else "nothing" for one in (before, after)]
    if asked[0] != asked[1]:
        yield f"asks {asked[1]} next, asked {asked[0]}"


def _summary(outcome: Outcome | str) -> str:
    return outcome if isinstance(outcome, str) else "an outcome"


def _came_and_went(what: str, before: list[str], after: list[str]) -> Iterator[str]:
    gone = [one for one in dict.fromkeys(before) if one not in after]
    new = [one for one in dict.fromkeys(after) if one not in before]
    if gone:
        yield f"{what} without {', '.join(gone)}"
    if new:
        yield f"{what} with {', '.join(new)}"


def _boundary(
    kb: KnowledgeBase, cases: Mapping[str, Case], outcomes: Mapping[str, Outcome | str]
) -> Iterator[tuple[str, Case]]:
    """Make applicants on either side of every threshold of a number.

    They are cases with another number: for each sum the number goes into, one case for each value
    that the rest of the sum can have, since that is where the threshold lies.
    """
    applicants = decisions(kb)
    for question in (one for one in kb.questions.values() if one.type == "integer"):
        sums = [one for one in kb.conclusions.values() if one.value and question.id in one.rests_on]
        for conclusion in (None, *sums):
            seen: set[tuple[int, ...]] = set()
            for name, case in cases.items():
                outcome = outcomes[name]
                if isinstance(outcome, str) or question.id not in case.answers:
                    continue
                edges = applicants.thresholds.edges(
                    question.id, conclusion, {**case.answers, **outcome.facts}
                )
                if edges in seen:
                    continue
                seen.add(edges)
                for number in edges:
                    if (
                        (question.min or 0)
                        <= number
                        <= (question.max if question.max is not None else number)
                    ):
                        changed = {**case.answers, question.id: number}
                        yield (
                            f"{name} with {question.id} {number}",
                            msgspec.structs.replace(case, answers=changed),
                        )
