"""Write the plan of a case, and draw its path."""

from collections.abc import Collection
from pathlib import Path

import click
import msgspec

from engine import outside
from engine.commands import again, alive, inputs, options, targets, together
from engine.commands.terminal import fail, give_long, width, write
from engine.consultation.deidentified import coarsened, without_private
from engine.consultation.moment import Day
from engine.consultation.outcome import Outcome
from engine.errors import nearest
from engine.output import formats
from engine.output.layout import WIDTH
from engine.output.opening import opening
from engine.output.path_text import path_text
from engine.output.picture import Picture

PICTURES = ("svg", "png", "pdf", "dot")
_FOR_NO_SCREEN = ("png", "pdf")


@click.command("plan", short_help="Print the plan for a case file.")
@options.case
@click.option(
    "--format",
    "format_",
    type=click.Choice([one.name for one in formats.PLAN]),
    help="Taken from the file's ending when not given; meeting is a sheet to take along, as HTML.",
)
@options.output
@options.deidentified
@options.private
@options.whole_plan
@options.today
def command(
    case_path: Path,
    format_: str | None,
    output: Path | None,
    deidentified: bool,
    private: bool,
    whole_plan: bool,
    today: Day | None,
) -> None:
    """Print the plan for a case file; a partial one names the next question.

    Example: matchpath plan me.yaml --format html -o plan.html
    """
    targets.check(output, case_path)
    kind = formats.named(format_) if format_ else plan_format(output)
    outcome = _shown(inputs.outcome(case_path, today), deidentified)
    paper = _paper(WIDTH if output else width(), whole_plan, private)
    if output is None and not deidentified:  # its commands are for this case
        paper = msgspec.structs.replace(paper, shell=again.shell(case_path))
    data = kind.write(outcome, paper)
    if output:
        write(output, data)
    else:
        give_long(data.decode())


@click.command("tree")
@options.case
@click.option(
    "--format",
    "format_",
    type=click.Choice((*PICTURES, "text")),
    help="Taken from the file's ending when not given; text is the same path as a list.",
)
@options.output
@click.option(
    "--phase", default="", metavar="ID", help="Draw one phase of the path, and where it leads."
)
@click.option("--whole", is_flag=True, help="Draw every node of the base, the path marked.")
@options.theme
@options.deidentified
@options.private
@options.whole_plan
@options.today
def tree(
    case_path: Path,
    format_: str | None,
    output: Path | None,
    phase: str,
    whole: bool,
    theme: str,
    deidentified: bool,
    private: bool,
    whole_plan: bool,
    today: Day | None,
) -> None:
    """Draw the path of a case file. A PDF breaks between phases, and prints on Letter and A4.

    Example: matchpath tree me.yaml -o path.svg
    """
    targets.check(output, case_path)
    kind = format_ or picture_format(output, (*PICTURES, "txt"))
    as_text = kind in ("text", "txt")  # as --format calls it, and as a file ends
    if as_text:
        together.refuse("Text", "whole", "theme", instead="Name a picture format: --format svg")
    outcome = _shown(inputs.outcome(case_path, today), deidentified)
    first = opening(outcome, whole_plan)
    public = outcome if private else without_private(outcome)
    phases = inputs.phase(phase)
    if as_text:
        hidden = (*first.support, first.hidden(again.shell(case_path)), "")
        text = "\n".join(hidden) if first.alone else path_text(public, phases=phases)
        give_picture(text.encode(), kind, output)
    elif first.alone:
        give_picture(_drawn_alone(outcome, kind, theme), kind, output)
    else:
        give_picture(_drawn(public, kind, phases, whole, theme), kind, output)


def _shown(outcome: Outcome, deidentified: bool) -> Outcome:
    return coarsened(outcome) if deidentified else outcome


def plan_format(output: Path | None) -> formats.Format:
    """Take the format of a plan from the ending of its file; text where there is no file."""
    ending = output.suffix if output else ""
    kind = formats.ended(ending)
    if kind is None:
        is_pdf = ending.lower() == ".pdf"
        hint = (
            "Write it as .html, and print that." if is_pdf else nearest(ending, formats.endings())
        )
        fail(f'{output}: the ending "{ending.lower()}" is no format of a plan. {hint}')
    return kind


def picture_format(output: Path | None, endings: Collection[str] = PICTURES) -> str:
    """Take the format of a picture from the ending of its file; SVG where there is no file."""
    if output is None:
        return "svg"
    ending = output.suffix.lstrip(".").lower()
    if ending not in endings:
        hint = nearest(ending, endings)
        fail(f'{output}: the ending ".{ending}" is no picture format. {hint}')
    return ending


def plan_bytes(outcome: Outcome, kind: formats.Format, columns: int) -> bytes:
    """Write a plan in a format; text is wrapped to so many columns."""
    return kind.write(outcome, _paper(columns))


def _paper(columns: int, whole: bool = False, private: bool = False) -> formats.Paper:
    return formats.Paper(columns, inputs.day(), _pictures, whole, private)


def _pictures(outcome: Outcome) -> list[Picture]:
    from diagrams import shown  # brings Graphviz along: only for those who draw

    return shown.pictures(outcome)


def _drawn(outcome: Outcome, kind: str, phases: tuple[str, ...], whole: bool, theme: str) -> bytes:
    """Draw a path, or the whole tree with the path marked, in one of PICTURES."""
    import diagrams  # brings Graphviz along: only for those who draw
    from diagrams import shown

    if whole:
        drawing = diagrams.draw_whole(outcome.kb, "".join(phases), theme, outcome)
        return diagrams.render(drawing, kind)
    return shown.drawn(outcome, kind, phases, theme)


def _drawn_alone(outcome: Outcome, kind: str, theme: str) -> bytes:
    from diagrams import shown  # brings Graphviz along: only for those who draw

    return shown.alone(outcome, kind, theme)


def picture(outcome: Outcome, kind: str) -> bytes:
    """Draw the path as it is shown unasked: without what is private, held back where need be."""
    from diagrams import shown  # brings Graphviz along: only for those who draw

    return shown.picture(outcome, kind)


def give_picture(data: bytes, kind: str, output: Path | None) -> None:
    """Write a picture to a file, or to the screen where it is text."""
    if output:
        write(output, data)
    elif kind in _FOR_NO_SCREEN and outside.is_screen():
        fail(f"A {kind.upper()} is no text for a screen. Name a file: -o path.{kind}")
    else:
        alive.end()
        outside.write_output(data)
