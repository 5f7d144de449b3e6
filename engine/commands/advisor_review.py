"""Compare knowledge bases, for those who have to agree to a change."""

import sys
from pathlib import Path

import click
import msgspec

from engine.authoring import cases, difference
from engine.commands import inputs, options
from engine.commands.terminal import give
from engine.consultation import casefile
from engine.consultation.casefile import Case
from engine.language.base import KnowledgeBase


@click.command("diff", short_help="Say what changed between two bases.")
@click.argument("old", metavar="OLD", type=options.FILE)
@click.argument("new", metavar="NEW", type=options.FILE)
def kb_diff(old: Path, new: Path) -> None:
    """Say what changed between two bases, and for which applicants what comes out.

    The applicants are the cases of both, and those at every threshold of a number, one below and
    one above. Exit 0 when nothing changed, 1 when something did. Example: matchpath kb diff old new
    """
    before, after = inputs.base(old), inputs.base(new)
    words = difference.in_words(before, after)
    applicants = {**_cases(old, before), **_cases(new, after)}
    effects = difference.effects(before, after, applicants) if words else ()
    for line in words:
        give(line)
    for effect in effects:
        give(f"for {effect.name}: {'; '.join(effect.changes)}")
    changes, touched = len(words), len(effects)
    give(f"{changes} changes in words; something else comes out for {touched} applicants.")
    sys.exit(int(bool(words)))


def _cases(folder: Path, kb: KnowledgeBase) -> dict[str, Case]:
    """Read the cases of a base; those without a day of their own play today."""
    found = {}
    for path in cases.files(folder / "cases"):
        case = casefile.load(path, kb)
        found[path.stem] = msgspec.structs.replace(case, today=inputs.moment(None, case.today))
    return found


COMMANDS = (kb_diff,)
