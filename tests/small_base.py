"""Write a base of a few lines, as a test shows it, to a folder, and read it.

The text holds what a test is about: questions, conclusions, nodes, actions, in any order. Each
goes to the file where it belongs, and keeps its line: a place in a message is a line of the text.
"""

import re
from pathlib import Path
from textwrap import dedent

from engine.checking.check import check
from engine.errors import KnowledgeError
from engine.language.base import KnowledgeBase
from engine.language.loader import load

HEAD = {
    "title": "A small base",
    "version": '"1"',
    "opening": "Some questions.",
    "phases": "[one]",
    "headline": "[]",
    "caption": "[]",
    "foot": "[]",
}
PHASE = {"phase": "one", "title": "One"}
LISTS = ("tables", "questions", "conclusions", "sources", "cycles", "first", "figures")


def base(text: str, tmp_path: Path) -> KnowledgeBase:
    """Read the base that a text holds: base.yaml, lists.yaml, and the phase in one.yaml."""
    return load(folder(text, tmp_path))


def folder(text: str, tmp_path: Path) -> Path:
    """Write the base that a text holds to `base` below a path; give that folder."""
    where = tmp_path / "base"
    where.mkdir(parents=True)
    files: dict[str, list[str]] = {"base.yaml": [], "lists.yaml": [], "one.yaml": []}
    keys, home = [], "base.yaml"
    for line in dedent(text).splitlines():
        if found := re.match(r"([a-z]+):", line):
            keys.append(found[1])
            home = _home(found[1])
        for name, lines in files.items():
            lines.append(line if name == home else "")
    files["base.yaml"] += [f"{key}: {value}" for key, value in HEAD.items() if key not in keys]
    files["one.yaml"] += [f"{key}: {value}" for key, value in PHASE.items()]
    for name, lines in files.items():
        if name != "lists.yaml" or any(key in LISTS for key in keys):
            (where / name).write_text("\n".join(lines) + "\n")
    return where


def _home(key: str) -> str:
    if key in LISTS:
        return "lists.yaml"
    return "one.yaml" if key in ("nodes", "actions") else "base.yaml"


def told(text: str, tmp_path: Path) -> list[str]:
    """Give what is said of a base that a text holds, a line each, the files without their folder."""
    try:
        problems = check(base(text, tmp_path))
    except KnowledgeError as error:
        problems = error.problems
    return [str(problem).replace(f"{tmp_path}/base/", "") for problem in problems]
