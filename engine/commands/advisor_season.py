"""Watch a base while it is changed, and tell what a new cycle needs: commands for advisors."""

import time
from _thread import interrupt_main
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread

import click

from engine import outside
from engine.authoring import problem_text
from engine.checking.check import check
from engine.checking.graphs import Graphs
from engine.checking.regions import built_on
from engine.checking.required import names
from engine.commands import inputs, options
from engine.commands.terminal import fail, give, tell
from engine.consultation import casefile
from engine.consultation.casefile import Case
from engine.consultation.moment import Day
from engine.errors import MOST_SHOWN, KnowledgeError, MatchpathError, Problem
from engine.language import loader, yaml_file
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
    graphs = Graphs()
    while True:
        try:
            now = _stamps(where)
            if now == seen:
                time.sleep(_PAUSE)
                continue
            seen = now
            graphs = Graphs() if graphs.are_many else graphs
            with _interrupted_by_a_save(where, seen), built_on(graphs):
                _look(where, first, inputs.moment(today))
        except KeyboardInterrupt:
            graphs = Graphs()  # one may be half made
            if _stamps(where) == seen:  # from the keyboard indeed
                raise


@contextmanager
def _interrupted_by_a_save(where: Path, seen: Stamps) -> Iterator[None]:
    """Interrupt what runs here, as Ctrl-C does, as soon as a file is saved: it is out of date."""
    is_done = Event()

    def look() -> None:
        while not is_done.wait(_PAUSE):
            if _stamps(where) != seen:
                interrupt_main()
                return

    thread = Thread(target=look, daemon=True)
    thread.start()
    try:
        yield
    finally:
        is_done.set()
        thread.join()


def _stamps(where: Path) -> Stamps:
    below = where / "cases"
    inside = outside.folder(below) if outside.is_folder(below) else []
    paths = [*outside.folder(where), *inside]
    return outside.stamps(path for path in paths if yaml_file.is_yaml(path))


def _loaded(where: Path) -> KnowledgeBase | None:
    """Give the base as it stands; None while it can't be read."""
    try:
        kb = loader.load(where)
        return None if names(kb) else kb
    except MatchpathError:
        return None


def _look(where: Path, first: KnowledgeBase | None, today: Day) -> None:
    """Tell problems, then cases, then effects against the base that was there first."""
    try:
        kb = loader.load(where)
        problems = names(kb)
    except KnowledgeError as error:
        problems = list(error.problems)
    if problems:
        _tell_problems(problems)
        return
    give("Every name leads somewhere.")
    problems = list(check(kb, inputs.day(today)))
    _tell_problems(problems)
    if all(problem.warning for problem in problems) and _cases_come_out(where, kb) and first:
        _tell_effects(first, kb, where, today)


def _tell_problems(problems: list[Problem]) -> None:
    for problem in problems[:MOST_SHOWN]:
        give(problem_text.problem_text(problem))
    give(problem_text.problems_counted(problems))


def _cases_come_out(where: Path, kb: KnowledgeBase) -> bool:
    from engine.authoring import cases
    from engine.authoring.failure_text import failure_text

    results = cases.run_all(where / "cases", kb)
    failed = [result for result in results if not result.passed]
    for result in failed:
        give(failure_text(result))
    give(f"{len(results) - len(failed)} of {len(results)} cases came out as expected.")
    return not failed


def _tell_effects(first: KnowledgeBase, kb: KnowledgeBase, where: Path, today: Day) -> None:
    from engine.authoring import effects

    found = effects.effects(first, kb, _cases_of(where, kb, today))
    give(
        "Since the watch began something else comes out for "
        f"{found.cases} cases, {found.ranges} ranges, {found.made_up} made up."
    )


def _cases_of(where: Path, kb: KnowledgeBase, today: Day) -> dict[str, Case]:
    from engine.authoring import cases

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
    from engine.authoring import next_cycle

    kb = inputs.base(folder)
    known = _cases_of(inputs.folder(folder), kb, inputs.moment(today))
    for line in next_cycle.to_renew(kb, cycle, known, inputs.day(today)):
        give(line)


COMMANDS = (kb_watch, kb_next_cycle)
