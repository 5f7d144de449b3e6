"""Keep results from being written over a case or a base, before anything is asked."""

import re
from pathlib import Path

from engine import outside
from engine.commands import inputs
from engine.consultation import casefile
from engine.errors import CaseError, Place, Problem
from engine.language import loader, yaml_file

_ANSWERS = re.compile(r"""^["']?answers["']?\s*:""", re.MULTILINE)


def check(target: Path | None, *sources: Path | None) -> None:
    """Raise CaseError where a result would be written over what it is made from, a case or a base.

    Any other file is replaced whole. `target` is None where the result goes to the screen.
    """
    if target and (reason := _taken(target, sources)):
        place, hint = Place(str(target)), "Name another file."
        raise CaseError([Problem(place, "unwritable", reason, hint)])


def _taken(target: Path, sources: tuple[Path | None, ...]) -> str:
    """Say why nothing may be written over a file; empty where it may."""
    for source in sources:
        if source and outside.is_same(target, source):
            return "the answers themselves stand in this file."
    if not outside.exists(target):
        return ""
    for base in (inputs.folder(), loader.BUILT_IN):
        if outside.is_inside(target, base):
            return f'this file belongs to the knowledge base in "{base}".'
    return "this file is a case, with someone's answers." if is_case(target) else ""


def is_case(path: Path) -> bool:
    """Tell whether a file is a case, sound or not: YAML with `answers`."""
    try:
        text = outside.read(path, yaml_file.LARGEST_FILE).decode("utf-8-sig")
    except (CaseError, UnicodeDecodeError):
        return False  # a picture; or it can't be written either, and that is said then
    if _ANSWERS.search(text):
        return True
    keys = yaml_file.parse(text, str(path)).value if "answers" in text else None
    return isinstance(keys, dict) and "answers" in keys and keys.keys() <= set(casefile.KEYS)
