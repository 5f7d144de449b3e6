"""Declare the arguments and options that several commands share."""

from pathlib import Path
from typing import Any

import click

from engine.commands.completion import complete_case, complete_setting
from engine.consultation.moment import Day, read_day
from engine.errors import Misread

FILE = click.Path(path_type=Path)


class Today(click.ParamType):  # type: ignore[type-arg]
    """Read a day, or a minute of it in Eastern time."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Day:
        """Read what was written; fail where it is no day."""
        try:
            return read_day(str(value))
        except Misread as bad:
            self.fail(f'"{value}" {bad.says}. {bad.hint}', param, ctx)


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
    type=Today(),
    metavar="DATE",
    help="Plan as if it were DATE, like 2026-11-22, or an hour of it in Eastern time, T11:30.",
)
private = click.option(
    "--private",
    is_flag=True,
    help="Show what is private in pictures, calendars and sheets too.",
)
whole_plan = click.option(
    "--all", "whole_plan", is_flag=True, help="Show the whole plan, whatever comes first."
)
rules = click.option(
    "--rules", is_flag=True, help="Say where each rule is written, for those who edit them."
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
