"""Turn a case file into a case, and answers into a case file."""

import datetime
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import msgspec

from engine.consultation.answers import plain, read_answers, shown
from engine.errors import CaseError, Origin, Problem, nearest
from engine.language import yaml_file
from engine.language.base import KnowledgeBase
from engine.language.words import Answers, Value
from engine.language.yaml_file import Document


class Case(msgspec.Struct, frozen=True):
    """Hold a case: its name and story, the day it plays on, the answers, what must come out.

    All but the answers may be missing, and those may be empty.
    """

    answers: Answers
    name: str = ""
    story: str = ""
    expect: Mapping[str, object] = {}
    today: datetime.date | None = None


_OUTGROWN = ("unknown-question", "bad-answer", "unknown-conclusion", "unknown-name")


_KEYS = ("name", "story", "today", "answers", "expect")


def load(path: Path, kb: KnowledgeBase) -> Case:
    """Read a case file against a knowledge base.

    Raises CaseError with every problem of the file: its YAML, its keys, each answer that can't be.
    """
    return read(yaml_file.read(path), path.stem, kb)


def read(document: Document, name: str, kb: KnowledgeBase) -> Case:
    """Read a case from a document, as `load` does from a file; `name` is its name if it gives none."""
    value = document.value
    if not document.problems and not isinstance(value, dict):
        document.fault(
            document.origin.at(), "wrong-type", "a case is a mapping.", "Start with answers:"
        )
    if document.problems:
        raise CaseError(document.problems)
    origin = document.origin
    for key in value:
        if key not in _KEYS:
            document.fault(
                origin.at(key), "unknown-key", f'a case has no key "{key}".', nearest(key, _KEYS)
            )
    given, expect = value.get("answers") or {}, value.get("expect") or {}
    for key, part in (("answers", given), ("expect", expect)):
        if not isinstance(part, dict):
            document.fault(
                origin.at(key), "wrong-type", f'"{key}" is a mapping.', "Write question: answer."
            )
    answers: Answers = {}
    if isinstance(given, dict):
        answers, problems = read_answers(given, kb, Origin(document.marks, ("answers",)))
        document.problems += problems
    if isinstance(expect, dict):
        document.problems += check_expect(expect, kb, Origin(document.marks, ("expect",)))
    today = _day(value.get("today"), document)
    if document.problems:
        raise CaseError(document.problems)
    return Case(answers, str(value.get("name", name)), str(value.get("story", "")), expect, today)


def load_kept(path: Path, kb: KnowledgeBase) -> tuple[Case, tuple[Problem, ...]]:
    """Read a case that may come from an older base: what still applies, and the problems of what does not.

    Raises CaseError when the file can't be read as a case at all.
    """
    try:
        return load(path, kb), ()
    except CaseError as error:
        if any(problem.code not in _OUTGROWN for problem in error.problems):
            raise
        raw = yaml_file.read(path).value.get("answers") or {}
        answers, _ = read_answers(raw, kb)
        return Case(answers, path.stem), error.problems


def _day(raw: object, document: Document) -> datetime.date | None:
    if raw is None:
        return None
    try:
        return datetime.date.fromisoformat(str(raw))
    except ValueError:
        document.fault(
            document.origin.at("today"),
            "wrong-type",
            f'"today" can\'t be {shown(raw)}.',
            "Write it as 2026-11-22.",
        )
        return None


def check_expect(expect: Mapping[str, object], kb: KnowledgeBase, origin: Origin) -> list[Problem]:
    """Find what a case expects that the base does not have: a conclusion, a value, a node, an action."""
    lists: dict[str, Iterable[str]] = {
        "path": kb.nodes,
        "not-path": kb.nodes,
        "actions": kb.actions,
        "not-actions": kb.actions,
    }
    problems: list[Problem] = []
    items: list[Any]
    for key, wanted in expect.items():
        if key in lists:
            names: Iterable[str] = lists[key]
            items = wanted if isinstance(wanted, list) else [wanted]
        elif key == "pending":
            names, items = kb.questions, [] if wanted is None else [wanted]
        elif key in kb.conclusions:
            conclusion = kb.conclusions[key]
            is_number = conclusion.type == "integer" and isinstance(wanted, int)
            names, items = conclusion.words, [] if is_number else [wanted]
        else:
            known = [*lists, "pending", *kb.conclusions]
            problems.append(
                Problem(
                    origin.at(key),
                    "unknown-conclusion",
                    f'a case can\'t expect "{key}".',
                    nearest(key, known),
                )
            )
            continue
        problems += [
            Problem(
                origin.at(key),
                "unknown-name",
                f'"{key}" can\'t be {shown(item)}.',
                nearest(item, names),
            )
            for item in items
            if item not in names
        ]
    return problems


def to_yaml(answers: Answers) -> str:
    """Write answers as a case file, one line a question."""
    lines = [f"  {name}: {_written(value)}" for name, value in answers.items()]
    return "answers:\n" + "\n".join(lines) + "\n" if lines else "answers: {}\n"


def _written(value: Value) -> str:
    listed = plain(value)
    if isinstance(listed, list):
        return f"[{', '.join(listed)}]"
    return f'"{listed}"' if isinstance(listed, str) and listed.isdigit() else str(listed)
