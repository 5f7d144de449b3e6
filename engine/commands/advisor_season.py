"""Watch a base while it is changed, and tell what a new cycle needs: commands for advisors."""

import time
from pathlib import Path

import click

from engine import outside
from engine.authoring import cases, effects, next_cycle, problem_text
from engine.checking.check import check
from engine.checking.required import names
from engine.commands import inputs, options
from engine.commands.terminal import fail, give, tell
from engine.consultation import casefile
from engine.consultation.casefile import Case
from engine.consultation.moment import Day
from engine.errors import MOST_SHOWN, KnowledgeError, MatchpathError, Problem
from engine.language import loader
from engine.language.base import KnowledgeBase

_PAUSE = 0.15  # seconds between two looks: a save is seen, read and checked within half a second

Stamps = dict[Path, tuple[int, int]]


@click.command("watch", short_help="Check a base at each save.")
@options.folder
@options.today
def kb_watch(folder: Path | None, today: Day | None) -> None:
    """Check a base at each save: problems at once, then the tables, the cases, the effects.

    The effects are counted against the base as it was when the watch began. End with Ctrl-C.

    Example: matchpath kb watch my-base
    """
    where = inputs.folder(folder)
    if not outside.is_folder(where):
        fail(f'There is no folder "{where}".')
    first = _loaded(where)
    tell(f"Watching {where}. End with Ctrl-C.")
    seen: Stamps = {}
    while True:
        now = _stamps(where)
        if now == seen:
            time.sleep(_PAUSE)
            continue
        seen = now
        _Round(where, seen, inputs.moment(today)).tell(first)


def _stamps(where: Path) -> Stamps:
    below = where / "cases"
    inside = outside.folder(below) if outside.is_folder(below) else []
    paths = [*outside.folder(where), *inside]
    return outside.stamps(path for path in paths if path.suffix == ".yaml")


def _loaded(where: Path) -> KnowledgeBase | None:
    """Give the base as it stands; None while it can't be read."""
    try:
        kb = loader.load(where)
        return None if names(kb) else kb
    except MatchpathError:
        return None


class _Round:
    """Look at a base once, from what is quick to what takes longer; stop where it is saved anew."""

    def __init__(self, where: Path, seen: Stamps, today: Day) -> None:
        self._where = where
        self._seen = seen
        self._today = today

    def _is_stale(self) -> bool:
        return _stamps(self._where) != self._seen

    def tell(self, first: KnowledgeBase | None) -> None:
        """Tell problems, then cases, then effects against the base that was there first."""
        try:
            kb = loader.load(self._where)
            problems = names(kb)
        except KnowledgeError as error:
            problems = list(error.problems)
        if problems:
            self._problems(problems)
            return
        give("Every name leads somewhere.")
        for step in (self._tables, self._cases):
            if self._is_stale() or not step(kb):
                return
        if first and not self._is_stale():
            self._effects(first, kb)

    def _problems(self, problems: list[Problem]) -> None:
        for problem in problems[:MOST_SHOWN]:
            give(problem_text.problem_text(problem))
        give(problem_text.problems_counted(problems))

    def _tables(self, kb: KnowledgeBase) -> bool:
        problems = list(check(kb, inputs.day(self._today)))
        self._problems(problems)
        return all(problem.warning for problem in problems)

    def _cases(self, kb: KnowledgeBase) -> bool:
        results = cases.run_all(self._where / "cases", kb)
        failed = [result for result in results if not result.passed]
        for result in failed:
            give(cases.failure_text(result))
        give(f"{len(results) - len(failed)} of {len(results)} cases came out as expected.")
        return not failed

    def _effects(self, first: KnowledgeBase, kb: KnowledgeBase) -> None:
        known = _cases_of(self._where, kb, self._today)
        found = effects.effects(first, kb, known)
        give(
            "Since the watch began something else comes out for "
            f"{found.cases} cases, {found.ranges} ranges, {found.made_up} made up."
        )


def _cases_of(where: Path, kb: KnowledgeBase, today: Day) -> dict[str, Case]:
    found = {}
    for path in cases.files(where / "cases"):
        case = casefile.load(path, kb)
        day = case.today or today
        found[path.stem] = Case(case.answers, today=day, done=case.done)
    return found


@click.command("next-cycle", short_help="List what a new cycle needs.")
@click.argument("cycle", metavar="CYCLE")
@options.folder
@options.today
def kb_next_cycle(cycle: str, folder: Path | None, today: Day | None) -> None:
    """List what has to be looked up and written for a CYCLE: dates, sources, figures, cases.

    Example: matchpath kb next-cycle 2028 my-base
    """
    kb = inputs.base(folder)
    known = _cases_of(inputs.folder(folder), kb, inputs.moment(today))
    for line in next_cycle.to_renew(kb, cycle, known, inputs.day(today)):
        give(line)


COMMANDS = (kb_watch, kb_next_cycle)
