"""Copy, check, show and draw knowledge bases; the other commands for advisors stand beside this."""

import gc
import json
import sys
from pathlib import Path

import click

from engine import outside
from engine.authoring import problem_text
from engine.checking.check import check
from engine.commands import advisor_cases, advisor_review, advisor_season, inputs, options, targets
from engine.commands.plan import PICTURES, give_picture, picture_format
from engine.commands.terminal import fail, give, give_json, quoted, tell
from engine.consultation.moment import Day
from engine.errors import MOST_SHOWN, MatchpathError, nearest, rest
from engine.language import loader
from engine.language.schema import schema
from engine.output.due import in_eastern_alone

_OBJECTS = 1_000_000  # made before garbage is looked for: more than a diff of two bases makes


@click.group("kb")
def group() -> None:
    """Copy, check, test and show a knowledge base, for those who write one.

    Start with: matchpath kb init my-base
    """
    gc.set_threshold(_OBJECTS)
    click.get_current_context().with_resource(in_eastern_alone())


@group.command("init")
@click.argument("folder", metavar="DIR", type=options.FILE)
def kb_init(folder: Path) -> None:
    """Copy the built-in base to a new folder DIR, to change it there.

    Example: matchpath kb init my-base
    """
    if outside.exists(folder):
        fail(f"{folder}: this exists already. Name a new folder; nothing is overwritten.")
    outside.write_new_folder(folder, outside.tree(loader.BUILT_IN))
    name, read_me = quoted(folder), folder / "README.md"
    give(f"Copied to {folder}. Read {read_me}, change a file, then: matchpath kb check {name}")


@group.command("check", short_help="Find all that is wrong with a base.")
@options.folder
@click.option(
    "--format",
    "format_",
    type=click.Choice(["text", "json", "github"]),
    default="text",
    help="Text to read, JSON, or marks beside the lines of a pull request.",
)
@click.option("--strict", is_flag=True, help="Let warnings count as problems.")
@options.today
def kb_check(folder: Path | None, format_: str, strict: bool, today: Day | None) -> None:
    """Find all that is wrong with a base, with its place and what to do.

    Exit 0 when nothing is, 1 when something is. Example: matchpath kb check my-base
    """
    where = inputs.folder(folder)
    if not outside.is_folder(where):
        fail(f'There is no folder "{where}".')
    try:
        problems = check(loader.load(where), inputs.day(today))
    except MatchpathError as error:
        problems = error.problems
    if format_ == "json":
        give_json([problem_text.problem_json(problem) for problem in problems])
    elif format_ == "github":
        for problem in problems:
            give(problem_text.problem_annotation(problem))
    else:
        for problem in problems[:MOST_SHOWN]:
            give(problem_text.problem_text(problem))
        for line in rest(len(problems) - MOST_SHOWN):
            give(f"{line} All of them: matchpath kb check --format json")
        (tell if problems else give)(problem_text.problems_counted(problems))
    sys.exit(int(any(strict or not problem.warning for problem in problems)))


@group.command("schema")
@click.option("--layer", "of_a_layer", is_flag=True, help="For a folder that extends built-in.")
def kb_schema(of_a_layer: bool) -> None:
    """Print the JSON Schema of a base's files, for editors.

    Example: matchpath kb schema > my-base/schema.json
    """
    give(json.dumps(schema(of_a_layer), indent=1))


@group.command("show", short_help="Show an entry by its id.")
@click.argument("name", metavar="[ID]", required=False)
def kb_show(name: str | None) -> None:
    """Show an entry by its id: its text, place, who needs it, which cases reach it.

    Without ID, list them all.

    Example: matchpath kb show QUESTION
    """
    from engine.authoring import cases, entry  # for those who ask for it

    kb = inputs.base()
    if name is None:
        give(entry.listing(kb))
        return
    known = entry.names(kb)
    if name not in known:
        fail(f'There is nothing called "{name}". {nearest(name, known)}')
    give(entry.shown(kb, name, cases.glance_all(inputs.folder() / "cases", kb)))


@group.command("graph")
@click.option("--phase", default="", metavar="ID", help="Draw one phase, and where it leads.")
@click.option(
    "--format",
    "format_",
    type=click.Choice(PICTURES),
    help="Taken from the file's ending when not given.",
)
@options.output
@options.theme
def kb_graph(phase: str, format_: str | None, output: Path | None, theme: str) -> None:
    """Draw the whole base, or one phase of it.

    Example: matchpath kb graph --phase PHASE -o phase.svg
    """
    targets.check(output)
    kind = format_ or picture_format(output)
    phases = inputs.phase(phase)

    import diagrams  # brings Graphviz along: only for those who draw

    drawing = diagrams.draw_whole(inputs.base(), "".join(phases), theme)
    give_picture(diagrams.render(drawing, kind), kind, output)


for command in (*advisor_cases.COMMANDS, *advisor_review.COMMANDS, *advisor_season.COMMANDS):
    group.add_command(command)
