"""Turn a case file into a case, and answers into a case file."""

import datetime
from collections.abc import Collection, Mapping
from pathlib import Path

import msgspec

from engine.consultation.answers import plain, read_answers, shown, taken_twice
from engine.consultation.case_edit import pair
from engine.consultation.moment import Day, day_of, read_day, written_day
from engine.errors import CaseError, Misread, Origin, Problem, nearest
from engine.language import yaml_file
from engine.language.base import KnowledgeBase
from engine.language.words import Answers
from engine.language.yaml_file import Document


class Case(msgspec.Struct, frozen=True):
    """Hold a case: name and story, when it plays, answers, what was done, what must come out.

    What must come out `with_figures` is held only on a base that has some. All but the answers may
    be missing, and those may be empty.
    """

    answers: Answers
    name: str = ""
    story: str = ""
    expect: Mapping[str, object] = {}
    with_figures: Mapping[str, object] = {}
    today: Day | None = None
    done: Mapping[str, datetime.date] = {}


class KeptCase(msgspec.Struct, frozen=True):
    """Hold a case that may come from an older base: what still applies, what not, all its text."""

    case: Case
    outgrown: tuple[Problem, ...] = ()
    text: str = ""


_OUTGROWN = ("unknown-question", "bad-answer", "unknown-conclusion", "unknown-name")
_PARTS = {  # what a case keeps as mappings, and how an entry of each is written
    "answers": "question: answer",
    "done": "action: day",
    "expect": "conclusion: value",
    "with_figures": "conclusion: value",
}
KEYS = ("name", "story", "today", *_PARTS)


def load(path: Path, kb: KnowledgeBase) -> Case:
    """Read a case file against a knowledge base.

    Raises CaseError with every problem of the file: its YAML, its keys, each answer that can't be.
    """
    return read(_document(path), path.stem, kb)


def read(document: Document, name: str, kb: KnowledgeBase) -> Case:
    """Read a case from a document, as `load` does; `name` is its name if it gives none."""
    case, problems = _read(document, name, kb)
    if problems:
        raise CaseError(problems)
    return case


def load_kept(path: Path, kb: KnowledgeBase) -> KeptCase:
    """Read a case that may come from an older base.

    Raises CaseError when the file can't be read as a case at all.
    """
    return read_kept(_document(path), path.stem, kb)


def read_kept(document: Document, name: str, kb: KnowledgeBase) -> KeptCase:
    """Read a case from a document, as `load_kept` does; `name` is its name if it gives none."""
    case, problems = _read(document, name, kb)
    if any(problem.code not in _OUTGROWN for problem in problems):
        raise CaseError(problems)
    return KeptCase(case, tuple(sorted(problems)), document.text)


def _document(path: Path) -> Document:
    return yaml_file.read(path, limit=yaml_file.LARGEST_CASE)


def _read(document: Document, name: str, kb: KnowledgeBase) -> tuple[Case, list[Problem]]:
    """Read what can be read of a case, and what is wrong with it.

    Raises CaseError when the document is no mapping.
    """
    value = document.value
    if not document.problems and not isinstance(value, dict):
        place = document.origin.at()
        document.fault(place, "wrong-type", "a case is a mapping.", "Start with answers:")
    if document.problems:
        raise CaseError(document.problems)
    for key in value:
        if key not in KEYS:
            message = f'a case has no key "{key}".'
            document.fault(document.origin.at(key), "unknown-key", message, nearest(key, KEYS))
    origin = _below(document, "answers")
    given = _part(document, "answers")
    answers, problems = read_answers(given, kb, origin)
    twice = taken_twice(kb, answers, origin)
    document.problems += [*problems, *twice.values()]
    case = Case(
        # In the order of the file, which is that in which they were given.
        answers={key: answers[key] for key in given if key in answers and key not in twice},
        name=str(value.get("name", name)),
        story=str(value.get("story", "")),
        expect=_expected(document, "expect", kb),
        with_figures=_expected(document, "with_figures", kb),
        today=_day(value.get("today"), document),
        done=_done(document, kb),
    )
    return case, document.problems


def _below(document: Document, key: str) -> Origin:
    return Origin(document.marks, (key,))


def _part(document: Document, key: str) -> dict[str, object]:
    """Give a mapping of a case, empty where there is none; anything else is a fault."""
    part = document.value.get(key)
    if isinstance(part, dict):
        return part
    if part is not None:
        place, hint = document.origin.at(key), f"Write {_PARTS[key]}."
        document.fault(place, "wrong-type", f'"{key}" is a mapping.', hint)
    return {}


def _expected(document: Document, key: str, kb: KnowledgeBase) -> dict[str, object]:
    """Read what must come out; what the base does not have is a fault."""
    expected = _part(document, key)
    document.problems += check_expect(expected, kb, _below(document, key))
    return expected


def _done(document: Document, kb: KnowledgeBase) -> dict[str, datetime.date]:
    """Read which actions were done, and on which day."""
    done: dict[str, datetime.date] = {}
    for name, raw in _part(document, "done").items():
        place = document.origin.at("done", name)
        if name not in kb.actions:
            hint = nearest(name, kb.actions)
            document.fault(place, "unknown-name", f'there is no action "{name}".', hint)
            continue
        try:
            done[name] = day_of(read_day(str(raw)))
        except Misread as bad:
            message = f'"{name}" can\'t have been done on {shown(raw)}.'
            document.fault(place, "wrong-type", message, bad.hint)
    return done


def _day(raw: object, document: Document) -> Day | None:
    if raw is None:
        return None
    try:
        return read_day(str(raw))
    except Misread as bad:
        place, message = document.origin.at("today"), f'"today" can\'t be {shown(raw)}.'
        document.fault(place, "wrong-type", message, bad.hint)
        return None


def check_expect(expect: Mapping[str, object], kb: KnowledgeBase, origin: Origin) -> list[Problem]:
    """Find what a case expects and the base does not have: a conclusion, value, node, action."""
    problems: list[Problem] = []
    for key, wanted in expect.items():
        names = _expectable(key, kb)
        if names is None:
            known = [*_KINDS, *kb.conclusions]
            message, hint = f'a case can\'t expect "{key}".', nearest(key, known)
            problems.append(Problem(origin.at(key), "unknown-conclusion", message, hint))
            continue
        for item in _items(key, wanted, kb):
            if not isinstance(item, str) or item not in names:
                message, hint = f'"{key}" can\'t be {shown(item)}.', nearest(item, names)
                problems.append(Problem(origin.at(key), "unknown-name", message, hint))
    return problems


_LISTS = (
    "path", "not-path", "actions", "not-actions", "next", "not-next", "left-out", "not-left-out",
    "pictured", "not-pictured",
)  # fmt: skip
_TEXTS = ("text", "not-text")  # what the plan says, or does not
_BY_ACTION = ("state", "due", "strength", "at")  # what an action comes out with
_TOLD = ("says", "not-says")  # what is said of an entry beside the plan, or is not
_KINDS = (*_LISTS, *_TEXTS, *_BY_ACTION, *_TOLD, "first", "pending")


def _expectable(key: str, kb: KnowledgeBase) -> Collection[str] | None:
    """Give the names that can come out under a key of `expect`; None for a key that is none."""
    if key in kb.conclusions:
        return kb.conclusions[key].words
    if key not in _KINDS:
        return None
    if key.endswith("left-out"):
        return [*kb.questions, *kb.conclusions, *kb.actions]
    if key.endswith("pictured"):
        return [*kb.questions, *kb.actions]
    if key in _LISTS:
        return kb.nodes if key.endswith("path") else kb.actions
    if key in _TOLD:
        return (*kb.questions, *kb.conclusions, *kb.nodes, *kb.actions)
    named: Mapping[str, Collection[str]] = {
        "pending": kb.questions, "first": kb.first, **dict.fromkeys(_BY_ACTION, kb.actions),
        **dict.fromkeys(_TEXTS, ()),
    }  # fmt: skip
    return named[key]


def _items(key: str, wanted: object, kb: KnowledgeBase) -> list[object]:
    """Give what of an expectation has to be a known name: no number, and no null."""
    items = [wanted]
    if isinstance(wanted, list) and key in (*_LISTS, *_TEXTS):
        items = wanted
    if isinstance(wanted, dict) and key in (*_BY_ACTION, *_TOLD):
        items = list(wanted)
    return [item for item in items if not _is_free(key, item, kb)]


def _is_free(key: str, item: object, kb: KnowledgeBase) -> bool:
    """Tell whether what is expected need not be a name: words of a text, no question, a number."""
    if key in _TEXTS:
        return isinstance(item, str)
    if key in ("pending", "first"):
        return item is None
    conclusion = kb.conclusions.get(key)
    return bool(conclusion and conclusion.type == "integer" and isinstance(item, int))


def to_yaml(
    answers: Answers, done: Mapping[str, datetime.date] = {}, today: Day | None = None
) -> str:
    """Write answers, what was done, and the case's own day as a case file: one line each."""
    head = f"today: {written_day(today)}\n" if today else ""
    lines = [f"  {pair(name, plain(value))}\n" for name, value in answers.items()]
    text = head + ("answers:\n" + "".join(lines) if lines else "answers: {}\n")
    days = [f"  {pair(name, str(day))}\n" for name, day in done.items()]
    return text + "done:\n" + "".join(days) if days else text
