"""Turn two knowledge bases into what changed: in words, and for which applicants what comes out."""

from collections.abc import Collection, Iterable, Iterator, Mapping

import msgspec

from engine.authoring.entry import entries, flow
from engine.checking.decisions import Decisions, decisions
from engine.consultation.answers import plain, read_answers
from engine.consultation.casefile import Case
from engine.consultation.glance import glance
from engine.consultation.outcome import Upshot
from engine.errors import MatchpathError
from engine.language.base import KnowledgeBase, called
from engine.language.condition import Condition
from engine.language.entries import Branch, Conclusion, Question, Row
from engine.language.expression import Sum

_Result = Upshot | str  # what comes out for a case, or why nothing does


class Altered(msgspec.Struct, frozen=True):
    """Hold an applicant for whom something else comes out, and what."""

    name: str
    changes: tuple[str, ...]


def in_words(old: KnowledgeBase, new: KnowledgeBase) -> tuple[str, ...]:
    """Say what was added, taken out and changed, entry by entry."""
    before, after = entries(old), entries(new)
    lines = [f"added: {kind} {name}" for kind, name in after if (kind, name) not in before]
    lines += [f"taken out: {kind} {name}" for kind, name in before if (kind, name) not in after]
    for (kind, name), entry in after.items():
        if (kind, name) in before:
            changes = _changed_words(_plain(before[kind, name]), _plain(entry))
            lines += [f"changed: {kind} {name}: {change}" for change in changes]
    return tuple(lines)


def effects(
    old: KnowledgeBase, new: KnowledgeBase, cases: Mapping[str, Case]
) -> tuple[Altered, ...]:
    """Give what differs between two bases, for each case and applicants at every threshold."""
    before = _results(old, cases)
    at_old = dict(_at_thresholds(old, cases, before))
    before |= _results(old, at_old)
    after = _results(new, {**cases, **at_old})
    at_new = {name: case for name, case in _at_thresholds(new, cases, after) if name not in after}
    after |= _results(new, at_new)
    before |= _results(old, at_new)
    altered = [Altered(name, tuple(_changes(before[name], after[name]))) for name in after]
    return tuple(applicant for applicant in altered if applicant.changes)


# In words


def _changed_words(before: object, after: object) -> Iterator[str]:
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
            for change in _changed_words(before[key], after[key]):
                yield f"{key} {change}"


def _plain(value: object) -> object:
    """Give an entry as mappings and lists of its own words; what is not an entry stays as it is."""
    if isinstance(value, (Condition, Sum)):
        return value.written
    if isinstance(value, msgspec.Struct):
        return _plain_fields(value)
    if isinstance(value, Mapping):
        return {key: _plain(below) for key, below in value.items()}
    if isinstance(value, (tuple, list)):
        if value and isinstance(value[0], (Row, Branch)):
            return _plain_rows(value)
        return [_plain(item) for item in value]
    return value


def _plain_fields(entry: msgspec.Struct) -> dict[str, object]:
    """Map the fields of an entry to what they say; its place, and what is empty, are left out."""
    fields = {}
    for name in entry.__struct_fields__:
        if name == "origin":
            continue
        value = _plain(getattr(entry, name))
        if value not in (None, "", {}, [], False):
            fields[name] = value
    return fields


def _plain_rows(rows: Iterable[Row | Branch]) -> dict[str, object]:
    """Map rows by what they are called and their number, so that one put between shifts no text."""
    return {f'"{called(row)}" ({number})': _plain(row) for number, row in enumerate(rows, 1)}


# For whom


def _results(kb: KnowledgeBase, cases: Mapping[str, Case]) -> dict[str, _Result]:
    return {name: _result(kb, case) for name, case in cases.items()}


def _result(kb: KnowledgeBase, case: Case) -> _Result:
    """Give what comes out for those answers of a case whose questions the base has."""
    known = {name: plain(value) for name, value in case.answers.items() if name in kb.questions}
    answers, problems = read_answers(known, kb)
    if problems:
        return str(problems[0])
    try:
        return glance(kb, answers, case.today, case.done)
    except MatchpathError as error:
        return str(error)


def _changes(before: _Result, after: _Result) -> Iterator[str]:
    """Say what comes out otherwise: conclusions, then path, actions and the next question."""
    if isinstance(before, str) or isinstance(after, str):
        if before != after:
            yield f"was {_summary(before)}, is {_summary(after)}"
        return
    for name in dict.fromkeys([*before.facts, *after.facts]):
        was, now = before.facts.get(name, "not asked"), after.facts.get(name, "not asked")
        if was != now:
            yield f"{name} was {was}, is {now}"
    yield from _came_and_went("path", before.visited, after.visited)
    yield from _came_and_went("actions", before.recommended, after.recommended)
    asked, asks = _asked_next(before), _asked_next(after)
    if asked != asks:
        yield f"asks {asks} next, asked {asked}"


def _summary(result: _Result) -> str:
    return result if isinstance(result, str) else "an outcome"


def _asked_next(outcome: Upshot) -> str:
    return outcome.pending.id if outcome.pending else "nothing"


def _came_and_went(what: str, before: Collection[str], after: Collection[str]) -> Iterator[str]:
    went = [name for name in before if name not in after]
    came = [name for name in after if name not in before]
    if went:
        yield f"{what} without {', '.join(went)}"
    if came:
        yield f"{what} with {', '.join(came)}"


# Applicants at the thresholds


def _at_thresholds(
    kb: KnowledgeBase, cases: Mapping[str, Case], results: Mapping[str, _Result]
) -> Iterator[tuple[str, Case]]:
    """Make applicants on either side of every threshold of a number, each with a name.

    They are cases with another number: for each sum the number goes into, one case for each value
    that the rest of the sum can have, since that is where the threshold lies.
    """
    applicants = decisions(kb)
    for question in _numbers_of(kb):
        for conclusion in (None, *_sums_with(question, kb)):
            for name, edges in _new_edges(applicants, question, conclusion, cases, results):
                yield from _cases_at(edges, question, name, cases[name])


def _numbers_of(kb: KnowledgeBase) -> Iterator[Question]:
    """Give the questions that ask for a number."""
    for question in kb.questions.values():
        if question.type == "integer":
            yield question


def _sums_with(question: Question, kb: KnowledgeBase) -> Iterator[Conclusion]:
    """Give the conclusions that are calculated from a number."""
    for conclusion in kb.conclusions.values():
        if conclusion.value and question.id in conclusion.rests_on:
            yield conclusion


def _new_edges(
    applicants: Decisions,
    question: Question,
    conclusion: Conclusion | None,
    cases: Mapping[str, Case],
    results: Mapping[str, _Result],
) -> Iterator[tuple[str, tuple[int, ...]]]:
    """Give, case by case, the numbers on either side of each threshold; the same ones just once.

    The thresholds are those of tests on the conclusion, a sum that the number goes into, or with
    None those of tests on the number itself.
    """
    seen: set[tuple[int, ...]] = set()
    for name, case in cases.items():
        outcome = results[name]
        if isinstance(outcome, str) or question.id not in case.answers:
            continue
        edges = applicants.thresholds.edges(
            question.id, conclusion, {**case.answers, **outcome.facts}
        )
        if edges not in seen:
            seen.add(edges)
            yield name, edges


def _cases_at(
    edges: tuple[int, ...], question: Question, name: str, case: Case
) -> Iterator[tuple[str, Case]]:
    """Make a case anew for each number that may be answered."""
    for number in edges:
        if _may_be(question, number):
            answers = {**case.answers, question.id: number}
            altered = msgspec.structs.replace(case, answers=answers)
            yield f"{name} with {question.id} {number}", altered


def _may_be(question: Question, number: int) -> bool:
    """Tell whether a number is a legal answer."""
    if number < (question.min or 0):
        return False
    return question.max is None or number <= question.max
