"""Write commands that do what the reader did: on their base, at their moment, into their files."""

from collections.abc import Iterator
from pathlib import Path

import click
from click.core import ParameterSource

from engine.commands.terminal import quoted
from engine.consultation.moment import written_day
from engine.output.shell import Shell


def program() -> str:
    """Write `matchpath`, with the base that was named behind it."""
    root = click.get_current_context().find_root()
    if root.get_parameter_source("knowledge") is not ParameterSource.COMMANDLINE:
        return "matchpath"
    return f"matchpath --knowledge {quoted(root.params['knowledge'])}"


def shell(case_path: Path | None) -> Shell:
    """Give what is typed for the program, its base, and the case, which may be in no file."""
    return Shell(program(), quoted(case_path)) if case_path else Shell(program())


def named(*options: str) -> str:
    """Write those of some options that this command was given, a space before each."""
    return "".join(f" {word}" for name in options for word in _words(name))


def _words(name: str) -> Iterator[str]:
    """Give an option as it is typed: its name, and its value where it takes one."""
    context = click.get_current_context()
    value = context.params[name]
    if not value:
        return
    yield next(param.opts[0] for param in context.command.params if param.name == name)
    if isinstance(value, Path):
        yield quoted(value)
    elif value is not True:
        yield written_day(value)
