"""Compare knowledge bases, for those who have to agree to a change."""

import sys
from collections.abc import Collection
from contextlib import ExitStack
from pathlib import Path

import click
import msgspec

from engine import outside
from engine.checking.check import check
from engine.commands import inputs, options, targets
from engine.commands.terminal import give, write
from engine.consultation import casefile
from engine.consultation.casefile import Case
from engine.language.base import KnowledgeBase
from engine.language.layer import BUILT_IN_NAME
from engine.language.loader import BUILT_IN
from engine.output.picture import Picture

FORMATS = ("text", "markdown", "html")


@click.command("diff", short_help="Say what changed between two bases.")
@click.argument("old", metavar="OLD", type=options.FILE)
@click.argument("new", metavar="[NEW]", required=False, type=options.FILE)
@click.option(
    "--format", "format_", type=click.Choice(FORMATS), default="text", help="Text, or a page."
)
@options.output
def kb_diff(old: Path, new: Path | None, format_: str, output: Path | None) -> None:
    """Say what changed between two bases, for whom something else comes out, and what they read.

    OLD is a folder, "built-in", or a revision of NEW in git. Those for whom are the cases of both,
    ranges of a number between its thresholds, and people made up for what no case answers.
    Strengths, dates, words and privacy count. Exit 0 when nothing changed, 1 when something did.

    Example: matchpath kb diff main my-base --format html -o review.html
    """
    from engine.authoring import review  # for those who ask for it

    targets.check(output)
    folder = inputs.folder(new)
    with ExitStack() as held:
        before_folder = old
        if str(old) == BUILT_IN_NAME:
            before_folder = BUILT_IN
        elif not outside.is_folder(old):
            before_folder = held.enter_context(outside.at_revision(folder, str(old)))
        before, after = inputs.base(before_folder), inputs.base(folder)
        of_the_new = _cases(folder, after)
        applicants = {**_cases(before_folder, before, but=of_the_new), **of_the_new}
    faults = sum(not problem.warning for problem in check(after))
    found = review.review(
        (str(old), str(folder)), (before, after), applicants, format_ != "text", faults
    )
    writers = {"text": review.to_text, "markdown": review.to_markdown, "html": review.to_html}
    text = writers[format_](found)
    if output:
        write(output, text.encode())
    else:
        give(text.rstrip("\n"))
    sys.exit(int(bool(found.words)))


def _cases(folder: Path, kb: KnowledgeBase, but: Collection[str] = ()) -> dict[str, Case]:
    """Read the cases of a base `but` some; those without a day of their own play today."""
    from engine.authoring import cases

    found = {}
    for path in cases.files(folder / "cases"):
        if path.stem in but:
            continue
        case = casefile.load(path, kb)
        found[path.stem] = msgspec.structs.replace(case, today=inputs.moment(None, case.today))
    return found


@click.command("book", short_help="Write the whole base as a book to sign.")
@options.folder
@click.option("-o", "--output", type=options.FILE, required=True, help="Write the page to FILE.")
def kb_book(folder: Path | None, output: Path) -> None:
    """Write a base as one page of HTML: all it asks, decides and says, with reason and source.

    Each entry names the cases that reach it; each phase has its picture. It can be printed, and
    signed chapter by chapter. Example: matchpath kb book my-base -o book.html
    """
    import diagrams  # brings Graphviz along: only for those who draw
    from engine.authoring import book, cases

    targets.check(output)
    kb = inputs.base(folder)
    pictures = []
    for phase in kb.phases:
        drawn = diagrams.render(diagrams.draw_whole(kb, phase.phase), "svg").decode()
        pictures.append(Picture(phase.title, drawn[drawn.index("<svg") :]))
    results = cases.run_all(inputs.folder(folder) / "cases", kb)
    write(output, book.book(kb, results, pictures, inputs.day()).encode())


COMMANDS = (kb_diff, kb_book)
