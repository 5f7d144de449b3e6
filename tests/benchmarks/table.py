"""Print what people wait for, each figure beside a peer's in the same run. `make benchmark` runs it.

All times are CPU time, ours and the peer's turn about, so that a busy machine slows both; ratios
are held, never times. Exits 1 where a ratio is above its limit.
"""

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import cli  # noqa: F401  # sets the interpreter as the program does
from diagrams.layout import lay_out
from diagrams.path import draw_path
from diagrams.render import render
from engine.cohort.run import Run, write
from engine.cohort.synthetic import draw, schema
from engine.cohort.table import open_table
from engine.consultation import casefile
from engine.consultation.consult import consult
from engine.consultation.moment import day_of
from engine.inference.lowered.lowering import lowered
from engine.language.base import KnowledgeBase
from engine.language.loader import BUILT_IN, load
from tests.benchmarks.applicants import SEED, drawn, require_equal, straight_line
from tests.benchmarks.grown import write_grown
from tests.benchmarks.timing import BIN, Figure, beside, command, here, matchpath
from tests.benchmarks.waits import converse_in, first_prompt, typed_lines
from tests.benchmarks.zen_peer import ZenPeer

CASE = BUILT_IN / "cases" / "c-dermatology-228.yaml"
LONGEST = BUILT_IN / "cases" / "b-general-surgery-222.yaml"
FARTHEST = "one-thank-you"  # of all that does not come out for CASE, what is looked for longest
READS = f"""
import pathlib, click, msgspec, yaml
for path in pathlib.Path({str(BUILT_IN)!r}).glob("*.yaml"):
    yaml.load(path.read_text(), yaml.CSafeLoader)
"""
APPLICANTS = 20
ROWS = 20_000
TIMES = 10
CHANGES = (
    ("a word", "triage.yaml", [("In Match Week the next hours", "Then the next hours")], 2.7),
    (
        "a range",
        "conclusions.yaml",
        [
            ("near_pass: no, gap: 1..10}", "near_pass: no, gap: 1..9}"),
            ("near_pass: no, gap: 11..20}", "near_pass: no, gap: 10..20}"),
        ],
        7,
    ),
    ("a whole tier's range", "specialties.yaml", [("low: 240}", "low: 242}")], 15),
)


def figures(kb: KnowledgeBase, folder: Path) -> Iterator[Figure]:
    """Take one figure after the other; `folder` is for files that come and go."""
    other = command(BIN / "cookiecutter", "--version")
    yield beside("first prompt", first_prompt, "cookiecutter --version", other, at_most=1)
    yield from _consultations(kb)
    yield _answer(kb)
    yield from _commands(folder)
    yield from _advisors(kb, folder)
    yield _rows(kb, folder)
    yield _picture(kb)


def _consultations(kb: KnowledgeBase) -> Iterator[Figure]:
    """Set a complete, explained consultation beside two that say what comes out, and never why."""
    form = lowered(kb)
    zen, run = ZenPeer(form), straight_line(form)
    cases = [casefile.load(path, kb) for path in sorted(CASE.parent.glob("*.yaml"))]
    days = sorted({day_of(case.today) for case in cases if case.today})
    applicants = drawn(kb, form, days, APPLICANTS)
    require_equal(kb, form, zen, applicants)

    def ours() -> None:
        for applicant in applicants:
            consult(kb, applicant.answers, applicant.today)

    def by_zen() -> None:
        for applicant in applicants:
            zen.evaluate(applicant.context)

    def by_straight_line() -> None:
        for applicant in applicants:
            run(applicant.codes, applicant.turns)

    what, took = "a complete consultation, explained", here(ours, APPLICANTS)
    peer = here(by_zen, APPLICANTS)
    yield beside(what, took, "zen-engine, mute", peer, at_most=4.5, rounds=9)  # the aim is 4
    peer = here(by_straight_line, APPLICANTS)
    yield beside(what, took, "generated straight line, mute", peer, at_most=250)


def _answer(kb: KnowledgeBase) -> Figure:
    case = casefile.load(CASE, kb)
    lines = typed_lines(kb, case)
    ours = here(lambda: converse_in(kb, case, lines), len(lines))
    whole = here(lambda: consult(kb, case.answers, case.today))
    return beside(
        "an answer to the next prompt, saved", ours, "its whole consultation", whole, at_most=0.45
    )


def _commands(folder: Path) -> Iterator[Figure]:
    """Set whole commands, from start to end, beside one that reads the same files and no more.

    Those that look at many outcomes stand beside a plan, which is one.
    """
    plan = command(*matchpath("plan", CASE))
    reading = command(sys.executable, "-c", READS)
    yield beside("plan", plan, "the files read by PyYAML alone", reading, at_most=3.3)
    many = (
        ("levers", ("levers", CASE), 1.4),
        ("compare --each", ("compare", CASE, "--each", "specialty"), 1.2),
        ("explain --why-not, the farthest", ("explain", CASE, "--why-not", FARTHEST), 1.5),
    )
    for what, words, at_most in many:
        yield beside(what, command(*matchpath(*words)), "plan", plan, at_most)
    others = (
        ("tree as SVG, the longest", ("tree", LONGEST, "-o", folder / "path.svg"), 4.5),
        ("kb check", ("kb", "check"), 2.5),
    )
    for what, words, at_most in others:
        peer = "the files read by PyYAML alone"
        yield beside(what, command(*matchpath(*words)), peer, reading, at_most)


def _advisors(kb: KnowledgeBase, folder: Path) -> Iterator[Figure]:
    """Set what an advisor waits for after a change beside a check of the base, from start to end."""
    check = command(*matchpath("kb", "check"))
    grown = write_grown(kb, folder / "grown", TIMES)
    ours = command(*matchpath("kb", "check", grown))
    yield beside(f"kb check, {TIMES} times the base", ours, "kb check", check, 10.5, rounds=1)
    for number, (what, file, changes, at_most) in enumerate(CHANGES):
        changed = shutil.copytree(BUILT_IN, folder / f"changed-{number}")
        text = (changed / file).read_text()
        for old, new in changes:
            assert old in text
            text = text.replace(old, new)
        (changed / file).write_text(text)
        ours = command(*matchpath("kb", "diff", BUILT_IN, changed), ends_with=1)
        yield beside(f"kb diff of {what}", ours, "kb check", check, at_most, rounds=3)


def _rows(kb: KnowledgeBase, folder: Path) -> Figure:
    case = casefile.load(CASE, kb)
    assert case.today
    table, outcomes, day = folder / "class.csv", folder / "outcomes.parquet", day_of(case.today)
    write(draw(kb, ROWS, SEED), schema(kb), table, table)

    def at_once() -> None:
        run = Run(kb, open_table(table, kb), day)
        write(run.outcomes(), run.schema, outcomes, outcomes)

    alone = here(lambda: consult(kb, case.answers, case.today))
    return beside("a row of a cohort", here(at_once, ROWS), "a consultation", alone, 1 / 150)


def _picture(kb: KnowledgeBase) -> Figure:
    """Set the drawing of the longest path beside what Graphviz alone takes to lay it out."""
    case = casefile.load(LONGEST, kb)
    outcome = consult(kb, case.answers, case.today)
    dot = draw_path(outcome).dot
    ours = here(lambda: render(draw_path(outcome), "svg"))
    alone = here(lambda: lay_out(dot, "svg"))
    return beside("the longest path drawn", ours, "its DOT, by Graphviz alone", alone, at_most=3)


def main() -> None:
    """Print the table line by line."""
    print(f"{'what':<36}{'ms':>9}  {'beside':<30}{'ms':>9}  {'ratio':>8}  at most")
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # as installed, every module is compiled once
    held = []
    with tempfile.TemporaryDirectory() as folder:
        for figure in figures(load(), Path(folder)):
            print(line(figure), flush=True)
            held.append(figure.holds)
    sys.exit(not all(held))


def line(figure: Figure) -> str:
    """Put a figure in its line; a ratio above its limit is marked."""
    ours = f"{figure.what:<36}{figure.took * 1000:9.3f}"
    peer = f"{figure.peer:<30}{figure.peer_took * 1000:9.3f}"
    mark = "" if figure.holds else "  above it"
    return f"{ours}  {peer}  {figure.ratio:8.4g}  {figure.at_most:.4g}{mark}"


if __name__ == "__main__":
    main()
