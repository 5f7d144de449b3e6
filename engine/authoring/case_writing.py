"""Turn outcomes into what a case expects: written anew, taken over, or answered for many cases."""

from collections.abc import Iterable, Iterator, Mapping

from engine.authoring import cases
from engine.authoring.altered import without_figures
from engine.authoring.cases import Result
from engine.authoring.nearest_words import nearest_said
from engine.authoring.told import told
from engine.consultation.answers import plain
from engine.consultation.case_edit import NULL, Changes, Part, edited, pair
from engine.consultation.casefile import Case, to_yaml
from engine.consultation.consult import consult
from engine.consultation.outcome import Outcome
from engine.language.base import KnowledgeBase
from engine.language.words import Value
from engine.output.plan_text import to_text

_PARTS: tuple[Part, ...] = ("expect", "with_figures")
_UNBROKEN = 10_000  # columns: a paragraph a line
_NO_LONGER = {
    "text": "is no longer said",
    "says": "is no longer said",
    "not-text": "is said now, and was not to be",
    "not-says": "is said now, and was not to be",
}


def waits_for(result: Result) -> str:
    """Name the question whose missing answer makes a case fail; empty where none does."""
    for fault in result.unmet:
        if fault.key == "pending" and isinstance(fault.got, str):
            return fault.got
    return ""


def renewed(result: Result, giving_up: bool = False) -> dict[Part, Changes]:
    """Give what a failed case has to expect so that it comes out, by part of the case.

    Words that are no longer said become the nearest that are; of any other list the items that come
    out stay. What nothing has taken the place of is still expected, unless `giving_up`. A case that
    waits for an answer is not renewed: what it expects may be right.
    """
    case, outcome = result.case, result.outcome
    if case is None or outcome is None or waits_for(result):
        return {}
    failing = {fault.key for fault in result.unmet}
    changes: dict[Part, Changes] = {}
    for part in _PARTS:
        wanted: Mapping[str, object] = getattr(case, part)
        new = {
            key: _come_out(key, wanted[key], outcome, giving_up) for key in wanted if key in failing
        }
        changes[part] = {
            key: value
            for key, value in new.items()
            if value != wanted[key] and (giving_up or value is not None)
        }
    return {part: some for part, some in changes.items() if some}


def lost_lines(result: Result) -> list[str]:
    """Say what a failed case holds and nothing has taken the place of."""
    kept, given_up = renewed(result), renewed(result, giving_up=True)
    lines = []
    for part, some in given_up.items():
        wanted: Mapping[str, object] = getattr(result.case, part)
        for key, value in some.items():
            still = kept.get(part, {}).get(key, wanted[key])
            for words in _gone(key, still, value) if still != value else ():
                lines.append(f"  {words}; nothing has taken its place.")
    return lines


def _gone(key: str, still: object, value: object) -> Iterator[str]:
    """Say what is expected still and would not be after giving it up, an item at a time."""
    if isinstance(still, dict):
        for name, below in still.items():
            after = value.get(name) if isinstance(value, dict) else None
            yield from _gone(f"{key}: {name}", below, after)
    else:
        for words in _listed(still):
            if words not in _listed(value):
                ends = _NO_LONGER.get(key.partition(":")[0], "no longer comes out")
                yield f"{key}: “{words}” {ends}"


def _listed(value: object) -> list[object]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def _come_out(key: str, wanted: object, outcome: Outcome, giving_up: bool) -> object:
    """Give what comes out under a key; None where nothing is left to expect there."""
    if key == "next":
        count = len(wanted) if isinstance(wanted, list) else 1
        return list(outcome.next[:count]) or None
    if key in ("text", "not-text"):
        text = to_text(outcome, _UNBROKEN) if key == "text" else ""
        return _said_now(wanted, key, text, outcome, giving_up) or None
    if isinstance(wanted, dict) and key in ("says", "not-says"):
        return _told_now(key, wanted, outcome, giving_up) or None
    if isinstance(wanted, list):
        return [item for item in wanted if _is_met(key, [item], outcome)] or None
    return _got(key, wanted, outcome)


def _got(key: str, wanted: object, outcome: Outcome) -> object:
    """Give what comes out under a key that is expected to be one thing."""
    fault = next(iter(cases.unmet(Case({}, expect={key: wanted}), outcome)), None)
    got = fault.got if fault else wanted
    if isinstance(wanted, dict):
        return got or None
    if isinstance(got, list) or key in ("path", "actions"):
        return None
    return NULL if got is None else got


def _told_now(
    key: str, wanted: Mapping[str, object], outcome: Outcome, giving_up: bool
) -> dict[str, object]:
    """Give by entry the words that are said of it, or are not, as they are wanted."""
    kept: dict[str, object] = {}
    for name, words in wanted.items():
        text = "\n".join(told(outcome, name)) if key == "says" else ""
        if left := _said_now(words, key, text, outcome, giving_up, name):
            kept[name] = left
    return kept


def _said_now(
    wanted: object, key: str, text: str, outcome: Outcome, giving_up: bool, name: str = ""
) -> object:
    """Give the words that hold, of the others the nearest in a text; else what is not given up."""
    found: list[object] = []
    for words in _listed(wanted):
        if _holds(key, words, outcome, name):
            found.append(words)
            continue
        nearest = nearest_said(str(words), text)
        if nearest and _holds(key, nearest, outcome, name):
            found.append(nearest)
        elif not giving_up:
            found.append(words)
    return found if isinstance(wanted, list) else next(iter(found), None)


def _holds(key: str, words: object, outcome: Outcome, name: str) -> bool:
    return _is_met(key, {name: words} if name else [words], outcome)


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
    """Say what a case expects now, and what it is to expect: of several those that change."""
    for part, some in changes.items():
        old: Mapping[str, object] = getattr(result.case, part)
        for key, value in some.items():
            yield from _change_lines(key, old[key], value)
    yield from _name_line(result, {key for some in changes.values() for key in some})


def _name_line(result: Result, changed: Iterable[str]) -> Iterator[str]:
    """Say that a case keeps its name, where what it comes to is another now: it often says that."""
    case, outcome = result.case, result.outcome
    if case and outcome and any(key == "first" or key in outcome.kb.conclusions for key in changed):
        stays = "Its name and its story stay" if case.story else "Its name stays"
        yield f"  {stays}: “{result.name}”. Look whether that still fits."


def _change_lines(key: str, old: object, new: object) -> Iterator[str]:
    if key == "text":
        yield from _words_lines(key, old, new)
    elif key == "says" and isinstance(old, dict) and isinstance(new, dict):
        for name, words in new.items():
            yield from _words_lines(f"{key}: {name}", old[name], words)
    elif isinstance(old, dict) and isinstance(new, dict):
        yield from _entry_lines(key, old, new)
    elif isinstance(old, list) and isinstance(new, list) and key != "next":
        yield from (f"  {key}: {one} is expected no longer" for one in old if one not in new)
    else:
        yield f"  {pair(key, old)} becomes {pair(key, None if new is NULL else new)}"


def _entry_lines(key: str, old: Mapping[str, object], new: Mapping[str, object]) -> Iterator[str]:
    for name, before in old.items():
        if name not in new:
            yield f"  {key} of {name}: {before} is expected no longer"
        elif before != new[name]:
            yield f"  {key} of {name}: {before} becomes {new[name]}"


def _words_lines(called: str, old: object, new: object) -> Iterator[str]:
    for before, after in zip(_listed(old), _listed(new), strict=False):
        if before != after:
            yield f"  {called}: “{before}” becomes “{after}”"


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
    text = "\n".join(lines) + "\n" + to_yaml(case.answers, case.done, case.today)
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
    return [result for result in results if left_open(result) == question]


def left_open(result: Result) -> str:
    """Name the question that a case leaves open, and does not expect to; empty where none is."""
    outcome, case = result.outcome, result.case
    if outcome is None or case is None or outcome.pending is None:
        return ""
    pending = outcome.pending.id
    return "" if case.expect.get("pending") == pending else pending


def answered(text: str, name: str, question: str, answer: Value) -> str:
    """Give a case's text with one more answer. Raises CaseError where it can't be edited."""
    return edited(text, name, {question: answer})
