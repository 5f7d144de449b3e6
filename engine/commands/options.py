"""Declare the arguments and options that several commands share."""

from pathlib import Path

import click

from engine.commands.completion import complete_case, complete_setting

FILE = click.Path(path_type=Path)

case = click.argument("case_path", metavar="CASE", type=FILE, shell_complete=complete_case)
folder = click.argument("folder", metavar="[DIR]", required=False, type=FILE)
output = click.option("-o", "--output", type=FILE, help="Write to FILE instead of the screen.")
settings = click.option(
    "--set",
    "settings",
    multiple=True,
    metavar="QUESTION=ANSWER",
    shell_complete=complete_setting,
    help="Take this answer to a question; several times.",
)
deidentified = click.option(
    "--deidentified",
    is_flag=True,
    help="Leave out what is private and coarsen figures, for showing around.",
)
today = click.option(
    "--today",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DATE",
    help="Plan as if it were DATE, like 2026-11-22.",
)
theme = click.option(
    "--theme",
    type=click.Choice(["light", "dark", "print"]),
    default="light",
    help="Colours for a screen, or none.",
)
text_or_json = click.option(
    "--format",
    "format_",
    type=click.Choice(["text", "json"]),
    default="text",
    help="Text to read, or JSON.",
)
