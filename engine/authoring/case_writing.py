"""Turn outcomes into what a case expects: written anew, taken over, or answered for many cases."""

from collections.abc import Iterable, Mapping

from engine.authoring import cases
from engine.authoring.altered import without_figures
from engine.authoring.cases import Result
from engine.consultation.answers import plain
from engine.consultation.case_edit import NULL, Changes, Part, edited, pair
from engine.consultation.casefile import Case, to_yaml
from engine.consultation.consult import consult
from engine.consultation.outcome import Outcome
from engine.language.base import KnowledgeBase
from engine.language.words import Value

_PARTS: tuple[Part, ...] = ("expect", "with_figures")


def waits_for(result: Result) -> str:
    """Name the question whose missing answer makes a case fail; empty where none does."""
    for fault in result.unmet:
        if fault.key == "pending" and isinstance(fault.got, str):
            return fault.got
    return ""


def renewed(result: Result) -> dict[Part, Changes]:
    """Give what a failed case has to expect so that it comes out, by part of the case.

    Of a list the items that come out stay. A case that waits for an answer is not renewed: what it
    expects may be right.
    """
    case, outcome = result.case, result.outcome
    if case is None or outcome is None or waits_for(result):
        return {}
    failing = {fault.key for fault in result.unmet}
    changes: dict[Part, Changes] = {}
    for part in _PARTS:
        wanted: Mapping[str, object] = getattr(case, part)
        new = {key: _come_out(key, wanted[key], outcome) for key in wanted if key in failing}
        if new:
            changes[part] = new
    return changes


def _come_out(key: str, wanted: object, outcome: Outcome) -> object:
    """Give what comes out under a key; None where nothing is left to expect there."""
    if key == "next":
        count = len(wanted) if isinstance(wanted, list) else 1
        return list(outcome.next[:count]) or None
    if isinstance(wanted, dict) and key in ("says", "not-says"):
        return _still_told(key, wanted, outcome) or None
    if isinstance(wanted, list):
        return [item for item in wanted if _is_met(key, [item], outcome)] or None
    fault = next(iter(cases.unmet(Case({}, expect={key: wanted}), outcome)), None)
    got = fault.got if fault else wanted
    if isinstance(wanted, dict):
        return got or None
    if isinstance(got, list) or key in ("path", "actions", "text"):
        return None
    return NULL if got is None else got


def _still_told(key: str, wanted: Mapping[str, object], outcome: Outcome) -> dict[str, object]:
    """Give by entry the words that are said, or are not, as they are wanted."""
    kept: dict[str, object] = {}
    for name, words in wanted.items():
        each = words if isinstance(words, list) else [words]
        if left := [some for some in each if _is_met(key, {name: some}, outcome)]:
            kept[name] = left
    return kept


def _is_met(key: str, wanted: object, outcome: Outcome) -> bool:
    return not cases.unmet(Case({}, expect={key: wanted}), outcome)


def with_one_more(case: Case, part: Part, key: str, value: object) -> dict[Part, Changes]:
    """Give what a case expects under a key when it expects something more there."""
    wanted: Mapping[str, object] = getattr(case, part)
    old = wanted.get(key)
    if isinstance(value, dict) and isinstance(old, dict):
        return {part: {key: {**old, **{name: _both(old, name, value[name]) for name in value}}}}
    if isinstance(value, list) and key != "next":
        return {part: {key: _both(wanted, key, value)}}
    return {part: {key: NULL if value is None else value}}


def _both(wanted: Mapping[str, object], name: str, value: object) -> object:
    """Give a list with what is wanted already before it; anything else as it is."""
    if not isinstance(value, list) or name not in wanted:
        return value
    old = wanted[name]
    return list(dict.fromkeys([*(old if isinstance(old, list) else [old]), *value]))


def written(text: str, name: str, changes: Mapping[Part, Changes]) -> str:
    """Give a case's text with changes made to it. Raises CaseError where it can't be edited."""
    for part, some in changes.items():
        text = edited(text, name, some, part)
    return text


def change_lines(result: Result, changes: Mapping[Part, Changes]) -> Iterable[str]:
    """Say what a case expects now, and what it is to expect."""
    for part, some in changes.items():
        old: Mapping[str, object] = getattr(result.case, part)
        for key, value in some.items():
            now = "nothing" if value is None else pair(key, None if value is NULL else value)
            yield f"  {pair(key, old[key])} becomes {now}"


def recorded(kb: KnowledgeBase, case: Case) -> str:
    """Write a case as it came out: its answers, its day, and what is to come out again.

    What comes out otherwise without the figures of the base stands under `with_figures`.
    """
    outcome = consult(kb, case.answers, case.today, case.done)
    bare = consult(without_figures(kb), case.answers, case.today, case.done)
    expected, without = _expected(outcome), _expected(bare)
    lines = [pair("name", case.name)]
    if case.story:
        lines.append(pair("story", case.story))
    if case.today:
        lines.append(f"today: {case.today.isoformat()[:16]}")
    text = "\n".join(lines) + "\n" + to_yaml(case.answers, case.done)
    same = {key: value for key, value in expected.items() if without.get(key) == value}
    figured = {key: value for key, value in expected.items() if key not in same}
    return text + _part("expect", same) + _part("with_figures", figured)


def _part(name: str, expected: Mapping[str, object]) -> str:
    lines = [f"  {pair(key, value)}\n" for key, value in expected.items()]
    return f"{name}:\n{''.join(lines)}" if lines else ""


def _expected(outcome: Outcome) -> dict[str, object]:
    """Give what a case expects of an outcome, but for words."""
    head = outcome.kb.head
    named = dict.fromkeys([*head.headline, *head.caption])
    facts = {name: plain(outcome.facts[name]) for name in named if name in outcome.facts}
    certain = [one.action.id for one in outcome.actions if not one.contingent]
    expected: dict[str, object] = {**facts, "path": list(outcome.visited), "actions": certain}
    expected["pending"] = outcome.pending.id if outcome.pending else None
    if outcome.first:
        expected["first"] = outcome.first.id
    if outcome.next:
        expected["next"] = list(outcome.next)
    return expected


def waiting(results: Iterable[Result], question: str) -> list[Result]:
    """Give the cases that wait for an answer to a question, and do not expect to."""
    found = []
    for result in results:
        outcome, case = result.outcome, result.case
        if outcome is None or case is None or outcome.pending is None:
            continue
        if outcome.pending.id == question and case.expect.get("pending") != question:
            found.append(result)
    return found


def answered(text: str, name: str, question: str, answer: Value) -> str:
    """Give a case's text with one more answer. Raises CaseError where it can't be edited."""
    return edited(text, name, {question: answer})
