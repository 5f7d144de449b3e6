"""Run a base's cases, tell what they reach and hold, and write them: the advisors' commands."""

import sys
from collections.abc import Iterable
from pathlib import Path

import click

from engine.authoring import cases, coverage
from engine.authoring.cases import Result
from engine.commands import inputs, options
from engine.commands.terminal import give, say, tell
from engine.language.base import KnowledgeBase

_SAMPLE = 40  # changes tried where not all are asked for: about a minute for the built-in base
_STEP = 10  # changes after which is said how far it came


@click.command("test")
@options.folder
@click.option("--mutate", is_flag=True, help="Change one thing at a time: does a case notice?")
@click.option("--all", "every", is_flag=True, help="With --mutate: try every change, not a sample.")
@click.option("--seed", type=int, default=1, help="With --mutate: draw another sample.")
def kb_test(folder: Path | None, mutate: bool, every: bool, seed: int) -> None:
    """Run the base's cases and show what did not come out as expected.

    With --mutate, name what they do not hold: a threshold, a date, a strength that could be another
    without any case noticing, and the case to add. Exit 0 when all came out (when all was noticed),
    1 when one did not. Example: matchpath kb test my-base
    """
    kb = inputs.base(folder)
    where = inputs.folder(folder) / "cases"
    results = cases.run_all(where, kb)
    failed = [result for result in results if not result.passed]
    if mutate and not failed:
        sys.exit(_mutate(kb, where, results, None if every else _SAMPLE, seed))
    for result in failed:
        give(cases.failure_text(result))
    passed = len(results) - len(failed)
    (tell if failed else give)(f"{passed} of {len(results)} cases came out as expected.")
    if mutate:
        tell("Nothing was changed: let the cases come out first.")
    sys.exit(int(bool(failed)))


def _mutate(
    kb: KnowledgeBase, where: Path, results: Iterable[Result], count: int | None, seed: int
) -> int:
    """Name the changes that no case notices; give the exit code."""
    from engine.authoring import mutations, unheld, unheld_text  # for those who ask for it

    kinds = mutations.mutations(kb)
    total = sum(map(len, kinds.values()))
    drawn = unheld.sample(kinds, total if count is None else count, seed)
    say(f"{len(drawn)} of {total} changes are tried, one at a time. Stop with Ctrl-C.")
    known = {Path(result.file).stem: result.case for result in results if result.case}
    held_by = unheld.Cases(kb, known)
    found = []
    for number, mutation in enumerate(drawn, 1):
        if one := held_by.held(mutation):
            found.append(one)
            if one.case or one.applicant:
                give(unheld_text.unheld_text(one, str(where)))
        if number % _STEP == 0:
            tell(f"{number} of {len(drawn)} tried, {len(found)} not noticed")
    give(unheld_text.summary(len(drawn), found))
    return int(any(one.case or one.applicant for one in found))


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
    kb = inputs.base(folder)
    results = cases.run_all(inputs.folder(folder) / "cases", kb)
    found = coverage.reach(kb, [result.outcome for result in results if result.outcome])
    for one in found.left:
        give(str(one))
    for kind, (reached, every) in found.counts.items():
        give(f"{kind}: {reached} of {every}")
    give(f"{found.percent:g} % reached by {len(results)} cases")
    sys.exit(int(threshold is not None and found.percent < threshold))


COMMANDS = (kb_test, kb_coverage)
