"""Run a base's cases, tell what they reach and hold, and write them, for advisors."""

import sys
from collections import Counter
from collections.abc import Collection, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click
import msgspec

from engine import outside
from engine.authoring import problem_text
from engine.checking.check import check
from engine.commands import inputs, options
from engine.commands.completion import complete_setting
from engine.commands.terminal import fail, give, read, say, tell, write
from engine.consultation import casefile
from engine.consultation.moment import Day
from engine.dialogue.typed import read_typed
from engine.errors import nearest
from engine.language.base import KnowledgeBase
from engine.language.yaml_file import LARGEST_CASE
from engine.output import wording
from engine.output.layout import counted

if TYPE_CHECKING:  # a check waits for none of these
    from engine.authoring.cases import Result
    from engine.authoring.mutation import Mutation
    from engine.authoring.unheld import Cases, Unheld

_SAMPLE = 40  # changes tried where not all are asked for: about a minute for the built-in base
_STEP = 10  # changes after which is said how far it came


@click.command("test")
@options.folder
@click.option("--mutate", is_flag=True, help="Change one thing at a time: does a case notice?")
@click.option("--all", "every", is_flag=True, help="With --mutate: try every change, not a sample.")
@click.option(
    "--kind",
    "kinds",
    multiple=True,
    metavar="WORDS",
    help="With --mutate: try changes of this kind alone, all of them: levers, dates, strengths.",
)
@click.option("--seed", type=int, default=1, help="With --mutate: draw another sample.")
@click.option(
    "--update",
    is_flag=True,
    help="Show what came out instead (with --mutate: what is lacking), ask, and expect it.",
)
@click.option(
    "--yes",
    is_flag=True,
    help="With --update: take over all that took the place of something, unasked.",
)
def kb_test(
    folder: Path | None,
    mutate: bool,
    every: bool,
    kinds: tuple[str, ...],
    seed: int,
    update: bool,
    yes: bool,
) -> None:
    """Run the base's cases and show what did not come out as expected.

    With --update, take over what came out instead, case by case, after you saw it. Words that are
    no longer said, and nothing like them, are still held unless you say so.

    With --mutate, name what they do not hold: a threshold, a date, a strength that could be another
    without any case noticing, and the case to add. With --update as well, write into the cases that
    are there what they lack, after you saw it.

    Exit 0 when all came out (when all was noticed), 1 when one did not.
    Example: matchpath kb test my-base
    """
    from engine.authoring import cases
    from engine.authoring.failure_text import failure_text

    kb = inputs.base(folder)
    where = inputs.folder(folder) / "cases"
    if update:
        _require_sound(kb, inputs.folder(folder))
    results = cases.run_all(where, kb)
    if not results:
        tell(f"There is no case in {where}, so nothing was tried.")
        tell("Keep a saved consultation as one: matchpath kb record me.yaml DIR")
        sys.exit(1)
    failed = [result for result in results if not result.passed]
    if mutate and not failed:
        drawn = _drawn(kb, kinds, every, seed)
        sys.exit(_mutate(kb, drawn, results, _Writing(where, update, yes)))
    for result in failed:
        give(failure_text(result))
        if update and _is_updated(result, yes):
            failed = [one for one in failed if one is not result]
    passed = len(results) - len(failed)
    (tell if failed else give)(f"{passed} of {len(results)} cases came out as expected.")
    if mutate:
        tell("Nothing was changed: let the cases come out first.")
    sys.exit(int(bool(failed)))


def _require_sound(kb: KnowledgeBase, folder: Path) -> None:
    """Stop where the checks find a problem: what comes out of a faulty base is not expected."""
    problems = [problem for problem in check(kb) if not problem.warning]
    if problems:
        tell(problem_text.problem_text(problems[0]))
        tell(
            f"No case is written while the base has {counted(len(problems), 'problem')}. "
            f"Mend that first: matchpath kb check {folder}"
        )
        sys.exit(1)


def _is_updated(result: "Result", yes: bool) -> bool:
    """Let a case expect what came out, where the person agrees; tell whether it does now.

    What nothing has taken the place of is asked about apart, and never given up unasked: without
    it, a case holds less than it did.
    """
    from engine.authoring import case_writing

    changes = case_writing.renewed(result)
    for line in case_writing.change_lines(result, changes):
        give(line)
    if changes and not _agrees(yes):
        return False
    lost = case_writing.lost_lines(result)
    for line in lost:
        give(line)
    stays_lost = bool(lost) and (yes or not _asked("Stop holding it?"))
    if lost and not stays_lost:
        changes = case_writing.renewed(result, giving_up=True)
    if changes:
        path = Path(result.file)
        write(path, case_writing.written(_text(path), str(path), changes).encode())
    return bool(changes) and not stays_lost


def _text(path: Path) -> str:
    return outside.read(path, LARGEST_CASE).decode()


def _agrees(yes: bool) -> bool:
    """Tell whether the person takes over what was shown; with --yes, nobody is asked."""
    return yes or _asked("Take it over?")


def _asked(question: str) -> bool:
    """Ask the person; whoever answers nothing says no."""
    return read(f"  {question} [y/N] ").strip().lower() in ("y", "yes")


class _Writing(msgspec.Struct, frozen=True):
    """Hold where the cases are, whether what they lack is written, and whether without asking."""

    where: Path
    update: bool
    yes: bool


def _drawn(kb: KnowledgeBase, named: Collection[str], every: bool, seed: int) -> "list[Mutation]":
    """Draw some changes of a base; of the kinds that are named, and with `every`, all."""
    from engine.authoring import mutations, unheld  # for those who ask for it

    kinds = mutations.mutations(kb)
    if wanted := {kind for words in named for kind in _kinds_with(words, kinds)}:
        kinds = {kind: changes for kind, changes in kinds.items() if kind in wanted}
    total = sum(map(len, kinds.values()))
    drawn = unheld.sample(kinds, total if every or named else _SAMPLE, seed)
    say(f"{len(drawn)} of {total} changes are tried, one at a time. Stop with Ctrl-C.")
    return drawn


def _kinds_with(words: str, kinds: Iterable[str]) -> list[str]:
    """Name the kinds of changes in which some words stand; fail where there is none."""
    found = [kind for kind in kinds if words in kind]
    return found or fail(f'No kind of change is called "{words}". There are: {", ".join(kinds)}.')


def _mutate(
    kb: KnowledgeBase, drawn: "list[Mutation]", results: "Iterable[Result]", writing: _Writing
) -> int:
    """Name the changes that no case notices, and write what is to notice; give the exit code."""
    from engine.authoring import unheld, unheld_text

    known = {Path(result.file).stem: result.case for result in results if result.case}
    held_by = unheld.Cases(kb, known)
    found, left = [], 0
    for number, mutation in enumerate(drawn, 1):
        if one := held_by.held(mutation):
            found.append(one)
            if one.case or one.applicant:
                give(unheld_text.unheld_text(one, str(writing.where)))
                left += not _is_expected(kb, one, held_by, writing)
        if number % _STEP == 0:
            tell(f"{number} of {len(drawn)} tried, {len(found)} not noticed")
    give(unheld_text.summary(len(drawn), found))
    return int(left > 0)


def _is_expected(kb: KnowledgeBase, one: "Unheld", held_by: "Cases", writing: _Writing) -> bool:
    """Let a case that is there expect what holds a change, where the person agrees."""
    from engine.authoring import case_writing

    if not writing.update or not one.case or not _agrees(writing.yes):
        return False
    path = writing.where / f"{one.case}.yaml"
    changes = case_writing.with_one_more(casefile.load(path, kb), one.part, one.key, one.value)
    write(path, case_writing.written(_text(path), str(path), changes).encode())
    held_by.renew(one.case, casefile.load(path, kb))
    return True


@click.command("coverage", short_help="Name what no case reaches.")
@options.folder
@click.option(
    "--threshold",
    type=click.FloatRange(0, 100),
    metavar="N",
    help="Exit 1 when less than N percent is reached.",
)
def kb_coverage(folder: Path | None, threshold: float | None) -> None:
    """Name the nodes, branches, rows, actions and claims that no case reaches.

    Example: matchpath kb coverage my-base --threshold 100
    """
    from engine.authoring import cases, coverage

    kb = inputs.base(folder)
    where = inputs.folder(folder) / "cases"
    found = coverage.reach(kb, cases.outlines(where, kb))
    for one in found.left:
        give(str(one))
    for kind, (reached, every) in found.counts.items():
        give(f"{kind}: {reached} of {every}")
    give(f"{found.percent:g} % reached by {len(cases.files(where))} cases")
    sys.exit(int(threshold is not None and found.percent < threshold))


@click.command("record", short_help="Make a case of a saved consultation.")
@options.case
@options.folder
@click.option("--name", default="", help="What the case is called; else as its file is.")
@options.today
def kb_record(case_path: Path, folder: Path | None, name: str, today: Day | None) -> None:
    """Make a case of the base in DIR out of a saved consultation, as it comes out today.

    Look at what it expects before you keep it. Example: matchpath kb record me.yaml my-base
    """
    from engine.authoring import case_writing

    kb, where = inputs.base(folder), inputs.folder(folder) / "cases"
    target = where / f"{case_path.stem}.yaml"
    if outside.exists(target):
        fail(f"{target}: this exists already. Give the consultation's file another name.")
    case = casefile.load(case_path, kb)
    day = inputs.moment(today, case.today)
    named = msgspec.structs.replace(case, name=name or case.name, today=day)
    write(target, case_writing.recorded(kb, named).encode())


@click.command("answer", short_help="Give an answer to all cases that wait for it.")
@click.argument("setting", metavar="QUESTION=ANSWER", shell_complete=complete_setting)
@options.folder
def kb_answer(setting: str, folder: Path | None) -> None:
    """Give an answer to all cases of a base that wait for it: after a question was added.

    Says what they wait for then. Example: matchpath kb answer QUESTION=ANSWER my-base
    """
    from engine.authoring import case_writing, cases

    kb = inputs.base(folder)
    name, sign, typed = (part.strip() for part in setting.partition("="))
    if not sign or name not in kb.questions:
        fail(f'"{setting}" is no QUESTION=ANSWER. {nearest(name, kb.questions)}')
    try:
        value = read_typed(kb.questions[name], typed)
    except ValueError as bad:
        fail(" ".join(map(str, bad.args)))
    results = cases.run_all(inputs.folder(folder) / "cases", kb)
    waiting = case_writing.waiting(results, name)
    for result in waiting:
        path = Path(result.file)
        write(path, case_writing.answered(_text(path), str(path), name, value).encode())
    give(f"{counted(len(waiting), 'case')} waited for an answer to {name}.")
    if waiting:
        said = wording.quoted(kb, name, value)
        give(f"What is said now: {said}. Where somebody would say otherwise, change the case.")
    again = (cases.run_one(Path(result.file), kb) for result in waiting)
    for further, count in Counter(map(case_writing.left_open, again)).items():
        if further:
            give(f"{count} of them now wait for: matchpath kb answer {further}=…")


COMMANDS = (kb_test, kb_coverage, kb_record, kb_answer)
